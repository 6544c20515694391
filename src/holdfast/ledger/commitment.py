"""Commitments: bytes that fix what an entry says without telling anything of it.

Each part is committed to by an HMAC under a key of its own, derived from the entry's commitment key. To disclose a part
is to hand over its bytes and *its* key; nothing is thereby known of the entry's other parts. Once the entry's
commitment key is destroyed, a commitment is noise: short texts ("no concerns") cannot be found by trying them.

HMAC-SHA256 binds as a commitment because every key is exactly 32 bytes (HMAC pads shorter keys with zeros, so that two
keys of different length could be one), and because every variable field is preceded by its length.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from hmac import digest

from holdfast.ledger.errors import LedgerError

KEY_SIZE = 32
COMMITMENT_SIZE = 32

_KEY_DOMAIN = b"holdfast/part-key/v1\0"
_PART_DOMAIN = b"holdfast/part/v1\0"
_ENTRY_DOMAIN = b"holdfast/entry/v1\0"
_MOST = 0xFFFF


class CommitmentError(LedgerError):
    """What is to be committed to, or the key to do it under, cannot be used."""


def part_key(commit_key: bytes, name: str) -> bytes:
    """The key of one part's commitment, from the entry's commitment key (32 bytes). It opens this part alone. Raises
    CommitmentError.
    """
    _require_key(commit_key)
    return digest(commit_key, _KEY_DOMAIN + _framed(name), "sha256")


def commit_part(commit_key: bytes, name: str, data: bytes) -> bytes:
    """The commitment to a part's bytes, under the entry's commitment key; 32 bytes both. Raises CommitmentError."""
    return commit_under(part_key(commit_key, name), name, data)


def commit_under(key: bytes, name: str, data: bytes) -> bytes:
    """The same commitment from the part's own key: what someone does to whom this part alone was disclosed. Raises
    CommitmentError.
    """
    _require_key(key)
    return digest(key, b"".join((_PART_DOMAIN, _framed(name), len(data).to_bytes(8, "big"), data)), "sha256")


def commit_entry(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """The commitment (32 bytes) to a whole entry, from the name and commitment of each part; their order does not
    matter.

    Raises CommitmentError when there is none, when two have one name, or when a commitment is not 32 bytes.
    """
    framed = sorted((name.encode("utf-8", "surrogatepass"), _framed(name), commitment) for name, commitment in parts)
    if not 1 <= len(framed) <= _MOST:
        raise CommitmentError(f"an entry has between 1 and {_MOST} parts, not {len(framed)}")
    fields = [_ENTRY_DOMAIN, len(framed).to_bytes(2, "big")]
    before = None
    for name, frame, commitment in framed:
        if name == before:
            raise CommitmentError(f"two parts have the name {name.decode()!r}")
        if len(commitment) != COMMITMENT_SIZE:
            raise CommitmentError(f"the commitment to the part {name.decode()!r} is {len(commitment)} bytes, not {COMMITMENT_SIZE}")
        fields += (frame, commitment)
        before = name
    return sha256(b"".join(fields)).digest()


@lru_cache(maxsize=1024)
def _framed(name: str) -> bytes:
    """A name's length (2 bytes, big-endian) and UTF-8 bytes. Kept, because the names of parts are few and are asked for
    at each entry.
    """
    try:
        data = name.encode("utf-8")
    except UnicodeEncodeError as wrong:
        raise CommitmentError(f"the name {name!r} of a part is not text") from wrong
    if not 1 <= len(data) <= _MOST:
        raise CommitmentError(f"the name of a part is between 1 and {_MOST} bytes, not {len(data)}")
    return len(data).to_bytes(2, "big") + data


def _require_key(key: bytes) -> None:
    if len(key) != KEY_SIZE:
        raise CommitmentError(f"a commitment key is {KEY_SIZE} bytes, not {len(key)}")
