"""Acknowledgements: the word given at once, and what breaks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.ledger.acknowledgement import (
    HEADING,
    Acknowledgement,
    AcknowledgementError,
    acknowledgement_verifier_key,
    open_acknowledgement,
    sign_acknowledgement,
)
from holdfast.ledger.checkpoint import Checkpoint, CheckpointError, open_checkpoint, sign_checkpoint
from holdfast.ledger.leaf import Leaf, LeafError, position_label, stream_name
from holdfast.ledger.note import NoteError, SignatureError, VerifierKey, sign_note, verifier_key
from holdfast.ledger.tests.examples import LOG_KEY, ROOTS, WITNESS_KEY, any_text, spoiled_text, unhurried

ORIGIN = "log.example/safeguard"
SECRET = bytes(range(32))
GIVEN = Acknowledgement(
    origin=ORIGIN,
    commitment=b"c" * 32,
    stream=stream_name(SECRET),
    n=3,
    at=datetime(2026, 2, 3, 4, 5, 6, 70, UTC),
    maximum_merge_delay=60,
)
VKEY = acknowledgement_verifier_key(ORIGIN, LOG_KEY.public_key())
SIGNED = sign_acknowledgement(GIVEN, LOG_KEY)

#: Also in docs/ledger-format.md.
EXPECTED = """holdfast/acknowledgement/v1
log.example/safeguard
Y2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2M=
EYAG4-07Q4G-MNRHY-92VNB-SE6T6-7GZZJ-QER7W-5XX2G
3
2026-02-03T04:05:06.000070Z
60

