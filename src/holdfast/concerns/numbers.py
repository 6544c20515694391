"""The number that a teller comes back with: 80 random bits and a check, shown once, kept only as a keyed hash.

Sixteen characters of Crockford's base 32 (no I, L, O, U) and a seventeenth that finds every single mistyped character (Luhn modulo 32).
What people mistake for one another is read alike: O for 0, I and L for 1; case, spaces and hyphens do not matter.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from holdfast.vault.master import derived_key

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 80
_LENGTH = BITS // 5
_READ_ALIKE = str.maketrans("OIL", "011")


class NotANumber(Exception):
    """What was entered cannot be a number of ours; the message says what to look at."""


def _check_character(characters: str) -> str:
    total = 0
    for i, character in enumerate(reversed(characters)):
        value = ALPHABET.index(character) * (2 if i % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def fresh_number() -> str:
    """A new number, in groups, as it is shown: "7KQ2-M4XT-9RWD-C3HN-5"."""
    bits = secrets.randbits(BITS)
    characters = "".join(ALPHABET[bits >> shift & 31] for shift in range(BITS - 5, -1, -5))
    return shown(characters + _check_character(characters))


def shown(characters: str) -> str:
    """In groups of four."""
    return "-".join(characters[i : i + 4] for i in range(0, len(characters), 4))


def read_number(entered: str) -> str:
    """The seventeen characters of what somebody typed. Raises NotANumber."""
    characters = "".join(c for c in entered.upper() if c.isalnum()).translate(_READ_ALIKE)
    if len(characters) != _LENGTH + 1:
        raise NotANumber(f"A reference number has {_LENGTH + 1} letters and digits. You entered {len(characters)}.")
    if any(c not in ALPHABET for c in characters):
        raise NotANumber("A reference number has only digits and the letters A to Z without I, L, O and U. Look at it again.")
    if _check_character(characters[:-1]) != characters[-1]:
        raise NotANumber("There is a mistake in this number: one letter or digit is different. Look at it again.")
    return characters


def hash_of(number: str) -> str:
    """The keyed hash by which a number is known. Raises NotANumber."""
    return hmac.digest(derived_key("return-number"), read_number(number).encode(), hashlib.sha256).hex()
