"""What the pages of figures show. What is within its time says nothing yet, and is in no share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from holdfast.duties.history import Outcome, Tally
from holdfast.duties.presenters import title_of
from holdfast.pages.components import Column, anchor
from holdfast.pages.dates import day
from holdfast.returns.figures import Month, OneClock
from holdfast.returns.plot import Plot, plot_of
from holdfast.returns.presenters import CLOCK_COLUMNS, counts, percent, share

__all__ = ["CLOCK_COLUMNS"]

WORDS = {
    Outcome.MET: "Met in time",
    Outcome.LATE: "Met late",
    Outcome.NEVER_MET: "Never met",
    Outcome.NOT_REQUIRED: "Not required",
    Outcome.OVERDUE: "Open and overdue",
    Outcome.OPEN: "Open, within its time",
    Outcome.SUPERSEDED: "No longer needed before it was due",
}


def clock_rows(counted: Mapping[str, Tally], about: Mapping[str, str]) -> list[list[object]]:
    """One row for each clock, in the order of CLOCK_COLUMNS."""
    return [
        [anchor(title_of(code), f"{reverse('returns:history-clock', args=[code])}?{urlencode(about)}"), *counts(tally)]
        for code, tally in counted.items()
    ]


MONTH_COLUMNS = (
    Column("Fell due in"),
    Column("Met in time", numeric=True),
    Column("Met late", numeric=True),
    Column("Never met", numeric=True),
    Column("Open and overdue", numeric=True),
    Column("In time", numeric=True),
)


def month_words(first: date) -> str:
    return f"{first:%B %Y}"


def month_rows(code: str, months: Sequence[Month], about: Mapping[str, str]) -> list[list[object]]:
    """One row for each month, the latest first, in the order of MONTH_COLUMNS."""
    address = reverse("returns:history-children", args=[code])
    return [
        [
            anchor(month_words(each.first), f"{address}?{urlencode({**about, 'month': f'{each.first:%Y-%m}'})}"),
            each.tally.met,
            each.tally.late,
            each.tally.never_met,
            each.tally.overdue,
            percent(share(each.tally)),
        ]
        for each in reversed(months)
    ]


def trend(months: Sequence[Month]) -> Plot | None:
    """The share met in time by month, every month between the first and the last; None where one month alone is there."""
    if len(months) < 2:
        return None
    found = {each.first: share(each.tally) for each in months}
    values: list[tuple[str, float | None]] = []
    first = months[0].first
    while first <= months[-1].first:
        values.append((f"{first:%b %Y}", found.get(first)))
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return plot_of(values)


CHILD_COLUMNS = (Column("Child"), Column("Began"), Column("Due"), Column("Ended"), Column("How it came out"))
OF_CHILD_COLUMNS = (Column("Clock"), *CHILD_COLUMNS[1:])


def child_rows(clocks: Sequence[OneClock], numbers: Mapping[UUID, str], about: Mapping[str, str]) -> list[list[object]]:
    """Runnings of one clock, each with its child, in the order of CHILD_COLUMNS."""
    return [
        [
            anchor(
                numbers.get(each.clock.case_id, "A child without a number"),
                f"{reverse('returns:history-child', args=[each.clock.case_id])}?{urlencode(about)}",
            ),
            *_days(each),
        ]
        for each in clocks
    ]


def of_child_rows(clocks: Sequence[OneClock]) -> list[list[object]]:
    """Every clock of one child, in the order of OF_CHILD_COLUMNS."""
    return [[title_of(each.clock.rule), *_days(each)] for each in clocks]


def _days(each: OneClock) -> list[object]:
    still_open = each.outcome in (Outcome.OPEN, Outcome.OVERDUE)
    ended = "" if still_open or each.clock.ended_at is None else day(each.clock.ended_at)
    return [day(each.clock.starts_at), day(each.clock.due_at), ended, WORDS[each.outcome]]


def outcome_links(chosen: Outcome | None, about: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """Links by which a list shows one outcome alone: words, address, and whether it is the one that shows."""
    every = [("All", f"?{urlencode(about)}", chosen is None)]
    return every + [(words, f"?{urlencode({**about, 'how': outcome.value})}", outcome is chosen) for outcome, words in WORDS.items()]


def compare_columns(first: int, second: int) -> tuple[Column, ...]:
    """The columns of two years beside each other."""
    return (
        Column("Clock"),
        Column(f"Fell due, {first}", numeric=True),
        Column(f"Fell due, {second}", numeric=True),
        Column(f"In time, {first}", numeric=True),
        Column(f"In time, {second}", numeric=True),
        Column("Change, in percentage points", numeric=True),
        Column(f"Never met, {first}", numeric=True),
        Column(f"Never met, {second}", numeric=True),
    )


def compare_rows(first: Mapping[str, Tally], second: Mapping[str, Tally]) -> list[list[object]]:
    """Each clock in two years, in the order of `compare_columns`."""
    rows: list[list[object]] = []
    for code in sorted({*first, *second}):
        before, after = first.get(code, Tally()), second.get(code, Tally())
        then, since = share(before), share(after)
        change = "" if then is None or since is None else f"{100 * (since - then):+.1f}"
        ended = [t.met + t.late + t.never_met + t.overdue for t in (before, after)]
        rows.append([title_of(code), *ended, percent(then), percent(since), change, before.never_met, after.never_met])
    return rows
