"""Signed notes: the published key, what must be taken, what must be refused, and notes spoiled."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from holdfast.ledger.note import (
    MAX_NOTE_SIZE,
    MAX_SIGNATURES,
    Algorithm,
    Note,
    NoteError,
    Signature,
    SignatureError,
    VerifierKey,
    add_signatures,
    cosignature_on,
    open_note,
    parse_note,
    sign_note,
    signature_on,
    verifier_key,
)
from holdfast.ledger.tests.examples import (
    LOG_KEY,
    LOG_VKEY,
    WITNESS_KEY,
    WITNESS_VKEY,
    any_text,
    spoiled,
    spoiled_text,
    unhurried,
)

TEXT = "A note.\n\nWith an empty line, an é, and a 🗝.\n"
NAME = "log.example/safeguard"
LOG = VerifierKey.decode(LOG_VKEY)
WITNESS = VerifierKey.decode(WITNESS_VKEY)
NOTE = sign_note(TEXT, NAME, LOG_KEY)
COSIGNED = add_signatures(NOTE, [cosignature_on(TEXT, WITNESS.name, WITNESS_KEY, 7)])


def stranger(number: int) -> Signature:
    """A signature by a key that nobody asks about."""
    return signature_on(TEXT, f"stranger.example/{number}", Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


class TestVerifierKeys:
    def test_published_vkey(self) -> None:
        published = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
        key = VerifierKey.decode(published)
        assert (key.name, key.key_id.hex(), key.algorithm) == ("example.com/foo", "530d903a", Algorithm.ED25519)
        assert key.encode() == published

    def test_vkeys_of_the_vector(self) -> None:
        assert verifier_key(NAME, LOG_KEY.public_key()) == LOG_VKEY
        made = verifier_key("witness.example/w1", WITNESS_KEY.public_key(), Algorithm.ED25519_COSIGNATURE)
        assert made == WITNESS_VKEY

    def test_hexadecimal_may_be_capital(self) -> None:
        assert VerifierKey.decode(LOG_VKEY.replace("5aa1230c", "5AA1230C")) == LOG

    @pytest.mark.parametrize(
        ("vkey", "complaint"),
        [
            ("", "joined by"),
            ("name+5aa1230c", "joined by"),
            (LOG_VKEY.replace("5aa1230c", "5aa1230"), "joined by"),
            (LOG_VKEY.replace("5aa1230c", "5aa_230c"), "joined by"),
            (LOG_VKEY.replace("5aa1230c", "5aa1230d"), "not that of"),
            (LOG_VKEY.replace("safeguard", "other"), "not that of"),
            (LOG_VKEY + "=", "base64"),
            (LOG_VKEY[: LOG_VKEY.rindex("+") + 1], "base64"),
            (LOG_VKEY[:-1] + "d", "base64|not that of"),
            ("a+00000000+" + base64.b64encode(b"\x02" + bytes(32)).decode(), "0x02 are not known"),
            ("a+00000000+" + base64.b64encode(b"\x06" + bytes(1312)).decode(), "0x06 are not known"),
            ("a+00000000+" + base64.b64encode(b"\x01" + bytes(31)).decode(), "32 bytes"),
            ("a b+00000000+" + base64.b64encode(b"\x01" + bytes(32)).decode(), "without spaces"),
            ("+00000000+" + base64.b64encode(b"\x01" + bytes(32)).decode(), "without spaces"),
        ],
    )
    def test_malformed_keys_are_refused(self, vkey: str, complaint: str) -> None:
        with pytest.raises(NoteError, match=complaint):
            VerifierKey.decode(vkey)

    @unhurried
    @given(any_text | spoiled_text(LOG_VKEY).map(lambda data: data.decode(errors="surrogateescape")))
    def test_no_text_breaks_the_reading_of_keys(self, text: str) -> None:
        try:
            key = VerifierKey.decode(text)
        except NoteError:
            return
        assert key.encode().lower() == text.lower()

    @pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\x00b", "a\u00a0b", "a\u3000b", "a\ud800b", "\u2028"])
    def test_names_that_no_key_may_have(self, name: str) -> None:
        with pytest.raises(NoteError, match="name"):
            verifier_key(name, LOG_KEY.public_key())


def test_a_signed_note_opens_from_text_and_from_bytes() -> None:
    for note in (NOTE, NOTE.encode()):
        opened = open_note(note, [LOG])
        assert opened.text == TEXT
        assert [(each.key, each.time) for each in opened.verified] == [(LOG, None)]
        assert opened.signed_by(LOG)
        assert not opened.signed_by(WITNESS)


def test_a_cosignature_tells_its_time() -> None:
    opened = open_note(COSIGNED, [WITNESS, LOG])
    assert [(each.key, each.time) for each in opened.verified] == [(LOG, None), (WITNESS, 7)]
    assert opened.signed_by(WITNESS)


def test_unknown_keys_are_ignored_whatever_they_say() -> None:
    post_quantum = Signature("witness.example/mldsa", b"abcd", bytes(8 + 2420))
    garbage = Signature("stranger.example/0", b"\x00\x00\x00\x00", b"x")
    same_name = Signature(NAME, b"\x00\x00\x00\x00", bytes(64))
    note = Note(TEXT, (post_quantum, garbage, same_name, *parse_note(NOTE).signatures)).encode()
    assert [each.key for each in open_note(note, [LOG]).verified] == [LOG]
    with pytest.raises(SignatureError, match="no key that is known here"):
        open_note(note, [WITNESS])
    with pytest.raises(SignatureError):
        open_note(note, [])


def test_a_known_key_whose_signature_fails_refuses_the_whole_note() -> None:
    (good,) = parse_note(NOTE).signatures
    bad = Signature(good.name, good.key_id, bytes(64))
    for signatures in ((bad,), (good, bad), (bad, good)):
        with pytest.raises(SignatureError, match="does not hold"):
            open_note(Note(TEXT, signatures).encode(), [LOG])
    bad_witness = Signature(WITNESS.name, WITNESS.key_id, bytes(72))
    with pytest.raises(SignatureError, match="does not hold"):
        open_note(add_signatures(NOTE, [bad_witness]), [LOG, WITNESS])
    assert open_note(add_signatures(NOTE, [bad_witness]), [LOG]).text == TEXT


@pytest.mark.parametrize("length", [1, 7, 8, 63, 65, 72])
def test_signatures_of_another_length_fail_as_signatures(length: int) -> None:
    for key in (LOG, WITNESS):
        if (key, length) != (WITNESS, 72):
            with pytest.raises(SignatureError):
                key.check(TEXT, bytes(length))


def test_a_cosignature_cannot_state_a_time_beyond_63_bits() -> None:
    with pytest.raises(SignatureError, match="time that is none"):
        WITNESS.check(TEXT, b"\x80" + bytes(71))
    for time in (-1, 2**63):
        with pytest.raises(NoteError, match="not a time"):
            cosignature_on(TEXT, WITNESS.name, WITNESS_KEY, time)
    furthest = cosignature_on(TEXT, WITNESS.name, WITNESS_KEY, 2**63 - 1)
    assert WITNESS.check(TEXT, furthest.signature) == 2**63 - 1


def test_a_plain_signature_is_no_cosignature_and_the_reverse() -> None:
    plain = signature_on(TEXT, WITNESS.name, WITNESS_KEY)
    relabelled = Signature(plain.name, WITNESS.key_id, bytes(8) + plain.signature)
    with pytest.raises(SignatureError):
        open_note(Note(TEXT, (relabelled,)).encode(), [WITNESS])


@pytest.mark.parametrize("count", [16, MAX_SIGNATURES - 1])
def test_at_least_sixteen_signatures_are_taken(count: int) -> None:
    note = add_signatures(NOTE, [stranger(number) for number in range(1, count + 1)])
    assert len(parse_note(note).signatures) == count + 1
    assert open_note(note, [LOG]).text == TEXT
    keys = [VerifierKey(f"stranger.example/{number}", _public(number)) for number in range(1, count + 1)]
    assert [each.key for each in open_note(note, keys).verified] == keys


def _public(number: int) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32).public_key().public_bytes_raw()


def test_too_many_signatures_are_refused() -> None:
    crowd = [stranger(number) for number in range(1, MAX_SIGNATURES + 1)]
    with pytest.raises(NoteError, match="at most"):
        add_signatures(NOTE, crowd)
    with pytest.raises(NoteError, match="more than"):
        parse_note(Note(TEXT, (*crowd, crowd[0])).encode())


def test_a_key_counts_once_and_a_line_is_not_repeated() -> None:
    assert add_signatures(NOTE, parse_note(NOTE).signatures) == NOTE
    later = cosignature_on(TEXT, WITNESS.name, WITNESS_KEY, 8)
    opened = open_note(add_signatures(COSIGNED, [later]), [WITNESS, WITNESS])
    assert [each.time for each in opened.verified] == [7]


def test_two_keys_that_cannot_be_told_apart_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    other = VerifierKey(LOG.name, WITNESS.public)
    # Two keys of one name collide in four bytes once in 2^32; made to happen here.
    monkeypatch.setattr(VerifierKey, "key_id", b"same")
    with pytest.raises(NoteError, match="one key id"):
        open_note(NOTE, [LOG, other])


def test_the_text_ends_at_the_last_empty_line() -> None:
    text = "first\n\n— log.example/safeguard AAAAAAAA\n"
    assert open_note(sign_note(text, NAME, LOG_KEY), [LOG]).text == text
    assert parse_note(f"\n\n{stranger(1).line()}").text == "\n"


LINE = stranger(1).line()


@pytest.mark.parametrize(
    ("note", "complaint"),
    [
        ("", "a text, an empty line"),
        ("text\n", "a text, an empty line"),
        ("text\n\n", "a text, an empty line"),
        (f"text\n{LINE}", "a text, an empty line"),
        (f"text\n\n{LINE[:-1]}", "a text, an empty line"),
        (f"text\n\n{LINE}\n", "a text, an empty line"),
        (f"text\n\n{LINE}trailing\n", "em dash"),
        (f"text\n\n-{LINE[1:]}", "em dash"),
        ("text\n\n— name\n", "em dash"),
        ("text\n\n— name \n", "too short"),
        ("text\n\n— name AAAA\n", "too short"),
        ("text\n\n— name AAAAAA==\n", "too short"),
        ("text\n\n— name AAAAAAA\n", "em dash"),
        ("text\n\n— name AAAAAAB=\n", "em dash"),
        ("text\n\n— name AAAA AAAA\n", "em dash"),
        ("text\n\n— name  AAAAAAAA\n", "em dash"),
        ("text\n\n—  AAAAAAAA\n", "without spaces"),
        ("text\n\n— a+b AAAAAAAA\n", "without spaces"),
        ("text\n\n— a\u00a0b AAAAAAAA\n", "without spaces"),
        (f"te\rxt\n\n{LINE}", "control"),
        (f"te\txt\n\n{LINE}", "control"),
        (f"te\0xt\n\n{LINE}", "control"),
        (f"te\ud800xt\n\n{LINE}", "UTF-8"),
        (b"te\xffxt\n\n" + LINE.encode(), "UTF-8"),
        ("x" * (MAX_NOTE_SIZE + 1), "not read"),
    ],
)
def test_malformed_notes_are_refused(note: str | bytes, complaint: str) -> None:
    with pytest.raises(NoteError, match=complaint):
        parse_note(note)


@pytest.mark.parametrize("text", ["", "no newline", "con\ttrol\n", "half \udc00\n"])
def test_texts_that_cannot_be_signed(text: str) -> None:
    with pytest.raises(NoteError):
        sign_note(text, NAME, LOG_KEY)
    with pytest.raises(NoteError):
        cosignature_on(text, NAME, LOG_KEY, 1)


def test_a_text_that_leaves_no_room_for_its_signature_is_not_signed() -> None:
    with pytest.raises(NoteError, match="not read"):
        sign_note("x" * (MAX_NOTE_SIZE - 1) + "\n", NAME, LOG_KEY)


@unhurried
@given(spoiled_text(NOTE))
def test_any_change_to_a_note_is_refused(note: bytes) -> None:
    with pytest.raises(NoteError):
        open_note(note, [LOG])


@unhurried
@given(spoiled_text(COSIGNED))
def test_a_change_among_several_signatures_never_changes_the_text(note: bytes) -> None:
    try:
        opened = open_note(note, [LOG, WITNESS])
    except NoteError:
        return
    assert opened.text == TEXT


@unhurried
@given(any_text | st.binary(max_size=200) | spoiled_text(COSIGNED))
def test_a_note_is_read_exactly_or_refused(note: str | bytes) -> None:
    try:
        parsed = parse_note(note)
    except NoteError:
        return
    assert parsed.encode() == (note.decode() if isinstance(note, bytes) else note)


@unhurried
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.just("\n"), max_size=200))
def test_whatever_text_can_be_signed_opens_again(text: str) -> None:
    assert open_note(sign_note(text + "\n", NAME, LOG_KEY), [LOG]).text == text + "\n"


@unhurried
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100), spoiled(b"\x01" * 64))
def test_no_key_and_no_signature_breaks_the_checking(public: bytes, signature: bytes, other: bytes) -> None:
    for algorithm in Algorithm:
        for each in (signature, other):
            with pytest.raises(SignatureError):
                VerifierKey("name", public, algorithm).check(TEXT, each)
