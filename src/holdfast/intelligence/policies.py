"""Who gives, grades, reads and passes intelligence, and what its handling allows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from holdfast.database.time import today
from holdfast.intelligence.codes import Close, Condition, State
from holdfast.intelligence.models import Grade, Item
from holdfast.partnership import queries as partnership
from holdfast.partnership.models import Grader, Post
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import SEES_NO_CHILD, AgencyKind, Role
from holdfast.record.refusal import Refused

#: For how long a post that is passed something may take to answer.
MOST_DAYS_RESPOND = 28


def check_may_give(by: Acting) -> None:
    """Anybody who is signed in and works with children or answers for an organisation. Raises NotPermitted."""
    if by.role is None or by.has_role(*SEES_NO_CHILD, Role.SCRUTINEER):
        raise NotPermitted("Tell it to somebody who works with children.")


def check_not_covert(covert: bool) -> None:
    """What comes from a covert source or tactic is refused before anything of it is kept. Raises Refused."""
    if covert:
        raise Refused("covert", "Nothing was kept. Take it to the police’s intelligence unit, by word of mouth")


def check_grades(by: Acting) -> None:
    """Only somebody who was trained. Raises NotPermitted."""
    if not Grader.objects.filter(worker_id=by.worker).exists():
        raise NotPermitted("Only somebody who was trained grades intelligence.")


def check_unit(by: Acting, unit: str | None) -> None:
    """Of the police a unit stands, and nobody’s name. Raises Refused."""
    if by.agency_kind is AgencyKind.POLICE and not unit:
        raise Refused("unit", "Enter the unit from which it comes")


def check_may_reply(item: Item) -> None:
    """Information again from somebody close waits for advice. Raises Refused."""
    if item.close == Close.CLOSE_AGAIN and not item.advised:
        raise Refused(
            "words", "They have told something before, and are close to those whom it is about. Advice is taken before anybody replies"
        )
    if item.replied_at is not None:
        raise Refused("words", "They were answered already. Nothing was recorded")


def check_passes(grade: Grade, posts: Sequence[Post], condition: Condition, consulted: bool, respond_on: date) -> None:
    """What its grade and conditions allow. Raises Refused."""
    if grade.state not in (State.GRADED, State.PASSED):
        raise Refused("text", "This stands otherwise by now. Nothing was recorded; look at it again")
    if grade.assessment == "E":
        raise Refused("text", "What is suspected to be false is kept, and passed to nobody")
    if grade.handling == "C" and condition is Condition.NONE:
        raise Refused("condition", "It was graded “with conditions”. Say which")
    if condition is Condition.CONSULT and not consulted:
        raise Refused("consulted", "Consult whoever it comes from first")
    if not posts:
        raise Refused("posts", "Choose for whom it is: posts that somebody holds")
    if condition is Condition.POLICE_ONLY:
        police = {a.id for a in partnership.agencies_of_kind(AgencyKind.POLICE)}
        if any(post.agency_id not in police for post in posts):
            raise Refused("posts", "Its handling forbids that: it is for the police alone")
    if not today() < respond_on <= today() + timedelta(days=MOST_DAYS_RESPOND):
        raise Refused("respond_on", f"The day must be after today, and within {MOST_DAYS_RESPOND} days")


def check_second(second: Acting | None, by: Acting) -> None:
    """Another trained person reads it before it leaves. Raises Refused."""
    if second is None or second.worker == by.worker or not Grader.objects.filter(worker_id=second.worker).exists():
        raise Refused("second", "Choose another person who was trained to grade")
