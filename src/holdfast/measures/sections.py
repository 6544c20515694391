"""What measures add to the page of a person of concern, and of a place: each body, asked or not, and what it answered."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from holdfast.measures import presenters, queries
from holdfast.measures.subjects import subject_of
from holdfast.pages.components import Row
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting
from holdfast.persons import sections as persons
from holdfast.persons.codes import KEPT
from holdfast.persons.models import Person
from holdfast.persons.sections import Section
from holdfast.places import sections as places
from holdfast.places.codes import State
from holdfast.places.models import Place


def _of(matter: UUID, *, stands: bool) -> Section | None:
    """In one line for each body; its own page has the rows."""
    subject = subject_of(matter)
    asked = queries.asks_of(matter)
    if subject is None or not (stands or asked):
        return None
    holders = subject.holders() if stands else []
    shown = presenters.bodies(matter, holders, asked, queries.not_asked(matter), queries.measures_of(matter), may_ask=False)
    rows = [Row(body.name, _line(body)) for body in shown if not body.waits]
    if waiting := [body.name for body in shown if body.waits]:
        rows.insert(0, Row("Not yet asked", ", ".join(waiting)))
    link = Link("Ask each body which of its measures it takes", reverse("measures:bodies", args=[matter]))
    return Section("What could be done, and who was asked", rows, link)


def _line(body: presenters.Body) -> str:
    """Where the asking stands, what the body chose, and how many it rejected: its own page says why."""
    chosen = [f"{each.title}: {each.state.text}" for each in body.measures if not each.rejected]
    rejected = sum(each.rejected for each in body.measures)
    return "\n".join([body.state.text, *chosen, *([f"Rejected, each for a reason: {rejected}"] if rejected else [])])


@persons.register
def against_a_person(found: Person, _acting: Acting) -> Section | None:
    return _of(found.id, stands=found.state in KEPT)


@places.register
def of_a_place(found: Place, _acting: Acting) -> Section | None:
    return _of(found.id, stands=found.state == State.ASSESSED)
