"""The story of a case on its page: what the viewer reads and the lines of what others keep, the system's folded, some at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from holdfast.children import queries
from holdfast.children.presenters import event, is_bookkeeping, when_words
from holdfast.children.queries import Told
from holdfast.pages.components import Event, Pages, Row, fold_system, sliced
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import Directory
from holdfast.record.queries import Line

#: Things on one page of the story; what the system recorded one after another is one.
SIZE = 25


@dataclass(frozen=True, slots=True)
class Story:
    """One page of a story, and the way to the others."""

    events: list[Event]
    total: int
    pages: Pages | None
    first_to_last: bool


def story(
    told: Sequence[Told], *, case: UUID, duties: Mapping[UUID, str], directory: Directory, acting: Acting, page: str, first_to_last: bool
) -> Story:
    """One page of it, the latest first or from the beginning; of the rest nothing is opened. The caller has recorded the look."""
    things = _things(told, queries.lines(case, told))
    if first_to_last:
        things.reverse()
    runs: list[list[Told | Line]] = []
    for by_system, several in groupby(things, key=_is_bookkeeping):
        run = list(several)
        runs += [run] if by_system else [[thing] for thing in run]
    here = sliced(page, len(runs), SIZE, f"?order={'first' if first_to_last else 'last'}&page=")
    shown = [thing for run in runs[here.start : here.start + SIZE] for thing in run]
    opened = {t.entry.id: t for t in queries.opened([t for t in shown if isinstance(t, Told)])}
    events = [
        event(opened[thing.entry.id], directory, acting, case, duties) if isinstance(thing, Told) else _line(thing, directory)
        for thing in shown
    ]
    return Story(fold_system(events), len(things), here.pages, first_to_last)


def _things(told: Sequence[Told], lines: Sequence[Line]) -> list[Told | Line]:
    """The latest to have happened first."""
    dated: list[tuple[tuple[object, ...], Told | Line]] = [((t.entry.happened_at, t.entry.position), t) for t in told]
    dated += [((line.happened_at, 0), line) for line in lines]
    return [thing for _, thing in sorted(dated, key=lambda one: one[0], reverse=True)]


def _is_bookkeeping(thing: Told | Line) -> bool:
    if isinstance(thing, Told):
        return is_bookkeeping(thing.entry.author.type, thing.entry.kind.name) and not thing.corrections
    return is_bookkeeping(thing.author_type, thing.kind)


def _line(line: Line, directory: Directory) -> Event:
    return Event(
        title=line.text if line.corrects is None else f"Corrected: {line.text[0].lower()}{line.text[1:]}",
        happened=when_words(line.when, line.recorded_at),
        recorded_at=line.recorded_at,
        latest=line.when.latest if line.when else None,
        by=directory.name(line.author_agency) if line.author_agency else "Holdfast",
        by_system=is_bookkeeping(line.author_type, line.kind),
        words="",
        facts=(Row("Read by", "those who must know; you see that it was recorded"),),
        key=str(line.entry_id),
    )
