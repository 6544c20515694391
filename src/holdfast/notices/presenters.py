"""Notices as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse

from holdfast.duties.presenters import author_of
from holdfast.notices.codes import ABOUT_WORDS, About
from holdfast.notices.models import Notice, Response
from holdfast.pages.components import Event, Row, Tag
from holdfast.pages.dates import day, moment
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import Directory
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import Parts


def title_of(found: Notice) -> str:
    """What it is."""
    return ABOUT_WORDS[About(found.about)]


def response_tag(found: Response) -> Tag:
    """What an organisation said."""
    if found.responded_at is None:
        return Tag("has not said what it does", "late")
    return (
        Tag(f"acts, said {day(found.responded_at)}", "done") if found.acts else Tag(f"does nothing, said {day(found.responded_at)}", "soon")
    )


def listed(
    found: Sequence[Notice], said: Mapping[UUID, Sequence[Response]], directory: Directory
) -> list[tuple[str, str, str, list[tuple[str, Tag]]]]:
    """Each as a list shows it: what, who told it when, its page, what each organisation said."""
    return [
        (
            title_of(n),
            f"Told {day(n.told_at)} by {directory.name(n.told_by_agency_id)}",
            reverse("notices:notice", args=[n.id]),
            said_by(said.get(n.id, ()), directory),
        )
        for n in found
    ]


def said_by(responses: Sequence[Response], directory: Directory) -> list[tuple[str, Tag]]:
    """Each organisation that was told, with what it said."""
    return [(directory.name(r.agency_id), response_tag(r)) for r in responses]


def events(story: Sequence[tuple[AnyEntry, Parts]], directory: Directory, acting: Acting) -> list[Event]:
    """What was recorded of it, in order."""
    return [
        Event(
            title=e.kind.line,
            happened=moment(e.happened_at),
            recorded_at=e.recorded_at,
            by=author_of(e, directory, acting),
            words=getattr(parts, "words", None) or getattr(parts, "what", None) or "",
            facts=tuple(_rows(e, directory, acting)),
            key=str(e.id),
        )
        for e, parts in story
    ]


def _rows(e: AnyEntry, directory: Directory, acting: Acting) -> list[Row]:
    facts = e.facts
    rows = []
    if (agencies := getattr(facts, "agencies", None)) is not None:
        rows.append(Row("Told", ", ".join(directory.name(a) for a in agencies)))
    if (owner := getattr(facts, "owner", None)) is not None:
        rows.append(Row("Owner", directory.known_to(owner, acting.agency)))
    if (due_on := getattr(facts, "due_on", None)) is not None:
        rows.append(Row("By", day(due_on)))
    if (acts := getattr(facts, "acts", None)) is not None:
        rows.append(Row("Acts on it", "Yes" if acts else "No"))
    return rows
