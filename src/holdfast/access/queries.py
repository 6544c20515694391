"""Questions about looks."""

from __future__ import annotations

from uuid import UUID

from holdfast.access.models import Look


def looks_at(room: UUID, *, limit: int = 200) -> list[Look]:
    """Who looked at a room, the latest first, for those who may ask."""
    return list(Look.objects.filter(about_id=room).order_by("-looked_at", "id")[:limit])
