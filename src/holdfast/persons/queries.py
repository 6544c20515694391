"""Questions about people who were named, through the audience of each one's rooms. No question lists them all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from holdfast.partnership import queries as partnership
from holdfast.partnership.models import Vetted, Worker
from holdfast.partnership.people import Acting
from holdfast.persons.codes import KEPT, State
from holdfast.persons.kinds import NamedParts
from holdfast.persons.models import Allegation, Completeness, HeldStatus, NameKey, Person, Told
from holdfast.persons.policies import DECIDERS, OWNERS, OWNING_KINDS
from holdfast.record.entries import AnyEntry
from holdfast.record.holding import reading_all
from holdfast.record.kinds import Parts
from holdfast.record.queries import entries_of_room, open_parts, opened_parts
from holdfast.record.rooms import room_of
from holdfast.subjects import keys
from holdfast.subjects.keys import KeyField

#: How many a search shows at most: it finds somebody, and lists nobody.
MOST_FOUND = 10
#: By which of what was said of somebody they may be the same person as another.
_ALIKE = (KeyField.NAME, KeyField.SOUND_PAIR, KeyField.PHONE, KeyField.PLATE)


def person(person_id: UUID) -> Person | None:
    """Somebody who was named, or None when there is nobody whom the viewer may see."""
    return Person.objects.filter(id=person_id).first()


def those(ids: Iterable[UUID]) -> list[Person]:
    """Those of these whom the viewer may see."""
    return list(Person.objects.filter(id__in=list(ids)))


def called(people: Iterable[Person]) -> dict[UUID, str]:
    """What each is called, or how described. The caller has recorded the look."""
    by_entry = {p.named_by_entry: p.id for p in people}
    opened = opened_parts(by_entry, ["name", "description"])
    return {by_entry[entry]: str(parts.get("name") or parts.get("description") or "Not described") for entry, parts in opened.items()}


def story(person_id: UUID) -> list[tuple[AnyEntry, Parts]]:
    """What was recorded of somebody, opened for the viewer, in order: of the status room, where it is open to them, as well."""
    entries = [e for e in entries_of_room(person_id) if e.kind.name.startswith(("person_of_concern.", "decision."))]
    entries += [e for e in entries_of_room(room_of(person_id, "status")) if e.kind.name.startswith("person_of_concern.")]
    entries.sort(key=lambda e: (e.recorded_at, e.position))
    opened = open_parts(entries)
    return [(e, opened[e.id]) for e in entries]


#: Rooms that share a key, at most: a search that finds more than this finds nobody in particular.
_MOST_SHARING = 200


def _rooms_with(wanted: set[tuple[str, str]], *, but: UUID | None = None) -> set[UUID]:
    """The rooms that have any of these keys (field and hash), of those that the viewer may see."""
    rows = NameKey.objects.filter(hash__in=[hash_ for _, hash_ in wanted])
    if but is not None:
        rows = rows.exclude(room_id=but)
    found = rows.values_list("room_id", "field", "hash")[:_MOST_SHARING]
    return {room for room, field, hash_ in found if (field, hash_) in wanted}


def alike(person_id: UUID) -> list[Person]:
    """Others who were named by the same name, number or plate, or by a name that sounds like it, of those the viewer may see; the latest first."""
    own = set(NameKey.objects.filter(room_id=person_id, field__in=_ALIKE).values_list("field", "hash"))
    same = _rooms_with(own, but=person_id)
    return list(Person.objects.filter(id__in=same).exclude(state=State.ELSEWHERE).order_by("-named_at", "id")[:MOST_FOUND])


def find(*, name: str = "", phone: str = "", plate: str = "") -> list[Person]:
    """Who was named so, of those the viewer may see: by the whole name however spelt, a number or a plate. Whoever was not involved is not found."""
    whole = [key for key in keys.of_name(name) if key.field is KeyField.NAME]
    asked = [*whole, *keys.of_name_pairs(name), *keys.of_phone(phone), *keys.of_plate(plate)]
    rooms = _rooms_with({(key.field.value, key.hash) for key in asked})
    found = Person.objects.filter(id__in=rooms).exclude(state__in=(State.NOT_INVOLVED, State.ELSEWHERE))
    return list(found.order_by("-named_at", "id")[:MOST_FOUND])


def owned_by(worker: UUID) -> list[Person]:
    """Those whom a worker owns: what is due first."""
    return list(Person.objects.filter(owner_id=worker, state__in=KEPT).order_by("next_on", "id"))


def waiting_for(worker: UUID) -> list[Person]:
    """Those on whom a worker was asked to answer for another organisation."""
    return list(Person.objects.filter(second_id=worker).order_by("named_at", "id"))


@dataclass(frozen=True, slots=True)
class Stands:
    """One allegation, with what the viewer may read of where it stands."""

    allegation: Allegation
    held: HeldStatus | None


def allegations(found: Person) -> list[Stands]:
    """Each allegation of somebody, the first first."""
    rows = list(Allegation.objects.filter(person_id=found.id))
    held = {row.allegation_id: row for row in HeldStatus.objects.filter(person_id=found.id)}
    return [Stands(row, held.get(row.id)) for row in rows]


def told(found: Person) -> list[Told]:
    """Who was told of somebody, the first first."""
    return list(Told.objects.filter(person_id=found.id).order_by("told_at", "id"))


def words_of(entry: AnyEntry) -> NamedParts | None:
    """What was said when somebody was named."""
    parts = open_parts([entry]).get(entry.id)
    return parts if isinstance(parts, NamedParts) else None


def possible_owners(acting: Acting) -> list[UUID]:
    """Who may own what is done about somebody: of the council and the police."""
    kinds = [a.id for kind in OWNING_KINDS for a in partnership.agencies_of_kind(kind)]
    return [p.holder_id for role in OWNERS for p in partnership.holders_of(role) if p.holder_id and p.agency_id in kinds]


def possible_seconds(acting: Acting) -> list[UUID]:
    """Who may answer for another organisation."""
    leads = [p for role in DECIDERS[2:] for p in partnership.holders_of(role)]
    found = [p.holder_id for p in leads if p.holder_id and p.agency_id != acting.agency]
    here = set(Worker.objects.filter(left_at=None).values_list("id", flat=True))
    found += [v.worker_id for v in Vetted.objects.exclude(agency_id=acting.agency).order_by("since") if v.worker_id in here]
    return list(dict.fromkeys(found))


def complete_for_all() -> list[Completeness]:
    """How complete ethnicity and nationality are, of everybody: to be counted by organisation, and for nothing else. No name or id leaves this."""
    with reading_all():
        return list(Completeness.objects.all())
