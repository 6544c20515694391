"""Clocks over history: for a child's entries in the order in which they happened, which clocks were met, met late, or never met.

Pure: the same rules that open duties are played over what is recorded, so that an imported past and a lived present are counted alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from holdfast.duties import conditions
from holdfast.duties.clocks import Allowed, Calendar, due, end_of
from holdfast.duties.rulebook import Rule, rules
from holdfast.duties.showing import Happening, Running, makes_needless, shows_done
from holdfast.when import LONDON, london_day


class Outcome(StrEnum):
    """How a clock came out by a given instant."""

    MET = "met"
    LATE = "late"
    OPEN = "open"
    OVERDUE = "overdue"
    SUPERSEDED = "superseded"
    ENDED_LATE = "ended_late"


@dataclass(frozen=True, slots=True)
class Spell:
    """One running of one clock."""

    rule: Rule
    trigger: UUID
    starts_at: datetime
    due_at: datetime
    owing: UUID | None
    ended_at: datetime | None = None
    ended_by: UUID | None = None
    superseded: bool = False

    def outcome(self, as_of: datetime) -> Outcome:
        if self.superseded:
            # What needed no more doing only after it was late was not done, and stays counted so for ever.
            return Outcome.ENDED_LATE if self.ended_at is not None and self.ended_at > self.due_at else Outcome.SUPERSEDED
        if self.ended_at is not None:
            return Outcome.MET if self.ended_at <= self.due_at else Outcome.LATE
        return Outcome.OVERDUE if as_of > self.due_at else Outcome.OPEN


def start_of(rule: Rule, happened_at: datetime, facts: object) -> datetime:
    """When a clock starts: with a day named in the facts, or when the entry happened."""
    named = getattr(facts, rule.from_fact, None) if rule.from_fact else None
    return datetime(named.year, named.month, named.day, tzinfo=LONDON) if isinstance(named, date) else happened_at


def due_of(rule: Rule, allowed: Allowed | None, starts_at: datetime, facts: object, calendar: Calendar) -> datetime:
    """When a clock runs out: so long after its start, or on a day named in the facts."""
    if allowed is not None:
        return due(starts_at, allowed, calendar)
    named = getattr(facts, rule.due_fact, None) if rule.due_fact else None
    if not isinstance(named, date):
        return end_of(london_day(starts_at))
    return datetime(named.year, named.month, named.day, tzinfo=LONDON) if rule.before_day else end_of(named)


def _owing(rule: Rule, h: Happening, council: UUID | None) -> UUID | None:
    """The organisation that owes what this starts: the council, or whoever recorded it."""
    return council if rule.owing == "council" else h.agency


def history_of(
    happenings: Sequence[Happening],
    *,
    calendar: Calendar,
    until: datetime,
    council: UUID | None,
    allowed: Mapping[str, Allowed] = MappingProxyType({}),
    among: Iterable[Rule] | None = None,
) -> list[Spell]:
    """Every running of every clock over these happenings up to an instant, in the order they started. Census clocks, unless told.

    `allowed` holds the local values in force, by rule; `council` is the organisation that owes what a rule says the council owes.
    """
    chosen = [r for r in rules() if r.census] if among is None else list(among)
    ordered = sorted((h for h in happenings if h.happened_at <= until), key=lambda h: h.happened_at)
    spells: list[Spell] = []
    running: dict[tuple[str, UUID], int] = {}
    for h in ordered:
        day = london_day(h.happened_at)
        for (code, trigger), at in list(running.items()):
            spell = spells[at]
            superseded = makes_needless(spell.rule, h)
            if superseded or shows_done(spell.rule, Running(spell.trigger, spell.starts_at, spell.owing), h):
                spells[at] = replace(spell, ended_at=h.happened_at, ended_by=h.id, superseded=superseded)
                del running[code, trigger]
                if spell.rule.repeats and not superseded:
                    _start(spell.rule, h, spells, running, calendar, allowed, council)
        for rule in chosen:
            if h.kind not in rule.starts or not rule.in_force(day) or not conditions.holds(rule.when, h):
                continue
            if rule.once and any(code == rule.code for code, _ in running):
                continue
            _start(rule, h, spells, running, calendar, allowed, council)
    return spells


def _start(
    rule: Rule,
    h: Happening,
    spells: list[Spell],
    running: dict[tuple[str, UUID], int],
    calendar: Calendar,
    allowed: Mapping[str, Allowed],
    council: UUID | None,
) -> None:
    starts_at = start_of(rule, h.happened_at, h.facts)
    running[rule.code, h.id] = len(spells)
    due_at = due_of(rule, allowed.get(rule.code, rule.allowed), starts_at, h.facts, calendar)
    spells.append(Spell(rule, h.id, starts_at, due_at, _owing(rule, h, council)))


@dataclass
class Tally:
    """How one rule's clocks came out."""

    opened: int = 0
    met: int = 0
    late: int = 0
    open: int = 0
    overdue: int = 0
    superseded: int = 0
    ended_late: int = 0

    def add(self, other: Tally) -> None:
        """Count another's with one's own."""
        for name in ("opened", "met", "late", "open", "overdue", "superseded", "ended_late"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def as_dict(self) -> dict[str, int]:
        found = {"opened": self.opened, "met": self.met, "late": self.late, "ended_late": self.ended_late}
        return {**found, "open": self.open, "overdue": self.overdue}


def tally(spells: Iterable[Spell], *, as_of: datetime) -> dict[str, Tally]:
    """By rule: how many clocks started, were met, met late, are open, and are overdue (of those open)."""
    found: dict[str, Tally] = {}
    for spell in spells:
        outcome = spell.outcome(as_of)
        one = found.setdefault(spell.rule.code, Tally())
        one.opened += 1
        match outcome:
            case Outcome.MET:
                one.met += 1
            case Outcome.LATE:
                one.late += 1
            case Outcome.SUPERSEDED:
                one.superseded += 1
            case Outcome.ENDED_LATE:
                one.ended_late += 1
            case Outcome.OVERDUE:
                one.overdue += 1
                one.open += 1
            case Outcome.OPEN:
                one.open += 1
    return found
