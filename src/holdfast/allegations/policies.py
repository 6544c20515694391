"""Who may tell the LADO, who may handle what is told, and what its state allows."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from holdfast.allegations.models import Allegation
from holdfast.database.time import today
from holdfast.partnership import queries as partnership
from holdfast.partnership.models import Agency
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import SEES_NO_CHILD, AgencyKind, Role
from holdfast.record.refusal import Refused


def check_may_tell(by: Acting) -> None:
    """Whoever works with children tells; not those who keep accounts or returns. Raises NotPermitted."""
    if by.has_role(*SEES_NO_CHILD):
        raise NotPermitted("Ask someone who works with children to tell the LADO.")


def check_lado(by: Acting) -> None:
    if not by.has_role(Role.LADO):
        raise NotPermitted("Only the LADO does this.")


def check_noticed(noticed_on: date) -> None:
    if noticed_on > today():
        raise Refused("noticed_on", "The day on which it came to notice must be today or in the past")


def employer_of(employer: UUID | None) -> Agency | None:
    """The organisation for which the person works, where it is one of the partnership's. Raises Refused."""
    if employer is None:
        return None
    found = next((a for a in partnership.agencies() if a.id == employer), None)
    if found is None:
        raise Refused("employer", "Choose the organisation for which they work, or say that it is none of these")
    if found.kind == AgencyKind.COUNCIL and partnership.holder_of(Role.LADO, agency=found.id) is None:
        raise Refused(
            "employer", "The council has nobody as LADO now, and its other people may not read this. Telephone the police, and say so"
        )
    return found


def check_not_acknowledged(found: Allegation) -> None:
    if found.acknowledged_at is not None:
        raise Refused("handling", "This was acknowledged already. Nothing was recorded; add a note if it is handled otherwise now")


def check_may_conclude(found: Allegation) -> None:
    if found.acknowledged_at is None:
        raise Refused("outcome", "Acknowledge it first, and say how it is handled")
    if found.concluded_at is not None:
        raise Refused("outcome", "This was concluded already. Nothing was recorded")
