"""Intelligence as pages show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.urls import reverse

from holdfast.duties.presenters import author_of
from holdfast.intelligence.codes import CLOSE_WORDS, CONDITION_WORDS, STATE_WORDS, Close, State
from holdfast.intelligence.models import Grade, Item, Text
from holdfast.pages.components import Event, Row, Tag
from holdfast.pages.dates import day, moment
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import Directory
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import Facts, Parts

_PARTS = {"about": "About", "when": "When", "how_known": "How it is known", "unit": "Unit"}


def state_of(found: Item, grade: Grade | None, viewer: UUID) -> Tag:
    """Where it stands, as far as the viewer may read."""
    if grade is not None:
        words = f"{STATE_WORDS[State(grade.state)]}: {grade.source_reliability} {grade.assessment} {grade.handling}"
        return Tag(words, "done" if grade.state == State.PASSED else "soon")
    if found.replied_at is None and found.giver_id != viewer:
        return Tag("To be graded", "soon")
    return Tag("Answered", "done") if found.replied_at is not None else Tag("Received; you are answered once", "soon")


def state_of_text(found: Text) -> Tag:
    if found.recalled_id is not None and found.reviewed_at is None:
        return Tag("Retracted: look at what you decided on it", "late")
    if found.responded_at is not None:
        return Tag("Answered", "done")
    return Tag(f"Answer by {day(found.respond_on)}", "soon")


def listed(found: Sequence[Item], names: Mapping[UUID, str]) -> list[tuple[str, str, str]]:
    return [(names.get(i.id, "Information"), moment(i.given_at), reverse("intelligence:item", args=[i.id])) for i in found]


def texts(found: Sequence[Text]) -> list[tuple[str, Tag, str]]:
    return [(f"Passed {moment(t.passed_at)}", state_of_text(t), reverse("intelligence:text", args=[t.id])) for t in found]


def facts_of(found: Item) -> list[Row]:
    return [Row("Given", moment(found.given_at)), Row("Whoever it comes from", CLOSE_WORDS[Close(found.close)])]


def events(story: Sequence[tuple[AnyEntry, Parts]], directory: Directory, acting: Acting) -> list[Event]:
    """What was recorded, in order. Of the police a unit stands."""
    return [
        Event(
            title=e.kind.line,
            happened=moment(e.happened_at),
            recorded_at=e.recorded_at,
            by=getattr(parts, "unit", None) or author_of(e, directory, acting),
            words=next((w for n in ("what", "words", "reason", "text") if (w := getattr(parts, n, None))), ""),
            facts=tuple(_rows(e.facts, parts)),
            key=str(e.id),
        )
        for e, parts in story
    ]


def _rows(facts: Facts, parts: Parts) -> Iterator[Row]:
    for name, words in _PARTS.items():
        if value := getattr(parts, name, None):
            yield Row(words, value)
    if (grading := getattr(facts, "grading", None)) is not None:
        yield Row("Graded", f"{grading.source_reliability} {grading.assessment} {grading.handling}")
    if (condition := getattr(facts, "condition", None)) is not None:
        yield Row("What binds you", CONDITION_WORDS[condition])
    if (on := getattr(facts, "respond_on", None)) is not None:
        yield Row("Answer by", day(on))
    for name, words in (("agrees", "It leaves"), ("acts", "Acts on it")):
        if (value := getattr(facts, name, None)) is not None:
            yield Row(words, "Yes" if value else "No")
