"""Who keeps the register, who signs no further action, and who challenges."""

from __future__ import annotations

from datetime import date, timedelta

from holdfast.database.time import today
from holdfast.investigations.codes import State
from holdfast.investigations.models import Investigation
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import SEES_NO_CHILD, AgencyKind, Role
from holdfast.record.refusal import Refused

#: How far away the next step, the next look, and the end of what is protected may be.
MOST_DAYS_NEXT, MOST_DAYS_REVIEW, MOST_DAYS_PROTECTED = 28, 56, 28


def check_police(by: Acting) -> None:
    """Raises NotPermitted."""
    if by.agency_kind is not AgencyKind.POLICE or by.role is None or by.has_role(*SEES_NO_CHILD):
        raise NotPermitted("The police keep the register of investigations.")


def check_supervisor(by: Acting) -> None:
    """Raises NotPermitted."""
    check_police(by)
    if not by.has_role(Role.MANAGER, Role.AGENCY_LEAD, Role.DELEGATED_PARTNER):
        raise NotPermitted("A supervisor decides this.")


def check_signs(by: Acting, found: Investigation) -> None:
    """A supervisor of the police who did not investigate; a partner challenges, and never signs. Raises NotPermitted."""
    check_supervisor(by)
    if str(by.worker) in found.investigated_by:
        raise NotPermitted("You investigated this. A supervisor who did not decides.")


def check_challenges(by: Acting) -> None:
    """Any partner who works with the child; the police answer. Raises NotPermitted."""
    if by.role is None or by.has_role(*SEES_NO_CHILD) or by.agency_kind is AgencyKind.POLICE:
        raise NotPermitted("Another organisation challenges an investigation of the police.")


def check_next(next_on: date) -> None:
    """Raises Refused."""
    _check_day(next_on, "next_on", MOST_DAYS_NEXT)


def check_review(review_on: date) -> None:
    """Raises Refused."""
    _check_day(review_on, "review_on", MOST_DAYS_REVIEW)


def check_protected(until: date) -> None:
    """Raises Refused."""
    _check_day(until, "until", MOST_DAYS_PROTECTED)


def _check_day(on: date, field: str, most: int) -> None:
    if not today() < on <= today() + timedelta(days=most):
        raise Refused(field, f"The day must be after today, and within {most} days")


def check_past(on: date, field: str = "on") -> None:
    """What is planned is never recorded. Raises Refused."""
    if on > today():
        raise Refused(field, "The day must be today or in the past. What is planned is never recorded here")


def check_state(found: Investigation, *allowed: State) -> None:
    """Raises Refused."""
    if found.state not in allowed:
        raise Refused("words", "This stands otherwise by now. Nothing was recorded; look at it again")
