"""Who reports, assesses and keeps a place, and what its state allows. A place is no person: whoever works with children may report one."""

from __future__ import annotations

from uuid import UUID

from holdfast.database.viewing import relation_principal, role_principal
from holdfast.partnership import queries as partnership
from holdfast.partnership.kinds import VETTED
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import SEES_NO_CHILD, AgencyKind, Role, casework
from holdfast.persons.folds import OWNER
from holdfast.persons.policies import DECIDERS
from holdfast.places.codes import State
from holdfast.places.models import Place
from holdfast.record.refusal import Refused


def check_may_report(by: Acting) -> None:
    """Raises NotPermitted."""
    if by.role is None or by.has_role(*SEES_NO_CHILD, Role.SCRUTINEER):
        raise NotPermitted("Your post reports no places.")


def check_decides(by: Acting) -> None:
    """Raises NotPermitted."""
    if not by.has_role(*DECIDERS):
        raise NotPermitted("A manager, or whoever answers for an organisation, decides this.")


def check_may_keep(by: Acting, place: Place) -> None:
    """Whoever owns it, or a decision-maker. Raises NotPermitted."""
    check_may_report(by)
    if by.worker != place.owner_id and not by.has_role(*DECIDERS):
        raise NotPermitted("Whoever owns this records it, or a manager.")


def check_state(place: Place, *allowed: State) -> None:
    """Raises Refused."""
    if place.state not in allowed:
        raise Refused("words", "This stands otherwise by now. Nothing was recorded; look at it again")


def audience(matter: UUID) -> tuple[UUID, ...]:
    """Who reads a place: whoever works cases for the council and the police, who decides at the front door, the vetted group, and its owner."""
    readers = [casework(a.id) for kind in (AgencyKind.COUNCIL, AgencyKind.POLICE) for a in partnership.agencies_of_kind(kind)]
    return (*readers, role_principal(Role.FRONT_DOOR_MANAGER), VETTED, relation_principal(OWNER, matter))


def assessor() -> UUID | None:
    """Who assesses a place that was reported: the front door's manager, or whoever answers for the council."""
    council = partnership.council()
    if council is None:
        return None
    return partnership.holder_of(Role.FRONT_DOOR_MANAGER, agency=council.id) or partnership.holder_of(Role.NAMED_LEAD, agency=council.id)
