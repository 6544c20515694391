"""Fields for days: an exact one in three boxes, and "when did this happen", which may be known only roughly or not at
all.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final

from django import forms

from holdfast.pages import dates
from holdfast.pages import text as words
from holdfast.pages.fields import PageField, Wrong
from holdfast.when import Precision

Bound = date | Callable[[], date] | None
"""A day, or what tells it when the form is checked (`database.time.today`), or no bound."""

OLDEST: Final = date(1900, 1, 1)
_PARTS: Final = ("day", "month", "year")
_MONTH_NAMES: Final = {name[:size].lower(): n for n, name in enumerate(dates.MONTHS, 1) for size in {3, 4, len(name)}}


@dataclass(frozen=True, slots=True)
class Boxes:
    """A day as typed into three boxes."""

    day: str = ""
    month: str = ""
    year: str = ""

    @classmethod
    def of(cls, value: date) -> Boxes:
        """A day as it would be typed."""
        return cls(str(value.day), str(value.month), str(value.year))

    @classmethod
    def sent(cls, data: Mapping[str, Any], name: str) -> Boxes:
        """What was typed into `name-day`, `name-month`, `name-year`; a box that is not text counts as typed wrongly."""
        return cls(*(_typed(data.get(f"{name}-{part}")) for part in _PARTS))

    @property
    def empty(self) -> bool:
        """Nothing was typed."""
        return not (self.day or self.month or self.year)


def _typed(value: object) -> str:
    """What was typed, shown safely: an unstorable character becomes one that is no digit, so the box is wrong."""
    return words.showable(value).strip() if isinstance(value, str) else "" if value is None else "?"


def _bound(bound: Bound) -> date | None:
    return bound() if callable(bound) else bound


class _BoxesWidget(forms.Widget):
    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> Boxes:
        return Boxes.sent(data, name)


class _Days(PageField):
    """What both fields of days share: reading boxes and checking bounds."""

    def __init__(
        self,
        *,
        label: str,
        called: str,
        hint: str = "",
        required: bool = True,
        required_message: str = "",
        earliest: Bound = OLDEST,
        latest: Bound = None,
        latest_words: str = "",
        initial: object = None,
    ) -> None:
        super().__init__(label=label, called=called, hint=hint, required=required, required_message=required_message, initial=initial)
        self.earliest = earliest
        self.latest = latest
        self.latest_words = latest_words

    def unanswered(self) -> None:
        """None."""

    def _month(self, typed: str) -> int | None:
        if re.fullmatch(r"[0-9]{1,2}", typed):
            return int(typed) if 1 <= int(typed) <= 12 else None
        return _MONTH_NAMES.get(typed.lower())

    def _year(self, typed: str, subject: str, part: str) -> int:
        if not re.fullmatch(r"[0-9]{4}", typed):
            raise Wrong(f"{subject}: the year must have 4 numbers, like 2026", code="year", parts=(part,))
        return int(typed)

    def _day(self, boxes: Boxes, *, subject: str, prefix: str = "") -> date:
        """The day in three boxes, each filled and together real."""
        empty = [part for part in _PARTS if not getattr(boxes, part)]
        if empty:
            rule = f"{subject} must include a {words.listed(empty)}"
            raise Wrong(rule, code="incomplete", parts=tuple(prefix + part for part in empty))
        year = self._year(boxes.year, subject, f"{prefix}year")
        month = self._month(boxes.month)
        if month is None:
            raise Wrong(f"{subject}: the month must be 1 to 12, or its name", code="month", parts=(f"{prefix}month",))
        try:
            return date(year, month, int(boxes.day) if re.fullmatch(r"[0-9]{1,2}", boxes.day) else 0)
        except ValueError:
            rule = f"{subject} must be a real date: {dates.MONTHS[month - 1]} {boxes.year} has no day “{boxes.day[:12]}”"
            raise Wrong(rule, code="real", parts=(f"{prefix}day",)) from None

    def _check(self, first: date, last: date, *, subject: str, parts: tuple[str, ...]) -> None:
        """Within the bounds, at least in part."""
        earliest, latest = _bound(self.earliest), _bound(self.latest)
        if latest is not None and first > latest:
            rule = self.latest_words or f"on or before {dates.day(latest, 'long')}"
            raise Wrong(f"{subject} must be {rule}", code="latest", parts=parts)
        if earliest is not None and last < earliest:
            raise Wrong(f"{subject} must be on or after {dates.day(earliest, 'long')}", code="earliest", parts=parts)

    @property
    def subject(self) -> str:
        """The field's name at the start of a sentence."""
        return words.capitalised(self.called)


