"""What a duty is about, in words, and where that is: given by the package that owns the stream, to those who may see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from holdfast.database.viewing import viewing
from holdfast.partnership.people import Acting


@dataclass(frozen=True, slots=True)
class Named:
    """A stream as a person may see it: a short label, and where its page is."""

    label: str
    href: str


Namer = Callable[[list[UUID], Acting], dict[UUID, Named]]

_namers: dict[str, Namer] = {}


def register(stream_type: str, namer: Namer) -> None:
    """A package names the streams of a type: "case", "concern". It records the look before it opens a name."""
    _namers[stream_type] = namer


def names_of(streams: Iterable[UUID], acting: Acting) -> dict[UUID, Named]:
    """The labels of these streams; what nobody names is left out. Call it outside any transaction: looks are committed on their own."""
    wanted = list(dict.fromkeys(streams))
    if not wanted:
        return {}
    with viewing(acting.viewer), connection.cursor() as cursor:
        cursor.execute("SELECT id, type FROM record_stream WHERE id = ANY(%s)", [wanted])
        types = cursor.fetchall()
    found: dict[UUID, Named] = {}
    for stream_type, namer in _namers.items():
        of_type = [stream for stream, its_type in types if its_type == stream_type]
        if of_type:
            found |= namer(of_type, acting)
    return found
