"""Signed notes, keys and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature), read to be checked."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from holdfast_verify.words import Changed, Unusable

PLAIN, COSIGNATURE = 1, 4
LARGEST = 1_000_000
_MOST_SIGNATURES = 100
_LARGEST_NUMBER = (1 << 63) - 1


def from_base64(text: str) -> bytes:
    """Bytes from the one canonical spelling of standard base64. Raises Unusable."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Unusable("something that should be base64 is not") from None
    if base64.b64encode(data).decode() != text:
        raise Unusable("a base64 text is spelt otherwise than it must be")
    return data


def number(text: str) -> int:
    """A whole number without sign or leading zero. Raises Unusable."""
    if not text.isascii() or not text.isdigit() or (text[0] == "0" and len(text) > 1) or len(text) > 19 or int(text) > _LARGEST_NUMBER:
        raise Unusable("a whole number is not written as one")
    return int(text)


@dataclass(frozen=True)
class Key:
    """A key by which somebody signs, of a kind: 1 for a log, 4 for a witness."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that a signature names it by."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def holds(self, message: bytes, signature: bytes) -> bool:
        """Whether this signature of a message is by this key."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


def read_key(vkey: str) -> Key:
    """The key that a vkey spells. Raises Unusable."""
    try:
        name, said, rest = vkey.strip().split("+", 2)
        raw = from_base64(rest)
    except (ValueError, Unusable):
        raise Unusable("this is not a verifier key: NAME+ID+KEY") from None
    if len(raw) != 33 or raw[0] not in (PLAIN, COSIGNATURE) or not name or any(c.isspace() for c in name):
        raise Unusable("this verifier key is of a kind that is not known here")
    key = Key(name, raw[0], raw[1:])
    if key.id.hex() != said.lower():
        raise Unusable("this verifier key's own id is not the one that it says: it was mistyped")
    return key


@dataclass(frozen=True)
class Head:
    """What a checkpoint says, and who signed it."""

    origin: str
    size: int
    root: bytes
    #: Witnesses whose cosignature holds, each with the Unix time that it states.
    seen_by: dict[Key, int]


def open_checkpoint(note: str, log: Key, witnesses: list[Key]) -> Head:
    """The head in a note that the log signed, and which of these witnesses cosigned it. Raises Unusable, Changed."""
    text, lines = take_apart(note)
    seen: dict[Key, int] = {}
    signed = False
    known = {(key.name, key.id): key for key in (log, *witnesses)}
    for name, key_id, signature in lines:
        key = known.get((name, key_id))
        if key is None:
            continue
        if key.kind == PLAIN:
            if not key.holds(text.encode(), signature):
                raise Changed(f"the signature of {name} on the head does not hold")
            signed |= key == log
        else:
            time = int.from_bytes(signature[:8], "big")
            if not key.holds(b"cosignature/v1\ntime %d\n" % time + text.encode(), signature[8:]):
                raise Changed(f"the cosignature of {name} on the head does not hold")
            seen[key] = time
    if not signed:
        raise Changed(f"the head is not signed by {log.name}")
    parts = text.split("\n")
    if len(parts) < 4 or parts[-1] or not all(parts[:-1]):
        raise Unusable("the head is not a checkpoint: origin, size and root, each on a line")
    root = from_base64(parts[2])
    if len(root) != 32:
        raise Unusable("the root in the head is not a hash")
    if parts[0] != log.name:
        raise Changed(f"the head is of {parts[0]}, and not of {log.name}")
    return Head(parts[0], number(parts[1]), root, seen)


def take_apart(note: str) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """A note's text, and its signatures: who, the key's id, the signature. Raises Unusable."""
    at = note.rfind("\n\n")
    if len(note) > LARGEST or at < 0 or not note.endswith("\n") or any(ord(c) < 32 and c != "\n" for c in note):
        raise Unusable("a signed note is a text, an empty line, and lines of signatures")
    lines = note[at + 2 : -1].split("\n")
    if len(lines) > _MOST_SIGNATURES:
        raise Unusable("a note with so many signatures is not read")
    found = []
    for line in lines:
        words = line.split(" ")
        if len(words) != 3 or words[0] != "\N{EM DASH}" or not words[1]:
            raise Unusable("a line of a signature is not one")
        raw = from_base64(words[2])
        if len(raw) < 5:
            raise Unusable("a signature is too short to be one")
        found.append((words[1], raw[:4], raw[4:]))
    return note[: at + 1], found
