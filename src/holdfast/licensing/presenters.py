"""Questions to licensing as pages show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.urls import reverse

from holdfast.duties.presenters import author_of
from holdfast.licensing.codes import ABOUT_WORDS, DECISION_WORDS, LICENSED_WORDS, STATE_WORDS, About, Decision, State
from holdfast.licensing.models import Question
from holdfast.pages.components import Event, Row, Tag
from holdfast.pages.dates import day, moment
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import Directory
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import Facts, Parts

_PARTS = {
    "about": "About",
    "may_be_told": "They may be told",
    "authority": "Licensed by",
    "to": "Sent to",
    "rests_on": "Rests on",
    "public_safety": "Why at once",
    "told": "They were told",
}


def state_of(found: Question) -> Tag:
    """Where it stands."""
    words = DECISION_WORDS[Decision(found.decision)] if found.decision else STATE_WORDS[State(found.state)]
    return Tag(words, "done" if found.state in (State.DECIDED, State.CLOSED) else "soon")


def facts_of(found: Question, directory: Directory, acting: Acting) -> list[Row]:
    return [
        Row("What", ABOUT_WORDS[About(found.what)]),
        Row("Asked", f"{moment(found.asked_at)} by {directory.known_to(found.asker_id, acting.agency)}"),
    ]


def listed(found: Sequence[Question], names: Mapping[UUID, str]) -> list[tuple[str, Tag, str]]:
    return [(names.get(q.id, "A question"), state_of(q), reverse("licensing:question", args=[q.id])) for q in found]


def events(story: Sequence[tuple[AnyEntry, Parts]], directory: Directory, acting: Acting) -> list[Event]:
    """What was recorded, in order."""
    return [
        Event(
            title=e.kind.line,
            happened=moment(e.happened_at),
            recorded_at=e.recorded_at,
            by=author_of(e, directory, acting),
            words=getattr(parts, "shared", None) or getattr(parts, "words", None) or "",
            facts=tuple(_rows(e.facts, parts)),
            key=str(e.id),
        )
        for e, parts in story
    ]


def _rows(facts: Facts, parts: Parts) -> Iterator[Row]:
    if (licensed := getattr(facts, "licensed", None)) is not None:
        yield Row("Answer", LICENSED_WORDS[licensed])
    if (decision := getattr(facts, "decision", None)) is not None:
        yield Row("Decided", DECISION_WORDS[decision])
    for name, words in _PARTS.items():
        if value := getattr(parts, name, None):
            yield Row(words, value)
    for name, words in (("on", "On"), ("told_on", "Told on")):
        if (on := getattr(facts, name, None)) is not None:
            yield Row(words, day(on))
