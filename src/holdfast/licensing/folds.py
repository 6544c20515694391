"""What stands of a question to licensing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from holdfast.licensing import kinds
from holdfast.licensing.codes import Licensed, State
from holdfast.licensing.models import PlateKey, Question
from holdfast.record.folding import Standing, folds
from holdfast.record.projection import Put
from holdfast.record.rooms import CORE

_AFTER_ANSWER = {Licensed.HERE: State.HERE, Licensed.ELSEWHERE: State.ELSEWHERE}


def _after(row: dict[str, Any], e: Standing) -> dict[str, Any]:
    f = e.facts
    match e.kind:
        case kinds.Answered:
            state = _AFTER_ANSWER.get(f.licensed, State.CLOSED)
            return {"state": state, "licensed": f.licensed, "waits_entry_id": e.id if state is not State.CLOSED else None}
        case kinds.Sent:
            return {"state": State.SENT, "waits_entry_id": e.id}
        case kinds.OtherAnswered:
            return {"state": State.CLOSED, "waits_entry_id": None}
        case kinds.Decided:
            return {"state": State.DECIDED, "decision": f.decision, "waits_entry_id": None, "to_enter_id": e.id if f.enters else None}
        case _:
            return {"to_enter_id": None}


@folds(kinds.Asked, kinds.Answered, kinds.Sent, kinds.OtherAnswered, kinds.Decided, kinds.Entered, room=CORE)
def where_it_stands(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """The question as what stands makes it; by parts of the plate it is found."""
    first = next((e for e in entries if e.kind is kinds.Asked), None)
    if first is None:
        return
    row: dict[str, Any] = {
        "id": matter, "room_id": matter, "what": first.facts.what, "state": State.ASKED, "asked_at": first.happened_at,
        "asked_entry_id": first.id, "asker_id": first.facts.asker, "asker_agency_id": first.agency, "post_id": first.facts.post,
        "licensed": None, "decision": None, "waits_entry_id": first.id, "to_enter_id": None,
    }  # fmt: skip
    for e in entries:
        if e.kind is not kinds.Asked:
            row |= _after(row, e)
    yield Put(Question, row)
    for hash_ in dict.fromkeys(key.hash for key in first.facts.keys) if not first.erased else ():
        yield Put(PlateKey, {"question_id": matter, "hash": hash_, "room_id": matter})
