"""What a duty is about, in words, and where that is: given by the package that owns the matter, to those who may see a room of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from holdfast.database.viewing import viewing
from holdfast.partnership.people import Acting


@dataclass(frozen=True, slots=True)
class Named:
    """A matter as a person may see it: a short label, and where its page is."""

    label: str
    href: str


Namer = Callable[[list[UUID], Acting], dict[UUID, Named]]

_namers: dict[str, Namer] = {}

#: Names matters for those who read only something that was asked of them about it, and not the matter itself.
AlsoNamed = Callable[[list[UUID]], Iterable[tuple[UUID, Named]]]
_also: list[AlsoNamed] = []


def register_also(function: AlsoNamed) -> AlsoNamed:
    """A package names what others' namers leave without a name. Asked on behalf of the viewer."""
    _also.append(function)
    return function


def register(matter_type: str, namer: Namer) -> None:
    """A package names the matters of a type: "case", "concern". It records the look before it opens a name."""
    _namers[matter_type] = namer


def names_of(matters: Iterable[UUID], acting: Acting) -> dict[UUID, Named]:
    """The labels of these matters; what nobody names is left out. Call it outside any transaction: looks are committed on their own."""
    wanted = list(dict.fromkeys(matters))
    if not wanted:
        return {}
    with viewing(acting.viewer), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT matter_id, matter_type FROM record_room WHERE matter_id = ANY(%s)", [wanted])
        types = cursor.fetchall()
    found: dict[UUID, Named] = {}
    for matter_type, namer in _namers.items():
        of_type = [matter for matter, its_type in types if its_type == matter_type]
        if of_type:
            found |= namer(of_type, acting)
    if types and (left := [matter for matter in wanted if matter not in found]):
        with viewing(acting.viewer):
            found |= {matter: name for function in _also for matter, name in function(left)}
    return found
