"""Who may let somebody in, vouch for them, or switch an account off."""

from __future__ import annotations

from uuid import UUID

from holdfast.accounts.models import Account
from holdfast.partnership import queries
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted, check_manages_accounts
from holdfast.partnership.roles import LEADS, Role


def check_may_admit(by: Acting, *, worker: UUID) -> None:
    """An account manager invites their own organisation's people; of one whose account managers have no account yet, another organisation's does.

    Raises NotPermitted.
    """
    check_manages_accounts(by)
    found = queries.worker(worker)
    if found is None or found.left_at is not None:
        raise NotPermitted("They do not work here.")
    if found.id == by.worker:
        raise NotPermitted("Somebody else must let you back in: ask another account manager.")
    if found.agency_id != by.agency and (_somebody_can(found.agency_id) or worker not in queries.account_managers(found.agency_id)):
        raise NotPermitted("Each organisation’s account managers invite their own people.")


def _somebody_can(agency: UUID) -> bool:
    return Account.objects.filter(worker_id__in=queries.account_managers(agency), is_active=True).exists()


def check_may_vouch(by: Acting, *, worker: UUID, made_by: UUID | None) -> None:
    """Another person than invited them: their manager, whoever answers for or manages the accounts of their organisation, or another's account manager.

    Raises NotPermitted.
    """
    if by.worker in (worker, made_by):
        raise NotPermitted("Somebody else than invited them must vouch, and nobody vouches for themself.")
    found = queries.worker(worker)
    if found is None or found.left_at is not None:
        raise NotPermitted("They do not work here.")
    if by.manages_accounts or queries.manager_of(worker) == by.worker or (by.agency == found.agency_id and by.has_role(*LEADS)):
        return
    raise NotPermitted("Their manager, or an account manager, vouches for them.")


def check_may_switch(by: Acting, *, worker: UUID, on: bool) -> None:
    """The technical administrator switches any account off; an account manager their own organisation's, off and on. Raises NotPermitted."""
    found = queries.worker(worker)
    own = by.manages_accounts and found is not None and found.agency_id == by.agency
    if not own and (on or not by.has_role(Role.ADMINISTRATOR)):
        raise NotPermitted("An account manager of their organisation, or the technical administrator, does this.")
