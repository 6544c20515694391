"""What a duty is about, in words, and where that is: given by the package that owns the room, to those who may see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from holdfast.database.viewing import viewing
from holdfast.partnership.people import Acting


@dataclass(frozen=True, slots=True)
class Named:
    """A room as a person may see it: a short label, and where its page is."""

    label: str
    href: str


Namer = Callable[[list[UUID], Acting], dict[UUID, Named]]

_namers: dict[str, Namer] = {}


def register(room_type: str, namer: Namer) -> None:
    """A package names the rooms of a type: "case", "concern". It records the look before it opens a name."""
    _namers[room_type] = namer


def names_of(rooms: Iterable[UUID], acting: Acting) -> dict[UUID, Named]:
    """The labels of these rooms; what nobody names is left out. Call it outside any transaction: looks are committed on their own."""
    wanted = list(dict.fromkeys(rooms))
    if not wanted:
        return {}
    with viewing(acting.viewer), connection.cursor() as cursor:
        cursor.execute("SELECT id, matter_type FROM record_room WHERE id = ANY(%s)", [wanted])
        types = cursor.fetchall()
    found: dict[UUID, Named] = {}
    for room_type, namer in _namers.items():
        of_type = [room for room, its_type in types if its_type == room_type]
        if of_type:
            found |= namer(of_type, acting)
    return found
