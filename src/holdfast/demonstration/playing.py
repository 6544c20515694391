"""Playing the demonstration: the real actions, by invented people, under a clock that is moved."""

from __future__ import annotations

from collections.abc import Callable

from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.demonstration import people
from holdfast.partnership import founding
from holdfast.partnership.queries import agencies
from holdfast.record.gate import installation

Progress = Callable[[str], None]


def is_played() -> bool:
    """Whether this database holds a partnership already."""
    with viewing(Viewer.of(EVERYONE)):
        return bool(agencies())


@founding.register
def found_people() -> None:
    """In an empty demonstration: the invented partnership, and no child."""
    if installation().nature == "demonstration" and not is_played():
        people.settle(people.found_partnership(), 28)


def play(*, empty: bool, progress: Progress) -> None:
    """Found the invented partnership; unless it is to be empty, play four months of its life up to now."""
    if empty:
        people.settle(people.found_partnership(), 28)
        return
    from holdfast.demonstration.life import live

    live(progress)
