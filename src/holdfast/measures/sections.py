"""What measures add to the page of a person of concern: each body, asked or not, and what it answered."""

from __future__ import annotations

from django.urls import reverse

from holdfast.measures import presenters, queries
from holdfast.measures.subjects import subject_of
from holdfast.pages.components import Row
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting
from holdfast.persons import sections
from holdfast.persons.codes import KEPT
from holdfast.persons.models import Person


@sections.register
def what_could_be_done(found: Person, acting: Acting) -> sections.Section | None:
    """In one line for each body; its own page has the rows."""
    subject = subject_of(found.id)
    if subject is None or (found.state not in KEPT and not queries.asks_of(found.id)):
        return None
    holders = subject.holders() if found.state in KEPT else []
    shown = presenters.bodies(
        found.id, holders, queries.asks_of(found.id), queries.not_asked(found.id), queries.measures_of(found.id), may_ask=False
    )
    rows = [
        Row(body.name, "; ".join([body.state.text, *(f"{title}: {state.text}" for title, state, _ in body.measures)])) for body in shown
    ]
    link = Link("Ask each body which of its measures it takes", reverse("measures:bodies", args=[found.id]))
    return sections.Section("What could be done, and who was asked", rows, link)
