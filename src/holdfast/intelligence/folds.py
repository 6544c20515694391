"""What stands of intelligence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from holdfast.intelligence import kinds
from holdfast.intelligence.codes import State
from holdfast.intelligence.models import Grade, Item, Text
from holdfast.record.folding import EACH, Standing, folds
from holdfast.record.projection import Put
from holdfast.record.rooms import CORE


@folds(kinds.Given, kinds.Advised, kinds.Replied, room=kinds.GIVEN)
def items(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """What somebody gave, whether advice was taken, whether they were answered."""
    first = next((e for e in entries if e.kind is kinds.Given), None)
    if first is None:
        return
    replied = next((e for e in entries if e.kind is kinds.Replied), None)
    row = {"id": matter, "room_id": first.room, "given_entry_id": first.id, "giver_id": first.worker, "agency_id": first.agency}
    state = {"advised": any(e.kind is kinds.Advised for e in entries), "replied_at": replied.happened_at if replied else None}
    yield Put(Item, {**row, "close": first.facts.close, "given_at": first.happened_at, **state})


def _after(row: dict[str, Any], e: Standing) -> dict[str, Any]:
    f = e.facts
    match e.kind:
        case kinds.Graded:
            g = f.grading
            return {"source_reliability": g.source_reliability, "assessment": g.assessment, "handling": g.handling}
        case kinds.Sanitised:
            return {"state": State.TO_BE_READ, "text_entry_id": e.id, "second_id": f.second}
        case kinds.SecondRead:
            return {"state": State.PASSED if f.agrees else State.GRADED, "second_id": None}
        case _:
            return {"state": State.RETRACTED, "second_id": None}


@folds(kinds.Graded, kinds.Sanitised, kinds.SecondRead, kinds.Retracted, room=CORE)
def grades(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """The grade, and where the text stands."""
    if not entries:
        return
    row: dict[str, Any] = {
        "id": matter, "room_id": entries[0].room, "state": State.GRADED, "source_reliability": None, "assessment": None, "handling": None,
        "text_entry_id": None, "second_id": None,
    }  # fmt: skip
    for e in entries:
        row |= _after(row, e)
    yield Put(Grade, row)


@folds(kinds.Passed, kinds.Responded, kinds.Recalled, kinds.DecisionsReviewed, room=EACH)
def texts(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """What was passed to one post, and what it did with it."""
    answered = {e.facts.answers: e for e in entries if e.kind in (kinds.Responded, kinds.DecisionsReviewed)}
    recalled = {e.facts.passed: e for e in entries if e.kind is kinds.Recalled}
    for e in entries:
        if e.kind is not kinds.Passed:
            continue
        said, back = answered.get(e.id), recalled.get(e.id)
        reviewed = answered.get(back.id) if back is not None else None
        row = {"id": e.id, "room_id": e.room, "item_id": matter, "post_id": e.facts.post, "respond_on": e.facts.respond_on}
        state = {"responded_at": said.happened_at if said else None, "acts": said.facts.acts if said else None}
        back_ = {"recalled_id": back.id if back else None, "reviewed_at": reviewed.happened_at if reviewed else None}
        yield Put(Text, {**row, "condition": e.facts.condition, "passed_at": e.happened_at, **state, **back_})
