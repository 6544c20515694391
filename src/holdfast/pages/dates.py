"""Days and instants in words, the way they stand on every page.

Nothing here reads a clock: whatever depends on the present takes an explicit `now` or `today`. Instants are aware and
are shown in Europe/London; days are days there.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, Literal

from holdfast.when import LONDON, london_day

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _london(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("an instant needs a time zone: it is shown in Europe/London")
    return value.astimezone(LONDON)


def day(value: date | datetime, form: Literal["long", "short", "full"] = "short") -> str:
    """A day: short "24 Nov 2026", long "24 November 2026", full "Tuesday 24 November 2026"."""
    on = london_day(value)
    month = MONTHS[on.month - 1]
    if form == "short":
        return f"{on.day} {month[:3]} {on.year}"
    if form == "long":
        return f"{on.day} {month} {on.year}"
    if form == "full":
        return f"{DAYS[on.weekday()]} {on.day} {month} {on.year}"
    raise ValueError(f"a day is shown short, long or full, not {form!r}")


def clock_time(value: datetime) -> str:
    """The time of day in Europe/London: "4pm", "4.05pm", "midday", "midnight"."""
    at = _london(value)
    if at.minute == 0 and at.hour in {0, 12}:
        return "midday" if at.hour else "midnight"
    hour = at.hour % 12 or 12
    half = "am" if at.hour < 12 else "pm"
    return f"{hour}{half}" if at.minute == 0 else f"{hour}.{at.minute:02d}{half}"


def moment(value: datetime) -> str:
    """An instant as a day and time in Europe/London: "24 Nov 2026, 4.05pm"."""
    return f"{day(value)}, {clock_time(value)}"


def iso(value: date | datetime) -> str:
    """The machine's form for `<time datetime="…">`: a day, or an instant with its offset.

    Raises:
        ValueError: the instant has no time zone.
    """
    return _london(value).isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


def plural(number: int, one: str, many: str | None = None) -> str:
    """A number and its noun: "1 day", "3 days", "no children" is not said: "0 children"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _span(seconds: int) -> str:
    """A length of time in its largest fitting unit, rounded down, so that nobody is told of time they do not have."""
    if seconds < 60:
        return "less than a minute"
    minutes = seconds // 60
    if minutes < 60:
        return plural(minutes, "minute")
    hours = minutes // 60
    if hours < 48:
        return plural(hours, "hour")
    return plural(hours // 24, "day")


def ago(value: datetime, now: datetime) -> str:
    """How long before `now` it was: "5 minutes ago", "3 days ago". Later than `now` is said to be "in the future"."""
    seconds = int((now - value).total_seconds())
    return "in the future" if seconds < 0 else f"{_span(seconds)} ago"


def left(value: datetime, now: datetime) -> str:
    """How long from `now` until it is: "3 hours left"; once it has passed, "2 days late"."""
    seconds = (value - now).total_seconds()
    return f"{_span(int(seconds))} left" if seconds >= 0 else f"{_span(int(-seconds))} late"


def count_left(number: int, unit: str = "working day", late_to: Literal["start", "finish"] = "finish") -> str:
    """A clock counted in whole units, in words: "3 working days left", "due today", "2 working days late to finish".

    Args:
        number: units until it is due; 0 means today; negative means late by so many.
        unit: singular noun of the unit.
        late_to: what is late. Late to start and late to finish are different facts.
    """
    if number > 0:
        return f"{plural(number, unit)} left"
    return "due today" if number == 0 else f"{plural(-number, unit)} late to {late_to}"


def happened(earliest: date | datetime | None, latest: date | datetime | None, precision: str, as_said: str | None = "") -> str:
    """When something happened, no more exactly than it is known. Takes days, or instants as the record holds them.

    "24 Nov 2026, 4.05pm", "24 Nov 2026", "about 24 Nov 2026", "some time in November 2026", "some time in 2026",
    "between 3 Nov 2026 and 9 Nov 2026", "not known"; the teller's own words follow where there are any: "some time in
    2026 (“when I was in Year 8”)".
    """
    said = f" (“{as_said}”)" if as_said else ""
    return _happened(earliest, latest, precision) + said


def _happened(earliest: date | datetime | None, latest: date | datetime | None, precision: str) -> str:
    if earliest is None or latest is None:
        if latest is not None:
            return f"by {day(latest)}"
        return f"on or after {day(earliest)}" if earliest is not None else "not known when"
    if precision == "instant" and isinstance(earliest, datetime) and earliest == latest:
        return moment(earliest)
    first, last = london_day(earliest), london_day(latest)
    if precision == "month" and (first.year, first.month) == (last.year, last.month):
        return f"some time in {MONTHS[first.month - 1]} {first.year}"
    if precision == "year" and first.year == last.year:
        return f"some time in {first.year}"
    about = "about " if precision == "about" else ""
    return about + (day(first) if first == last else f"between {day(first)} and {day(last)}")


def gap(latest: date | datetime | None, recorded_at: datetime) -> str:
    """How long after it happened it was recorded, where that is more than a day: "recorded 12 days later"; otherwise
    "".

    Args:
        latest: the last day or instant at which it can have happened; None, when not known, gives no gap.
        recorded_at: when it was recorded.
    """
    if latest is None:
        return ""
    days = (london_day(recorded_at) - london_day(latest)).days
    if days < -1:
        return f"dated {plural(-days, 'day')} after it was recorded"
    return f"recorded {_long_span(days)} later" if days > 1 else ""


def _long_span(days: int) -> str:
    if days < 60:
        return plural(days, "day")
    if days < 730:
        return f"about {plural(round(days / 30.44), 'month')}"
    return f"about {plural(round(days / 365.25), 'year')}"
