"""Who may do what in a child's case, and what its state allows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from holdfast.children.models import Case
from holdfast.database.time import today
from holdfast.duties.models import Duty
from holdfast.duties.rulebook import rule
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import LEADS, SEES_NO_CHILD, AgencyKind, Role
from holdfast.record.refusal import Refused

#: Who may see the cases of the council's children by name in lists, allocate, and close.
ALLOCATORS = (Role.MANAGER, Role.NAMED_LEAD, Role.AGENCY_LEAD)
#: Who may read no case at all: they answer for the arrangements, not for a child.
NO_CASES = (Role.SCRUTINEER, *SEES_NO_CHILD)
DEFAULT_CAP = 30


def still_open(duties: Sequence[Duty]) -> str:
    """That a case cannot be closed while duties are open: each is brought to one of its endings first (row 15)."""
    titles = "; ".join(rule(d.rule, d.edition).title for d in duties)
    return f"These duties are open. Do each, or record why it cannot be done, before closing: {titles}."


def check_open(child: Case) -> None:
    if child.closed_at is not None:
        raise Refused("case", "This case is closed. A new referral opens it again.")


def check_may_work(by: Acting) -> None:
    """Scrutineers, analysts and administrators record nothing about a child."""
    if by.role is None or by.has_role(*NO_CASES):
        raise NotPermitted("Your post does not record anything about a child.")


def check_council(by: Acting) -> None:
    check_may_work(by)
    if by.agency_kind is not AgencyKind.COUNCIL:
        raise NotPermitted("Only the council’s social care records this.")


def check_police(by: Acting) -> None:
    check_may_work(by)
    if by.agency_kind is not AgencyKind.POLICE:
        raise NotPermitted("Only the police record this.")


def check_leads(by: Acting) -> None:
    check_may_work(by)
    if not by.has_role(*LEADS):
        raise NotPermitted("Whoever answers for your organisation’s part decides this.")


def check_may_chair(by: Acting) -> None:
    """Whoever chairs conferences, or a manager; never a practitioner alone."""
    check_council(by)
    if not by.has_role(Role.CONFERENCE_CHAIR, *ALLOCATORS):
        raise NotPermitted("The conference’s chair, or a manager, records what it came to.")


def check_managers(by: Acting) -> None:
    """A manager of the council's social care."""
    check_council(by)
    if not by.has_role(*ALLOCATORS):
        raise NotPermitted("A manager decides this.")


def check_with_plan(child: Case) -> None:
    if child.cp_since is None:
        raise Refused("case", "The child has no child protection plan now")


def check_without_plan(child: Case) -> None:
    if child.cp_since is not None:
        raise Refused("case", "The child has a child protection plan already")


def check_with_cin_plan(child: Case) -> None:
    if child.cin_since is None:
        raise Refused("case", "The child has no child in need plan now")


def check_missing(child: Case) -> None:
    if child.missing_since is None:
        raise Refused("case", "The child is not recorded as missing now")


def check_not_missing(child: Case) -> None:
    if child.missing_since is not None:
        raise Refused("case", "The child is recorded as missing already")


def check_may_allocate(by: Acting) -> None:
    check_council(by)
    if not by.has_role(*ALLOCATORS):
        raise NotPermitted("A team manager or the named lead allocates children.")


def check_may_close(by: Acting) -> None:
    check_council(by)
    if not by.has_role(*ALLOCATORS):
        raise NotPermitted("A team manager or the named lead closes a case.")


def check_happened(on: date | None, born: date | None, *, field: str = "when") -> None:
    """Nothing happens in the future, or before the child was born. Raises Refused."""
    if on is None:
        return
    if on > today():
        raise Refused(field, "The day it happened must be today or in the past")
    if born is not None and on < born:
        raise Refused(field, "The day it happened cannot be before the child was born")
