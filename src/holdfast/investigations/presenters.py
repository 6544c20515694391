"""Investigations as pages show them: the last real step, the next, and the days since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.urls import reverse

from holdfast.duties.presenters import author_of
from holdfast.investigations.codes import NFA_WORDS, RANK_WORDS, STATE_WORDS, STEP_WORDS, TOLD_WORDS, NfaReason, State, Step
from holdfast.investigations.models import Investigation
from holdfast.pages.components import Event, Row, Tag, anchor
from holdfast.pages.dates import day, moment, plural
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import Directory
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import Facts, Parts

_PARTS = {"reference": "Reference", "about": "About", "next": "Next step", "child_risk": "What it means for the child"}


def state_of(found: Investigation) -> Tag:
    return Tag(STATE_WORDS[State(found.state)], "soon" if found.state in (State.OPEN, State.NFA_PROPOSED) else "done")


def since(found: Investigation, today: date) -> str:
    """How many days ago the last step was taken; or that none was."""
    if found.last_step_on is None or found.last_step is None:
        return f"None yet, {plural((today - found.opened_on).days, 'day', 'days')} after it was opened"
    return f"{plural((today - found.last_step_on).days, 'day', 'days')} since: {STEP_WORDS[Step(found.last_step)]}"


def register_rows(found: Sequence[Investigation], references: Mapping[UUID, str], today: date) -> list[list[object]]:
    """Each as the register shows it."""
    return [
        [
            anchor(references.get(i.id, "No reference"), reverse("investigations:investigation", args=[i.id])),
            since(i, today),
            f"{day(i.next_on)}{', late' if i.next_on < today else ''}" if i.next_on else "",
            day(i.review_on) if i.review_on else "",
        ]
        for i in found
    ]


def facts_of(found: Investigation, directory: Directory, acting: Acting, today: date) -> list[Row]:
    """An investigation at a glance."""
    rows = [
        Row("Opened", day(found.opened_on)),
        Row("Investigated by", directory.known_to(found.officer_id, acting.agency) if found.officer_id else "Nobody now"),
        Row("Last step", since(found, today)),
        Row("Next step by", day(found.next_on) if found.next_on and found.state in (State.OPEN, State.NFA_PROPOSED) else ""),
        Row("A supervisor looks at it", day(found.review_on) if found.review_on else ""),
        Row(
            "Partners are shown no more until",
            day(found.protected_until) if found.protected_until and found.protected_until >= today else "",
        ),
        Row("No further action", NFA_WORDS[NfaReason(found.nfa_why)] if found.nfa_why else ""),
    ]
    return [row for row in rows if row.value]


def events(story: Sequence[tuple[AnyEntry, Parts]], directory: Directory, acting: Acting) -> list[Event]:
    """What was recorded, in order."""
    return [
        Event(
            title=e.kind.line,
            happened=day(on) if (on := getattr(e.facts, "on", None)) is not None else moment(e.happened_at),
            recorded_at=e.recorded_at,
            by=author_of(e, directory, acting),
            words=getattr(parts, "words", None) or "",
            facts=tuple(_rows(e.facts, parts)),
            key=str(e.id),
        )
        for e, parts in story
    ]


def _rows(facts: Facts, parts: Parts) -> Iterator[Row]:
    for name, words, said in (
        ("step", "Step", {str(k): v for k, v in STEP_WORDS.items()}),
        ("why", "Why", {str(k): v for k, v in NFA_WORDS.items()}),
        ("rank", "Rank", {str(k): v for k, v in RANK_WORDS.items()}),
        ("how", "How", {str(k): v for k, v in TOLD_WORDS.items()}),
    ):
        if (code := getattr(facts, name, None)) is not None:
            yield Row(words, said[str(code)])
    for name, words in (
        ("agrees", "Agrees"),
        ("changed", "Anything changes"),
        ("reopens", "Goes on"),
        ("review_right", "Told of her right to a review"),
    ):
        if (value := getattr(facts, name, None)) is not None:
            yield Row(words, "Yes" if value else "No")
    for name, words in _PARTS.items():
        if value := getattr(parts, name, None):
            yield Row(words, value)
    for name, words in (("next_on", "Next step by"), ("review_on", "Looked at"), ("until", "Until")):
        if (on := getattr(facts, name, None)) is not None:
            yield Row(words, day(on))
