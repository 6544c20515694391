"""A leaf: the bytes by which the ledger commits to one entry, and the labels by which its place in each stream is
found.

A label is HMAC-SHA256 under the stream's secret of the entry's number in that stream. Whoever has the secret finds
every entry of the stream and sees that none is missing; to everyone else, labels of one stream look no more alike than
those of two.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from hmac import digest

from holdfast.ledger.errors import LedgerError
from holdfast.ledger.strict import write_crockford

VERSION = 1
COMMITMENT_SIZE = 32
LABEL_SIZE = 32
SECRET_SIZE = 32

#: The most labels a leaf can carry: one for the home stream, the others for cited ones.
MAX_LABELS = 0xFF

#: The most bytes a leaf can have, because an entry bundle of the tlog-tiles specification gives its length in two
#: bytes.
MAX_LEAF_SIZE = 0xFFFF

_MAX_NUMBER_IN_STREAM = 2**63 - 1
_HEAD_SIZE = 2 + COMMITMENT_SIZE + 2
_LABEL_DOMAIN = b"holdfast/position/v1\0"
_ROOM_DOMAIN = b"holdfast/room/v1\0"
_SEALED_DOMAIN = b"holdfast/sealed-matter/v1\0"
_FILLER_DOMAIN = b"holdfast/filler/v1\0"
_NAME_DOMAIN = b"holdfast/stream-name/v1\0"
#: 200 bits. An operator who could find two secrets of one name could show different streams for it; at this length that
#: is 2^100 work.
_NAME_BYTES = 25


#: A leaf with no attestation and two labels: its size, and what stands for that in it.
_USUAL_SIZE = _HEAD_SIZE + 1 + 2 * LABEL_SIZE
_USUAL_COUNTS = b"\0\0\2"
_ENTRY = bytes((VERSION, 1))


class LeafError(LedgerError):
    """The bytes are not a leaf, or a leaf cannot be made of what was given."""


class LeafType(IntEnum):
    """What a leaf stands for."""

    ENTRY = 1
    #: The map of the positions of all leaves before it: version, type, and the map's root, with nothing more.
    MAP = 2


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf. `labels` begins with that of the home stream; those of cited streams follow in the order of citing."""

    commitment: bytes
    labels: tuple[bytes, ...]
    #: For an author's own signature, one day; no bytes until then.
    attestation: bytes = b""

    def __post_init__(self) -> None:
        """Raises LeafError, so that whatever is a Leaf can be encoded."""
        if len(self.commitment) != COMMITMENT_SIZE:
            raise LeafError(f"a leaf's commitment is {COMMITMENT_SIZE} bytes, not {len(self.commitment)}")
        if not 1 <= len(self.labels) <= MAX_LABELS:
            raise LeafError(f"a leaf has between 1 and {MAX_LABELS} position labels, not {len(self.labels)}")
        for label in self.labels:
            if len(label) != LABEL_SIZE:
                raise LeafError(f"a position label is {LABEL_SIZE} bytes, not {len(label)}")
        if len(set(self.labels)) != len(self.labels):
            raise LeafError("a leaf has the same position label twice")
        size = _HEAD_SIZE + len(self.attestation) + 1 + LABEL_SIZE * len(self.labels)
        if size > MAX_LEAF_SIZE:
            raise LeafError(f"a leaf is at most {MAX_LEAF_SIZE} bytes; this one would be {size}")

    def encode(self) -> bytes:
        """The leaf's bytes."""
        return b"".join(
            (
                bytes((VERSION, LeafType.ENTRY)),
                self.commitment,
                len(self.attestation).to_bytes(2, "big"),
                self.attestation,
                bytes((len(self.labels),)),
                *self.labels,
            )
        )

    @classmethod
    def decode(cls, data: bytes) -> Leaf:
        """The leaf that has exactly these bytes. Raises LeafError for every sequence of bytes that `encode` does not
        give.
        """
        if len(data) < _HEAD_SIZE:
            raise LeafError(f"a leaf is at least {_HEAD_SIZE} bytes; this is {len(data)}")
        if data[0] != VERSION:
            raise LeafError(f"a leaf of version {data[0]} is not known here")
        if data[1] != LeafType.ENTRY:
            raise LeafError(f"a leaf of type {data[1]} is not an entry's")
        commitment = data[2 : 2 + COMMITMENT_SIZE]
        labels_at = _HEAD_SIZE + int.from_bytes(data[_HEAD_SIZE - 2 : _HEAD_SIZE], "big")
        if labels_at >= len(data):
            raise LeafError("the leaf ends within its attestation")
        attestation, count, labels = data[_HEAD_SIZE:labels_at], data[labels_at], data[labels_at + 1 :]
        if len(labels) != count * LABEL_SIZE:
            raise LeafError(f"{count} position labels take {count * LABEL_SIZE} bytes; {len(labels)} are there")
        return cls(
            commitment=commitment,
            labels=tuple(labels[start : start + LABEL_SIZE] for start in range(0, len(labels), LABEL_SIZE)),
            attestation=attestation,
        )


