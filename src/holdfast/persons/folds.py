"""What stands of somebody who was named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from holdfast.concerns.kinds import WORK
from holdfast.database.viewing import relation_principal
from holdfast.persons import kinds
from holdfast.persons.codes import KEPT, State
from holdfast.persons.models import Allegation, ChildNamed, Completeness, HeldStatus, InConcern, NameKey, Person, RightsRequest, Told
from holdfast.record.folding import Standing, dated_rows, folds
from holdfast.record.models import Relation
from holdfast.record.projection import Put
from holdfast.record.rooms import CORE
from holdfast.subjects.keys import KeyField, distinct

#: Whoever owns what is done about a person of concern, as a relation to the matter.
OWNER = "owner"

_SECOND = {"asked_entry_id": None, "asked_by_id": None, "asked_by_agency_id": None, "second_id": None}


def _asked(e: Standing) -> dict[str, Any]:
    return {"asked_entry_id": e.id, "asked_by_id": e.worker, "asked_by_agency_id": e.agency, "second_id": e.facts.second}


def _named(row: dict[str, Any], e: Standing) -> dict[str, Any]:
    named = {"namings": row["namings"] + 1}
    if e.kind is kinds.NamedAgain and e.facts.reopens:
        return {**named, **_SECOND, "state": State.NAMED, "not_opened_why": None, "assessor_id": e.facts.owner}
    return named


def _not_opened_answered(row: dict[str, Any], e: Standing) -> dict[str, Any]:
    if row["asked_entry_id"] != e.facts.answers:
        return {}
    after = {"state": State.NOT_OPENED, "not_opened_why": e.facts.why} if e.facts.agrees else {"state": State.NAMED}
    return {**_SECOND, **after}


def _opened(_row: dict[str, Any], e: Standing) -> dict[str, Any]:
    f = e.facts
    due = {"owner_id": f.worker, "next_entry_id": e.id, "next_on": f.next_on, "review_on": f.review_on}
    return {**_SECOND, "state": State.OPEN, "not_opened_why": None, "opened_at": e.happened_at, "ended_at": None, **due}


def _clearing_answered(row: dict[str, Any], e: Standing) -> dict[str, Any]:
    if row["asked_entry_id"] != e.facts.answers:
        return {}
    return {**_SECOND, **({"state": State.NOT_INVOLVED, "ended_at": e.happened_at} if e.facts.agrees else {"state": State.OPEN})}


def _after(row: dict[str, Any], e: Standing) -> dict[str, Any]:
    """What an entry makes of the row."""
    f = e.facts
    match e.kind:
        case kinds.Named | kinds.NamedAgain:
            return _named(row, e)
        case kinds.NotToBeOpened:
            return {"state": State.SECOND_ASKED, **_asked(e)}
        case kinds.NotOpenedAnswered:
            return _not_opened_answered(row, e)
        case kinds.Joined | kinds.Namesake:
            return {"state": State.ELSEWHERE, "into_id": getattr(f, "into", None), "ended_at": e.happened_at}
        case kinds.Opened:
            return _opened(row, e)
        case kinds.OwnerSet:
            return {"owner_id": f.worker}
        case kinds.OwnerLeft:
            return {"owner_id": None} if row["owner_id"] == f.previous else {}
        case kinds.SecondLeft:
            return {**_SECOND, "state": State.OPEN if row["state"] == State.CLEARING else State.NAMED}
        case kinds.Acted | kinds.Reviewed:
            return {"next_entry_id": e.id, "next_on": f.next_on} if e.kind is kinds.Acted else {"review_on": f.review_on}
        case kinds.Clearing:
            return {"state": State.CLEARING, **_asked(e)}
        case kinds.ClearingAnswered:
            return _clearing_answered(row, e)
        case _:
            return {"state": State.CLOSED, "ended_at": e.happened_at}


def _called_by(entries: Sequence[Standing]) -> Standing:
    """The naming by which somebody is called: the first that gives a name. Whoever names them again, spelt otherwise, renames nobody."""
    namings = [e for e in entries if e.kind in (kinds.Named, kinds.NamedAgain)]
    return next((e for e in namings if not e.erased and any(k.field is KeyField.NAME for k in e.facts.keys)), namings[0])


@folds(
    kinds.Named,
    kinds.NamedAgain,
    kinds.Joined,
    kinds.Namesake,
    kinds.NotToBeOpened,
    kinds.NotOpenedAnswered,
    kinds.Opened,
    kinds.OwnerSet,
    kinds.OwnerLeft,
    kinds.Acted,
    kinds.Reviewed,
    kinds.Clearing,
    kinds.ClearingAnswered,
    kinds.SecondLeft,
    kinds.PersonEnded,
    room=CORE,
)
def where_it_stands(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """The person as what stands makes them; who owns them reads it; by what they were called they are found, unless they were not involved."""
    first = next((e for e in entries if e.kind is kinds.Named), None)
    if first is None:
        return
    row: dict[str, Any] = {
        "id": matter, "room_id": matter, "state": State.NAMED, "named_at": first.happened_at, "named_by_entry": first.id, "namings": 0,
        "assessor_id": first.facts.owner, "not_opened_why": None, "into_id": None, "opened_at": None, "owner_id": None,
        "next_entry_id": None, "next_on": None, "review_on": None, "ended_at": None, **_SECOND,
    }  # fmt: skip
    for e in entries:
        row |= _after(row, e)
    row["named_by_entry"] = _called_by(entries).id
    if row["state"] not in KEPT:
        row |= {"next_entry_id": None, "next_on": None, "review_on": None}
    yield Put(Person, row)
    if row["owner_id"] is not None and row["state"] in KEPT:
        principal = relation_principal(OWNER, matter)
        yield Put(Relation, {"matter_id": matter, "relation": OWNER, "worker_id": row["owner_id"], "principal": principal})
    if row["state"] not in (State.NOT_INVOLVED, State.ELSEWHERE):
        for e in entries:
            if e.kind in (kinds.Named, kinds.NamedAgain) and not e.erased:
                for key in distinct(e.facts.keys):
                    yield Put(NameKey, {"entry_id": e.id, "field": key.field, "hash": key.hash, "room_id": matter})


@folds(kinds.Alleged, kinds.StatusPublic, room=CORE)
def allegations(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """Each allegation, with the last that is public of where it stands."""
    public = {e.facts.allegation: e for e in entries if e.kind is kinds.StatusPublic}
    for e in entries:
        if e.kind is not kinds.Alleged:
            continue
        said = public.get(e.id)
        row = {"id": e.id, "room_id": matter, "person_id": matter, "what": list(e.facts.what), "together": e.facts.group}
        yield Put(Allegation, {**row, "status": said.facts.status if said else None, "status_on": said.facts.on if said else None})


@folds(kinds.StatusHeld, room=kinds.STATUS)
def held(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """The last of each allegation."""
    for e in {e.facts.allegation: e for e in entries}.values():
        f = e.facts
        row = {"allegation_id": f.allegation, "room_id": e.room, "person_id": matter, "status": f.status}
        yield Put(HeldStatus, {**row, "status_on": f.on, "decided": f.decided})


@folds(kinds.ToldOf, kinds.CorrectionOwed, kinds.Corrected, room=CORE)
def told(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """Everybody who was told, and what they are owed since it turned out otherwise."""
    owed = {e.facts.told: e.id for e in entries if e.kind is kinds.CorrectionOwed}
    done = {e.facts.answers: e.facts.on for e in entries if e.kind is kinds.Corrected}
    for e in entries:
        if e.kind is kinds.ToldOf:
            row = {"id": e.id, "room_id": matter, "person_id": matter, "agency_id": e.facts.agency, "told_at": e.happened_at}
            yield Put(Told, {**row, "owed_entry_id": owed.get(e.id), "corrected_on": done.get(owed[e.id]) if e.id in owed else None})


@folds(kinds.Monitoring, room=kinds.MONITORING)
def completeness(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """What is known, or why it is not: the last that was recorded."""
    if not entries:
        return
    f = entries[-1].facts
    row = {"person_id": matter, "room_id": entries[-1].room, "agency_id": f.agency}
    known = {"self_defined": f.self_defined is not None, "observed": f.observed is not None, "nationality": f.nationality is not None}
    unknown = {"ethnicity_unknown": f.ethnicity_unknown, "nationality_unknown": f.nationality_unknown}
    yield Put(Completeness, {**row, **known, **unknown})


@dated_rows(kinds.NamingOwed, kinds.PersonNamed, kinds.ChildNamedToo, kinds.NobodyNamed)
def in_concern(e: Standing) -> Iterator[Put]:
    """Whom a concern names, by the key of the whole name; that it names nobody; or that it is to be said."""
    keys = getattr(e.facts, "keys", ())
    name = next((key.hash for key in keys if key.field is KeyField.NAME), None)
    what = {kinds.NamingOwed: "owed", kinds.NobodyNamed: "nobody"}.get(e.kind, "somebody")
    yield Put(InConcern, {"id": e.id, "room_id": e.room, "concern_id": e.matter, "name_hash": name if not e.erased else None, "what": what})


@folds(kinds.ChildNamedToo, kinds.ChildNamedAnswered, room=WORK)
def children_named(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """Each who is or may be a child, and whether it was said what is done for them."""
    answered = {e.facts.answers: e.happened_at for e in entries if e.kind is kinds.ChildNamedAnswered}
    for e in entries:
        if e.kind is kinds.ChildNamedToo:
            row = {"id": e.id, "room_id": e.room, "concern_id": matter, "age": e.facts.age}
            yield Put(ChildNamed, {**row, "answered_at": answered.get(e.id)})


@folds(kinds.RequestReceived, kinds.RequestChecked, kinds.RequestAnswered, room=CORE)
def requests(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """What was asked, whether it was looked into, and when it was answered."""
    first = next((e for e in entries if e.kind is kinds.RequestReceived), None)
    if first is None:
        return
    checked = next((e for e in entries if e.kind is kinds.RequestChecked), None)
    answered = next((e for e in entries if e.kind is kinds.RequestAnswered), None)
    row = {"id": matter, "room_id": matter, "received_entry_id": first.id, "asks": first.facts.asks, "received_on": first.facts.received_on}
    yield Put(
        RightsRequest,
        {**row, "checked_at": checked.happened_at if checked else None, "answered_on": answered.facts.on if answered else None},
    )
