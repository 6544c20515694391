"""What is done with an item: which of it a person can do now, its form, and how it is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from holdfast.intelligence import actions, forms, queries, retracting
from holdfast.intelligence.codes import Close, Condition, State
from holdfast.intelligence.ids import ItemId
from holdfast.intelligence.models import Grade, Item
from holdfast.pages.forms import Form
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import AgencyKind, Role
from holdfast.persons.forms import graded


def possible(found: Item, grade: Grade | None, acting: Acting) -> list[str]:
    """What this person can do with it now; the one thing to do next comes first. Asked on behalf of the viewer."""
    return list(_possible(found, grade, acting))


def _possible(found: Item, grade: Grade | None, acting: Acting) -> Iterator[str]:
    waits = found.close == Close.CLOSE_AGAIN and not found.advised
    if waits and acting.agency_kind is AgencyKind.POLICE and acting.has_role(Role.AGENCY_LEAD):
        yield "advise"
    if not queries.grades_intelligence(acting.worker):
        return
    if grade is None:
        if found.giver_id != acting.worker:
            yield "grade"
    elif grade.second_id == acting.worker:
        yield "read"
    elif grade.state in (State.GRADED, State.PASSED):
        yield from ("sanitise", "retract")
    if found.replied_at is None and not waits:
        yield "reply"


@dataclass(frozen=True)
class Deed:
    """One thing that is done: its form and how it is recorded."""

    form: type[Form]
    title: str
    button: str
    record: Callable[[ItemId, Mapping[str, Any], Acting, UUID], object]
    said: str


def _sanitise(i: ItemId, a: Mapping[str, Any], by: Acting, once: UUID) -> None:
    actions.sanitise(
        item=i,
        text=a["text"],
        posts=[UUID(post) for post in a["posts"]],
        second=UUID(a["second"]),
        respond_on=a["respond_on"],
        condition=Condition(a["condition"]),
        consulted=a["consulted"],
        by=by,
        entry_id=once,
    )


DEEDS: dict[str, Deed] = {
    "grade": Deed(
        forms.Grade,
        "Grade it",
        "Record the grade",
        lambda i, a, by, once: actions.grade(item=i, grading=graded(a), reason=a["reason"], by=by, entry_id=once),
        "It is graded.",
    ),
    "sanitise": Deed(
        forms.Sanitise,
        "Write what leaves, and for whom",
        "Ask the second person to read it",
        _sanitise,
        "It leaves once the second person has read it.",
    ),
    "read": Deed(
        forms.Read,
        "Read it before it leaves",
        "Record your answer",
        lambda i, a, by, once: actions.read(item=i, agrees=a["agrees"], reason=a["reason"], by=by, entry_id=once),
        "If it leaves, each post owes an answer by its day.",
    ),
    "reply": Deed(
        forms.Words,
        "Answer whoever gave it",
        "Answer them",
        lambda i, a, by, once: actions.reply(item=i, words=a["words"], by=by, entry_id=once),
        "They read it.",
    ),
    "advise": Deed(
        forms.Reason,
        "Record that advice was taken",
        "Record it",
        lambda i, a, by, once: actions.advise(item=i, reason=a["reason"], by=by, entry_id=once),
        "They can be answered now.",
    ),
    "retract": Deed(
        forms.Reason,
        "Retract it",
        "Retract it",
        lambda i, a, by, once: retracting.retract(item=i, reason=a["reason"], by=by, entry_id=once),
        "Each post that it reached looks at what it decided on it.",
    ),
}
