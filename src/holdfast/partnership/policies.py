"""Who may make up and change the partnership."""

from __future__ import annotations

from uuid import UUID

from holdfast.partnership import queries
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import manager_of
from holdfast.partnership.roles import LEADS, AgencyKind, Role


class NotPermitted(Exception):
    """This person may not do this; the message says why, and is shown."""


def check_may_administer(by: Acting) -> None:
    """Only an administrator, an agency's lead or the council's named lead changes who is who."""
    if not by.has_role(Role.ADMINISTRATOR, Role.AGENCY_LEAD, Role.NAMED_LEAD):
        raise NotPermitted("Only an administrator or an agency's safeguarding lead can change who is who.")


def check_may_arrange_cover(by: Acting, *, worker: UUID) -> None:
    """A worker arranges their own cover; their manager or the agency's lead arranges it for them."""
    if by.worker != worker and manager_of(worker) != by.worker and not by.has_role(Role.AGENCY_LEAD, Role.NAMED_LEAD):
        raise NotPermitted("You can arrange cover for yourself and for those you manage.")


#: Who may be on call, and who keeps the rota.
ON_CALL = (Role.OUT_OF_HOURS, Role.FRONT_DOOR, Role.FRONT_DOOR_MANAGER)
KEEPS_ROTA = (Role.FRONT_DOOR_MANAGER, Role.NAMED_LEAD, Role.OUT_OF_HOURS)


def check_may_keep_rota(by: Acting) -> None:
    if not by.has_role(*KEEPS_ROTA):
        raise NotPermitted("The front door manager, the out-of-hours team and the named lead keep the rota.")


def check_may_change_for_all(by: Acting) -> None:
    """What counts for every organisation (a clock, the calendar) is proposed and agreed by those who answer for one. Raises NotPermitted."""
    if not by.has_role(*LEADS):
        raise NotPermitted("Only a safeguarding partner or an organisation’s safeguarding lead changes what counts for everyone.")


def check_second_organisation(by: Acting, *, proposed_by: UUID, council: bool) -> None:
    """Two people of two organisations change what counts for all; where the council owes it, one of them is the council's.

    Raises NotPermitted.
    """
    check_may_change_for_all(by)
    if by.agency == proposed_by:
        raise NotPermitted("This takes someone of another organisation than the one that proposed it.")
    kinds = {by.agency_kind, AgencyKind(queries.agency(proposed_by).kind)}
    if council and AgencyKind.COUNCIL not in kinds:
        raise NotPermitted("The council has a part in this, so one of the two people must be the council’s.")
