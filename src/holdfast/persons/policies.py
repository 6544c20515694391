"""Who decides about persons of concern, and what their state allows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from holdfast.database.time import today
from holdfast.disruption.terms import check_switched_on
from holdfast.partnership import queries as partnership
from holdfast.partnership.models import Vetted
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import SEES_NO_CHILD, AgencyKind, Role
from holdfast.persons.codes import DECIDED_BY, DECIDED_WORDS, KEPT, PUBLIC, STATUS_WORDS, Decided, State, Status
from holdfast.persons.models import Allegation, Person
from holdfast.record.refusal import Refused
from holdfast.subjects.codes import Grading

#: Who decides whether somebody becomes a person of concern, or was not involved. Practitioners work; they do not decide it alone.
DECIDERS = (Role.FRONT_DOOR_MANAGER, Role.MANAGER, Role.NAMED_LEAD, Role.AGENCY_LEAD)
#: Whose organisations can own what is done about one.
OWNING_KINDS = (AgencyKind.COUNCIL, AgencyKind.POLICE)
#: Who can.
OWNERS = (Role.PRACTITIONER, Role.MANAGER, Role.NAMED_LEAD, Role.AGENCY_LEAD)

#: For how long the next action, and the next look, may be put off.
MOST_DAYS_NEXT, MOST_DAYS_REVIEW = 28, 91

_NO_ACTION = re.compile(
    r"^\W*(to\s+)?(be\s+)?(keep\s+(under|on|an eye|watch)|monitor|await|wait|watch|observe|under review|no further action|nfa|"
    r"n/?a|nothing|none|review|discuss|meeting)\b",
    re.IGNORECASE,
)


def check_may_record(by: Acting) -> None:
    """Whoever works with children, or answers for an organisation. Raises NotPermitted, Refused where this is not switched on."""
    if by.role is None or by.has_role(*SEES_NO_CHILD, Role.SCRUTINEER):
        raise NotPermitted("Your post records nothing about persons of concern.")
    check_switched_on()


def check_decides(by: Acting) -> None:
    """Raises NotPermitted, Refused."""
    check_may_record(by)
    if not by.has_role(*DECIDERS):
        raise NotPermitted("A manager, or whoever answers for an organisation, decides this.")


def check_graded(grading: Grading) -> None:
    """Nobody is opened on information that was not graded, or that whoever graded it suspects to be false. Raises Refused."""
    check_grades(grading)
    if grading.assessment == "E":
        raise Refused("assessment", "What is suspected to be false is kept, and nobody is opened on it")


def check_grades(grading: Grading) -> None:
    """Source, information and handling (3×5×2). Raises Refused."""
    if None in (grading.source_reliability, grading.assessment, grading.handling):
        raise Refused("source", "Grade the information that this rests on: source, information, handling")


def check_next(next_: str, next_on: date, field: str = "next") -> None:
    """A next action is something that somebody does, by a day that is near. Raises Refused."""
    if _NO_ACTION.match(next_):
        raise Refused(field, "To monitor, to wait and to discuss are no actions. Say what somebody does")
    _check_day(next_on, f"{field}_on", MOST_DAYS_NEXT)


def check_review(review_on: date) -> None:
    """Raises Refused."""
    _check_day(review_on, "review_on", MOST_DAYS_REVIEW)


def _check_day(on: date, field: str, most: int) -> None:
    if not today() < on <= today() + timedelta(days=most):
        raise Refused(field, f"The day must be after today, and within {most} days")


def check_owner(owner: Acting | None) -> None:
    """Raises Refused."""
    if owner is None or not owner.has_role(*OWNERS) or owner.agency_kind not in OWNING_KINDS:
        raise Refused("worker", "Choose somebody of the council or the police who works with children or manages")


def check_second(second: Acting | None, *, by: Acting) -> None:
    """The second person answers for another organisation, or is of the vetted group there. Raises Refused."""
    if second is None or second.agency == by.agency:
        raise Refused("second", "Choose somebody of another organisation")
    if not second.has_role(Role.AGENCY_LEAD, Role.NAMED_LEAD) and not Vetted.objects.filter(worker_id=second.worker).exists():
        raise Refused("second", "Choose whoever answers for another organisation, or is of the vetted group there")


def check_state(person: Person, *allowed: State, field: str | None = None) -> None:
    """Raises Refused."""
    if person.state not in allowed:
        raise Refused(field or "words", "This stands otherwise by now. Nothing was recorded; look at it again")


def check_kept(person: Person) -> None:
    """Raises Refused."""
    check_state(person, *KEPT)


def check_may_keep(by: Acting, person: Person) -> None:
    """Whoever owns it records what is done, or a decision-maker for them. Raises NotPermitted, Refused."""
    check_may_record(by)
    if by.worker != person.owner_id and not by.has_role(*DECIDERS):
        raise NotPermitted("Whoever owns this records it, or a manager.")


def check_answers(by: Acting, person: Person) -> None:
    """Only whoever was asked, and never of the organisation that asked. Raises NotPermitted."""
    check_may_record(by)
    if by.worker != person.second_id or by.agency == person.asked_by_agency_id:
        raise NotPermitted("Somebody else was asked.")


def check_police(by: Acting) -> None:
    """Raises NotPermitted, Refused."""
    check_may_record(by)
    if by.agency_kind is not AgencyKind.POLICE:
        raise NotPermitted("The police record where an allegation stands before there is a charge.")


def check_status(status: Status, decided: Decided, on: date, before: Sequence[str | None], allegation: Allegation) -> None:
    """Whose decision it can be, when, and after what. Raises Refused."""
    if decided not in DECIDED_BY[status]:
        who = " or ".join(sorted(DECIDED_WORDS[d].lower() for d in DECIDED_BY[status]))
        raise Refused("decided", f"“{STATUS_WORDS[status]}” is decided by {who}")
    if on > today():
        raise Refused("on", "It became so today or earlier. What is planned is never recorded here")
    if allegation.status_on is not None and on < allegation.status_on:
        raise Refused("on", "A later status of this allegation is recorded already")
    if status in PUBLIC - {Status.CHARGED} and Status.CHARGED not in before:
        raise Refused("status", "Record the charge first")
    if status not in PUBLIC and allegation.status is not None:
        raise Refused("status", "This was charged: record what became of the charge")


def assessor() -> Acting | None:
    """Who assesses somebody who was named: the manager of the council's front door, or whoever answers for the council."""
    council = partnership.council()
    if council is None:
        return None
    for role in (Role.FRONT_DOOR_MANAGER, Role.NAMED_LEAD):
        if (holder := partnership.holder_of(role, agency=council.id)) is not None:
            return partnership.acting_for(holder)
    return None
