"""Finding a matter for a page: "not found" for whoever may not see it, and that they asked is recorded where there is such a thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.http import Http404

from holdfast.access.actions import denied
from holdfast.database.viewing import viewing
from holdfast.partnership.people import Acting

FoundT = TypeVar("FoundT")


def found_or_404(find: Callable[[UUID], FoundT | None], id_: UUID, *, what: str, by: Acting) -> FoundT:
    """What this finds as the viewer; else "not found", which says nothing of whether it exists. Raises Http404."""
    with viewing(by.viewer):
        found = find(id_)
    if found is None:
        denied(matter=id_, what=what, by=by)
        raise Http404
    return found
