"""What stands of an investigation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from holdfast.database.viewing import relation_principal
from holdfast.investigations import kinds
from holdfast.investigations.codes import State, Step
from holdfast.investigations.models import Challenge, Investigation, PoliceLine, SuspectKey
from holdfast.persons.folds import OWNER
from holdfast.record.folding import EACH, Standing, folds
from holdfast.record.models import Relation
from holdfast.record.projection import Put
from holdfast.record.rooms import CORE
from holdfast.subjects.keys import KeyField

#: By which of what is known of a suspect an ended investigation is found again.
EXACT = (KeyField.NAME, KeyField.PHONE, KeyField.PLATE)


def _nfa_answered(row: dict[str, Any], e: Standing) -> dict[str, Any]:
    if row["nfa_entry_id"] != e.facts.answers:
        return {}
    if e.facts.agrees:
        return {"state": State.NFA, "to_tell_id": e.id, "ended_at": e.happened_at}
    return {"state": State.OPEN, "nfa_entry_id": None, "nfa_why": None}


def _after(row: dict[str, Any], e: Standing) -> dict[str, Any]:
    f = e.facts
    match e.kind:
        case kinds.StepTaken:
            step = {"last_step": f.step, "last_step_on": f.on, "next_on": f.next_on}
            charged = {"state": State.CHARGED} if f.step is Step.CHARGED else {}
            return {**step, "investigated_by": [*row["investigated_by"], str(e.worker)], **charged}
        case kinds.Reviewed:
            return {"review_on": f.review_on}
        case kinds.OfficerSet:
            return {"officer_id": f.worker, "investigated_by": [*row["investigated_by"], str(f.worker)]}
        case kinds.Protected:
            return {"protected_until": f.until}
        case kinds.NfaProposed:
            return {"state": State.NFA_PROPOSED, "nfa_entry_id": e.id, "nfa_why": f.why}
        case kinds.NfaAnswered:
            return _nfa_answered(row, e)
        case kinds.ToldHer:
            return {"to_tell_id": None}
        case kinds.ToLookAgain:
            return {"look_again_id": e.id, "found_in": [*row["found_in"], str(f.found_in)]}
        case kinds.OfficerLeft:
            return {"officer_id": None} if row["officer_id"] == f.previous else {}
        case _:
            again = {"state": State.OPEN, "nfa_entry_id": None, "nfa_why": None, "next_on": f.next_on, "review_on": f.review_on}
            return {"look_again_id": None, **({**again, "officer_id": f.worker} if f.reopens else {})}


@folds(
    kinds.Opened,
    kinds.StepTaken,
    kinds.Reviewed,
    kinds.OfficerSet,
    kinds.OfficerLeft,
    kinds.Protected,
    kinds.NfaProposed,
    kinds.NfaAnswered,
    kinds.ToldHer,
    kinds.ToLookAgain,
    kinds.LookedAgain,
    room=CORE,
)
def where_it_stands(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """The investigation as what stands makes it."""
    first = next((e for e in entries if e.kind is kinds.Opened), None)
    if first is None:
        return
    f = first.facts
    row: dict[str, Any] = {
        "id": matter, "room_id": matter, "case_id": f.case, "state": State.OPEN, "agency_id": f.agency, "officer_id": f.worker,
        "investigated_by": [str(f.worker)], "opened_entry_id": first.id, "opened_on": f.opened_on, "last_step": None, "last_step_on": None,
        "next_on": f.next_on, "review_on": f.review_on, "protected_until": None, "nfa_entry_id": None, "nfa_why": None, "to_tell_id": None,
        "ended_at": None, "look_again_id": None, "found_in": [],
    }  # fmt: skip
    for e in entries:
        if e is not first:
            row |= _after(row, e)
    row["investigated_by"] = sorted(set(row["investigated_by"]))
    yield Put(Investigation, row)
    if row["officer_id"] is not None:
        principal = relation_principal(OWNER, matter)
        yield Put(Relation, {"matter_id": matter, "relation": OWNER, "worker_id": row["officer_id"], "principal": principal})
    for key in dict.fromkeys(f.keys) if not first.erased else ():
        if key.field in EXACT:
            yield Put(SuspectKey, {"investigation_id": matter, "field": key.field, "hash": key.hash, "room_id": matter})


@folds(kinds.Challenged, kinds.ChallengeAnswered, room=EACH)
def challenges(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """What one organisation challenged, and whether it was answered."""
    answered = {e.facts.answers: e for e in entries if e.kind is kinds.ChallengeAnswered}
    for e in entries:
        if e.kind is kinds.Challenged:
            done = answered.get(e.id)
            row = {"id": e.id, "room_id": e.room, "investigation_id": matter, "agency_id": e.facts.agency, "challenged_at": e.happened_at}
            yield Put(
                Challenge, {**row, "answered_at": done.happened_at if done else None, "changed": done.facts.changed if done else None}
            )


@folds(kinds.PoliceAction, room=CORE)
def police_line(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """The last that the police said of it to everybody involved."""
    if entries:
        f = entries[-1].facts
        yield Put(PoliceLine, {"case_id": matter, "room_id": matter, "review_on": f.review_on, "ended": f.ended})
