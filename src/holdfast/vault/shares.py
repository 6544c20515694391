"""The master key split between agencies, k of n, as words that can be written on paper (SLIP-39), and put together again.

Each share is a line of words with its own checksum. Fewer than `threshold` shares say nothing about the key; that many give it back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics


class SharesRefused(Exception):
    """These shares do not give a key; the message says why."""


@dataclass(frozen=True)
class Share:
    """One organisation's share."""

    holder: str
    words: str


def fingerprint(key: bytes) -> str:
    """A short name for a key, which tells nothing about it."""
    return hashlib.sha256(b"holdfast/master/fingerprint\0" + key).hexdigest()[:16]


def split(key: bytes, *, threshold: int, holders: Sequence[str]) -> list[Share]:
    """Split a key so that any `threshold` of the holders' shares give it back. Raises SharesRefused."""
    if not 2 <= threshold <= len(holders) <= 16:
        raise SharesRefused("Choose a threshold of at least 2, at most the number of holders, and at most 16 holders.")
    if len({holder.casefold() for holder in holders}) != len(holders):
        raise SharesRefused("Each share goes to a different organisation; one is named twice.")
    (group,) = generate_mnemonics(1, [(threshold, len(holders))], key)
    return [Share(holder, words) for holder, words in zip(holders, group, strict=True)]


def join(shares: Sequence[str]) -> bytes:
    """The key that these shares give. Raises SharesRefused for too few, a mistyped word, or shares of different keys."""
    try:
        return bytes(combine_mnemonics([" ".join(words.split()) for words in shares]))
    except (MnemonicError, ValueError) as wrong:
        raise SharesRefused(f"These shares do not give a key: {wrong}") from wrong
