"""Clocks over history: for a child's entries in the order in which they happened, which clocks were met, met late, or never met.

Pure: the same rules that open duties are played over what is recorded, so that an imported past and a lived present are counted alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from holdfast.duties import conditions
from holdfast.duties.clocks import Allowed, Calendar, due, end_of
from holdfast.duties.rulebook import Rule, rules
from holdfast.duties.showing import Happening, Running, apart, makes_needless, shows_done
from holdfast.when import LONDON, london_day


class Outcome(StrEnum):
    """How a clock came out by a given instant."""

    MET = "met"
    LATE = "late"
    OPEN = "open"
    OVERDUE = "overdue"
    SUPERSEDED = "superseded"
    NEVER_MET = "never_met"
    NOT_REQUIRED = "not_required"


@dataclass(frozen=True, slots=True)
class Spell:
    """One running of one clock."""

    rule: Rule
    trigger: UUID
    #: When what started it happened; from when it runs.
    began_at: datetime
    starts_at: datetime
    due_at: datetime
    owing: UUID | None
    ended_at: datetime | None = None
    ended_by: UUID | None = None
    superseded: bool = False
    not_required: bool = False
    #: The facts of what started it.
    facts: object = None
    #: When what it asks for was first begun, of a rule that looks at that.
    begun_at: datetime | None = None

    @property
    def may_be_silent(self) -> bool:
        """Whether a census shows what became of it only in the year in which that happened."""
        return self.rule.shown_in_its_year and getattr(self.facts, "returned", None) is not None

    def is_silent(self, here_since: date | None) -> bool:
        """Whether what became of it may stand in a census that is not here: it began before those that are, and nothing here shows it done or begun."""
        if here_since is None or not self.may_be_silent or london_day(self.starts_at) >= here_since:
            return False
        return (self.ended_at is None or self.superseded) and self.begun_at is None

    def outcome(self, as_of: datetime) -> Outcome:
        if self.superseded:
            # What needed no more doing only after it was late was never done, and stays counted so for ever.
            return Outcome.NEVER_MET if self.ended_at is not None and self.ended_at > self.due_at else Outcome.SUPERSEDED
        if self.not_required:
            return Outcome.NOT_REQUIRED
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
    here_since: date | None = None,
) -> list[Spell]:
    """Every running of every clock over these happenings up to an instant, in the order they started. Census clocks, unless told.

    `allowed` holds the local values in force, by rule; `council` is the organisation that owes what a rule says the council owes; `here_since` the day
    since which every year's census is here: of a clock that began before it, a census is silent about what ended it earlier, and so are we.
    """
    chosen = [r for r in rules() if r.census] if among is None else list(among)
    ordered = sorted((h for h in happenings if h.happened_at <= until), key=lambda h: h.happened_at)
    spells: list[Spell] = []
    running: dict[tuple[str, UUID], int] = {}
    for h in ordered:
        day = london_day(h.happened_at)
        for (code, trigger), at in list(running.items()):
            spell = spells[at]
            if apart(spell.facts, h.facts):
                continue
            superseded = makes_needless(spell.rule, h)
            if superseded or shows_done(spell.rule, Running(spell.trigger, spell.starts_at, spell.owing), h):
                not_required = not superseded and h.kind in spell.rule.not_required
                spells[at] = replace(spell, ended_at=h.happened_at, ended_by=h.id, superseded=superseded, not_required=not_required)
                del running[code, trigger]
                if spell.rule.repeats and not superseded:
                    _start(spell.rule, h, spells, running, calendar, allowed, council)
        for rule in chosen:
            if h.kind not in rule.starts or not rule.in_force(day) or not conditions.holds(rule.when, h):
                continue
            if rule.once and any(code == rule.code and not apart(spells[at].facts, h.facts) for (code, _), at in running.items()):
                continue
            _start(rule, h, spells, running, calendar, allowed, council)
    spells = [replace(s, begun_at=_begun_at(s, ordered)) if s.rule.begun_by else s for s in spells]
    return [s for s in spells if not s.is_silent(here_since)]


def _begun_at(spell: Spell, ordered: Sequence[Happening]) -> datetime | None:
    """When what a clock asks for was first begun, as far as is shown."""
    begun = (h for h in ordered if h.kind in spell.rule.begun_by and not apart(spell.facts, h.facts))
    return next((h.happened_at for h in begun), None)


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
    spells.append(Spell(rule, h.id, h.happened_at, starts_at, due_at, _owing(rule, h, council), facts=h.facts))


@dataclass
class Tally:
    """How one rule's clocks came out."""

    opened: int = 0
    met: int = 0
    late: int = 0
    #: Ended after its due time, by closure or the like, without having been done.
    never_met: int = 0
    not_required: int = 0
    open: int = 0
    overdue: int = 0
    superseded: int = 0

    def add(self, other: Tally) -> None:
        """Count another's with one's own."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    def as_dict(self) -> dict[str, int]:
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != "superseded"}


_COUNTED: dict[Outcome, tuple[str, ...]] = {
    Outcome.MET: ("met",),
    Outcome.LATE: ("late",),
    Outcome.NEVER_MET: ("never_met",),
    Outcome.NOT_REQUIRED: ("not_required",),
    Outcome.SUPERSEDED: ("superseded",),
    Outcome.OPEN: ("open",),
    Outcome.OVERDUE: ("open", "overdue"),
}


def tally(spells: Iterable[Spell], *, as_of: datetime) -> dict[str, Tally]:
    """By rule: how many clocks started, were met, met late, never met, found not required, are open, and are overdue (of those open)."""
    found: dict[str, Tally] = {}
    for spell in spells:
        one = found.setdefault(spell.rule.code, Tally())
        for name in ("opened", *_COUNTED[spell.outcome(as_of)]):
            setattr(one, name, getattr(one, name) + 1)
    return found
