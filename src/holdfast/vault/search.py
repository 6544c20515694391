"""Keyed hashes, by which names, dates of birth, phones and plates are found without being stored in the clear.

Equal normalised values give equal hashes under one key, so a search is an equality on an index (which row-level security leaves fast).
Whoever holds the database but not the key can see that two rows are equal, and cannot test guesses.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata

from holdfast.vault.master import derived_key

#: Letters that Unicode does not take apart into a base letter and a mark, written as people write them without the mark.
_PLAIN_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"})
_WITHIN_WORDS = str.maketrans("", "", "'\u2018\u2019\u02bc`")


def keyed_hash(field: str, normalised: str) -> bytes:
    """The 32-byte keyed hash of a normalised value of a named field."""
    return hmac.digest(derived_key("search"), field.encode() + b"\0" + normalised.encode(), hashlib.sha256)


def normalise_name(name: str) -> str:
    """A name without case, accents, punctuation or surplus space, in whatever script: "  O'Brien-Łuk " gives "obrien luk"."""
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN_LETTERS).translate(_WITHIN_WORDS))
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    # Letters, digits, and the vowel signs that some scripts write as marks, are words; all else parts them.
    return " ".join("".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in bare).split())


def normalise_phone(phone: str) -> str:
    """Digits alone, with the UK's prefix as 0: "+44 (0)7700 900123" gives "07700900123"."""
    digits = re.sub(r"\D", "", phone.replace("(0)", ""))
    if digits.startswith("0044"):
        digits = digits[4:]
    elif digits.startswith("44") and len(digits) > 10:
        digits = digits[2:]
    return digits if digits.startswith("0") or not digits else "0" + digits


def normalise_plate(plate: str) -> str:
    """A registration mark without spaces, in capitals."""
    return re.sub(r"[^0-9A-Z]", "", plate.upper())
