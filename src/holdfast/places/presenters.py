"""Places as pages show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.urls import reverse

from holdfast.duties.presenters import author_of
from holdfast.pages.components import Event, Row, Tag, Tone
from holdfast.pages.dates import day, moment
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import Directory
from holdfast.places.codes import DONE_WORDS, PLACE_WORDS, STATE_WORDS, PlaceKind, State
from holdfast.places.models import Place
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import Facts, Parts

_TONES: dict[State, Tone] = {State.REPORTED: "soon", State.ASSESSED: "plain"}
_PARTS = {
    "name": "Called",
    "where": "Where",
    "context": "The place",
    "children": "What children meet there",
    "young_people": "What young people say",
    "partners": "Who can reach it",
    "safe_adults": "Safe adults",
    "outcome": "What would show that it has changed",
    "next": "Next",
}


def state_of(found: Place) -> Tag:
    return Tag(STATE_WORDS[State(found.state)], _TONES.get(State(found.state), "done"))


def facts_of(found: Place, directory: Directory, acting: Acting) -> list[Row]:
    """A place at a glance. How often somebody was found there is nowhere."""
    rows = [Row("What it is", PLACE_WORDS[PlaceKind(found.kind)]), Row("Reported", moment(found.reported_at))]
    if found.state == State.ASSESSED:
        rows.append(Row("Owner", directory.known_to(found.owner_id, acting.agency) if found.owner_id else "Nobody now: give it an owner"))
    if found.next_on is not None and found.review_on is not None:
        rows += [Row("Next action by", day(found.next_on)), Row("Looked at again", day(found.review_on))]
    return rows


def listed(found: Sequence[Place], names: Mapping[UUID, str]) -> list[tuple[str, Tag, str, str]]:
    """Each as a list shows it."""
    return [
        (names.get(p.id, "A place"), state_of(p), f"next by {day(p.next_on)}" if p.next_on else "", reverse("places:place", args=[p.id]))
        for p in found
    ]


def events(story: Sequence[tuple[AnyEntry, Parts]], directory: Directory, acting: Acting) -> list[Event]:
    """What was recorded, in order."""
    return [
        Event(
            title=e.kind.line,
            happened=moment(e.happened_at),
            recorded_at=e.recorded_at,
            by=author_of(e, directory, acting),
            words=getattr(parts, "said", None) or getattr(parts, "words", None) or "",
            facts=tuple(_rows(e.facts, parts, directory, acting)),
            key=str(e.id),
        )
        for e, parts in story
    ]


def _rows(facts: Facts, parts: Parts, directory: Directory, acting: Acting) -> Iterator[Row]:
    for name, words in _PARTS.items():
        if value := getattr(parts, name, None):
            yield Row(words, value)
    if (done := getattr(facts, "done", None)) is not None:
        yield Row("Done", DONE_WORDS[done])
    if isinstance(who := getattr(facts, "worker", None), UUID):
        yield Row("Owner", directory.known_to(who, acting.agency))
    for name, words in (("next_on", "Next by"), ("review_on", "Looked at again")):
        if (on := getattr(facts, name, None)) is not None:
            yield Row(words, day(on))
