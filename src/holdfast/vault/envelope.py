"""Sealing bytes under a key, and wrapping keys under the master key. AES-256-GCM throughout.

What is sealed is bound to its place (room, entry and part) as associated data, so that no ciphertext can be moved to another row. AES-GCM
does not commit to its key; the ledger's commitments are therefore over the plaintext (`ledger.commitment`).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_KEY = 32


class CannotOpen(Exception):
    """The bytes do not open under this key in this place: they were altered, moved, or sealed under another key."""


def seal(key: bytes, plaintext: bytes, place: bytes) -> bytes:
    """Encrypt under a 32-byte key, bound to `place`; the result is nonce and ciphertext."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, place)


def unseal(key: bytes, sealed: bytes, place: bytes) -> bytes:
    """The plaintext of what `seal` made. Raises CannotOpen."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], place)
    except (InvalidTag, ValueError) as wrong:
        raise CannotOpen("the content does not open under its key in this place") from wrong


@dataclass(frozen=True, slots=True)
class EntryKeys:
    """The keys of one entry: one opens its parts, the other opens its commitments."""

    content: bytes
    commitment: bytes

    @classmethod
    def fresh(cls) -> EntryKeys:
        both = os.urandom(2 * _KEY)
        return cls(both[:_KEY], both[_KEY:])


@lru_cache(maxsize=4)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def wrap_keys(master: bytes, room: UUID, entry: UUID, keys: EntryKeys) -> bytes:
    """An entry's keys under the master's wrapping key, bound to the entry's id and its room, which decides who reads it."""
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(master).encrypt(nonce, keys.content + keys.commitment, b"entry-key" + room.bytes + entry.bytes)


def unwrap_keys(master: bytes, room: UUID, entry: UUID, wrapped: bytes) -> EntryKeys:
    """An entry's keys again. Raises CannotOpen."""
    try:
        both = _cipher(master).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], b"entry-key" + room.bytes + entry.bytes)
    except (InvalidTag, ValueError) as wrong:
        raise CannotOpen("the entry's key does not open under the master key") from wrong
    return EntryKeys(both[:_KEY], both[_KEY:])


def part_place(room: UUID, entry: UUID, part: str) -> bytes:
    """The associated data of one part of one entry of one room: moved to another, it does not open."""
    return b"part" + room.bytes + entry.bytes + part.encode()
