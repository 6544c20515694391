"""What other packages let the front door do with a concern, beside what this one does: each says which of its pages are for whom, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from holdfast.concerns.models import Concern
from holdfast.pages.components import Row
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting

Steps = Callable[[Concern, Acting], Iterator[Link]]
Rows = Callable[[Concern], Iterator[Row]]

_steps: list[Steps] = []
_rows: list[Rows] = []


def register_steps(function: Steps) -> Steps:
    """A package says what can be done next with a concern."""
    _steps.append(function)
    return function


def register_rows(function: Rows) -> Rows:
    """A package says what else the concern's summary shows. The look was recorded; it is asked on behalf of the viewer."""
    _rows.append(function)
    return function


def steps_of(concern: Concern, acting: Acting) -> list[Link]:
    """What can be done next, in the order in which packages registered."""
    return [link for function in _steps for link in function(concern, acting)]


def rows_of(concern: Concern) -> list[Row]:
    """What else its summary shows."""
    return [row for function in _rows for row in function(concern)]
