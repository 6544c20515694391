"""Who may make up and change the partnership."""

from __future__ import annotations

from uuid import UUID

from holdfast.partnership.people import Acting
from holdfast.partnership.queries import manager_of
from holdfast.partnership.roles import Role


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
