"""Which returns were taken in, and what was rejected."""

from __future__ import annotations

from uuid import UUID

from holdfast.record.queries import entry_with_id, open_parts
from holdfast.returns.kinds import ImportParts
from holdfast.returns.models import Import


def imports(*, limit: int = 50) -> list[Import]:
    """The files that were taken in, the latest first, of those the viewer may see."""
    return list(Import.objects.order_by("-imported_at", "id")[:limit])


def import_with_id(import_id: UUID) -> tuple[Import, ImportParts] | None:
    """One file, with its name and what was rejected. The caller has recorded the look."""
    row = Import.objects.filter(id=import_id).first()
    entry = entry_with_id(import_id) if row is not None else None
    if row is None or entry is None:
        return None
    parts = open_parts([entry])[entry.id]
    assert isinstance(parts, ImportParts)
    return row, parts
