"""Exchanging a log's key without losing what was proved under the old one.

A statement, signed by the old key and by the new, says from which size of the log on the new one signs: whoever trusts the first key is led to each
that followed. A head of at most that many leaves is by the old key, a larger one by the new. For a while larger heads carry the old key's signature
beside it, for those who have not taken up the new one yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from holdfast.ledger.checkpoint import Checkpoint, open_checkpoint
from holdfast.ledger.note import NoteError, SignatureError, VerifierKey, add_signatures, open_note, parse_note, sign_note, signature_on
from holdfast.ledger.strict import read_decimal

#: The first line: says what the signatures mean. A checkpoint's first line is its log's origin, which is never this.
HEADING = "holdfast/key/v1"


class SuccessionError(NoteError):
    """A statement of a key's successor is malformed or not signed by both, or does not lead on from the key before."""


@dataclass(frozen=True, slots=True)
class Succession:
    """That after the first `size` leaves of the log, `after` signs in the place of `before`."""

    before: VerifierKey
    after: VerifierKey
    size: int

    def text(self) -> str:
        """The text that both keys sign."""
        return f"{HEADING}\n{self.before.encode()}\n{self.after.encode()}\n{self.size}\n"

    def sign(self, before: Ed25519PrivateKey, after: Ed25519PrivateKey) -> str:
        """The statement as a note, signed by both keys. Raises NoteError."""
        return add_signatures(sign_note(self.text(), self.before.name, before), [signature_on(self.text(), self.after.name, after)])


def open_succession(note: str | bytes) -> Succession:
    """The statement in a note that both of the keys that it names have signed. Whether the first is to be believed is for the caller.

    Raises SuccessionError, NoteError.
    """
    lines = parse_note(note).text.split("\n")
    if len(lines) != 5 or lines[0] != HEADING or lines[4]:
        raise SuccessionError(f"a statement of a key's successor is four lines, of which the first is {HEADING!r}")
    before, after, size = VerifierKey.decode(lines[1]), VerifierKey.decode(lines[2]), read_decimal(lines[3])
    if size is None:
        raise SuccessionError("the size in a statement of a key's successor is a whole number without leading zeros")
    if before.name != after.name or before.algorithm is not after.algorithm or before.public == after.public:
        raise SuccessionError("a key is followed by another one, of the same name and kind")
    opened = open_note(note, [before, after])
    if not (opened.signed_by(before) and opened.signed_by(after)):
        raise SignatureError("a statement of a key's successor is signed by the old key and by the new")
    return Succession(before, after, size)


@dataclass(frozen=True, slots=True)
class KeyLine:
    """The keys of one name, one after the other, and after how many leaves each began (the first: 0)."""

    keys: tuple[tuple[VerifierKey, int], ...]

    @classmethod
    def of(cls, key: str | VerifierKey) -> KeyLine:
        """A key that nothing came before. Raises NoteError."""
        return cls(((key if isinstance(key, VerifierKey) else VerifierKey.decode(key), 0),))

    def follow(self, statements: Iterable[Succession]) -> KeyLine:
        """With the keys to which these lead, in their order; those of other names are passed over. Raises SuccessionError."""
        keys = list(self.keys)
        for each in statements:
            if each.before.name != self.first.name:
                continue
            if each.before != keys[-1][0] or each.size < keys[-1][1] or any(each.after == key for key, _ in keys):
                raise SuccessionError(f"the statements of the keys of {self.first.name} do not lead from each to the next")
            keys.append((each.after, each.size))
        return KeyLine(tuple(keys))

    @property
    def first(self) -> VerifierKey:
        """The key that there was at the beginning."""
        return self.keys[0][0]

    @property
    def last(self) -> VerifierKey:
        """The key that signs now."""
        return self.keys[-1][0]

    def at(self, size: int) -> VerifierKey:
        """The key that signs a head of so many leaves."""
        return next(key for key, began in reversed(self.keys) if size > began or key == self.first)

    def open(self, note: str | bytes) -> Checkpoint:
        """The checkpoint in a note, signed by the key of its size. Raises SignatureError, CheckpointError, NoteError."""
        return open_checkpoint(note, self.at(Checkpoint.parse(parse_note(note).text).size))
