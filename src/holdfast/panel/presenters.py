"""The panel as pages show it: each member reads what they may read, on their own screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from holdfast.duties.presenters import author_of
from holdfast.pages.components import Event, Row, Tag
from holdfast.pages.dates import day, moment
from holdfast.panel.codes import ABOUT_WORDS, LEFT_WORDS, STATE_WORDS, About, Left, State
from holdfast.panel.models import Panel, PanelAction, PanelItem
from holdfast.panel.queries import Proposed
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import Directory
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import Facts, Parts


@dataclass(frozen=True)
class Line:
    """An item, as a member sees it."""

    title: str
    subject: str
    state: Tag
    href: str


def subject_of(about: str, subject: UUID, names: Mapping[UUID, str]) -> tuple[str, str]:
    """What an item is about, as far as the viewer may read, and where that is."""
    words = ABOUT_WORDS[About(about)]
    name = names.get(subject)
    if name is None:
        return words if about == About.ACTION else f"{words} (not open to you)", ""
    page = {About.PERSON: "persons:person", About.PLACE: "places:place", About.CHILD: "children:child"}.get(About(about))
    return name, reverse(page, args=[subject]) if page is not None else ""


def lines(items: Sequence[PanelItem], names: Mapping[UUID, str], panel: Panel, worker: UUID) -> list[Line]:
    """The agenda: to whoever said that they are connected an item stays closed."""
    found = []
    for item in items:
        shut = str(worker) in item.connected
        title, href = (
            ("You are connected: you are not there while it is heard", "") if shut else subject_of(item.about, item.subject_id, names)
        )
        words = STATE_WORDS[State(item.state)] + (
            f": {LEFT_WORDS[Left(item.why)][:1].lower()}{LEFT_WORDS[Left(item.why)][1:]}" if item.why else ""
        )
        missing = len(set(panel.members) - set(item.connected) - set(item.unconnected))
        if item.state == State.TAKEN and missing:
            words = f"{words}; {missing} still to say whether they are connected"
        tag = Tag(words, "done" if item.state == State.HEARD else "soon")
        found.append(Line(title, href, tag, "" if shut else reverse("panel:item", args=[item.id])))
    return found


def proposed(found: Sequence[Proposed], names: Mapping[UUID, str]) -> list[tuple[str, str, str, str]]:
    """What the record proposes: name, why, and what taking it names."""
    return [(subject_of(p.about, p.subject, names)[0], p.why, str(p.about), str(p.subject)) for p in found]


def action_rows(actions: Sequence[PanelAction], directory: Directory, acting: Acting) -> list[tuple[str, Tag, str]]:
    return [
        (
            f"{directory.known_to(a.worker_id, acting.agency)}, by {day(a.due_on)}",
            Tag("Done", "done") if a.done_at else Tag("Not done yet", "soon"),
            "" if a.done_at else reverse("panel:done", args=[a.id]),
        )
        for a in actions
    ]


def events(story: Sequence[tuple[AnyEntry, Parts]], directory: Directory, acting: Acting) -> list[Event]:
    """What was recorded, in order."""
    return [
        Event(
            title=e.kind.line,
            happened=moment(e.happened_at),
            recorded_at=e.recorded_at,
            by=author_of(e, directory, acting),
            words=getattr(parts, "words", None) or "",
            facts=tuple(_rows(e.facts, directory, acting)),
            key=str(e.id),
        )
        for e, parts in story
    ]


def _rows(facts: Facts, directory: Directory, acting: Acting) -> Iterator[Row]:
    if isinstance(who := getattr(facts, "worker", None), UUID):
        yield Row("Who", directory.known_to(who, acting.agency))
    for name, words in (("due_on", "By"), ("on", "Meets")):
        if (on := getattr(facts, name, None)) is not None:
            yield Row(words, day(on))
    if (connected := getattr(facts, "connected", None)) is not None:
        yield Row("Connected", "Yes" if connected else "No")
    if (why := getattr(facts, "why", None)) is not None:
        yield Row("Why", LEFT_WORDS[why])
