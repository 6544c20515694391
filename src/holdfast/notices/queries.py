"""Questions about notices, through the audience of each one's room."""

from __future__ import annotations

from uuid import UUID

from holdfast.notices.models import Notice, Response
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import Parts
from holdfast.record.queries import entries_of_room, open_parts


def notice(notice_id: UUID) -> Notice | None:
    """A notice, or None when there is none that the viewer may see."""
    return Notice.objects.filter(id=notice_id).first()


def notices(*, limit: int = 200) -> list[Notice]:
    """Those that the viewer reads, the latest first."""
    return list(Notice.objects.order_by("-told_at", "id")[:limit])


def responses(notice_ids: list[UUID]) -> dict[UUID, list[Response]]:
    """What each organisation that was told said, by notice."""
    found: dict[UUID, list[Response]] = {n: [] for n in notice_ids}
    for row in Response.objects.filter(room_id__in=notice_ids).order_by("agency_id"):
        found[row.room_id].append(row)
    return found


def story(notice_id: UUID) -> list[tuple[AnyEntry, Parts]]:
    """What was recorded of it, opened for the viewer, in order. The caller has recorded the look."""
    entries = [e for e in entries_of_room(notice_id) if e.kind.name.startswith("notice.") and not e.kind.name.endswith("put_to")]
    opened = open_parts(entries)
    return [(e, opened[e.id]) for e in entries]
