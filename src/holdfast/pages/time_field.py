"""A field for the time of day, as people write it."""

from __future__ import annotations

import re
from datetime import time
from typing import Any, ClassVar, Final

from holdfast.pages.fields import Text

_WRITTEN: Final = re.compile(r"([0-9]{1,2})(?:[:.]?([0-9]{2}))?\s*(am|pm)?", re.IGNORECASE)


def read_time(written: str) -> time | None:
    """The time that is written: "14:30", "2.30pm", "9am", "0915"; None where it is none. Of noon and midnight, "12pm" and "12am"."""
    found = _WRITTEN.fullmatch(written.strip())
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if found[2] is None and not half:
        return None  # "9" alone may be morning or evening
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


class TimeOfDay(Text):
    """A time of day. Cleans to `datetime.time`, or None when optional and empty."""

    input_mode: ClassVar[str] = "text"

    def __init__(self, *, label: str, called: str, hint: str = "Such as 14:30 or 2.30pm", required: bool = True) -> None:
        super().__init__(label=label, called=called, hint=hint, required=required, max_length=20, width=10, spellcheck=False)

    def unanswered(self) -> Any:
        """None."""
        return None

    def to_python(self, value: object) -> Any:
        """The time.

        Raises:
            ValidationError: it is no time.
        """
        answer = super().to_python(value)
        if not answer:
            return None
        found = read_time(answer)
        if found is None:
            raise self.wrong("must be a time, like 14:30 or 2.30pm", code="time")
        return found

    def prepare_value(self, value: Any) -> Any:
        """What is put back into the input."""
        return f"{value:%H:%M}" if isinstance(value, time) else super().prepare_value(value)