— log.example/safeguard/acknowledgement X3Mwy4X+io3Qt581B/kx+VUk3LdRjvZ9McZ2TKyQpfYAbTX6eADyfieSa5dhb5irx+ywq3FMpaDvWS51cMZbacQnlgw=
"""


def test_the_whole_note() -> None:
    assert SIGNED == EXPECTED
    assert open_acknowledgement(SIGNED, VKEY) == GIVEN
    assert open_acknowledgement(SIGNED.encode(), VerifierKey.decode(VKEY)) == GIVEN


def test_the_text_line_by_line() -> None:
    assert GIVEN.text().split("\n") == [
        "holdfast/acknowledgement/v1",
        "log.example/safeguard",
        "Y2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2M=",
        stream_name(SECRET),
        "3",
        "2026-02-03T04:05:06.000070Z",
        "60",
        "",
    ]


def test_a_time_elsewhere_is_written_in_utc() -> None:
    elsewhere = replace(GIVEN, at=GIVEN.at.astimezone(timezone(timedelta(hours=5, minutes=30))))
    assert elsewhere.text() == GIVEN.text()
    assert elsewhere.due == GIVEN.due == datetime(2026, 2, 3, 4, 6, 6, 70, UTC)
    assert replace(GIVEN, at=datetime(1, 1, 1, tzinfo=UTC)).text().split("\n")[5] == "0001-01-01T00:00:00.000000Z"


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": ""},
        {"origin": "two\nlines"},
        {"commitment": bytes(31)},
        {"stream": ""},
        {"stream": stream_name(SECRET).lower()},
        {"stream": stream_name(SECRET) + "\n"},
        {"stream": stream_name(SECRET)[:-1]},
        {"n": 0},
        {"n": 2**63},
        {"at": datetime(2026, 2, 3)},
        {"at": datetime.max.replace(tzinfo=UTC)},
        {"at": datetime.min.replace(tzinfo=timezone(timedelta(hours=1)))},
        {"maximum_merge_delay": 0},
        {"maximum_merge_delay": 86_401},
    ],
)
def test_what_no_acknowledgement_says(wrong: dict[str, object]) -> None:
    with pytest.raises(AcknowledgementError):
        replace(GIVEN, **wrong)  # type: ignore[arg-type]


LINES = GIVEN.text().split("\n")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (0, "holdfast/acknowledgement/v2"),
        (1, ""),
        (2, LINES[2][:-1]),
        (2, ""),
        (2, "AAAA"),
        (3, "anything"),
        (4, "0"),
        (4, "03"),
        (4, "-3"),
        (4, "9" * 5000),
        (5, "2026-02-03T04:05:06Z"),
        (5, "2026-02-03T04:05:06.000070+00:00"),
        (5, "2026-02-03 04:05:06.000070Z"),
        (5, "2026-02-03T04:05:06.00007٠Z"),
        (5, "2026-02-30T04:05:06.000070Z"),
        (5, "2026-02-03T24:00:00.000000Z"),
        (5, "2026-06-30T23:59:60.000000Z"),
        (5, "0000-01-01T00:00:00.000000Z"),
        (5, "9999-12-31T23:59:59.999999Z"),
        (6, "060"),
        (6, "0"),
        (6, "86401"),
        (6, "60\n61"),
        (7, "no newline at the end"),
    ],
)
def test_malformed_texts_are_refused(line: int, text: str) -> None:
    lines = [*LINES[:line], text, *LINES[line + 1 :]]
    with pytest.raises(AcknowledgementError):
        Acknowledgement.parse("\n".join(lines))


def test_another_key_did_not_give_it() -> None:
    with pytest.raises(SignatureError):
        open_acknowledgement(SIGNED, acknowledgement_verifier_key(ORIGIN, WITNESS_KEY.public_key()))


def test_the_word_of_another_log_is_refused_even_when_its_key_signed_it() -> None:
    name = "other.example/log/acknowledgement"
    with pytest.raises(AcknowledgementError, match="another log"):
        open_acknowledgement(sign_note(GIVEN.text(), name, LOG_KEY), verifier_key(name, LOG_KEY.public_key()))


def test_a_checkpoint_is_no_acknowledgement_and_the_reverse_even_under_one_key() -> None:
    checkpoint = sign_checkpoint(Checkpoint(ORIGIN, 8, ROOTS[8]), LOG_KEY)
    with pytest.raises(AcknowledgementError):
        open_acknowledgement(checkpoint, verifier_key(ORIGIN, LOG_KEY.public_key()))
    with pytest.raises(CheckpointError):
        open_checkpoint(SIGNED, VKEY)
    # With a number for an origin the text has the shape of a checkpoint, but of a log that nothing has for a name.
    disguised = replace(GIVEN, origin="8")
    assert Checkpoint.parse(disguised.text()).origin == HEADING
    with pytest.raises(CheckpointError, match="another log"):
        open_checkpoint(sign_acknowledgement(disguised, LOG_KEY), acknowledgement_verifier_key("8", LOG_KEY.public_key()))


def test_an_origin_that_is_no_name_cannot_be_signed() -> None:
    with pytest.raises(NoteError):
        sign_acknowledgement(replace(GIVEN, origin="a log"), LOG_KEY)


def test_the_leaf_that_keeps_the_word() -> None:
    leaf = Leaf(GIVEN.commitment, (position_label(SECRET, 3), position_label(bytes(32), 1)))
    GIVEN.check_kept(leaf)
    GIVEN.check_kept(leaf, SECRET)
    with pytest.raises(AcknowledgementError, match="something other"):
        GIVEN.check_kept(replace(leaf, commitment=bytes(32)))
    with pytest.raises(AcknowledgementError, match="another stream"):
        GIVEN.check_kept(leaf, bytes(32))
    for labels in ((position_label(SECRET, 4),), leaf.labels[::-1]):
        with pytest.raises(AcknowledgementError, match="not at the number"):
            GIVEN.check_kept(replace(leaf, labels=labels), SECRET)
    with pytest.raises(LeafError):
        GIVEN.check_kept(leaf, b"short")


@unhurried
@given(spoiled_text(SIGNED))
def test_any_change_to_an_acknowledgement_is_refused(note: bytes) -> None:
    with pytest.raises(NoteError):
        open_acknowledgement(note, VKEY)


@unhurried
@given(any_text | spoiled_text(GIVEN.text()).map(lambda data: data.decode(errors="surrogateescape")))
def test_a_text_is_read_exactly_or_refused(text: str) -> None:
    try:
        read = Acknowledgement.parse(text)
    except AcknowledgementError:
        return
    assert read.text() == text


@unhurried
@given(
    st.binary(min_size=32, max_size=32),
    st.binary(min_size=32, max_size=32),
    st.integers(1, 2**63 - 1),
    st.datetimes(max_value=datetime(9999, 12, 30), timezones=st.just(UTC)),
    st.integers(1, 86_400),
)
def test_whatever_can_be_signed_opens_again(commitment: bytes, secret: bytes, n: int, at: datetime, delay: int) -> None:
    word = Acknowledgement(ORIGIN, commitment, stream_name(secret), n, at, delay)
    assert open_acknowledgement(sign_acknowledgement(word, LOG_KEY), VKEY) == word
