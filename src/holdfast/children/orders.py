"""Emergency powers, as far as the law bounds them: when the one that runs began, and that an order is extended once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from holdfast.children.kinds.safety import EpoExtended, EpoMade
from holdfast.children.models import Case
from holdfast.duties.models import Duty
from holdfast.duties.queries import open_duties_of
from holdfast.duties.rulebook import rule
from holdfast.record.kinds import Facts
from holdfast.record.queries import entry_with_id
from holdfast.record.refusal import Refused

#: The most that the law allows (Children Act 1989 s.45(1), (5)-(6)).
LONGEST_ORDER, LONGEST_EXTENSION = timedelta(days=8), timedelta(days=7)


def _running(case: UUID, power: type[Facts]) -> Duty | None:
    """The open duty to bring to its end what an entry of this kind began."""
    return next((d for d in open_duties_of(case) if power.kind.name in rule(d.rule, d.edition).starts), None)


def running_since(case: UUID, power: type[Facts]) -> datetime | None:
    """When an emergency power that runs now began; None where none runs."""
    duty = _running(case, power)
    return duty.starts_at if duty is not None else None


def _running_order(case: UUID) -> EpoMade | EpoExtended | None:
    duty = _running(case, EpoMade)
    entry = entry_with_id(duty.trigger_id) if duty is not None else None
    return entry.facts if entry is not None else None


def check_without_order(child: Case) -> None:
    if _running_order(child.id) is not None:
        raise Refused("case", "An emergency protection order runs already. Extend it, or record that it ended")


def check_order_not_extended(child: Case) -> None:
    running = _running_order(child.id)
    if running is None:
        raise Refused("case", "No emergency protection order runs now")
    if isinstance(running, EpoExtended):
        raise Refused("case", "The order was extended already, and is extended once (Children Act 1989 s.45(6))")


def check_length(facts: object, child: Case, on: date | None) -> None:
    """That an order, or its extension, lasts no longer than the law allows. Raises Refused."""
    if isinstance(facts, EpoMade) and on is not None and not on <= facts.expires_on <= on + LONGEST_ORDER:
        raise Refused("expires_on", "An order lasts at most eight days from the day on which it was made (Children Act 1989 s.45(1))")
    if isinstance(facts, EpoExtended):
        running = _running_order(child.id)
        before = running.expires_on if running is not None else on
        if before is not None and not before < facts.expires_on <= before + LONGEST_EXTENSION:
            raise Refused(
                "expires_on", "It is extended once, by at most seven days beyond the day on which it ended (Children Act 1989 s.45(5))"
            )
