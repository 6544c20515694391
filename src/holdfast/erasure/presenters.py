"""Orders to erase as pages show them."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from holdfast.duties.presenters import author_of
from holdfast.erasure.codes import RIGHT_WORDS, State
from holdfast.erasure.kinds import ErasureAsked, ErasureCarriedOut
from holdfast.erasure.models import Order
from holdfast.pages.components import Event, Row, Tag
from holdfast.pages.dates import day, moment
from holdfast.pages.forms import Choice
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import Directory
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import KindError, Parts, Unreadable, kind_named

STATE_TAGS: dict[State, Tag] = {
    State.ASKED: Tag("Under the legal hold", "soon"),
    State.LIFTED: Tag("Waits for another organisation", "soon"),
    State.AGREED: Tag("Shut; keys not destroyed yet", "soon"),
    State.REFUSED: Tag("Refused", "done"),
    State.CARRIED_OUT: Tag("Erased", "done"),
}


def listed(found: Sequence[Order], directory: Directory) -> list[tuple[str, Tag, str, str]]:
    """Each as a list shows it: when it was brought, where it stands, by whom, its page."""
    return [
        (
            f"Brought {moment(o.asked_at)}",
            STATE_TAGS[State(o.state)],
            directory.name(o.asked_by_agency_id),
            reverse("erasure:order", args=[o.id]),
        )
        for o in found
    ]


def choices(entries: Sequence[AnyEntry], directory: Directory, acting: Acting) -> list[Choice]:
    """Entries as an order may name them: what, when, by whom; not what they say."""
    return [Choice(str(e.id), e.kind.line, hint=f"Recorded {moment(e.recorded_at)} by {author_of(e, directory, acting)}") for e in entries]


def _line(kind: str) -> str:
    try:
        return kind_named(kind).line
    except KindError:
        return Unreadable.kind.line


def named(asked: ErasureAsked) -> list[tuple[str, str]]:
    """What an order names, by what it is and when it was recorded."""
    return [(_line(each.what), day(each.recorded_on)) for each in asked.named]


def events(story: Sequence[tuple[AnyEntry, Parts]], directory: Directory, acting: Acting) -> list[Event]:
    """What was recorded of an order, in order."""
    return [
        Event(
            title=e.kind.line,
            happened=moment(e.recorded_at),
            recorded_at=e.recorded_at,
            by=author_of(e, directory, acting),
            words=getattr(parts, "why", None) or getattr(parts, "words", None) or "",
            facts=tuple(_rows(e, parts)),
            key=str(e.id),
        )
        for e, parts in story
    ]


def _rows(e: AnyEntry, parts: Parts) -> list[Row]:
    match e.facts:
        case ErasureAsked():
            said = RIGHT_WORDS[e.facts.right][0]
            return [
                Row("By right of", said),
                Row("Ordered by", getattr(parts, "authority", "")),
                Row("Ordered on", day(e.facts.ordered_on)),
            ]
        case ErasureCarriedOut():
            return [Row("Keys destroyed", str(e.facts.keys))]
    return []
