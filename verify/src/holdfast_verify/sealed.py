"""What is sealed, as its guardians see it: how many matters, and that nothing of one is missing. Nothing of what they say can be read so."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Set
from dataclasses import dataclass

from holdfast_verify.notes import Head, from_base64
from holdfast_verify.words import Changed, Unusable

HEADING = "holdfast/sealed-half/v1"
#: Rooms of a matter that are fixed have numbers below this; those that are added count on from it.
FIRST_ADDED = 16


@dataclass(frozen=True)
class Half:
    """One of the two halves of a chain."""

    origin: str
    fingerprint: str
    data: bytes


def read_half(text: str) -> Half:
    """A guardian's half. Raises Unusable."""
    lines = text.split("\n")
    if len(lines) != 5 or lines[0] != HEADING or lines[4]:
        raise Unusable("this is not a guardian’s half")
    data = from_base64(lines[3])
    if len(data) != 32:
        raise Unusable("a guardian’s half is of another length than it must be")
    return Half(lines[1], lines[2], data)


def join(first: Half, second: Half) -> bytes:
    """The chain's secret. Raises Unusable for halves that do not belong together."""
    chain = bytes(a ^ b for a, b in zip(first.data, second.data, strict=True))
    named = hashlib.sha256(b"holdfast/sealed-chain/fingerprint\0" + chain).hexdigest()[:16]
    if (first.origin, first.fingerprint) != (second.origin, second.fingerprint) or named != first.fingerprint:
        raise Unusable("these two halves do not belong together: both must be of one making")
    return chain


@dataclass(frozen=True)
class Sealed:
    """What the chain shows under a head: of each sealed matter, in their order, how many entries it has."""

    head: Head
    entries: list[int]


def check_sealed(chain: bytes, origin: str, head: Head, homes: Set[bytes]) -> Sealed:
    """Walk the chain through the home labels of a ledger. Raises Changed for a matter that is empty while a later one is there, or another log."""
    if head.origin != origin:
        raise Changed(f"the halves are of {origin}, and the ledger is of {head.origin}")
    found: list[int] = []
    while count := _entries(chain, len(found) + 1, homes):
        found.append(count)
    for later in range(len(found) + 2, len(found) + 12):
        if _entries(chain, later, homes):
            raise Changed(f"sealed matter {later} is in the ledger, and sealed matter {len(found) + 1} is not")
    return Sealed(head, found)


def _entries(chain: bytes, number: int, homes: Set[bytes]) -> int:
    """How many entries a sealed matter has, in all its rooms."""
    count = sum(_in_room(chain, number, room, homes) for room in range(1, FIRST_ADDED))
    added = FIRST_ADDED
    while more := _in_room(chain, number, added, homes):
        count, added = count + more, added + 1
    return count


def _in_room(chain: bytes, number: int, room: int, homes: Set[bytes]) -> int:
    """How many entries a room of it has, under whichever of its secrets."""
    n = generation = 0
    secret = _secret(chain, number, 0, room)
    while True:
        if _label(secret, n + 1) in homes:
            n += 1
        elif n and _label(following := _secret(chain, number, generation + 1, room), n + 1) in homes:
            secret, generation = following, generation + 1
        else:
            return n


def _secret(chain: bytes, number: int, generation: int, room: int) -> bytes:
    matter = _mac(chain, b"holdfast/sealed-matter/v1\0" + number.to_bytes(8, "big") + generation.to_bytes(8, "big"))
    return _mac(matter, b"holdfast/room/v1\0" + room.to_bytes(8, "big"))


def _label(secret: bytes, n: int) -> bytes:
    return _mac(secret, b"holdfast/position/v1\0" + n.to_bytes(8, "big"))


def _mac(key: bytes, data: bytes) -> bytes:
    return hmac.digest(key, data, "sha256")
