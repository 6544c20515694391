"""What other packages add to a child’s page: links to what they keep about the child, for whoever may follow them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from holdfast.children.models import Case
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting

Links = Callable[[Case, Acting], Iterator[Link]]
_links: list[Links] = []


def register(function: Links) -> Links:
    """Add links. Asked on behalf of the viewer, after the look was recorded."""
    _links.append(function)
    return function


def links_of(found: Case, acting: Acting) -> list[Link]:
    """The links for this viewer, in the order in which packages registered them."""
    return [link for function in _links for link in function(found, acting)]
