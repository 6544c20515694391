"""Questions about looks, and about what a bundle may hold."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from holdfast.access.models import Look
from holdfast.database.asking import rows
from holdfast.record.holding import reading_all


def first_look(room: UUID, worker: UUID, *, since: datetime | None) -> datetime | None:
    """When a worker first opened something since an instant; None when they have not. For whoever may ask, or as an action must know it."""
    if since is None:
        return None
    found = Look.objects.filter(about_id=room, worker_id=worker, looked_at__gte=since, refused=False).order_by("looked_at")
    return found.values_list("looked_at", flat=True).first()


def looks_at(room: UUID, *, limit: int = 200) -> list[Look]:
    """Who looked at a room, the latest first, for those who may ask."""
    return list(Look.objects.filter(about_id=room).order_by("-looked_at", "id")[:limit])


def kinds_of_rooms(matter: UUID) -> list[str]:
    """The kinds of room that a matter has; none where there is no such matter. Whoever answers for the record hands out what they need not read."""
    with reading_all():
        return [kind for (kind,) in rows("SELECT DISTINCT kind FROM record_room WHERE matter_id = %s ORDER BY kind", [matter])]
