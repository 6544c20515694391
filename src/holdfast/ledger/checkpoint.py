"""Checkpoints (C2SP tlog-checkpoint v1.0.0): the signed head of the log, a note that says its origin, size and root.

The key's name is the origin, so a checkpoint is only ever opened with the key of the log that it speaks of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from holdfast.ledger.note import Algorithm, NoteError, SignatureError, VerifierKey, open_note, sign_note
from holdfast.ledger.strict import MAX_NUMBER, read_base64, read_decimal, write_base64
from holdfast.ledger.tree import EMPTY_ROOT, HASH_SIZE


class CheckpointError(NoteError):
    """The text of a note is not a checkpoint, or is one of another log."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint says: which log, how many leaves, and the root of the tree over them. Extension lines are kept,
    not understood.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raises CheckpointError, so that whatever is a Checkpoint can be written."""
        if not 0 <= self.size <= MAX_NUMBER:
            raise CheckpointError(f"a log cannot have {self.size} leaves")
        if len(self.root) != HASH_SIZE:
            raise CheckpointError(f"a root is {HASH_SIZE} bytes, not {len(self.root)}")
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise CheckpointError("a log of no leaves has a root that is not the empty tree's")
        for line in (self.origin, *self.extensions):
            if not line or "\n" in line:
                raise CheckpointError("the origin and each extension of a checkpoint are a line that is not empty")

    def body(self) -> str:
        """The text that is signed."""
        return "".join(f"{line}\n" for line in (self.origin, self.size, write_base64(self.root), *self.extensions))

    @classmethod
    def parse(cls, body: str) -> Checkpoint:
        """The checkpoint that has exactly this text. Raises CheckpointError."""
        lines = body.split("\n")
        if len(lines) < 4 or lines[-1]:
            raise CheckpointError("a checkpoint is an origin, a size and a root, each on a line of its own")
        size, root = read_decimal(lines[1]), read_base64(lines[2])
        if size is None:
            raise CheckpointError("the size in a checkpoint is a whole number without leading zeros")
        if root is None:
            raise CheckpointError("the root in a checkpoint is base64")
        return cls(lines[0], size, root, tuple(lines[3:-1]))


@dataclass(frozen=True, slots=True)
class Cosignature:
    """That a witness saw the log grow to a checkpoint, and when, in Unix seconds."""

    witness: VerifierKey
    time: int


@dataclass(frozen=True, slots=True)
class CosignedCheckpoint:
    """A checkpoint signed by its log, with the cosignatures of those witnesses that were asked about and had signed."""

    checkpoint: Checkpoint
    cosignatures: tuple[Cosignature, ...]


def sign_checkpoint(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The checkpoint as a signed note, by the log's key. Raises NoteError when the origin cannot be a key's name."""
    return sign_note(checkpoint.body(), checkpoint.origin, key)


def open_checkpoint(note: str | bytes, log: str | VerifierKey) -> Checkpoint:
    """The checkpoint in a note that this log signed. Whether anyone cosigned it is not looked at.

    Raises SignatureError, CheckpointError, or NoteError for a malformed note or key.
    """
    return open_cosigned_checkpoint(note, log, ()).checkpoint


def open_cosigned_checkpoint(note: str | bytes, log: str | VerifierKey, witnesses: Sequence[str | VerifierKey]) -> CosignedCheckpoint:
    """The checkpoint in a note that this log signed, and which of these witnesses cosigned it. How many are enough is
    for the caller.

    Raises SignatureError when the log did not sign it or a named key's signature does not hold; CheckpointError when
    the text is not a checkpoint of this log; NoteError for a malformed note or key, or a witness's key that is not of
    the cosignature type (0x04).
    """
    log_key = _key(log)
    if log_key.algorithm is not Algorithm.ED25519:
        raise NoteError(f"the key of {log_key.name} is not one that signs for a log (type 0x01)")
    witness_keys = [_key(witness) for witness in witnesses]
    for key in witness_keys:
        if key.algorithm is not Algorithm.ED25519_COSIGNATURE:
            raise NoteError(f"the key of {key.name} is not one that cosigns (type 0x04)")
    opened = open_note(note, [log_key, *witness_keys])
    if not opened.signed_by(log_key):
        raise SignatureError(f"witnesses cosigned the checkpoint, but {log_key.name} did not sign it")
    checkpoint = Checkpoint.parse(opened.text)
    if checkpoint.origin != log_key.name:
        raise CheckpointError(f"the checkpoint is of another log than {log_key.name}")
    return CosignedCheckpoint(checkpoint, tuple(Cosignature(each.key, each.time) for each in opened.verified if each.time is not None))


def _key(given: str | VerifierKey) -> VerifierKey:
    return given if isinstance(given, VerifierKey) else VerifierKey.decode(given)
