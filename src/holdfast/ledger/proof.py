"""Proofs to keep (C2SP tlog-proof): an entry's place in the log, the way from it to a signed head, and that head with the signatures of those who saw it.

Whoever holds one checks it with no server: with the log's key, or a policy, and the bytes of the leaf.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.ledger.checkpoint import CosignedCheckpoint
from holdfast.ledger.errors import LedgerError
from holdfast.ledger.note import MAX_NOTE_SIZE, VerifierKey
from holdfast.ledger.policy import Policy
from holdfast.ledger.strict import MAX_NUMBER, read_base64, read_decimal, write_base64
from holdfast.ledger.tree import HASH_SIZE, leaf_hash, verify_inclusion

HEADING = "c2sp.org/tlog-proof@v1"
#: Hashes that the way through any tree may have.
LONGEST_WAY = 63


class MalformedProof(LedgerError):
    """The text is not a proof of this form."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof as it is written: nothing of it has been verified. `extra` is authenticated by nothing."""

    index: int
    way: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None

    def __post_init__(self) -> None:
        """Raises MalformedProof, so that whatever is a Proof can be written."""
        if not 0 <= self.index <= MAX_NUMBER:
            raise MalformedProof(f"no entry has the index {self.index}")
        if len(self.way) > LONGEST_WAY or any(len(each) != HASH_SIZE for each in self.way):
            raise MalformedProof(f"the way of a proof has at most {LONGEST_WAY} hashes, of {HASH_SIZE} bytes each")
        if not self.checkpoint:
            raise MalformedProof("a proof ends with a checkpoint")

    def encode(self) -> str:
        """The text of a `.tlog-proof` file."""
        extra = [] if self.extra is None else [f"extra {write_base64(self.extra)}"]
        lines = [HEADING, *extra, f"index {self.index}", *map(write_base64, self.way), ""]
        return "\n".join(lines) + "\n" + self.checkpoint

    @classmethod
    def decode(cls, text: str | bytes) -> Proof:
        """The proof that has exactly this text. Raises MalformedProof."""
        lines, checkpoint = _head_and_checkpoint(text)
        if not lines or lines[0] != HEADING:
            raise MalformedProof(f"the first line of a proof is {HEADING!r}")
        rest, extra = lines[1:], None
        if rest and rest[0].startswith("extra "):
            extra = read_base64(rest[0].removeprefix("extra "))
            if extra is None:
                raise MalformedProof("what a proof carries besides is base64")
            rest = rest[1:]
        index = read_decimal(rest[0].removeprefix("index ")) if rest and rest[0].startswith("index ") else None
        if index is None:
            raise MalformedProof("a proof says the index of its entry, a whole number without leading zeros")
        return cls(index, _way(rest[1:]), checkpoint, extra)

    def verify(self, leaf: bytes, policy: Policy, log: VerifierKey | None = None) -> CosignedCheckpoint:
        """Check that this leaf is in the log, by a head that the policy takes; that head, and who cosigned it when.

        Raises ProofError, QuorumMissing, SignatureError, CheckpointError, NoteError.
        """
        opened = policy.open(self.checkpoint, log)
        verify_inclusion(leaf_hash(leaf), self.index, opened.checkpoint.size, self.way, opened.checkpoint.root)
        return opened


def _head_and_checkpoint(text: str | bytes) -> tuple[list[str], str]:
    if len(text) > MAX_NOTE_SIZE:
        raise MalformedProof(f"a proof of more than {MAX_NOTE_SIZE} bytes is not read")
    try:
        whole = (text.encode() if isinstance(text, str) else text).decode()
    except UnicodeError as wrong:
        raise MalformedProof("a proof is text in UTF-8") from wrong
    head, gap, checkpoint = whole.partition("\n\n")
    if not gap:
        raise MalformedProof("a proof is its lines, an empty line, and a checkpoint")
    return head.split("\n"), checkpoint


def _way(lines: Sequence[str]) -> tuple[bytes, ...]:
    if len(lines) > LONGEST_WAY:
        raise MalformedProof(f"the way of a proof has at most {LONGEST_WAY} hashes")
    way = [read_base64(line) for line in lines]
    if any(each is None for each in way):
        raise MalformedProof("each hash of a proof is base64, on a line of its own")
    return tuple(each for each in way if each is not None)
