"""Whether an entry shows that something owed was done: the one predicate, live and in history alike. Pure: no clock, no query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from holdfast.duties import conditions
from holdfast.duties.rulebook import Rule
from holdfast.record.entries import AnyEntry
from holdfast.when import london_day


@dataclass(frozen=True, slots=True)
class Happening:
    """An entry as far as clocks look at it: made from an entry, or from a draft of one."""

    id: UUID
    kind: str
    facts: Any
    happened_at: datetime
    #: The organisation whose entry it is.
    agency: UUID | None
    corrects: UUID | None = None

    @classmethod
    def of(cls, entry: AnyEntry) -> Happening:
        return cls(entry.id, entry.kind.name, entry.facts, entry.happened_at, entry.author.agency, entry.corrects)


#: By what the parts of a return are told apart.
_PARTS = ("referral", "assessment", "enquiry", "plan")


def apart(one: object, other: object) -> bool:
    """Whether two entries' facts are of different parts of a statutory return, as of another referral or plan. What was lived here is of none."""
    a, b = (getattr(facts, "returned", None) for facts in (one, other))
    if a is None or b is None:
        return False
    named = ((getattr(a, name), getattr(b, name)) for name in _PARTS)
    return any(x is not None and y is not None and x != y for x, y in named)


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that runs: what started it and when, and which organisation owes it."""

    trigger: UUID
    starts_at: datetime
    owing: UUID | None


def makes_needless(rule: Rule, h: Happening) -> bool:
    """Whether something after which it need no longer be done has happened."""
    return h.kind in rule.superseded_by and conditions.holds(rule.superseded_when, h)


def shows_done(rule: Rule, clock: Running, h: Happening) -> bool:
    """What shows that it was done is of a kind that the rule names, comes from the organisation that owes it, happened since the clock began, and
    answers what was asked.
    """
    if h.kind not in rule.ends or clock.trigger in (h.id, h.corrects):
        return False
    if h.agency != clock.owing and h.kind not in rule.others_may_end:
        return False
    if london_day(h.happened_at) < london_day(clock.starts_at):
        return False
    if rule.answers and getattr(h.facts, rule.answers, None) != clock.trigger:
        return False
    return conditions.holds(rule.done_when, h)
