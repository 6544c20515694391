"""How long is allowed: the arithmetic of a clock, apart from any rule and any database.

Minutes and hours run by the clock on the wall, at night and at weekends too. Working days, days and months end with
the last second of a day in Europe/London. The day on which a clock starts is day 0, so "1 working day" after a Friday's concern
ends on Monday night. (The Children in Need census validator counts the first day as 1; Working Together's flow charts do not say.)
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from holdfast.when import LONDON, london_day


class Unit(StrEnum):
    """What a clock counts."""

    MINUTES = "minutes"
    HOURS = "hours"
    WORKING_DAYS = "working_days"
    DAYS = "days"
    MONTHS = "months"


WORDS: dict[Unit, tuple[str, str]] = {
    Unit.MINUTES: ("minute", "minutes"),
    Unit.HOURS: ("hour", "hours"),
    Unit.WORKING_DAYS: ("working day", "working days"),
    Unit.DAYS: ("day", "days"),
    Unit.MONTHS: ("month", "months"),
}


class Calendar(Protocol):
    """Which days are worked. `partnership.working_days.WorkingCalendar` is one."""

    def add(self, day: date, n: int) -> date: ...


@dataclass(frozen=True, slots=True)
class Allowed:
    """How long is allowed."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError("a clock cannot run backwards")

    def __str__(self) -> str:
        if self.amount == 0:
            return "the same day"
        one, many = WORDS[self.unit]
        return f"{self.amount} {one if self.amount == 1 else many}"

    @property
    def about_minutes(self) -> int:
        """The length in minutes, roughly, for comparing clocks of different units (a working day is 1.4 days)."""
        minutes = {Unit.MINUTES: 1, Unit.HOURS: 60, Unit.WORKING_DAYS: 2016, Unit.DAYS: 1440, Unit.MONTHS: 43_800}
        return self.amount * minutes[self.unit]


def end_of(day: date) -> datetime:
    """The last second of a day in Europe/London."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=LONDON) - timedelta(seconds=1)


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def due(starts_at: datetime, allowed: Allowed, working: Calendar) -> datetime:
    """When a clock that started at an instant has run out."""
    match allowed.unit:
        case Unit.MINUTES:
            return starts_at + timedelta(minutes=allowed.amount)
        case Unit.HOURS:
            return starts_at + timedelta(hours=allowed.amount)
    day = london_day(starts_at)
    if allowed.amount == 0:
        return end_of(day)
    match allowed.unit:
        case Unit.WORKING_DAYS:
            return end_of(working.add(day, allowed.amount))
        case Unit.DAYS:
            return end_of(day + timedelta(days=allowed.amount))
        case _:
            return end_of(add_months(day, allowed.amount))
