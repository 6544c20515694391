"""What is done with a place: which of it a person can do now, its form, and how it is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from holdfast.disruption import resting
from holdfast.pages.forms import Form
from holdfast.partnership.people import Acting
from holdfast.persons.policies import DECIDERS
from holdfast.places import actions, forms, kinds
from holdfast.places.codes import Done, State
from holdfast.places.ids import PlaceId
from holdfast.places.models import Place


def possible(found: Place, acting: Acting) -> list[str]:
    """What this person can do with it now; the one thing to do next comes first."""
    return list(_possible(found, acting))


def _possible(found: Place, acting: Acting) -> Iterator[str]:
    decides = acting.has_role(*DECIDERS)
    if found.state == State.REPORTED and decides:
        yield from ("assess", "not-founded")
    if found.state == State.ASSESSED and (decides or found.owner_id == acting.worker):
        yield from (["owner"] if found.owner_id is None and decides else [])
        yield from ("act", "review")
        if decides:
            yield from ("assess", *(["owner"] if found.owner_id else []), *(["end"] if found.owner_id != acting.worker else []))
    yield "again"


@dataclass(frozen=True)
class Deed:
    """One thing that is done: its form and how it is recorded."""

    form: type[Form]
    title: str
    button: str
    record: Callable[[PlaceId, Mapping[str, Any], Acting, UUID], object]
    said: str


_DOMAINS = ("context", "children", "young_people", "partners", "safe_adults", "outcome", "next")


def _assess(p: PlaceId, a: Mapping[str, Any], by: Acting, once: UUID) -> None:
    parts = kinds.AssessedParts(**{name: a[name] for name in _DOMAINS})
    days = {"next_on": a["next_on"], "review_on": a["review_on"]}
    actions.assess(place=p, parts=parts, owner=UUID(a["worker"]), rests_on=resting.chosen(a), by=by, entry_id=once, **days)


DEEDS: dict[str, Deed] = {
    "assess": Deed(
        forms.Assess, "Assess the place, and plan", "Record the assessment", _assess, "What is next is owed by the day you gave."
    ),
    "not-founded": Deed(
        forms.Words,
        "It is of no concern",
        "Record it",
        lambda p, a, by, once: actions.not_founded(place=p, words=a["words"], by=by, entry_id=once),
        "If it is reported again, it is to be assessed again.",
    ),
    "act": Deed(
        forms.Act,
        "Record what was done, and what is next",
        "Record it",
        lambda p, a, by, once: actions.act(
            place=p, done=Done(a["done"]), words=a["words"], next_=a["next"], next_on=a["next_on"], by=by, entry_id=once
        ),
        "What is next is owed by the day you gave.",
    ),
    "review": Deed(
        forms.Review,
        "Look at it again",
        "Record it",
        lambda p, a, by, once: actions.review(place=p, words=a["words"], review_on=a["review_on"], by=by, entry_id=once),
        "It is looked at again on the day you gave.",
    ),
    "owner": Deed(
        forms.Owner,
        "Give it to another owner",
        "Give it to them",
        lambda p, a, by, once: actions.set_owner(place=p, owner=UUID(a["worker"]), words=a["words"] or None, by=by, entry_id=once),
        "They own it now.",
    ),
    "end": Deed(
        forms.Words,
        "It is no longer of concern",
        "Record it",
        lambda p, a, by, once: actions.end(place=p, words=a["words"], by=by, entry_id=once),
        "It is ended. Reported again, it is assessed again.",
    ),
    "again": Deed(
        forms.Again,
        "Report it again",
        "Report it",
        lambda p, a, by, once: actions.report_again(place=p, words=a["words"], by=by, entry_id=once),
        "It stands with the place.",
    ),
}
