"""What stands of measures: made room by room, so that each body reads its own list and no other's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from holdfast.measures import kinds
from holdfast.measures.codes import Clearance, Ending, State
from holdfast.measures.models import Ask, Measure, NotAskedRow, Owed
from holdfast.record.folding import EACH, Standing, dated_rows, folds
from holdfast.record.projection import Put


@folds(kinds.Asked, kinds.ConnectionDeclared, kinds.ListAnswered, room=EACH)
def asks(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """Each time that the body was asked."""
    declared = {e.facts.asked: e for e in entries if e.kind is kinds.ConnectionDeclared}
    answered = {e.facts.asked: e.happened_at for e in entries if e.kind is kinds.ListAnswered}
    for e in entries:
        if e.kind is not kinds.Asked:
            continue
        f, said = e.facts, declared.get(e.id)
        row = {"id": e.id, "room_id": e.room, "matter_id": matter, "body": f.body, "post_id": f.post, "agency_id": f.agency}
        state = {"connected": said.facts.connected if said else None, "declared_id": said.id if said else None}
        yield Put(Ask, {**row, "offered": list(f.offered), "asked_at": e.happened_at, **state, "answered_at": answered.get(e.id)})


def _first(matter: UUID, e: Standing, body: str) -> dict[str, Any]:
    rejected = e.kind is kinds.RejectedFor
    return {
        "id": e.id, "room_id": e.room, "matter_id": matter, "ask_id": e.facts.asked, "body": body, "code": e.facts.code,
        "state": State.REJECTED if rejected else State.CHOSEN, "why": e.facts.why if rejected else None, "answered_at": e.happened_at,
        "decided_by_id": e.facts.worker, "owner_id": e.facts.worker, "clearance_id": None, "clearance": None, "until": None, "waited": 0,
        "vetted_id": None, "applied_on": None, "force_id": None, "force_on": None, "expires_on": None, "latest_on": None,
        "ended_on": None,
    }  # fmt: skip


def _cleared(row: dict[str, Any], e: Standing) -> dict[str, Any]:
    f = e.facts
    states = {Clearance.PROCEED: State.CLEARED, Clearance.WAIT: State.WAITS, Clearance.SPEAK: State.CLEARING}
    waited = row["waited"] + (f.answer is Clearance.WAIT)
    clearance = {"clearance_id": e.id, "clearance": f.answer, "until": f.until, "waited": waited, "vetted_id": f.vetted}
    return {**clearance, **({"state": states[f.answer]} if row["applied_on"] is None else {})}


def _decided(row: dict[str, Any], e: Standing) -> dict[str, Any]:
    f = e.facts
    said = Clearance.PROCEED if f.proceed else Clearance.WAIT
    clearance = {"clearance_id": e.id, "clearance": said, "until": f.until, "vetted_id": None if f.proceed else row["vetted_id"]}
    return {**clearance, **({"state": State.CLEARED if f.proceed else State.WAITS} if row["applied_on"] is None else {})}


def _after(row: dict[str, Any], e: Standing) -> dict[str, Any]:
    f = e.facts
    match e.kind:
        case kinds.ClearanceAsked:
            return {"clearance_id": e.id, "clearance": None, "state": State.CLEARING}
        case kinds.ClearanceAnswered:
            return _cleared(row, e)
        case kinds.ClearanceDecided:
            return _decided(row, e)
        case kinds.Applied:
            return {"state": State.APPLIED, "applied_on": f.on}
        case kinds.Refusal:
            return {"state": State.REFUSED, "ended_on": f.on}
        case kinds.InForce:
            days = {"force_on": f.on, "expires_on": f.expires_on, "latest_on": f.latest_on}
            return {"state": State.IN_FORCE, "force_id": e.id, **days, "owner_id": f.worker}
        case kinds.Varied:
            return {"force_id": e.id, "expires_on": f.expires_on}
        case kinds.Ended:
            return {"state": State.EXPIRED if f.how is Ending.EXPIRED else State.DISCHARGED, "ended_on": f.on}
        case _:
            return {"state": State.WITHDRAWN, "ended_on": e.happened_at.date()}


@folds(
    kinds.Asked,
    kinds.RejectedFor,
    kinds.Chosen,
    kinds.ClearanceAsked,
    kinds.ClearanceAnswered,
    kinds.ClearanceDecided,
    kinds.Applied,
    kinds.Refusal,
    kinds.InForce,
    kinds.Varied,
    kinds.Ended,
    kinds.Withdrawn,
    room=EACH,
)
def measures(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """Each measure that the body answered, as what followed makes it."""
    bodies = {e.id: e.facts.body for e in entries if e.kind is kinds.Asked}
    rows: dict[UUID, dict[str, Any]] = {}
    for e in entries:
        if e.kind in (kinds.RejectedFor, kinds.Chosen):
            if e.facts.asked in bodies:
                rows[e.id] = _first(matter, e, bodies[e.facts.asked])
        elif e.kind is not kinds.Asked and e.facts.measure in rows:
            rows[e.facts.measure] |= _after(rows[e.facts.measure], e)
    for row in rows.values():
        yield Put(Measure, row)


_OWED: dict[type, str] = {
    kinds.Breached: "breach",
    kinds.Appealed: "appeal",
    kinds.ReviewOwed: "review",
    kinds.SampleOwed: "sample",
    kinds.InForce: "effect",
    kinds.Ended: "effect_at_end",
}


@folds(
    kinds.Breached,
    kinds.Appealed,
    kinds.ReviewOwed,
    kinds.SampleOwed,
    kinds.InForce,
    kinds.Ended,
    kinds.BreachActed,
    kinds.AppealAnswered,
    kinds.RestsOtherwise,
    kinds.SampleAnswered,
    kinds.Effect,
    kinds.Withdrawn,
    room=EACH,
)
def owed(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """What is owed of measures besides, and when it was answered; of one that is withdrawn there is nothing to look at again."""
    answered = {e.facts.answers: e.happened_at for e in entries if e.kind not in _OWED and e.kind is not kinds.Withdrawn}
    withdrawn = {e.facts.measure: e.happened_at for e in entries if e.kind is kinds.Withdrawn}
    for e in entries:
        if (what := _OWED.get(e.kind)) is None:
            continue
        done = answered.get(e.id) or (withdrawn.get(e.facts.measure) if what == "review" else None)
        row = {"id": e.id, "room_id": e.room, "measure_id": e.facts.measure, "what": what, "worker_id": e.facts.worker}
        yield Put(Owed, {**row, "since": e.happened_at, "answered_at": done})


@dated_rows(kinds.BodyNotAsked)
def not_asked(e: Standing) -> Iterator[Put]:
    yield Put(NotAskedRow, {"id": e.id, "room_id": e.room, "matter_id": e.matter, "body": e.facts.body, "why": e.facts.why})