def map_leaf(root: bytes) -> bytes:
    """The leaf (34 bytes) that commits to the map of positions with this root. Raises LeafError."""
    if len(root) != COMMITMENT_SIZE:
        raise LeafError(f"the root of a map is {COMMITMENT_SIZE} bytes, not {len(root)}")
    return bytes((VERSION, LeafType.MAP)) + root


def map_root_of(data: bytes) -> bytes | None:
    """The root that a leaf of the map commits to; None for every other leaf."""
    return data[2:] if len(data) == 2 + COMMITMENT_SIZE and data[:2] == bytes((VERSION, LeafType.MAP)) else None


def labels_of(data: bytes) -> tuple[bytes, ...]:
    """The labels that a leaf puts into the map: those of an entry's. What is no leaf of an entry has none."""
    if len(data) == _USUAL_SIZE and data[_HEAD_SIZE - 2 : _HEAD_SIZE + 1] == _USUAL_COUNTS and data[:2] == _ENTRY:  # nearly every leaf
        first, second = data[-2 * LABEL_SIZE : -LABEL_SIZE], data[-LABEL_SIZE:]
        return (first, second) if first != second else ()
    try:
        return Leaf.decode(data).labels
    except LeafError:
        return ()


def position_label(secret: bytes, n: int) -> bytes:
    """The label (32 bytes) of the n-th entry, counted from 1, of the stream with this secret (32 bytes). Raises
    LeafError.
    """
    _require_secret(secret)
    if not 1 <= n <= _MAX_NUMBER_IN_STREAM:
        raise LeafError(f"entries of a stream are numbered from 1; there is no number {n}")
    return digest(secret, _LABEL_DOMAIN + n.to_bytes(8, "big"), "sha256")


def room_secret(matter_secret: bytes, number: int) -> bytes:
    """The secret (32 bytes) of the room with that number, counted from 1, of the matter with this secret (32 bytes).

    So whoever has the matter's secret finds every room, and sees that the next one's first position is absent. Raises
    LeafError.
    """
    _require_secret(matter_secret)
    if not 1 <= number <= _MAX_NUMBER_IN_STREAM:
        raise LeafError(f"rooms of a matter are numbered from 1; there is no number {number}")
    return digest(matter_secret, _ROOM_DOMAIN + number.to_bytes(8, "big"), "sha256")


def sealed_matter_secret(chain: bytes, number: int, generation: int) -> bytes:
    """The secret (32 bytes) of the sealed matter with that number, counted from 1, of the chain with this secret (32 bytes); its first is of generation 0,
    and each that followed of the next.

    So whoever has the chain's finds every sealed matter, and sees that there is no other. Raises LeafError.
    """
    _require_secret(chain)
    if not 1 <= number <= _MAX_NUMBER_IN_STREAM or not 0 <= generation <= _MAX_NUMBER_IN_STREAM:
        raise LeafError(f"sealed matters are numbered from 1, and their secrets from 0; there is none {number}, {generation}")
    return digest(chain, _SEALED_DOMAIN + number.to_bytes(8, "big") + generation.to_bytes(8, "big"), "sha256")


def filler_label(commitment_key: bytes) -> bytes:
    """The second label (32 bytes) of a leaf whose entry cites nothing: to anyone without the entry's own key it looks like
    any other, so that what never cites does not show. Raises LeafError.
    """
    _require_secret(commitment_key)
    return digest(commitment_key, _FILLER_DOMAIN, "sha256")


def stream_name(secret: bytes) -> str:
    """The name that stands for a stream on acknowledgements and receipts: eight groups of five letters and digits.

    It is the hash of the secret (32 bytes), so that the operator cannot later show another stream for it. Raises
    LeafError.
    """
    _require_secret(secret)
    letters = write_crockford(sha256(_NAME_DOMAIN + secret).digest()[:_NAME_BYTES])
    return "-".join(letters[start : start + 5] for start in range(0, len(letters), 5))


def _require_secret(secret: bytes) -> None:
    if len(secret) != SECRET_SIZE:
        raise LeafError(f"a stream's secret is {SECRET_SIZE} bytes, not {len(secret)}")
