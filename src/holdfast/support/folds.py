"""What stands of support."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from holdfast.record.folding import EACH, Standing, folds
from holdfast.record.projection import Put
from holdfast.record.rooms import CORE
from holdfast.support import kinds
from holdfast.support.codes import State
from holdfast.support.models import Item, Plan, PlanNumber
from holdfast.when import london_day


@folds(kinds.PlanOpened, kinds.CoordinatorSet, kinds.AdvocateNamed, kinds.HandedOver, room=CORE)
def plans(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """The plan, with who coordinates it and her advocate now."""
    first = next((e for e in entries if e.kind is kinds.PlanOpened), None)
    if first is None:
        return
    coordinates = next(e for e in reversed(entries) if e.kind in (kinds.PlanOpened, kinds.CoordinatorSet))
    advocate = next((e for e in reversed(entries) if e.kind is kinds.AdvocateNamed), None)
    over = next((e for e in reversed(entries) if e.kind is kinds.HandedOver), None)
    row = {"id": matter, "room_id": matter, "case_id": first.facts.case, "opened_at": first.happened_at}
    who = {"coordinator_id": coordinates.facts.worker, "agency_id": coordinates.facts.agency}
    later = {"handover_on": first.facts.handover_on, "handed_over_on": over.facts.on if over else None}
    yield Put(Plan, {**row, **who, "advocate_id": advocate.facts.worker if advocate else None, **later})


def _after(row: dict[str, Any], e: Standing) -> dict[str, Any]:
    f = e.facts
    on = getattr(f, "on", None) or london_day(e.happened_at)
    match e.kind:
        case kinds.Offered:
            owes = {"agency_id": f.agency, "worker_id": f.worker}
            return {
                "state": State.OFFERED,
                "since": on,
                **owes,
                "in_person": row["in_person"] or f.how == "in_person",
                "again_entry_id": None,
            }
        case kinds.Accepted:
            return {"state": State.ACCEPTED, "since": on, "agency_id": f.agency, "worker_id": f.worker, "accepted_entry_id": e.id}
        case kinds.Declined:
            return {"state": State.DECLINED, "since": on, "in_person": False, "declined": row["declined"] + 1, "again_entry_id": e.id}
        case kinds.NoReply:
            return {"state": State.NO_REPLY, "since": on, "again_entry_id": e.id}
        case kinds.Waiting:
            waits = {"waits": f.waits, "waits_entry_id": e.id, "commissioner_id": f.commissioner}
            return {"state": State.WAITING, "since": f.since, **waits}
        case kinds.MoneyFound:
            return {"state": State.ACCEPTED, "since": on, "waits": None, "waits_entry_id": None, "commissioner_id": None}
        case kinds.Begun:
            return {"state": State.BEGUN, "since": on, "waits": None, "waits_entry_id": None, "commissioner_id": None}
        case _:
            return {"state": State.ENDED, "since": on, "again_entry_id": e.id, "in_person": False}


@folds(
    kinds.Offered,
    kinds.Accepted,
    kinds.Declined,
    kinds.NoReply,
    kinds.Waiting,
    kinds.MoneyFound,
    kinds.Begun,
    kinds.SupportEnded,
    room=EACH,
)
def items(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """One kind of support, as the last that happened makes it."""
    first = next((e for e in entries if e.kind is kinds.Offered), None)
    if first is None:
        return
    row: dict[str, Any] = {
        "plan_id": matter, "what": first.facts.what, "room_id": first.room, "state": State.OFFERED, "since": first.facts.on,
        "agency_id": first.facts.agency, "worker_id": first.facts.worker, "accepted_entry_id": None, "in_person": False, "declined": 0,
        "again_entry_id": None,        "waits": None, "waits_entry_id": None, "commissioner_id": None,
    }  # fmt: skip
    for e in entries:
        row |= _after(row, e)
    yield Put(Item, row)


@folds(kinds.NumberGiven, kinds.NumberEnded, room=CORE)
def numbers(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """Each number that she was given, and whether it opens anything still."""
    ended = {e.facts.hash: e.happened_at for e in entries if e.kind is kinds.NumberEnded}
    for e in entries:
        if e.kind is kinds.NumberGiven:
            yield Put(PlanNumber, {"hash": e.facts.hash, "room_id": e.room, "plan_id": matter, "ended_at": ended.get(e.facts.hash)})
