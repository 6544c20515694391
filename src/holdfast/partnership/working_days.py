"""Which days are worked in England: Monday to Friday, without bank holidays, and as the partnership's own table says.

Bank holidays come from the `holidays` library; a day that it cannot know (a royal funeral, declared a week before) is declared by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays

_SATURDAY = 5
_ONE = timedelta(days=1)


@lru_cache(maxsize=256)
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year).keys())


def is_bank_holiday(day: date) -> bool:
    """Whether a day is a bank holiday of England, as far as the library knows."""
    return day in _bank_holidays(day.year)


@dataclass(frozen=True)
class WorkingCalendar:
    """Working days, with the days that were declared otherwise."""

    overrides: Mapping[date, bool] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Whether a day is worked."""
        declared = self.overrides.get(day)
        if declared is not None:
            return declared
        return day.weekday() < _SATURDAY and not is_bank_holiday(day)

    def add(self, day: date, n: int) -> date:
        """The n-th working day after a day, which is itself day 0 whether it is worked or not. Raises ValueError for a negative n."""
        if n < 0:
            raise ValueError("working days are counted forwards")
        while n:
            day += _ONE
            n -= self.is_working(day)
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days there are after `first`, up to and including `last`; 0 when `last` is not after it."""
        count = 0
        while first < last:
            first += _ONE
            count += self.is_working(first)
        return count