class Day(_Days):
    """A day in three boxes. Cleans to `date`, or None when optional and empty. The month may be a number or a name.

    Args:
        earliest: no day before this. The start of 1900 unless told.
        latest: no day after this: a date, or `database.time.today` itself (called when the form is checked).
        latest_words: the rule of `latest` in words: "today or in the past".
        birthday: it is the person's own date of birth, which a browser may fill in.
    """

    group_template = "pages/fields/day.html"
    widget = _BoxesWidget

    def __init__(
        self,
        *,
        label: str,
        called: str,
        hint: str = "",
        required: bool = True,
        required_message: str = "",
        earliest: Bound = OLDEST,
        latest: Bound = None,
        latest_words: str = "",
        initial: date | None = None,
        birthday: bool = False,
    ) -> None:
        super().__init__(
            label=label,
            called=called,
            hint=hint,
            required=required,
            required_message=required_message,
            earliest=earliest,
            latest=latest,
            latest_words=latest_words,
            initial=initial,
        )
        self.birthday = birthday

    def to_python(self, value: object) -> date | None:
        """The day.

        Raises:
            ValidationError: a box is empty, or it is not a real day, or it is out of bounds.
        """
        if value is None or (isinstance(value, Boxes) and value.empty):
            return None
        boxes = Boxes.of(value) if isinstance(value, date) else value if isinstance(value, Boxes) else Boxes("?", "?", "?")
        on = self._day(boxes, subject=self.subject)
        self._check(on, on, subject=self.subject, parts=_PARTS)
        return on

    def missing(self) -> Wrong:
        """All three boxes are empty."""
        return Wrong(self.required_message or f"Enter {self.called}", code="required", parts=_PARTS)

    def prepare_value(self, value: object) -> Boxes:
        """What stands in the boxes."""
        return value if isinstance(value, Boxes) else Boxes.of(value) if isinstance(value, date) else Boxes()

    def said(self, value: Any) -> str:
        """ "24 November 2026"."""
        return dates.day(value, "long") if value else ""


@dataclass(frozen=True, slots=True)
class Happened:
    """When something happened, no more exactly than it is known.

    `precision` is "day", "month", "year", "between" or "unknown"; with "unknown" both days are None. `as_said` is the
    teller's own words for when it was.
    """

    earliest: date | None
    latest: date | None
    precision: Precision
    as_said: str = ""

    def __str__(self) -> str:
        return dates.happened(self.earliest, self.latest, self.precision, self.as_said)


@dataclass(frozen=True, slots=True)
class WhenTyped:
    """What was sent for "when did this happen"."""

    known: str = ""
    on: Boxes = Boxes()
    about: Boxes = Boxes()
    first: Boxes = Boxes()
    last: Boxes = Boxes()
    said: object = ""

    @classmethod
    def of(cls, value: Happened) -> WhenTyped:
        """An earlier answer as it would be typed."""
        earliest, latest = value.earliest, value.latest
        if earliest is None or latest is None:
            return cls(known="unknown", said=value.as_said)
        if value.precision == "day":
            return cls(known="day", on=Boxes.of(earliest), said=value.as_said)
        if value.precision in {"between", "about"}:
            return cls(known="between", first=Boxes.of(earliest), last=Boxes.of(latest), said=value.as_said)
        month = str(earliest.month) if value.precision == "month" else ""
        return cls(known="about", about=Boxes("", month, str(earliest.year)), said=value.as_said)


class _WhenWidget(forms.Widget):
    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> WhenTyped:
        return WhenTyped(
            known=_typed(data.get(name)),
            on=Boxes.sent(data, f"{name}-on"),
            about=Boxes.sent(data, f"{name}-about"),
            first=Boxes.sent(data, f"{name}-from"),
            last=Boxes.sent(data, f"{name}-to"),
            said=data.get(f"{name}-said"),
        )


