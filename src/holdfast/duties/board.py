"""Sections that other packages add to the partnership board: unallocated children, caseloads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from holdfast.pages.components import Column
from holdfast.partnership.people import Acting


@dataclass(frozen=True)
class Section:
    """A table on the board."""

    heading: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]
    empty_words: str
    lead: str = ""


SectionMaker = Callable[[Acting], Section | None]

_sections: list[SectionMaker] = []


def register_section(maker: SectionMaker) -> SectionMaker:
    """Add a section to the board; the maker is called for each viewer and returns None when there is nothing for them."""
    _sections.append(maker)
    return maker


def sections(acting: Acting) -> list[Section]:
    """The sections for this viewer, in the order in which packages registered them."""
    return [section for maker in _sections if (section := maker(acting)) is not None]
