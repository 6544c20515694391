"""What other packages add to the page of a place."""

from __future__ import annotations

from collections.abc import Callable

from holdfast.partnership.people import Acting
from holdfast.persons.sections import Section
from holdfast.places.models import Place

Maker = Callable[[Place, Acting], Section | None]
_makers: list[Maker] = []


def register(maker: Maker) -> Maker:
    """Add a section. It is asked on behalf of the viewer, after the look was recorded, and is None where there is nothing for them."""
    _makers.append(maker)
    return maker


def of(found: Place, acting: Acting) -> list[Section]:
    """The sections for this viewer."""
    return [section for maker in _makers if (section := maker(found, acting)) is not None]
