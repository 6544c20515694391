"""Canonical JSON: one sequence of bytes for one value. Made once, when an entry is written; what is stored is then
those bytes.

Keys sorted by code point, no white space, UTF-8, nothing escaped but what JSON demands. No floating-point number at all
(a decimal is given as text), no whole number beyond 2^53 - 1 (many readers of JSON would round it), no lone surrogate
and no U+0000 (neither UTF-8 nor PostgreSQL's text takes them). Strings are kept as given: what a person wrote is not
normalised.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import Enum

from holdfast.ledger.errors import LedgerError

#: Lists and objects may lie in each other so deep.
MAX_DEPTH = 64
_MAX_WHOLE = 2**53 - 1

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


class CanonicalError(LedgerError):
    """The value has no canonical form. The message never repeats what was found: it may be someone's words, and
    messages reach log files.
    """


def canonical(value: object) -> bytes:
    """The canonical bytes of text, whole numbers, truth values, None, and lists, tuples and dictionaries (with text as
    keys) of these.

    Raises CanonicalError.
    """
    _check(value, MAX_DEPTH)
    return canonical_of_ours(value)


def canonical_of_ours(value: object) -> bytes:
    """The same, of what nobody outside has a say in: ids, codes and instants. It is not looked at first. Raises CanonicalError."""
    try:
        return _ENCODER.encode(value).encode("utf-8")
    except UnicodeEncodeError:
        # Not chained: that error carries the whole text.
        raise CanonicalError("half of a character (a lone surrogate) is in a text") from None


def _check(value: object, depth: int) -> None:
    # Exact types for all but text: a subclass of int or dict may be written as something else than what it holds.
    if isinstance(value, str):
        if isinstance(value, Enum):
            raise CanonicalError(f"a {type(value).__name__} has no canonical form; give its value")
        if "\0" in value:
            raise CanonicalError("the character U+0000 is in a text")
    elif type(value) is int:
        if not -_MAX_WHOLE <= value <= _MAX_WHOLE:
            raise CanonicalError("a number is beyond 2^53 - 1; give it as text")
    elif type(value) is dict:
        _check_keys(value)
        _check_items(value.values(), depth)
    elif type(value) is list or type(value) is tuple:
        _check_items(value, depth)
    elif isinstance(value, float):
        raise CanonicalError("a floating-point number has no canonical form; give a whole number, or a decimal as text")
    elif value is not None and type(value) is not bool:
        raise CanonicalError(f"what is of type {type(value).__name__} has no canonical form")


def _check_keys(keys: Iterable[object]) -> None:
    for key in keys:
        if type(key) is not str:
            raise CanonicalError(f"a key is of type {type(key).__name__}, not text")
        if "\0" in key:
            raise CanonicalError("the character U+0000 is in a key")


def _check_items(items: Iterable[object], depth: int) -> None:
    if depth == 0:
        raise CanonicalError(f"lists and objects lie in each other more than {MAX_DEPTH} deep")
    for item in items:
        _check(item, depth - 1)
