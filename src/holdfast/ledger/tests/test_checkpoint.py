"""Checkpoints: the published cosigned one, made and opened, and checkpoints spoiled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.ledger.checkpoint import (
    Checkpoint,
    CheckpointError,
    Cosignature,
    open_checkpoint,
    open_cosigned_checkpoint,
    sign_checkpoint,
)
from holdfast.ledger.note import (
    NoteError,
    SignatureError,
    VerifierKey,
    add_signatures,
    cosignature_on,
    parse_note,
    sign_note,
    verifier_key,
)
from holdfast.ledger.tests.examples import (
    CHECKPOINT,
    LOG_KEY,
    LOG_VKEY,
    ROOTS,
    WITNESS_KEY,
    WITNESS_TIME,
    WITNESS_VKEY,
    any_text,
    spoiled_text,
    unhurried,
)
from holdfast.ledger.tree import EMPTY_ROOT

HEAD = Checkpoint("log.example/safeguard", 8, ROOTS[8])
SIGNED = sign_checkpoint(HEAD, LOG_KEY)


def test_the_published_checkpoint_is_made_byte_for_byte() -> None:
    cosignature = cosignature_on(HEAD.body(), "witness.example/w1", WITNESS_KEY, WITNESS_TIME)
    assert add_signatures(SIGNED, [cosignature]) == CHECKPOINT


def test_the_published_checkpoint_opens() -> None:
    assert open_checkpoint(CHECKPOINT, LOG_VKEY) == HEAD
    opened = open_cosigned_checkpoint(CHECKPOINT.encode(), LOG_VKEY, [WITNESS_VKEY])
    assert opened.checkpoint == HEAD
    assert opened.cosignatures == (Cosignature(VerifierKey.decode(WITNESS_VKEY), WITNESS_TIME),)


def test_a_witness_that_did_not_sign_is_not_there() -> None:
    assert open_cosigned_checkpoint(SIGNED, LOG_VKEY, [WITNESS_VKEY]).cosignatures == ()


def test_a_witness_does_not_stand_for_the_log() -> None:
    note = parse_note(CHECKPOINT)
    only_witness = type(note)(note.text, note.signatures[1:]).encode()
    with pytest.raises(SignatureError, match="did not sign"):
        open_cosigned_checkpoint(only_witness, LOG_VKEY, [WITNESS_VKEY])
    with pytest.raises(SignatureError, match="no key that is known here"):
        open_checkpoint(only_witness, LOG_VKEY)


def test_keys_of_the_wrong_type_are_refused() -> None:
    with pytest.raises(NoteError, match="signs for a log"):
        open_checkpoint(CHECKPOINT, WITNESS_VKEY)
    with pytest.raises(NoteError, match="not one that cosigns"):
        open_cosigned_checkpoint(CHECKPOINT, LOG_VKEY, [LOG_VKEY])


def test_a_checkpoint_of_another_log_is_refused_even_when_the_key_signed_it() -> None:
    note = sign_note(HEAD.body(), "other.example/log", LOG_KEY)
    with pytest.raises(CheckpointError, match="another log"):
        open_checkpoint(note, verifier_key("other.example/log", LOG_KEY.public_key()))


def test_extension_lines_and_the_empty_log_are_kept() -> None:
    for head in (
        Checkpoint("log.example/safeguard", 0, EMPTY_ROOT),
        Checkpoint("log.example/safeguard", 2**63 - 1, ROOTS[1], ("one", "two words")),
    ):
        assert Checkpoint.parse(head.body()) == head
        assert open_checkpoint(sign_checkpoint(head, LOG_KEY), VerifierKey.decode(LOG_VKEY)) == head


@pytest.mark.parametrize(
    ("origin", "size", "root", "extensions"),
    [
        ("", 8, ROOTS[8], ()),
        ("two\nlines", 8, ROOTS[8], ()),
        ("log", -1, ROOTS[8], ()),
        ("log", 2**63, ROOTS[8], ()),
        ("log", 8, ROOTS[8][:-1], ()),
        ("log", 0, ROOTS[8], ()),
        ("log", 8, ROOTS[8], ("",)),
        ("log", 8, ROOTS[8], ("a\nb",)),
    ],
)
def test_what_no_checkpoint_can_say(origin: str, size: int, root: bytes, extensions: tuple[str, ...]) -> None:
    with pytest.raises(CheckpointError):
        Checkpoint(origin, size, root, extensions)


ROOT_LINE = HEAD.body().split("\n")[2]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "log\n8\n",
        f"log\n8\n{ROOT_LINE}",
        f"log\n08\n{ROOT_LINE}\n",
        f"log\n+8\n{ROOT_LINE}\n",
        f"log\n-8\n{ROOT_LINE}\n",
        f"log\n 8\n{ROOT_LINE}\n",
        f"log\n8_0\n{ROOT_LINE}\n",
        f"log\n٨\n{ROOT_LINE}\n",
        f"log\n9223372036854775808\n{ROOT_LINE}\n",
        f"log\n{'9' * 5000}\n{ROOT_LINE}\n",
        f"log\n8\n{ROOT_LINE[:-1]}\n",
        f"log\n8\n{ROOT_LINE[:-2]}h=\n",
        f"log\n8\n{ROOT_LINE}é\n",
        "log\n8\nAAAA\n",
        f"log\n0\n{ROOT_LINE}\n",
        f"\n8\n{ROOT_LINE}\n",
        f"log\n8\n{ROOT_LINE}\n\n",
    ],
)
def test_malformed_bodies_are_refused(body: str) -> None:
    with pytest.raises(CheckpointError):
        Checkpoint.parse(body)


def test_an_origin_that_is_no_name_cannot_be_signed() -> None:
    with pytest.raises(NoteError):
        sign_checkpoint(Checkpoint("a log", 8, ROOTS[8]), LOG_KEY)


@unhurried
@given(spoiled_text(SIGNED))
def test_any_change_to_a_checkpoint_is_refused(note: bytes) -> None:
    with pytest.raises(NoteError):
        open_checkpoint(note, LOG_VKEY)


@unhurried
@given(spoiled_text(CHECKPOINT))
def test_no_change_makes_a_cosigned_checkpoint_say_something_else(note: bytes) -> None:
    try:
        opened = open_cosigned_checkpoint(note, LOG_VKEY, [WITNESS_VKEY])
    except NoteError:
        return
    assert opened.checkpoint == HEAD
    assert opened.cosignatures in {(), (Cosignature(VerifierKey.decode(WITNESS_VKEY), WITNESS_TIME),)}


@unhurried
@given(any_text | spoiled_text(HEAD.body()).map(lambda data: data.decode(errors="surrogateescape")))
def test_a_body_is_read_exactly_or_refused(body: str) -> None:
    try:
        head = Checkpoint.parse(body)
    except CheckpointError:
        return
    assert head.body() == body


@unhurried
@given(st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_whatever_can_be_signed_opens_again(size: int, root: bytes) -> None:
    head = Checkpoint("log.example/safeguard", size, root if size else EMPTY_ROOT)
    assert open_checkpoint(sign_checkpoint(head, LOG_KEY), LOG_VKEY) == head
