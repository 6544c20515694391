"""Who may tell organisations, who responds for one, and what a notice needs."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from holdfast.partnership import queries as partnership
from holdfast.partnership.models import Agency
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import LEADS, SEES_NO_CHILD, AgencyKind, Role
from holdfast.record.refusal import Refused

#: Who reads what an organisation is told, and responds for it.
RESPONDS = (*LEADS, Role.MANAGER, Role.FRONT_DOOR_MANAGER)


def check_may_tell(by: Acting) -> None:
    if by.role is None or by.has_role(*SEES_NO_CHILD):
        raise NotPermitted("Your post tells other organisations nothing about children or suspects.")


def check_may_respond(by: Acting, agency: UUID) -> None:
    if by.agency != agency or not by.has_role(*RESPONDS):
        raise NotPermitted("Whoever answers for the organisation that was told, or a manager of it, responds.")


def told(agencies: Sequence[UUID]) -> list[Agency]:
    """The organisations that are told. Raises Refused."""
    found = [a for a in partnership.agencies() if a.id in set(agencies) and a.kind != AgencyKind.SCRUTINY]
    if not found:
        raise Refused("agencies", "Choose the organisations that are told")
    return found
