"""The story of a case on its page: what the viewer reads and the lines of what others keep; chosen, in months, some at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from holdfast.children import queries
from holdfast.children.presenters import event, is_bookkeeping, when_words
from holdfast.children.queries import Told
from holdfast.children.story_filter import Chosen, View
from holdfast.pages.components import Event, Pages, Row, fold_system, sliced
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import Directory
from holdfast.record.queries import Line
from holdfast.when import LONDON

#: Things on one page of the story; what the system recorded one after another is one.
SIZE = 25


@dataclass(frozen=True, slots=True)
class Month:
    """What happened in one month, of what stands on a page."""

    title: str
    events: list[Event]


@dataclass(frozen=True, slots=True)
class Story:
    """One page of a story, and the way to the others."""

    months: list[Month]
    #: How many things were chosen, and how many there are.
    chosen: int
    total: int
    pages: Pages | None


def story(
    told: Sequence[Told],
    lines: Sequence[Line],
    chosen: Chosen,
    *,
    case: UUID,
    duties: Mapping[UUID, str],
    directory: Directory,
    acting: Acting,
    page: str = "",
    whole: bool = False,
) -> Story:
    """One page of what was chosen of it, or the whole; of the rest nothing is opened. The caller has recorded the look."""
    every = things(told, lines)
    alone = queries.seen_alone(case) if chosen.filter.alone else frozenset()
    found = [t for t in every if _in_view(t, chosen.view) and chosen.filter.admits(t, alone)]
    if chosen.first_to_last:
        found.reverse()
    runs = _runs(found, fold=chosen.view is View.EVERYTHING)
    here = sliced(page, len(runs), SIZE, chosen.pages)
    shown = runs if whole else runs[here.start : here.start + SIZE]
    opened = {t.entry.id: t for t in queries.opened([t for run in shown for t in run if isinstance(t, Told)])}

    def events(run: Sequence[Told | Line]) -> list[Event]:
        return [
            event(opened[t.entry.id], directory, acting, case, duties) if isinstance(t, Told) else line_event(t, directory) for t in run
        ]

    months = [
        Month(title, [e for run in of_month for e in (fold_system(events(run)) if chosen.view is View.EVERYTHING else events(run))])
        for title, of_month in groupby(shown, key=lambda run: _month(run[0]))
    ]
    return Story(months, len(found), len(every), None if whole else here.pages)


def things(told: Sequence[Told], lines: Sequence[Line]) -> list[Told | Line]:
    """The latest to have happened first."""
    dated: list[tuple[tuple[object, ...], Told | Line]] = [((t.entry.happened_at, t.entry.position), t) for t in told]
    dated += [((line.happened_at, 0), line) for line in lines]
    return [thing for _, thing in sorted(dated, key=lambda one: one[0], reverse=True)]


def latest(told: Sequence[Told], lines: Sequence[Line], number: int) -> list[Told | Line]:
    """The latest that people recorded, or that happened."""
    return [t for t in things(told, lines) if not _is_bookkeeping(t)][:number]


def _runs(found: Sequence[Told | Line], *, fold: bool) -> list[list[Told | Line]]:
    """What stands together: what the system recorded one after another, where that is folded; all else by itself."""
    if not fold:
        return [[thing] for thing in found]
    runs: list[list[Told | Line]] = []
    for (by_system, _), several in groupby(found, key=lambda t: (_is_bookkeeping(t), _month(t))):
        run = list(several)
        runs += [run] if by_system else [[thing] for thing in run]
    return runs


def _month(thing: Told | Line) -> str:
    happened = thing.entry.happened_at if isinstance(thing, Told) else thing.happened_at
    return f"{happened.astimezone(LONDON):%B %Y}"


def _in_view(thing: Told | Line, view: View) -> bool:
    return view is View.EVERYTHING or _is_bookkeeping(thing) == (view is View.SYSTEM)


def _is_bookkeeping(thing: Told | Line) -> bool:
    if isinstance(thing, Told):
        return is_bookkeeping(thing.entry.author.type, thing.entry.kind.name) and not thing.corrections
    return is_bookkeeping(thing.author_type, thing.kind)


def line_event(line: Line, directory: Directory) -> Event:
    """What others keep, as the line that everyone involved sees."""
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
