"""Columns of many rows as array literals of PostgreSQL, made in one go: an adapter asked for each value costs more than all else of a large append.

What is given is ours (ids, numbers, instants, bytes as hexadecimal), or is quoted.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID


def ids(values: Iterable[UUID | None]) -> str:
    """A `uuid[]`."""
    return _literal("NULL" if value is None else f"{value.int:032x}" for value in values)


def numbers(values: Iterable[int]) -> str:
    """An array of whole numbers."""
    return _literal(map(str, values))


def truths(values: Iterable[bool]) -> str:
    """A `boolean[]`."""
    return _literal("t" if value else "f" for value in values)


def instants(values: Iterable[datetime | None]) -> str:
    """A `timestamptz[]`."""
    return _literal("NULL" if value is None else f'"{value.isoformat()}"' for value in values)


def hexadecimal(values: Iterable[bytes]) -> str:
    """A `text[]` of what `decode(…, 'hex')` gives back."""
    return _literal(f'"{value.hex()}"' for value in values)


def texts(values: Iterable[str | None]) -> str:
    """A `text[]`, or an array of anything that is written as text."""
    return _literal(map(_quoted, values))


def _quoted(value: str | None) -> str:
    if value is None:
        return "NULL"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _literal(values: Iterable[str]) -> str:
    return f"{{{','.join(values)}}}"
