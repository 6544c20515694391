"""The signed word given at once, before an entry is in the tree: this was told to us then, and will be in the ledger
within the stated delay.

A signed note by a key of its own, named "<origin>/acknowledgement". Whoever holds one can show that the log broke its
word, if the entry's commitment is not in it by then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from holdfast.ledger.leaf import COMMITMENT_SIZE, Leaf, position_label, stream_name
from holdfast.ledger.note import NoteError, VerifierKey, open_note, sign_note
from holdfast.ledger.note import verifier_key as note_verifier_key
from holdfast.ledger.strict import CROCKFORD, MAX_NUMBER, read_base64, read_decimal, write_base64

#: The first line: says what the signature means. A checkpoint's first line is its log's origin, which is never this.
HEADING = "holdfast/acknowledgement/v1"

#: The longest maximum merge delay that is a promise at all: one day, in seconds.
LONGEST_DELAY = 86_400

_SUFFIX = "/acknowledgement"
_STREAM = re.compile(rf"[{CROCKFORD}]{{5}}(-[{CROCKFORD}]{{5}}){{7}}")
_TIME = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})\.([0-9]{6})Z")


class AcknowledgementError(NoteError):
    """The text of a note is not an acknowledgement, is one of another log, or is not kept by the leaf that it is held
    against.
    """


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What an acknowledgement says."""

    #: The log's origin.
    origin: str
    #: The entry's commitment (32 bytes), as it will be in its leaf.
    commitment: bytes
    #: The home stream's name (`leaf.stream_name`).
    stream: str
    #: The entry's number in its home stream, counted from 1.
    n: int
    #: When it was recorded; with a time zone.
    at: datetime
    #: In seconds: how long after `at` the entry is in the ledger at the latest.
    maximum_merge_delay: int

    def __post_init__(self) -> None:
        """Raises AcknowledgementError, so that whatever is an Acknowledgement can be written."""
        if not self.origin or "\n" in self.origin:
            raise AcknowledgementError("an acknowledgement names the origin of its log, on one line")
        if len(self.commitment) != COMMITMENT_SIZE:
            raise AcknowledgementError(f"a commitment is {COMMITMENT_SIZE} bytes, not {len(self.commitment)}")
        if _STREAM.fullmatch(self.stream) is None:
            raise AcknowledgementError("the stream's name is not eight groups of five letters and digits")
        if not 1 <= self.n <= MAX_NUMBER:
            raise AcknowledgementError(f"entries of a stream are numbered from 1; there is no number {self.n}")
        if not 1 <= self.maximum_merge_delay <= LONGEST_DELAY:
            raise AcknowledgementError(f"a maximum merge delay is between 1 and {LONGEST_DELAY} seconds, not {self.maximum_merge_delay}")
        if self.at.utcoffset() is None:
            raise AcknowledgementError("the time of an acknowledgement has no time zone")
        try:
            _ = self.due
        except OverflowError as wrong:
            raise AcknowledgementError("the time of an acknowledgement is out of range") from wrong

    @property
    def due(self) -> datetime:
        """The instant, in UTC, by which the entry is in the ledger, or the word was broken."""
        return self.at.astimezone(UTC) + timedelta(seconds=self.maximum_merge_delay)

    def text(self) -> str:
        """The text that is signed."""
        at = self.at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
        lines = (HEADING, self.origin, write_base64(self.commitment), self.stream, self.n, at, self.maximum_merge_delay)
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def parse(cls, text: str) -> Acknowledgement:
        """The acknowledgement that has exactly this text. Raises AcknowledgementError."""
        lines = text.split("\n")
        if len(lines) != 8 or lines[0] != HEADING or lines[7]:
            raise AcknowledgementError(f"an acknowledgement is seven lines, of which the first is {HEADING!r}")
        _, origin, commitment_line, stream, n_line, at, delay_line, _ = lines
        commitment, n, delay = read_base64(commitment_line), read_decimal(n_line), read_decimal(delay_line)
        if commitment is None:
            raise AcknowledgementError("the commitment in an acknowledgement is base64")
        if n is None or delay is None:
            raise AcknowledgementError("number and delay in an acknowledgement are whole numbers without leading zeros")
        return cls(origin, commitment, stream, n, _read_time(at), delay)

    def check_kept(self, leaf: Leaf, secret: bytes | None = None) -> None:
        """Check that this leaf of the ledger (found, and proved to be in it, by the caller) is what was promised.

        With the home stream's secret, also that the leaf stands where it was said to. Raises AcknowledgementError, and
        LeafError for a secret that cannot be one.
        """
        if leaf.commitment != self.commitment:
            raise AcknowledgementError("the leaf commits to something other than what was acknowledged")
        if secret is None:
            return
        if stream_name(secret) != self.stream:
            raise AcknowledgementError("the secret is of another stream than the one that was acknowledged")
        if leaf.labels[0] != position_label(secret, self.n):
            raise AcknowledgementError("the leaf is not at the number in its stream that was acknowledged")


def acknowledgement_key_name(origin: str) -> str:
    """The name of the key that signs a log's acknowledgements."""
    return origin + _SUFFIX


def acknowledgement_verifier_key(origin: str, public: Ed25519PublicKey) -> str:
    """The vkey by which anyone checks this log's acknowledgements. Raises NoteError when the origin cannot be a key's
    name.
    """
    return note_verifier_key(acknowledgement_key_name(origin), public)


def sign_acknowledgement(acknowledgement: Acknowledgement, key: Ed25519PrivateKey) -> str:
    """The acknowledgement as a signed note. The same acknowledgement and key always give the same note. Raises
    NoteError.
    """
    return sign_note(acknowledgement.text(), acknowledgement.origin + _SUFFIX, key)


def open_acknowledgement(note: str | bytes, key: str | VerifierKey) -> Acknowledgement:
    """The acknowledgement in a note that this key signed.

    Raises SignatureError, AcknowledgementError when the text is not an acknowledgement of the key's log, or NoteError
    for a malformed note or key.
    """
    verifier = key if isinstance(key, VerifierKey) else VerifierKey.decode(key)
    acknowledgement = Acknowledgement.parse(open_note(note, [verifier]).text)
    if acknowledgement.origin + _SUFFIX != verifier.name:
        raise AcknowledgementError(f"the acknowledgement is of another log than the one whose key is {verifier.name}")
    return acknowledgement


def _read_time(text: str) -> datetime:
    fields = _TIME.fullmatch(text)
    if fields is None:
        raise AcknowledgementError("the time in an acknowledgement is written YYYY-MM-DDTHH:MM:SS.ffffffZ")
    try:
        year, month, day, hour, minute, second, micro = map(int, fields.groups())
        return datetime(year, month, day, hour, minute, second, micro, UTC)
    except ValueError as wrong:
        raise AcknowledgementError("the time in an acknowledgement is not a time that there is") from wrong
