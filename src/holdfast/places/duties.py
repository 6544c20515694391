"""What the duty engine asks of places: what one is called, and where a duty is done."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse

from holdfast.database.viewing import viewing
from holdfast.duties import doing, naming
from holdfast.duties.models import Duty
from holdfast.duties.naming import Named
from holdfast.duties.rulebook import rule
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting
from holdfast.places import kinds, queries
from holdfast.places.deeds import DEEDS, possible
from holdfast.places.models import Place


def named(matters: list[UUID], acting: Acting) -> dict[UUID, Named]:
    """What a place is called: it names nobody."""
    with viewing(acting.viewer):
        found = list(Place.objects.filter(id__in=matters))
        names = queries.called(found)
    return {p.id: Named(names.get(p.id, "A place"), reverse("places:place", args=[p.id])) for p in found}


naming.register("place_of_concern", named)

_BY = {
    kinds.Assessed.kind.name: "assess",
    kinds.NotFounded.kind.name: "not-founded",
    kinds.Acted.kind.name: "act",
    kinds.Reviewed.kind.name: "review",
    kinds.OwnerSet.kind.name: "owner",
}


def where_done(duty: Duty, acting: Acting) -> Iterator[Link]:
    """The forms of the place that record what ends a duty."""
    found = Place.objects.filter(id=duty.matter_id).first()
    if found is None:
        return
    able = possible(found, acting)
    for name in dict.fromkeys(_BY[kind] for kind in rule(duty.rule, duty.edition).ends if kind in _BY):
        if name in able:
            yield Link(DEEDS[name].title, reverse("places:do", args=[found.id, name]))


doing.register("place_of_concern", where_done)
