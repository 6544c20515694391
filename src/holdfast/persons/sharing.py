"""One hop: what else on the record has the same telephone number or car, of what the viewer may read. A table, of exact keys; no picture, no score.

Each package finds its own. A row says what it is and when, and names nobody: whoever follows it looks there, and that look is recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from holdfast.children.queries import cases_of
from holdfast.pages.dates import day, moment
from holdfast.persons.kinds import Named, NamedAgain, NamedParts
from holdfast.persons.models import NameKey, Person
from holdfast.record.queries import entries_of_room, open_parts
from holdfast.subjects.keys import Key, KeyField, of_phone, of_plate, of_plate_parts
from holdfast.subjects.models import SearchKey, Thing, ThingPerson

#: How many rows a package may add; a number that more have leads to nobody in particular.
MOST = 50
#: By what one hop is made: a number or a mark, and never a name.
FIELDS = (KeyField.PHONE, KeyField.PLATE)


@dataclass(frozen=True, slots=True)
class Mark:
    """A number or registration mark as it was told, with its keys; and those of its parts, for what was seen of a plate."""

    words: str
    keys: tuple[Key, ...]
    parts: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Shared:
    """Something else with that number or mark."""

    mark: str
    what: str
    label: str
    href: str


#: What has any of these marks, of what the viewer reads, but for one matter. Asked as the viewer.
Finder = Callable[[Collection[Mark], UUID | None], Iterator[Shared]]
_finders: list[Finder] = []


def register(finder: Finder) -> Finder:
    """A package finds its own."""
    _finders.append(finder)
    return finder


def marks(*, phones: Iterable[str] = (), plates: Iterable[str] = ()) -> list[Mark]:
    """Numbers and marks with their keys, each once."""
    found = [Mark(words, tuple(of_phone(words))) for words in phones if words]
    found += [Mark(words, tuple(of_plate(words)), tuple(of_plate_parts(words))) for words in plates if words]
    return list({mark.keys: mark for mark in found if mark.keys}.values())


def marks_of(person_id: UUID) -> list[Mark]:
    """The numbers and marks by which somebody was named. The caller has recorded the look."""
    named = [e for e in entries_of_room(person_id) if isinstance(e.facts, Named | NamedAgain)]
    said = [parts for parts in open_parts(named).values() if isinstance(parts, NamedParts)]
    return marks(phones=[p.phone for p in said if p.phone], plates=[p.plate for p in said if p.plate])


def shared(wanted: Collection[Mark], *, but: UUID | None = None) -> list[Shared]:
    """Everything that has one of these marks, of what the viewer reads; by mark, each once."""
    found = [each for finder in _finders for each in finder(wanted, but)] if wanted else []
    return sorted(dict.fromkeys(found), key=lambda each: (each.mark, each.what, each.label, each.href))


def by_hash(wanted: Iterable[Mark]) -> Mapping[str, str]:
    """The words of each mark, by the hash of its key."""
    return {key.hash: mark.words for mark in wanted for key in mark.keys}


@register
def persons(wanted: Collection[Mark], but: UUID | None) -> Iterator[Shared]:
    """Others who were named with it."""
    words = by_hash(wanted)
    rows = NameKey.objects.filter(hash__in=words, field__in=FIELDS).exclude(room_id__in=[] if but is None else [but])
    found = dict(rows.values_list("room_id", "hash")[:MOST])
    for person in Person.objects.filter(id__in=found).order_by("named_at", "id"):
        yield Shared(
            words[found[person.id]], "Somebody who was named", moment(person.named_at), reverse("persons:person", args=[person.id])
        )


@register
def children(wanted: Collection[Mark], _but: UUID | None) -> Iterator[Shared]:
    """Children of whom it is recorded that they used it, or were seen with it."""
    words = by_hash(wanted)
    things = dict(SearchKey.objects.filter(hash__in=words, field__in=FIELDS).values_list("room_id", "hash")[:MOST])
    recorded = dict(Thing.objects.filter(id__in=things).values_list("id", "recorded_at"))
    links = list(ThingPerson.objects.filter(room_id__in=recorded).values_list("person_id", "room_id"))
    cases = cases_of([person for person, _ in links])
    for person, thing in links:
        if person in cases:
            href = reverse("children:child", args=[cases[person]])
            yield Shared(words[things[thing]], "A child’s record", f"recorded {day(recorded[thing])}", href)
