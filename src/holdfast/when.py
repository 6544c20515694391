"""When something happened: days as they are in London, and how exactly a time is known. Pure; the one home of both.

`database.time` says what time it is now; `pages.dates` says times in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london_day(moment: date | datetime) -> date:
    """The day it is in London at an instant; a day as it is. Raises ValueError for an instant with no time zone."""
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        raise ValueError("an instant says its time zone")
    return moment.astimezone(LONDON).date()


class Precision(StrEnum):
    """How exactly it is known when something happened."""

    INSTANT = "instant"
    DAY = "day"
    ABOUT = "about"
    BETWEEN = "between"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


def _day_start(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=LONDON)


@dataclass(frozen=True, slots=True)
class When:
    """When something happened: the earliest and latest it can have been, how exactly that is known, and the words it was told in.

    `latest` is inclusive to the second; days are days in Europe/London. `as_said` is free text: it becomes a part.
    """

    earliest: datetime | None
    latest: datetime | None
    precision: Precision
    as_said: str | None = None

    def __post_init__(self) -> None:
        if (self.earliest is None) != (self.latest is None):
            raise ValueError("when something happened has an earliest and a latest, or neither")
        if self.earliest is None and self.precision is not Precision.UNKNOWN:
            raise ValueError("only an unknown time has no range")
        if self.earliest is not None and self.latest is not None and self.earliest > self.latest:
            raise ValueError("the earliest it can have been is after the latest")

    @classmethod
    def at(cls, moment: datetime) -> When:
        return cls(moment, moment, Precision.INSTANT)

    @classmethod
    def on(cls, day: date, *, as_said: str | None = None) -> When:
        return cls(_day_start(day), _day_start(day + timedelta(days=1)) - timedelta(seconds=1), Precision.DAY, as_said)

    @classmethod
    def between(cls, first: date, last: date, *, precision: Precision = Precision.BETWEEN, as_said: str | None = None) -> When:
        return cls(_day_start(first), _day_start(last + timedelta(days=1)) - timedelta(seconds=1), precision, as_said)

    @classmethod
    def unknown(cls, *, as_said: str | None = None) -> When:
        return cls(None, None, Precision.UNKNOWN, as_said)
