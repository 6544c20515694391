"""Measures as pages show them: bodies and what they answered, rows to answer, one measure and its story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from holdfast.disruption.catalogue import Measure as Row_
from holdfast.disruption.catalogue import measure as row_of
from holdfast.disruption.codes import BODY_WORDS, WARNS_WORDS
from holdfast.duties.presenters import author_of
from holdfast.measures.codes import (
    CLEARANCE_WORDS,
    ENDING_WORDS,
    MOVED_WORDS,
    NOT_ASKED_WORDS,
    RANK_WORDS,
    REJECTED_WORDS,
    STATE_WORDS,
    UNCLEARED_WORDS,
    Clearance,
    NotAsked,
    Rejected,
    State,
)
from holdfast.measures.models import Ask, Measure, NotAskedRow
from holdfast.pages.components import Event, Row, Tag, Tone
from holdfast.pages.dates import day, moment, plural
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import Directory
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import Facts, Parts

_TONES: dict[State, Tone] = {State.REJECTED: "quiet", State.IN_FORCE: "ok", State.CLEARED: "ok", State.WITHDRAWN: "quiet"}


def title_of(code: str) -> str:
    """What a measure is called; a row that a later catalogue dropped shows its code."""
    try:
        return row_of(code).title
    except KeyError:
        return code


def state_of(found: Measure) -> Tag:
    """Where it stands, in words; of a wait, until when."""
    words = STATE_WORDS[State(found.state)]
    if found.state == State.WAITS and found.until is not None:
        words = f"{words}, until {day(found.until)}"
    if found.state == State.IN_FORCE and found.expires_on is not None:
        words = f"{words} until {day(found.expires_on)}"
    if found.state == State.REJECTED and found.why:
        words = f"{words}: {REJECTED_WORDS[Rejected(found.why)][:1].lower()}{REJECTED_WORDS[Rejected(found.why)][1:]}"
    return Tag(words, _TONES.get(State(found.state), "soon"))


@dataclass(frozen=True)
class Shown:
    """A measure that a body answered, where it stands, and where its page is."""

    title: str
    state: Tag
    href: str
    rejected: bool


@dataclass(frozen=True)
class Body:
    """A body that holds measures in a matter: what was asked of it, and what it answered."""

    name: str
    state: Tag
    href: str
    measures: Sequence[Shown]
    acts: Sequence[tuple[str, str]]

    @property
    def waits(self) -> bool:
        """It was not asked yet, and nobody said why not."""
        return self.state.text == _NOT_YET


def bodies(
    matter: UUID, holders: Sequence[str], asks: Sequence[Ask], nots: Sequence[NotAskedRow], measures: Sequence[Measure], *, may_ask: bool
) -> list[Body]:
    """Each body, in the order in which it was asked; those not asked yet first, because that is what is owed."""
    there = {ask.body: ask for ask in asks}
    not_asked = {row.body: row for row in nots}
    names = dict.fromkeys([*holders, *there, *not_asked])
    found = [_body(matter, name, there.get(name), not_asked.get(name), measures, may_ask) for name in names]
    return sorted(found, key=lambda body: not body.waits)


_NOT_YET = "Not yet asked"


def _body(matter: UUID, name: str, ask: Ask | None, not_asked: NotAskedRow | None, measures: Sequence[Measure], may_ask: bool) -> Body:
    rows = [
        Shown(title_of(m.code), state_of(m), reverse("measures:measure", args=[m.id]), m.state == State.REJECTED)
        for m in measures
        if ask is not None and m.ask_id == ask.id
    ]
    to_ask = (ask is None or ask.connected is True) and not_asked is None
    acts = (
        [("Ask it", reverse("measures:ask-body", args=[matter, name])), ("Say why not", reverse("measures:not-ask", args=[matter, name]))]
        if to_ask and may_ask
        else []
    )
    href = reverse("measures:ask", args=[ask.id]) if ask is not None else ""
    return Body(BODY_WORDS.get(name, name), _state_of_ask(ask, not_asked, len(rows)), href, rows, acts)


def _state_of_ask(ask: Ask | None, not_asked: NotAskedRow | None, answered: int) -> Tag:
    if not_asked is not None:
        return Tag(f"Not asked: {NOT_ASKED_WORDS[NotAsked(not_asked.why)]}", "quiet")
    if ask is None:
        return Tag(_NOT_YET, "soon")
    if ask.connected:
        return Tag("Whoever was asked is connected: ask another", "late")
    if ask.answered_at is not None:
        return Tag(f"Answered {day(ask.answered_at)}", "done")
    return Tag(f"Asked {day(ask.asked_at)}; {answered} of {plural(len(ask.offered), 'row', 'rows')} answered", "soon")


@dataclass(frozen=True)
class Line:
    """One row of a list: the measure, what it needs, and its answer or where to give it."""

    title: str
    about: str
    state: Tag | None
    href: str
    answered: bool


def lines(ask: Ask, answered: Sequence[Measure]) -> list[Line]:
    """The rows of a list: those not answered first."""
    by_code = {m.code: m for m in answered}
    found = []
    for code in ask.offered:
        done = by_code.get(code)
        href = reverse("measures:measure", args=[done.id]) if done else reverse("measures:answer", args=[ask.id, code])
        found.append(Line(title_of(code), _needs(code), state_of(done) if done else None, href, done is not None))
    return sorted(found, key=lambda line: line.answered)


def _needs(code: str) -> str:
    try:
        return row_of(code).test
    except KeyError:
        return ""


def row_facts(row: Row_) -> list[Row]:
    """What whoever answers a row must have before them."""
    rows = [
        Row("On what basis", row.basis),
        Row("What must be shown", row.test),
        Row("How long it lasts", row.lasts),
        Row("Whether it warns", WARNS_WORDS[row.warns]),
        Row("Mind", row.mind),
    ]
    return [each for each in rows if each.value]


def facts_of(found: Measure, directory: Directory, acting: Acting) -> list[Row]:
    """A measure at a glance."""
    rows = [
        Row("Whose", BODY_WORDS.get(found.body, found.body)),
        Row("Decided by", directory.known_to(found.decided_by_id, acting.agency)),
        Row("May it go ahead?", CLEARANCE_WORDS[Clearance(found.clearance)] if found.clearance else ""),
        Row("Waits until", day(found.until) if found.until and found.state == State.WAITS else ""),
        Row("Applied for", day(found.applied_on) if found.applied_on else ""),
        Row("In force since", day(found.force_on) if found.force_on else ""),
        Row("Until", day(found.expires_on) if found.expires_on else ""),
        Row("With a birthday of the child, at the latest", day(found.latest_on) if found.latest_on else ""),
        Row("Who acts on a breach", directory.known_to(found.owner_id, acting.agency) if found.force_on else ""),
        Row("Ended", day(found.ended_on) if found.ended_on else ""),
    ]
    return [row for row in rows if row.value]


_PARTS = {"plan": "What keeps each child safe", "children": "What changed for each child", "where": "Where it moved"}
_CODED: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("why", "Why", {str(k): v for k, v in REJECTED_WORDS.items()}),
    ("answer", "Answer", {str(k): v for k, v in CLEARANCE_WORDS.items()}),
    ("rank", "Rank", {str(k): v for k, v in RANK_WORDS.items()}),
    ("uncleared", "Without asking the police", {str(k): v for k, v in UNCLEARED_WORDS.items()}),
    ("how", "How", {str(k): v for k, v in ENDING_WORDS.items()}),
    ("moved", "Where it moved", {str(k): v for k, v in MOVED_WORDS.items()}),
)
_YES_NO = (("agrees", "Holds"), ("upheld", "The measure stands"), ("proceed", "Goes ahead"))
_DAYS = (("on", "On"), ("until", "Until"), ("expires_on", "Ends"))


def events(story: Sequence[tuple[AnyEntry, Parts]], directory: Directory, acting: Acting) -> list[Event]:
    """What was recorded of one measure, in order."""
    return [
        Event(
            title=e.kind.line,
            happened=moment(e.happened_at),
            recorded_at=e.recorded_at,
            by=author_of(e, directory, acting),
            words=getattr(parts, "words", None) or getattr(parts, "reason", None) or "",
            facts=tuple(_rows(e.facts, parts, directory, acting)),
            key=str(e.id),
        )
        for e, parts in story
    ]


def _rows(facts: Facts, parts: Parts, directory: Directory, acting: Acting) -> Iterator[Row]:
    for name, words, said in _CODED:
        if (code := getattr(facts, name, None)) is not None:
            yield Row(words, said[str(code)])
    for name, words in _YES_NO:
        if (value := getattr(facts, name, None)) is not None:
            yield Row(words, "Yes" if value else "No")
    for name, words in _DAYS:
        if (on := getattr(facts, name, None)) is not None:
            yield Row(words, day(on))
    for name in ("with_worker", "with_reader"):
        if isinstance(who := getattr(facts, name, None), UUID):
            yield Row("With", directory.known_to(who, acting.agency))
    for name, words in _PARTS.items():
        if value := getattr(parts, name, None):
            yield Row(words, value)


def reason_rows(found: Sequence[tuple[str, str, int]]) -> list[list[object]]:
    """How often each body gave each reason."""
    return [[BODY_WORDS.get(body, body), REJECTED_WORDS[Rejected(why)], n] for body, why, n in found]
