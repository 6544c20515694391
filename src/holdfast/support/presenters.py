"""Support as pages show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from holdfast.duties.presenters import author_of
from holdfast.pages.components import Event, Row, Tag, Tone
from holdfast.pages.dates import day, moment
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import Directory
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import Facts, Parts
from holdfast.support.codes import ENDED_WORDS, GAPS, HOW_WORDS, STATE_WORDS, SUPPORT_WORDS, WAITS_WORDS, State, Support, Waits
from holdfast.support.models import Item, Plan

_TONES: dict[State, Tone] = {State.BEGUN: "ok", State.DECLINED: "quiet", State.ENDED: "quiet"}


def state_of(item: Item | None) -> Tag:
    """Where one kind of support stands, and since when."""
    if item is None:
        return Tag(STATE_WORDS[State.NOT_OFFERED], "soon")
    state = State(item.state)
    words = STATE_WORDS[state]
    if state is State.WAITING and item.waits:
        words = f"{words}: {WAITS_WORDS[Waits(item.waits)][:1].lower()}{WAITS_WORDS[Waits(item.waits)][1:]}"
    return Tag(f"{words}, since {day(item.since)}", _TONES.get(state, "soon"))


@dataclass(frozen=True)
class Line:
    """One kind of support, as a plan shows it."""

    title: str
    state: Tag
    owes: str
    href: str


def lines(plan: UUID, items: Mapping[str, Item], directory: Directory, *, whole: bool) -> list[Line]:
    """Every kind: gaps first; for whoever reads only what they owe, that alone."""
    found = [
        (what, items.get(what))
        for what in sorted(Support, key=lambda w: items.get(w) is not None and State(items[w].state) not in GAPS)
        if whole or what in items
    ]
    return [
        Line(
            SUPPORT_WORDS[what],
            state_of(item),
            directory.name(item.agency_id) if item is not None else "",
            reverse("support:item", args=[plan, what]),
        )
        for what, item in found
    ]


def facts_of(plan: Plan, directory: Directory, acting: Acting) -> list[Row]:
    """Who is there for her."""
    rows = [
        Row("Advocate", directory.known_to(plan.advocate_id, acting.agency) if plan.advocate_id else "Nobody yet"),
        Row("Coordinates it", directory.known_to(plan.coordinator_id, acting.agency) if plan.coordinator_id else "Nobody now"),
        Row("Begun", day(plan.opened_at)),
    ]
    if plan.handed_over_on is not None:
        rows.append(Row("Handed over to adults’ services", day(plan.handed_over_on)))
    elif plan.handover_on is not None:
        rows.append(Row("Hand-over begins", day(plan.handover_on)))
    return rows


def events(story: Sequence[tuple[AnyEntry, Parts]], directory: Directory, acting: Acting) -> list[Event]:
    """What was recorded, in order."""
    return [
        Event(
            title=f"{SUPPORT_WORDS[what]}: {_small(e.kind.line)}" if (what := getattr(e.facts, "what", None)) is not None else e.kind.line,
            happened=day(on) if (on := getattr(e.facts, "on", None)) is not None else moment(e.happened_at),
            recorded_at=e.recorded_at,
            by=author_of(e, directory, acting),
            words=getattr(parts, "words", None) or "",
            facts=tuple(_rows(e.facts, parts, directory, acting)),
            key=str(e.id),
        )
        for e, parts in story
    ]


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


def _rows(facts: Facts, parts: Parts, directory: Directory, acting: Acting) -> Iterator[Row]:
    for name, words, said in (
        ("how", "How", {str(k): v for k, v in HOW_WORDS.items()}),
        ("waits", "Waits for", {str(k): v for k, v in WAITS_WORDS.items()}),
        ("why", "Why", {str(k): v for k, v in ENDED_WORDS.items()}),
    ):
        if (code := getattr(facts, name, None)) is not None:
            yield Row(words, said[str(code)])
    if (to := getattr(parts, "to", None)) is not None:
        yield Row("To", to)
    for name, words in (("agency", "Organisation"), ("commissioner", "Commissioned by")):
        if isinstance(who := getattr(facts, name, None), UUID):
            yield Row(words, directory.name(who))


#: Where it stands, said to her.
_TO_HER = {
    State.NOT_OFFERED: "Nobody has offered you this yet. You can ask for it",
    State.OFFERED: "Offered to you. You can say yes, or no, or not now",
    State.NO_REPLY: "Offered to you. You can still say yes",
    State.ACCEPTED: "You said yes. It has not begun yet",
    State.DECLINED: "Not now. You can say yes at any time",
    State.WAITING: "You said yes, and are waiting",
    State.BEGUN: "It has begun",
    State.ENDED: "It has ended. You can ask for it again",
}


_TITLES_TO_HER = {Support.FAMILY: "Help for your family"}


def hers(items: Mapping[str, Item]) -> list[Row]:
    """Each kind of support as she reads it: where it stands, and since when."""
    rows = []
    for what in Support:
        item = items.get(what)
        state = State(item.state) if item is not None else State.NOT_OFFERED
        since = (
            f", since {day(item.since)}" if item is not None and state in (State.ACCEPTED, State.WAITING, State.BEGUN, State.ENDED) else ""
        )
        rows.append(Row(_TITLES_TO_HER.get(what, SUPPORT_WORDS[what]), f"{_TO_HER[state]}{since}."))
    return rows
