"""Who asks licensing and who answers; and what may be decided on what."""

from __future__ import annotations

from datetime import date

from holdfast.database.time import today
from holdfast.licensing.codes import AT_ONCE, About, Decision, State
from holdfast.licensing.models import Question
from holdfast.measures.policies import answers_for_post
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import SEES_NO_CHILD, Role
from holdfast.record.refusal import Refused


def check_may_ask(by: Acting) -> None:
    """Whoever works with children. Raises NotPermitted."""
    if by.role is None or by.has_role(*SEES_NO_CHILD, Role.SCRUTINEER):
        raise NotPermitted("Your post asks licensing nothing about a concern.")


def check_answers(by: Acting, found: Question) -> None:
    """Raises NotPermitted."""
    if not answers_for_post(by, found.post_id):
        raise NotPermitted("Whoever holds licensing’s post answers this.")


def check_state(found: Question, *allowed: State) -> None:
    """Raises Refused."""
    if found.state not in allowed:
        raise Refused("words", "This stands otherwise by now. Nothing was recorded; look at it again")


def check_decision(found: Question, decision: Decision, public_safety: str | None, told_on: date | None) -> None:
    """What takes effect at once takes the statement, and is of a driver. Raises Refused."""
    if decision in AT_ONCE and found.what != About.DRIVER:
        raise Refused("decision", "Only a driver’s licence can be suspended or revoked at once. For a vehicle or an operator give notice")
    if decision in AT_ONCE and not public_safety:
        raise Refused("public_safety", "Say that public safety asks for it at once, and why: without it there are 21 days more of driving")
    if decision is not Decision.NONE and told_on is None:
        raise Refused("told_on", "Say on which day they were told")
    check_past(told_on, "told_on")


def check_past(on: date | None, field: str = "on") -> None:
    """Raises Refused."""
    if on is not None and on > today():
        raise Refused(field, "The day must be today or in the past")


def enters(found: Question, decision: Decision) -> bool:
    """Whether it is entered in the national register: refusals, suspensions and revocations of drivers (2022 Act s. 2)."""
    return found.what == About.DRIVER and decision is not Decision.NONE
