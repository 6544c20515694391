"""Questions about allegations, through the audience of each one's room."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from holdfast.allegations.models import Allegation
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import Parts
from holdfast.record.queries import entries_of_room, open_parts


def allegation(allegation_id: UUID) -> Allegation | None:
    """An allegation, or None when there is none that the viewer may see."""
    return Allegation.objects.filter(id=allegation_id).first()


def allegations(*, limit: int = 200) -> list[Allegation]:
    """Those that the viewer reads: what is not concluded first, the oldest first."""
    found = Allegation.objects.order_by("told_at", "id")
    waiting, done = found.filter(concluded_at=None), found.exclude(concluded_at=None).reverse()
    return [*waiting[:limit], *done[:limit]]


def story(allegation_id: UUID) -> list[tuple[AnyEntry, Parts]]:
    """What was recorded of it, opened for the viewer, in order."""
    entries = [e for e in entries_of_room(allegation_id) if e.kind.name.startswith("allegation.")]
    opened = open_parts(entries)
    return [(e, opened[e.id]) for e in entries]


def employers(matters: Collection[UUID]) -> Iterator[tuple[UUID, UUID]]:
    """The organisation for which the person works, of each of these where it is one of the partnership's."""
    rows = Allegation.objects.filter(id__in=matters, employer_id__isnull=False).values_list("id", "employer_id")
    yield from ((matter, employer) for matter, employer in rows if employer is not None)
