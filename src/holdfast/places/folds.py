"""What stands of a place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from holdfast.database.viewing import relation_principal
from holdfast.persons.folds import OWNER
from holdfast.places import kinds
from holdfast.places.codes import State
from holdfast.places.models import Place, PlaceKey
from holdfast.record.folding import Standing, folds
from holdfast.record.models import Relation
from holdfast.record.projection import Put
from holdfast.record.rooms import CORE


def _after(row: dict[str, Any], e: Standing) -> dict[str, Any]:
    f = e.facts
    match e.kind:
        case kinds.Reported | kinds.ReportedAgain:
            again = e.kind is kinds.ReportedAgain and f.reopens
            return {"reports": row["reports"] + 1, **({"state": State.REPORTED, "assessor_id": f.owner} if again else {})}
        case kinds.NotFounded:
            return {"state": State.NOT_FOUNDED}
        case kinds.Assessed:
            return {"state": State.ASSESSED, "owner_id": f.worker, "next_on": f.next_on, "review_on": f.review_on}
        case kinds.Acted:
            return {"next_on": f.next_on}
        case kinds.Reviewed:
            return {"review_on": f.review_on}
        case kinds.OwnerSet:
            return {"owner_id": f.worker}
        case kinds.OwnerLeft:
            return {"owner_id": None} if row["owner_id"] == f.previous else {}
        case _:
            return {"state": State.ENDED}


@folds(
    kinds.Reported,
    kinds.ReportedAgain,
    kinds.NotFounded,
    kinds.Assessed,
    kinds.Acted,
    kinds.Reviewed,
    kinds.OwnerSet,
    kinds.OwnerLeft,
    kinds.PlaceEnded,
    room=CORE,
)
def where_it_stands(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """The place as what stands makes it; by what it is called it is found, whatever became of it."""
    first = next((e for e in entries if e.kind is kinds.Reported), None)
    if first is None:
        return
    row: dict[str, Any] = {
        "id": matter, "room_id": matter, "kind": first.facts.place, "state": State.REPORTED, "reported_at": first.happened_at,
        "reported_entry_id": first.id, "reports": 0, "assessor_id": first.facts.owner, "owner_id": None, "next_on": None, "review_on": None,
    }  # fmt: skip
    for e in entries:
        row |= _after(row, e)
    if row["state"] != State.ASSESSED:
        row |= {"next_on": None, "review_on": None}
    yield Put(Place, row)
    if row["owner_id"] is not None and row["state"] == State.ASSESSED:
        principal = relation_principal(OWNER, matter)
        yield Put(Relation, {"matter_id": matter, "relation": OWNER, "worker_id": row["owner_id"], "principal": principal})
    for hash_ in dict.fromkeys(key.hash for key in first.facts.keys) if not first.erased else ():
        yield Put(PlaceKey, {"place_id": matter, "hash": hash_, "room_id": matter})
