"""Who keeps a support plan, and what its state allows. Never the police, and never the panel."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from holdfast.database.time import today
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import SEES_NO_CHILD, AgencyKind, Role
from holdfast.record.refusal import Refused
from holdfast.support.codes import State
from holdfast.support.models import Item

#: What a kind of support can be after each state that it stands in.
_AFTER: dict[State, frozenset[State]] = {
    State.ACCEPTED: frozenset({State.OFFERED, State.NO_REPLY}),
    State.DECLINED: frozenset({State.OFFERED}),
    State.NO_REPLY: frozenset({State.OFFERED}),
    State.WAITING: frozenset({State.ACCEPTED, State.WAITING}),
    State.BEGUN: frozenset({State.ACCEPTED, State.WAITING}),
    State.ENDED: frozenset({State.BEGUN, State.ACCEPTED, State.WAITING}),
}


def check_may_support(by: Acting) -> None:
    """Whoever works with children or survivors; not the police. Raises NotPermitted."""
    if by.role is None or by.has_role(*SEES_NO_CHILD, Role.SCRUTINEER):
        raise NotPermitted("Your post offers no support.")
    if by.agency_kind is AgencyKind.POLICE:
        raise NotPermitted("Support is apart from the police, so that it never depends on giving evidence.")


def check_may_open_for_adult(by: Acting) -> None:
    """An adult survivor comes to a charity, to health, or to the council. Raises NotPermitted."""
    check_may_support(by)
    if by.agency_kind not in (AgencyKind.CHARITY, AgencyKind.HEALTH, AgencyKind.COUNCIL):
        raise NotPermitted("A charity, health or the council begins the plan of an adult survivor.")


def check_supports(worker: UUID, field: str) -> Acting:
    """Somebody who may coordinate, or be her advocate: not of the police. Raises Refused."""
    found = partnership.acting_for(worker)
    if found is None or found.agency_kind in (AgencyKind.POLICE, AgencyKind.SCRUTINY) or found.has_role(*SEES_NO_CHILD):
        raise Refused(field, "Choose somebody who works with children or survivors, and not for the police")
    return found


def check_owes(agency: UUID) -> None:
    """Which organisation can owe support: not the police. Raises Refused."""
    found = next((a for a in partnership.agencies() if a.id == agency), None)
    if found is None or found.kind in (AgencyKind.POLICE, AgencyKind.SCRUTINY):
        raise Refused("agency", "Choose which organisation owes it; the police owe no support")


def check_commissions(agency: UUID | None) -> None:
    """Who pays: the council or health. Raises Refused."""
    found = next((a for a in partnership.agencies() if a.id == agency), None)
    if found is None or found.kind not in (AgencyKind.COUNCIL, AgencyKind.HEALTH):
        raise Refused("commissioner", "Say who commissions it: the council, or health")


def check_after(item: Item | None, to: State) -> Item:
    """Raises Refused."""
    if item is None:
        raise Refused("on", "Offer it first")
    if State(item.state) not in _AFTER[to]:
        raise Refused("on", "This stands otherwise by now. Nothing was recorded; look at it again")
    return item


def check_declines(item: Item) -> None:
    """A decline takes an offer in person. Raises Refused."""
    if not item.in_person:
        raise Refused("on", "Offer it in person before it counts as not wanted: a letter or a call that is not taken up says nothing")


def check_past(on: date) -> None:
    """Raises Refused."""
    if on > today():
        raise Refused("on", "The day must be today or in the past")
