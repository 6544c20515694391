"""Who may read what is sealed: workers who are here, by name, of two organisations at least."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from holdfast.partnership.models import Worker
from holdfast.record.sealed import readers_of, register_readers, sealed_rooms_read_by, why_not_readers


@register_readers
def who_may(principals: Collection[UUID]) -> str:
    """Why these may not be all who read a sealed room; "" where they may."""
    here = dict(Worker.objects.filter(id__in=list(principals), left_at=None).values_list("id", "agency_id"))
    if set(principals) - here.keys():
        return "somebody in it is no worker who is here; roles, and those who have left, read nothing that is sealed"
    if len(set(here.values())) < 2:
        return "it takes workers of two organisations at least"
    return ""


def leaves_too_few(worker: UUID) -> bool:
    """Whether something sealed would be read by too few if this worker left. Asked as the record's own."""
    return any(why_not_readers(readers_of(room) - {worker}) for room in sealed_rooms_read_by(worker))
