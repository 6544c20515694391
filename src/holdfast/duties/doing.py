"""Where what a duty asks for is done: each package says which of its forms records what would end it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from holdfast.duties.models import Duty
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting

Doing = Callable[[Duty, Acting], Iterable[Link]]

_doing: dict[str, Doing] = {}


def register(matter_type: str, function: Doing) -> None:
    """Say where the duties of matters of this type are done. The function is called as the viewer."""
    _doing[matter_type] = function


def done_where(duty: Duty, matter_type: str, acting: Acting) -> list[Link]:
    """The forms that record what would end this duty, of those that this person may use."""
    function = _doing.get(matter_type)
    return list(function(duty, acting)) if function is not None else []
