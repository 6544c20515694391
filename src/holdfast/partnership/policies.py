"""Who may make up and change the partnership."""

from __future__ import annotations

from uuid import UUID

from holdfast.partnership import queries
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import manager_of
from holdfast.partnership.roles import LEADS, AgencyKind, Role


class NotPermitted(Exception):
    """This person may not do this; the message says why, and is shown."""


def check_may_keep_keys(by: Acting) -> None:
    """Who exchanges keys, entrusts the chain, and declares what a restored backup lost. Raises NotPermitted."""
    if not by.has_role(Role.ADMINISTRATOR, Role.AGENCY_LEAD, Role.NAMED_LEAD):
        raise NotPermitted("Only an administrator or an agency's safeguarding lead keeps keys and declares a loss.")


def check_manages_accounts(by: Acting) -> None:
    """Who works where is said by account managers alone, whatever their post. Raises NotPermitted."""
    if not by.manages_accounts:
        raise NotPermitted("Only an account manager says who works here, and in which post.")


def check_manages_people_of(by: Acting, agency: UUID) -> None:
    """Each organisation's account managers see to its own people, and to nobody else's. Raises NotPermitted."""
    check_manages_accounts(by)
    if by.agency != agency:
        raise NotPermitted("Each organisation’s account managers see to their own people.")


def check_may_answer_change(by: Acting, *, proposed_by: UUID, about: UUID | None) -> None:
    """What takes two organisations is agreed by an account manager or whoever answers for one, of another than proposed it. Raises NotPermitted."""
    if not queries.may_answer_changes(by):
        raise NotPermitted("Only an account manager, or whoever answers for an organisation, agrees to this.")
    if by.agency == proposed_by:
        raise NotPermitted("This takes somebody of another organisation than the one that proposed it.")
    if by.worker == about:
        raise NotPermitted("This is about you: somebody else must answer.")


def check_takes_over(by: Acting, *, proposed_by: UUID, heir: UUID | None) -> None:
    """What an organisation that leaves owes passes only to one that says yes to it, by proposing it or by agreeing. Raises NotPermitted."""
    if heir not in (proposed_by, by.agency):
        raise NotPermitted("Somebody of the organisation that would take over what it owes must agree to this, or have proposed it.")


def check_may_arrange_cover(by: Acting, *, worker: UUID) -> None:
    """A worker arranges their own cover; their manager, the agency's lead or its account manager arranges it for them."""
    if by.worker == worker or manager_of(worker) == by.worker or by.has_role(Role.AGENCY_LEAD, Role.NAMED_LEAD):
        return
    found = queries.worker(worker)
    if not by.manages_accounts or found is None or found.agency_id != by.agency:
        raise NotPermitted("You can arrange cover for yourself and for those you manage.")


#: Who may be on call, and who keeps the rota.
ON_CALL = (Role.OUT_OF_HOURS, Role.FRONT_DOOR, Role.FRONT_DOOR_MANAGER)
KEEPS_ROTA = (Role.FRONT_DOOR_MANAGER, Role.NAMED_LEAD, Role.OUT_OF_HOURS)


def check_may_keep_rota(by: Acting) -> None:
    if not by.has_role(*KEEPS_ROTA):
        raise NotPermitted("The front door manager, the out-of-hours team and the named lead keep the rota.")


def check_may_set_public_words(by: Acting) -> None:
    """What public pages say is the council's, whose front door it is: its front door manager's or its named lead's. Raises NotPermitted."""
    if not by.has_role(Role.FRONT_DOOR_MANAGER, Role.NAMED_LEAD) or by.agency_kind is not AgencyKind.COUNCIL:
        raise NotPermitted("The council’s front door manager, or its named lead, says what public pages say.")


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
