"""What `verify` holds each entry of a case against: who might record it, as the table of what can be recorded says."""

from __future__ import annotations

from collections.abc import Callable

from holdfast.children import policies
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

#: What is recorded by actions of its own, and not from that table.
_BESIDE_THE_TABLE: dict[Callable[[Acting], None], tuple[str, ...]] = {
    policies.check_may_work: (
        "agency.involved",
        "action.agreed",
        "information.requested",
        "child.identified",
        "discussion.shared",
        "meeting.part_said",
        "flag.raised",
        "flag.reviewed",
        "flag.ended",
        "entry.misfiled",
    ),
    policies.check_council: (
        "case.opened",
        "strategy.opened",
        "strategy.concluded",
        "strategy.record_issued",
        "conference.arranged",
        "conference.moved",
    ),
    policies.check_may_chair: ("conference.called_off", "conference.recorded"),
    policies.check_may_allocate: ("child.allocated",),
    policies.check_managers: ("authorisation.answered",),
}
for _policy, _names in _BESIDE_THE_TABLE.items():
    for _name in _names:
        if _name not in BY_KIND:
            authority(_name, _or_from_a_census(_policy))
