"""Who calls, chairs and sits on the panel; and what counts as an action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from holdfast.database.time import today
from holdfast.panel.codes import State
from holdfast.panel.models import Panel, PanelItem
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import SEES_NO_CHILD, Role
from holdfast.persons.policies import DECIDERS
from holdfast.record.refusal import Refused

#: Of which roles the panel’s members are offered.
MEMBERS = (Role.AGENCY_LEAD, Role.NAMED_LEAD, Role.MANAGER, Role.FRONT_DOOR_MANAGER, Role.PRACTITIONER)


def check_may_call(by: Acting) -> None:
    """A manager, or whoever answers for an organisation. Raises NotPermitted."""
    if not by.has_role(*DECIDERS):
        raise NotPermitted("A manager, or whoever answers for an organisation, calls the panel.")


def check_may_sit(by: Acting) -> None:
    """Raises NotPermitted."""
    if by.role is None or by.has_role(*SEES_NO_CHILD, Role.SCRUTINEER):
        raise NotPermitted("Your post does not sit on the panel.")


def check_members(chair: UUID, members: Sequence[UUID]) -> None:
    """Named people of two organisations at least, who are here; the chair among them. Raises Refused."""
    found = [partnership.acting_for(who) for who in members]
    if any(each is None or each.has_role(*SEES_NO_CHILD, Role.SCRUTINEER) for each in found):
        raise Refused("members", "Choose people who work with children or answer for an organisation, and are here")
    if chair not in members or len({each.agency for each in found if each is not None}) < 2:
        raise Refused("members", "Choose people of two organisations at least")


def check_day(on: date) -> None:
    """Raises Refused."""
    if on < today():
        raise Refused("on", "The day must be today or later")


def chairs(worker: UUID, panel: Panel, item: PanelItem | None = None) -> bool:
    """Whoever chairs it; while an item is heard to which the chair is connected, any member who said that they are not."""
    if item is not None and str(panel.chair_id) in item.connected:
        return str(worker) in item.unconnected
    return worker == panel.chair_id


def check_chairs(by: Acting, panel: Panel, item: PanelItem | None = None) -> None:
    """Raises NotPermitted."""
    if not chairs(by.worker, panel, item):
        raise NotPermitted("Whoever chairs the panel records this.")


def check_open(item: PanelItem) -> None:
    """Raises Refused."""
    if item.state != State.TAKEN:
        raise Refused("words", "This item was heard or left already. Nothing was recorded")


def check_all_declared(panel: Panel, item: PanelItem) -> None:
    """Each member has said whether they are connected before the item opens. Raises Refused."""
    missing = set(panel.members) - set(item.unconnected) - set(item.connected)
    if missing:
        raise Refused("words", "Not every member has said whether they are connected. An item opens once all have")


def check_not_connected(worker: UUID, item: PanelItem) -> None:
    """Raises Refused."""
    if str(worker) in item.connected:
        raise Refused("worker", "They said that they are connected. Choose somebody else")
