"""What `verify` holds each entry of a case against: who might record it, as the table of what can be recorded says."""

from __future__ import annotations

from collections.abc import Callable

from holdfast.children.event_table import BY_KIND
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import Role
from holdfast.partnership.verifying import authority


def _or_from_a_census(who: Callable[[Acting], None]) -> Callable[[Acting], None]:
    """An analyst records nothing about a child but what a census brings, which is of the same kinds."""

    def check(by: Acting) -> None:
        if not by.has_role(Role.ANALYST):
            who(by)

    return check


for _name, _event in BY_KIND.items():
    authority(_name, _or_from_a_census(_event.who))
