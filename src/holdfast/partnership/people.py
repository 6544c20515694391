"""Who is acting: the worker, with agency, post and role, as every action's `by=` and every query's viewer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from holdfast.database.viewing import EVERYONE, Viewer, circle_principal, role_principal
from holdfast.partnership.roles import CIRCLES, AgencyKind, Role
from holdfast.record.entries import Author


@dataclass(frozen=True)
class Acting:
    """A worker who is signed in (or in whose name a command runs)."""

    worker: UUID
    agency: UUID
    agency_kind: AgencyKind
    post: UUID | None
    role: Role | None
    #: Whether they say who of their organisation works here, and invite them. It lets them read nothing.
    manages_accounts: bool = False

    @cached_property
    def viewer(self) -> Viewer:
        """The principals that this worker is: themself, their role in their organisation and in the partnership, and the circles it belongs to."""
        principals = {self.worker, EVERYONE}
        if self.role is not None:
            principals |= {role_principal(self.role, self.agency), role_principal(self.role)}
            principals |= {circle_principal(circle, self.agency) for circle, roles in CIRCLES.items() if self.role in roles}
        return Viewer(frozenset(principals), worker=self.worker)

    @property
    def author(self) -> Author:
        """This worker as the author of an entry."""
        return Author.of_worker(self.worker, agency=self.agency, post=self.post)

    def has_role(self, *roles: Role) -> bool:
        return self.role in roles