class When(_Days):
    """When did this happen: on a day, about a month or year, between two days, or not known. Cleans to `Happened`.

    Nothing is preselected. The teller's own words ("the week after half term") may be added to any of them. A month or
    a year that is not over ends at `latest`.
    """

    group_template = "pages/fields/when.html"
    widget = _WhenWidget
    ask: ClassVar[str] = "Select"
    SAID_LENGTH: ClassVar[int] = 300

    def to_python(self, value: object) -> Happened | None:
        """The answer.

        Raises:
            ValidationError: nothing was chosen though something was typed; or the boxes of the choice are wrong.
        """
        if isinstance(value, Happened):
            value = WhenTyped.of(value)
        if value is None:
            return None
        if not isinstance(value, WhenTyped):
            raise self.wrong("could not be read. Enter it again", code="unreadable")
        said = self._said(value.said)
        if not value.known:
            if said or not all(boxes.empty for boxes in (value.on, value.about, value.first, value.last)):
                raise Wrong(f"Select how exactly you know {self.called}", code="known")
            return None
        if value.known == "unknown":
            return Happened(None, None, Precision.UNKNOWN, said)
        if value.known == "day":
            on = self._day(value.on, subject=self.subject, prefix="on-")
            self._check(on, on, subject=self.subject, parts=tuple(f"on-{part}" for part in _PARTS))
            return Happened(on, on, Precision.DAY, said)
        if value.known == "about":
            return self._about(value.about, said)
        if value.known == "between":
            return self._between(value.first, value.last, said)
        raise self.wrong("must be one of the choices on the page", code="choice")

    def _said(self, value: object) -> str:
        said = self._storable(value).strip()
        if len(said) > self.SAID_LENGTH:
            rule = f"in their own words must be {self.SAID_LENGTH} characters or fewer. It has {len(said):,}"
            raise self.wrong(rule, code="too_long", parts=("said",))
        return words.unix_lines(said)

    def _about(self, typed: Boxes, said: str) -> Happened:
        if not typed.year:
            raise self.wrong("must include a year. The month may stay empty", code="incomplete", parts=("about-year",))
        year = self._year(typed.year, self.subject, "about-year")
        if year < 1:
            raise self.wrong("must have a real year", code="real", parts=("about-year",))
        month = self._month(typed.month) if typed.month else None
        if typed.month and month is None:
            raise Wrong(f"{self.subject}: the month must be 1 to 12, or its name", code="month", parts=("about-month",))
        first = date(year, month or 1, 1)
        last = date(year, month or 12, calendar.monthrange(year, month or 12)[1])
        self._check(first, last, subject=self.subject, parts=("about-month", "about-year"))
        latest = _bound(self.latest)
        return Happened(first, min(last, latest) if latest else last, Precision.MONTH if month else Precision.YEAR, said)

    def _between(self, typed_first: Boxes, typed_last: Boxes, said: str) -> Happened:
        first = self._day(typed_first, subject=f"{self.subject}, first day", prefix="from-")
        last = self._day(typed_last, subject=f"{self.subject}, last day", prefix="to-")
        self._check(first, first, subject=f"{self.subject}, first day", parts=tuple(f"from-{p}" for p in _PARTS))
        self._check(last, last, subject=f"{self.subject}, last day", parts=tuple(f"to-{p}" for p in _PARTS))
        if last < first:
            raise self.wrong("must end on or after the day it began", code="order", parts=tuple(f"to-{p}" for p in _PARTS))
        return Happened(first, last, Precision.DAY if first == last else Precision.BETWEEN, said)

    def prepare_value(self, value: object) -> WhenTyped:
        """What stands in the boxes."""
        if isinstance(value, Happened):
            return WhenTyped.of(value)
        if not isinstance(value, WhenTyped):
            return WhenTyped()
        said = words.showable(value.said) if isinstance(value.said, str) else ""
        return WhenTyped(value.known, value.on, value.about, value.first, value.last, said)

    def said(self, value: Any) -> str:
        """The answer in words."""
        return words.capitalised(str(value)) if value else ""
