"""The counts of the partnership, by published rules: each is a function of entries alone, so that anyone entitled counts again and gets the same.

Two questions that were answered with words for years: how big is it (failing S5), and what became of it (failing S6: told, acted, effect). A count says
nothing about a person, and ranks nobody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from holdfast.children.kinds.case import CaseOpened, ChildSeen, VisitRecorded
from holdfast.children.kinds.safety import MissingStarted
from holdfast.concerns import kinds as concerns
from holdfast.concerns.codes import ENDS_IT, Alleged
from holdfast.duties import kinds as duties
from holdfast.duties.ladder import OUTSIDE, Rung
from holdfast.notices import kinds as notices
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import Facts

#: By organisation, or (None) of the partnership as a whole.
Counts = dict[UUID | None, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """One published count: its code, its title, and the rule in words."""

    code: str
    title: str
    words: str


@dataclass
class Period:
    """The entries recorded before the end of a period, and when it begins: what is counted is what was first recorded since then."""

    entries: Sequence[AnyEntry]
    since: datetime
    #: Entries by kind, those that stand: no correction replaces them.
    by_kind: dict[type, list[AnyEntry]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        corrected = {e.corrects for e in self.entries}
        for e in self.entries:
            if e.id not in corrected:
                self.by_kind[type(e.facts)].append(e)

    def of(self, *kinds: type) -> list[AnyEntry]:
        """The standing entries of these kinds."""
        return [e for kind in kinds for e in self.by_kind.get(kind, ())]


_counts: dict[str, tuple[Rule, Callable[[Period], Counts]]] = {}


def counts(code: str, title: str, words: str) -> Callable[[Callable[[Period], Counts]], Callable[[Period], Counts]]:
    """Publish a count under its rule."""

    def register(function: Callable[[Period], Counts]) -> Callable[[Period], Counts]:
        _counts[code] = Rule(code, title, words), function
        return function

    return register


def rules() -> list[Rule]:
    """Every published rule, in order."""
    return [rule for rule, _ in _counts.values()]


def count(entries: Iterable[AnyEntry], *, since: datetime, until: datetime) -> dict[str, Counts]:
    """Every count of a period over these entries; of those recorded at its end or later nothing is looked at."""
    period = Period([e for e in entries if e.recorded_at < until], since)
    return {code: function(period) for code, (_, function) in _counts.items()}


#: The kinds of entry that the rules look at; no others need be read.
LOOKED_AT: tuple[type[Facts], ...] = (
    concerns.DangerTold,
    concerns.ConcernTold,
    concerns.ContactRecorded,
    concerns.ReferralRecorded,
    concerns.IntelligenceRecorded,
    concerns.AllegedRecorded,
    concerns.ConcernRead,
    concerns.ConcernDecided,
    concerns.ConcernCountersigned,
    concerns.ChildFound,
    duties.DutyOpened,
    duties.DutyEscalated,
    duties.DutyDone,
    duties.DutyShownElsewhere,
    notices.NoticePutTo,
    notices.NoticeResponded,
    CaseOpened,
    ChildSeen,
    VisitRecorded,
    MissingStarted,
)
_ALLEGING = (
    concerns.ConcernTold,
    concerns.ContactRecorded,
    concerns.ReferralRecorded,
    concerns.IntelligenceRecorded,
    concerns.AllegedRecorded,
)
_EXPLOITATION = {Alleged.SEXUAL_EXPLOITATION, Alleged.SEXUAL_ABUSE}


def _told(period: Period) -> dict[UUID, AnyEntry]:
    """The concerns first told in the period, each with its first entry."""
    first: dict[UUID, AnyEntry] = {}
    for e in sorted(period.of(concerns.DangerTold, concerns.ConcernTold), key=lambda e: e.recorded_at):
        first.setdefault(e.matter, e)
    return {matter: e for matter, e in first.items() if e.recorded_at >= period.since}


def _exploitation(period: Period) -> set[UUID]:
    """Of the concerns told in the period, those of which sexual abuse or exploitation was alleged at any time, by whoever told it or the front door."""
    told = _told(period)
    return {e.matter for e in period.of(*_ALLEGING) if e.matter in told and _EXPLOITATION & set(e.facts.alleged)}


def _whole(number: int) -> Counts:
    return {None: number}


@counts(
    "TOLD_BY",
    "Concerns that its people told",
    "By the organisation of whoever told it first, each concern once. An organisation that told none stands with 0: what nobody uses protects nobody.",
)
def told_by(period: Period) -> Counts:
    found: Counter[UUID | None] = Counter(e.author.agency for e in _told(period).values() if e.author.agency is not None)
    return dict(found)


@counts(
    "CONCERNS",
    "Concerns told",
    "Each concern once, by whoever told it and in whatever way, whether or not it was read, whatever it was called later.",
)
def concerns_told(period: Period) -> Counts:
    return _whole(len(_told(period)))


@counts(
    "EXPLOITATION",
    "Of these, sexual abuse or exploitation alleged",
    "Alleged at any time: by whoever told it, or by the front door. To record it as something else later takes it out of nothing.",
)
def exploitation(period: Period) -> Counts:
    return _whole(len(_exploitation(period)))


@counts(
    "CALLED_OTHERWISE",
    "Of these, recorded later as something else",
    "The last time that the front door recorded what is alleged, it recorded neither. Each entry says who did, and why.",
)
def called_otherwise(period: Period) -> Counts:
    last: dict[UUID, AnyEntry] = {}
    for e in sorted(period.of(*_ALLEGING), key=lambda e: e.recorded_at):
        last[e.matter] = e
    return _whole(sum(not _EXPLOITATION & set(last[m].facts.alleged) for m in _exploitation(period)))


@counts("NOT_READ", "Of these, not yet read", "No entry says that anybody at the front door read it.")
def not_read(period: Period) -> Counts:
    read = {e.matter for e in period.of(concerns.ConcernRead)}
    return _whole(len(_exploitation(period) - read))


@counts(
    "ENDED_AT_FRONT_DOOR",
    "Of these, ended at the front door",
    "Advice or no further action was decided last, and stands: a second person agreed where one is needed.",
)
def ended_at_the_front_door(period: Period) -> Counts:
    agreed = {e.facts.decided for e in period.of(concerns.ConcernCountersigned) if e.facts.agrees}
    last: dict[UUID, AnyEntry] = {}
    for e in sorted(period.of(concerns.ConcernDecided), key=lambda e: e.recorded_at):
        if not e.facts.needs_second or e.id in agreed:
            last[e.matter] = e
    return _whole(sum(m in last and last[m].facts.decision in ENDS_IT for m in _exploitation(period)))


@counts(
    "CHILDREN",
    "Children of whom sexual abuse or exploitation was alleged",
    "Each child once, however many concerns: those whom the front door found or recorded for such a concern, or decided about. A child whom nobody has "
    "identified is not among them.",
)
def children(period: Period) -> Counts:
    alleged = _exploitation(period)
    found = {e.facts.child for e in period.of(concerns.ChildFound) if e.matter in alleged}
    found |= {child for e in period.of(concerns.ConcernDecided) if e.matter in alleged for child in e.facts.children}
    return _whole(len(found))


def _late(period: Period) -> dict[UUID, tuple[AnyEntry, datetime]]:
    """The duties of which other organisations were first told in the period: what opened each, and when they were told."""
    opened = {e.facts.duty: e for e in period.of(duties.DutyOpened)}
    told: dict[UUID, datetime] = {}
    for e in sorted(period.of(duties.DutyEscalated), key=lambda e: e.recorded_at):
        if Rung(e.facts.rung) in OUTSIDE:
            told.setdefault(e.facts.duty, e.recorded_at)
    return {duty: (opened[duty], at) for duty, at in told.items() if at >= period.since and duty in opened}


@counts(
    "TOLD",
    "Told: late duties of which others were told, and lists and reports put to it",
    "By the organisation that owed it when it opened: each duty once, when another organisation was first told; each list, report or recommendation once.",
)
def told_of(period: Period) -> Counts:
    found: Counter[UUID | None] = Counter(opened.facts.owing_agency for opened, _ in _late(period).values())
    found.update(e.facts.agency for e in period.of(notices.NoticePutTo) if e.recorded_at >= period.since)
    return dict(found)


@counts(
    "ACTED",
    "Acted: of these, shown done since, or answered with actions",
    "An entry shows the duty done. What was said to be in hand, extended, or ended otherwise is not acted on; a response that nothing is done is none.",
)
def acted(period: Period) -> Counts:
    late = _late(period)
    done = {e.facts.duty for e in period.of(duties.DutyDone, duties.DutyShownElsewhere)}
    found: Counter[UUID | None] = Counter(opened.facts.owing_agency for duty, (opened, _) in late.items() if duty in done)
    acts = {e.facts.answers for e in period.of(notices.NoticeResponded) if e.facts.acts}
    found.update(e.facts.agency for e in period.of(notices.NoticePutTo) if e.recorded_at >= period.since and e.id in acts)
    return dict(found)


def _children_of(period: Period) -> dict[UUID | None, dict[UUID, datetime]]:
    """By owing organisation: the cases that its late duties are about, since when others had first been told."""
    cases = {e.matter for e in period.of(CaseOpened)}
    found: dict[UUID | None, dict[UUID, datetime]] = defaultdict(dict)
    for opened, at in _late(period).values():
        if opened.matter in cases:
            of_agency = found[opened.facts.owing_agency]
            of_agency[opened.matter] = min(at, of_agency.get(opened.matter, at))
    return found


@counts("ABOUT", "Children whom these late duties are about", "Each case once for each organisation that owed something about it.")
def about(period: Period) -> Counts:
    return {agency: len(cases) for agency, cases in _children_of(period).items()}


@counts(
    "SEEN_SINCE",
    "Effect: of these children, seen alone since",
    "A visit or a sighting that stands says that the child was seen alone, after others were told.",
)
def seen_since(period: Period) -> Counts:
    seen: dict[UUID, datetime] = {}
    for e in period.of(ChildSeen, VisitRecorded):
        if e.facts.seen_alone and getattr(e.facts, "seen", True):
            seen[e.matter] = max(e.happened_at, seen.get(e.matter, e.happened_at))
    return {agency: sum(c in seen and seen[c] > at for c, at in cases.items()) for agency, cases in _children_of(period).items()}


@counts("MISSING_SINCE", "Effect: of these children, missing again since", "The child went missing after others were told.")
def missing_since(period: Period) -> Counts:
    gone: dict[UUID, datetime] = {}
    for e in period.of(MissingStarted):
        gone[e.matter] = max(e.happened_at, gone.get(e.matter, e.happened_at))
    return {agency: sum(c in gone and gone[c] > at for c, at in cases.items()) for agency, cases in _children_of(period).items()}
