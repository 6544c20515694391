"""Questions about places, through the audience of each; and who was found at one, in each child’s own rooms."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from holdfast.children.models import Case
from holdfast.places.codes import State
from holdfast.places.models import Place, PlaceKey
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import Parts
from holdfast.record.queries import entries_of_room, open_parts, opened_parts
from holdfast.subjects.keys import of_place
from holdfast.subjects.models import SearchKey, ThingPerson

#: How many children who were found at a place a page shows at most, of those the viewer reads; how many more there are is never said.
MOST_SHOWN = 20
MOST_FOUND = 50


def place(place_id: UUID) -> Place | None:
    """A place, or None where there is none that the viewer may see."""
    return Place.objects.filter(id=place_id).first()


def of_name(name: str) -> UUID | None:
    """The place of that name, its words in any order, of those the viewer may see."""
    hashes = [key.hash for key in of_place(name)]
    return PlaceKey.objects.filter(hash__in=hashes).values_list("place_id", flat=True).first()


def called(places: Iterable[Place]) -> dict[UUID, str]:
    """What each is called. The caller has recorded the look."""
    by_entry = {p.reported_entry_id: p.id for p in places}
    return {by_entry[entry]: str(parts["name"]) for entry, parts in opened_parts(by_entry, ["name"]).items() if "name" in parts}


def places(*, mine: UUID | None = None) -> list[Place]:
    """The places that the viewer reads and that are not at an end, what is due first; or those that somebody owns."""
    found = Place.objects.filter(state__in=(State.REPORTED, State.ASSESSED))
    if mine is not None:
        found = found.filter(owner_id=mine)
    return list(found.order_by("next_on", "reported_at", "id")[:MOST_FOUND])


#: How much of what was recorded a place's page opens at once, the latest: a rank may have been reported hundreds of times.
LATEST = 40


def story(place_id: UUID, *, everything: bool = False) -> tuple[list[tuple[AnyEntry, Parts]], int]:
    """What was recorded of a place, opened, in order: the latest, or everything; and how much came before what is shown."""
    entries = [e for e in entries_of_room(place_id) if e.kind.name.startswith(("place.", "decision."))]
    shown = entries if everything else entries[-LATEST:]
    opened = open_parts(shown)
    return [(e, opened[e.id]) for e in shown], len(entries) - len(shown)


def found_there(place: Place) -> list[UUID]:
    """The cases of children who were found at a place of that name, of those whom the viewer reads, and no count of others."""
    hashes = list(PlaceKey.objects.filter(place_id=place.id).values_list("hash", flat=True))
    things = SearchKey.objects.filter(field="place", hash__in=hashes).values_list("room_id", flat=True)
    people = ThingPerson.objects.filter(room_id__in=list(things)).values_list("person_id", flat=True)
    return list(Case.objects.filter(person_id__in=list(people)).order_by("-opened_at", "id").values_list("id", flat=True)[:MOST_SHOWN])
