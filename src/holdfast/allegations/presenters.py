"""Allegations as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse

from holdfast.allegations.codes import BARRING_WORDS, HANDLING_WORDS, OUTCOME_WORDS, Outcome
from holdfast.allegations.models import Allegation
from holdfast.duties.presenters import author_of
from holdfast.pages.components import Event, Row, Tag
from holdfast.pages.dates import day, moment
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import Directory
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import Facts, Parts

_PART_WORDS = {"person": "About", "employer": "Works for", "child": "Child", "safety": "What keeps children safe"}


def state_of(found: Allegation) -> Tag:
    """Where it stands."""
    if found.outcome is not None and found.concluded_at is not None:
        return Tag(f"{OUTCOME_WORDS[Outcome(found.outcome)][0]}, {day(found.concluded_at)}", "done")
    return Tag("With the LADO", "soon") if found.acknowledged_at is not None else Tag("Waits for the LADO", "soon")


def listed(found: Sequence[Allegation], directory: Directory) -> list[tuple[str, Tag, str, str]]:
    """Each as a list shows it: when it was told, where it stands, who told it, its page. Nothing of what, or of whom."""
    return [
        (f"Told {moment(a.told_at)}", state_of(a), directory.name(a.told_by_agency_id), reverse("allegations:allegation", args=[a.id]))
        for a in found
    ]


def events(story: Sequence[tuple[AnyEntry, Parts]], directory: Directory, acting: Acting) -> list[Event]:
    """What was recorded of it, in order."""
    return [_event(e, parts, directory, acting) for e, parts in story]


def _event(e: AnyEntry, parts: Parts, directory: Directory, acting: Acting) -> Event:
    return Event(
        title=e.kind.line,
        happened=moment(e.happened_at),
        recorded_at=e.recorded_at,
        by=author_of(e, directory, acting),
        words=getattr(parts, "words", None) or getattr(parts, "alleged", None) or "",
        facts=tuple(_rows(e.facts, parts, directory)),
        key=str(e.id),
    )


def _rows(facts: Facts, parts: Parts, directory: Directory) -> list[Row]:
    rows = [Row(words, value) for name, words in _PART_WORDS.items() if (value := getattr(parts, name, None))]
    if isinstance(employer := getattr(facts, "employer", None), UUID):
        rows.append(Row("Works for", directory.name(employer)))
    if (noticed := getattr(facts, "noticed_on", None)) is not None:
        rows.append(Row("Came to notice", day(noticed)))
    for name, words, said in (
        ("handling", "Handled", HANDLING_WORDS),
        ("barring", "Barring service", BARRING_WORDS),
    ):
        if (code := getattr(facts, name, None)) is not None:
            rows.append(Row(words, said[code]))
    if (outcome := getattr(facts, "outcome", None)) is not None:
        rows.insert(0, Row("Found", OUTCOME_WORDS[outcome][0]))
    return rows
