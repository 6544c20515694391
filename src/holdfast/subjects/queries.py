"""Questions about people and things, through the audience of each one's room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from holdfast.record.entries import AnyEntry
from holdfast.record.models import RoomHead
from holdfast.record.queries import entries_of_room, lines_of_room, open_parts, opened_parts
from holdfast.subjects import keys
from holdfast.subjects.codes import Aspect
from holdfast.subjects.keys import Key
from holdfast.subjects.kinds import PersonStated, Said, WhereaboutsStated, restricted_room_of
from holdfast.subjects.models import EarlierConcern, Person, Related, SearchKey, Thing, ThingPerson

NAMELESS = "Name not known"


def person(person_id: UUID) -> Person | None:
    """A person's row, or None when there is none that the viewer may see."""
    return Person.objects.filter(id=person_id).first()


def names(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The latest name of each of these people, of those the viewer may see. The caller has recorded the look."""
    by_entry = {p.name_entry_id: p.id for p in Person.objects.filter(id__in=list(person_ids), name_entry_id__isnull=False)}
    opened = opened_parts([entry for entry in by_entry if entry is not None], ["words"])
    return {by_entry[entry]: parts["words"] for entry, parts in opened.items()}


@dataclass(frozen=True, slots=True)
class Born:
    """When somebody was born, as the latest statement has it."""

    earliest: date
    latest: date
    precision: str


def births(person_ids: Iterable[UUID]) -> dict[UUID, Born]:
    """The birth of each of these people, where one is stated. The caller has recorded the look."""
    found = {p.birth_entry_id: p for p in Person.objects.filter(id__in=list(person_ids), birth_entry_id__isnull=False)}
    opened = opened_parts([entry for entry in found if entry is not None], ["earliest", "latest"])
    return {
        found[entry].id: Born(
            date.fromisoformat(parts["earliest"]), date.fromisoformat(parts["latest"]), found[entry].birth_precision or "day"
        )
        for entry, parts in opened.items()
        if "earliest" in parts
    }


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement about a person, opened."""

    entry: AnyEntry
    facts: PersonStated
    said: Said | None


def statements(person_id: UUID) -> list[Stated]:
    """Everything stated about a person but where they are to be found, the latest first."""
    return _statements(person_id, PersonStated)


def whereabouts(person_id: UUID) -> list[Stated]:
    """Addresses, placements and schools, for those to whom that room is open, the latest first. The caller has recorded the look."""
    return _statements(restricted_room_of(person_id), WhereaboutsStated)


def whereabouts_held(person_id: UUID) -> bool:
    """Whether anything is recorded of where somebody is to be found, open to the viewer or not."""
    return any(line.kind == WhereaboutsStated.kind.name for line in lines_of_room(person_id))


def may_open_whereabouts(person_id: UUID) -> bool:
    """Whether where somebody is to be found is open to the viewer: its room is; or nothing is recorded, of a person whom they may see."""
    rooms = set(RoomHead.objects.filter(matter_id=person_id).values_list("room_id", flat=True))
    return restricted_room_of(person_id) in rooms or (person_id in rooms and not whereabouts_held(person_id))


def _statements(room: UUID, kind: type[PersonStated]) -> list[Stated]:
    entries = [e for e in entries_of_room(room) if isinstance(e.facts, kind)]
    parts = open_parts(entries)
    return [Stated(e, e.facts, _said(parts.get(e.id))) for e in reversed(entries)]


def _said(parts: object) -> Said | None:
    return parts if isinstance(parts, Said) else None


def identifiers(person_id: UUID) -> list[tuple[str, str]]:
    """Scheme and number of each identifier stated."""
    found = [s for s in statements(person_id) if s.facts.aspect is Aspect.IDENTIFIER and s.said is not None]
    return [(s.facts.scheme.value, s.said.words or "") for s in found if s.facts.scheme is not None and s.said is not None]


def earlier_concerns(people: Iterable[UUID]) -> dict[UUID, list[EarlierConcern]]:
    """The concerns about each of these people, and what was decided, the latest first."""
    found: dict[UUID, list[EarlierConcern]] = defaultdict(list)
    for row in EarlierConcern.objects.filter(room_id__in=list(people)).order_by("-decided_at", "id"):
        found[row.room_id].append(row)
    return found


def is_named(person_id: UUID) -> bool:
    """Whether a name of this person is known."""
    return Person.objects.filter(id=person_id, name_entry_id__isnull=False).exists()


def relations_of(person_id: UUID) -> list[Related]:
    """To whom this person is stated to be related."""
    return list(Related.objects.filter(room_id=person_id).order_by("relation", "id"))


def rooms_with(any_of: Sequence[Key]) -> set[UUID]:
    """The rooms that have any of these keys, of those the viewer may see."""
    by_field: dict[str, list[str]] = defaultdict(list)
    for key in any_of:
        by_field[key.field].append(key.hash)
    found: set[UUID] = set()
    for name, hashes in by_field.items():
        found |= set(SearchKey.objects.filter(field=name, hash__in=hashes).values_list("room_id", flat=True))
    return found


def _rooms_with_name(name: str) -> set[UUID]:
    """Rooms of which one entry's name has every word sought."""
    words = [key for key in keys.of_name(name) if key.field == keys.KeyField.WORD]
    entries: set[tuple[UUID, UUID]] | None = None
    for key in words:
        found = set(SearchKey.objects.filter(field=key.field, hash=key.hash).values_list("entry_id", "room_id"))
        entries = found if entries is None else entries & found
    return {room for _, room in entries or set()}


def find_people(
    *,
    name: str | None = None,
    born: date | None = None,
    about: int | None = None,
    identifier: str | None = None,
    phone: str | None = None,
    limit: int = 50,
) -> list[UUID]:
    """The people for whom everything given was stated, of those the viewer may see. Exact after normalising; nothing given finds nobody. `about`: the
    year of birth, or one before or after it.
    """
    asked: list[set[UUID]] = []
    if name and name.strip():
        asked.append(_rooms_with_name(name))
    if born is not None:
        asked.append(rooms_with(keys.sought_born(born)))
    if about is not None:
        asked.append(rooms_with(keys.sought_about(about)))
    if identifier and identifier.strip():
        asked.append(rooms_with(keys.sought_identifier(identifier)))
    if phone and phone.strip():
        asked.append(rooms_with(keys.of_phone(phone)))
    if not asked:
        return []
    found = set.intersection(*asked)
    return list(Person.objects.filter(id__in=found).order_by("-recorded_at", "id").values_list("id", flat=True)[:limit])


def things_of(person_id: UUID) -> list[tuple[Thing, ThingPerson]]:
    """The phones, vehicles, places and accounts that a person is stated to have used, owned or been seen with."""
    links = {link.room_id: link for link in ThingPerson.objects.filter(person_id=person_id).order_by("id")}
    return [(thing, links[thing.id]) for thing in Thing.objects.filter(id__in=list(links)).order_by("-recorded_at", "id")]


def words_of_things(things: Iterable[Thing]) -> dict[UUID, str]:
    """The number, mark, name or handle of each. The caller has recorded the look."""
    by_entry = {t.entry_id: t.id for t in things}
    return {by_entry[entry]: parts["words"] for entry, parts in opened_parts(by_entry, ["words"]).items()}
