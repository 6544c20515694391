"""Where what a duty asks for is done: each package says which of its forms records what would end it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from holdfast.duties.models import Duty
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting

Doing = Callable[[Duty, Acting], Iterable[Link]]

_doing: dict[str, list[Doing]] = {}


def register(matter_type: str, function: Doing) -> None:
    """Say where the duties of matters of this type are done. The function is called as the viewer."""
    _doing.setdefault(matter_type, []).append(function)


def done_where(duty: Duty, matter_type: str, acting: Acting) -> list[Link]:
    """The forms that record what would end this duty, of those that this person may use."""
    return [link for function in _doing.get(matter_type, ()) for link in function(duty, acting)]
