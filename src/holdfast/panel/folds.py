"""What stands of a meeting of the panel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from holdfast.panel import kinds
from holdfast.panel.codes import State
from holdfast.panel.models import Panel, PanelAction, PanelItem
from holdfast.record.folding import Standing, folds
from holdfast.record.projection import Put
from holdfast.record.rooms import CORE


@folds(kinds.PanelCalled, room=CORE)
def panels(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """The meeting, as it was last called."""
    if entries:
        f = entries[-1].facts
        yield Put(Panel, {"id": matter, "room_id": matter, "held_on": f.on, "chair_id": f.chair, "members": [str(m) for m in f.members]})


@folds(kinds.ItemTaken, kinds.PanelConnection, kinds.ItemHeard, kinds.ItemLeft, room=CORE)
def items(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """Each item: taken, heard or left, and who declared what of it."""
    rows: dict[UUID, dict[str, Any]] = {}
    for e in entries:
        f = e.facts
        if e.kind is kinds.ItemTaken:
            row = {"id": e.id, "room_id": matter, "panel_id": matter, "about": f.about, "subject_id": f.subject}
            rows[e.id] = {**row, "state": State.TAKEN, "why": None, "unconnected": [], "connected": []}
        elif f.item in rows and e.kind is kinds.PanelConnection:
            said = "connected" if f.connected else "unconnected"
            rows[f.item][said] = sorted({*rows[f.item][said], str(e.worker)})
        elif f.item in rows:
            left = e.kind is kinds.ItemLeft
            rows[f.item] |= {"state": State.LEFT if left else State.HEARD, "why": f.why if left else None}
    for row in rows.values():
        yield Put(PanelItem, row)


@folds(kinds.PanelDecided, kinds.ActionDone, room=CORE)
def actions(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """What somebody does by a day, and whether it was done."""
    done = {e.facts.answers: e.happened_at for e in entries if e.kind is kinds.ActionDone}
    for e in entries:
        if e.kind is kinds.PanelDecided:
            row = {"id": e.id, "room_id": matter, "panel_id": matter, "item_id": e.facts.item, "worker_id": e.facts.worker}
            yield Put(PanelAction, {**row, "due_on": e.facts.due_on, "done_at": done.get(e.id)})
