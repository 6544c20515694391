"""When the front door is not in its office, and whether somebody is on call then. Pure: no clock, no query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from holdfast.partnership.working_days import WorkingCalendar
from holdfast.when import LONDON, london_day

#: Between these hours of a working day the front door is in its office; at every other time whoever is on the rota answers danger.
OPENS, CLOSES = time(9), time(17)

Span = tuple[datetime, datetime]


def at(day: date, hour: time) -> datetime:
    """That hour of a day in London."""
    return datetime.combine(day, hour, tzinfo=LONDON)


def in_office_hours(moment: datetime, calendar: WorkingCalendar) -> bool:
    """Whether the front door is in its office at an instant."""
    local = moment.astimezone(LONDON)
    return calendar.is_working(local.date()) and OPENS <= local.time() < CLOSES


def shift_of(first: date, last: date) -> Span:
    """Being on call from the evening of one day until the morning after another."""
    return at(first, CLOSES), at(last + timedelta(days=1), OPENS)


def out_of_hours(starts: datetime, ends: datetime, calendar: WorkingCalendar) -> Iterator[Span]:
    """The times between two instants at which the office is shut, joined where one runs on into the next day."""
    shut_since = starts
    day = london_day(starts)
    while day <= london_day(ends):
        if calendar.is_working(day):
            opens, closes = at(day, OPENS), at(day, CLOSES)
            if shut_since < min(opens, ends):
                yield shut_since, min(opens, ends)
            shut_since = max(starts, closes)
        day += timedelta(days=1)
    if shut_since < ends:
        yield shut_since, ends


def gaps(starts: datetime, ends: datetime, shifts: Iterable[Span], calendar: WorkingCalendar) -> list[Span]:
    """When the office is shut and nobody is on call."""
    on_call = sorted(shifts)
    found: list[Span] = []
    for since, until in out_of_hours(starts, ends, calendar):
        for begins, stops in on_call:
            if stops <= since or begins >= until:
                continue
            if begins > since:
                found.append((since, begins))
            since = max(since, stops)
        if since < until:
            found.append((since, until))
    return found
