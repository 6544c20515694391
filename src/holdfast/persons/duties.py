"""What the duty engine asks of persons of concern: what one is called, and where a duty is done. A label names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse

from holdfast.database.viewing import viewing
from holdfast.duties import doing, naming
from holdfast.duties.models import Duty
from holdfast.duties.naming import Named
from holdfast.duties.rulebook import rule
from holdfast.pages.dates import day, moment
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting
from holdfast.persons import kinds
from holdfast.persons.deeds import DEEDS, possible
from holdfast.persons.models import Person, RightsRequest


def named(matters: list[UUID], acting: Acting) -> dict[UUID, Named]:
    """When somebody was named; their name stands on their page alone, behind a look."""
    with viewing(acting.viewer):
        rows = dict(Person.objects.filter(id__in=matters).values_list("id", "named_at"))
    return {id_: Named(f"Somebody named {moment(at)}", reverse("persons:person", args=[id_])) for id_, at in rows.items()}


naming.register("person_of_concern", named)

#: By which deed each kind of entry that ends a duty is recorded.
_BY = {
    kinds.Opened.kind.name: "open",
    kinds.NotOpenedAnswered.kind.name: "answer",
    kinds.ClearingAnswered.kind.name: "answer",
    kinds.Acted.kind.name: "act",
    kinds.Reviewed.kind.name: "review",
    kinds.OwnerSet.kind.name: "owner",
    kinds.Monitoring.kind.name: "monitoring",
    kinds.Corrected.kind.name: "correct",
    kinds.KeptLonger.kind.name: "keep",
}


def where_done(duty: Duty, acting: Acting) -> Iterator[Link]:
    """The forms of the person that record what ends a duty."""
    found = Person.objects.filter(id=duty.matter_id).first()
    if found is None:
        return
    able = possible(found, acting)
    for name in dict.fromkeys(_BY[kind] for kind in rule(duty.rule, duty.edition).ends if kind in _BY):
        if name in able:
            yield Link(DEEDS[name].title, reverse("persons:do", args=[found.id, name]))


doing.register("person_of_concern", where_done)


def requests_named(matters: list[UUID], acting: Acting) -> dict[UUID, Named]:
    """When somebody asked; who stands on the page alone."""
    with viewing(acting.viewer):
        rows = dict(RightsRequest.objects.filter(id__in=matters).values_list("id", "received_on"))
    return {id_: Named(f"Asked {day(on)}", reverse("persons:request", args=[id_])) for id_, on in rows.items()}


def request_done(duty: Duty, _acting: Acting) -> Iterator[Link]:
    """The page on which it is looked into, and answered."""
    yield Link("Look into it, and answer", reverse("persons:request", args=[duty.matter_id]))


naming.register("rights_request", requests_named)
doing.register("rights_request", request_done)
