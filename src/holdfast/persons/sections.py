"""What other packages add to the page of a person of concern."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from holdfast.pages.components import Row
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting
from holdfast.persons.models import Person


@dataclass(frozen=True)
class Section:
    """A part of the page, and where there is more."""

    heading: str
    rows: Sequence[Row]
    more: Link | None = None


Maker = Callable[[Person, Acting], Section | None]
_makers: list[Maker] = []


def register(maker: Maker) -> Maker:
    """Add a section. It is asked on behalf of the viewer, after the look was recorded, and is None where there is nothing for them."""
    _makers.append(maker)
    return maker


def of(found: Person, acting: Acting) -> list[Section]:
    """The sections for this viewer, in the order in which packages registered them."""
    return [section for maker in _makers if (section := maker(found, acting)) is not None]
