"""What stands of people and things: from what sources state, to the read models by which they are shown and found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from holdfast.record.folding import Standing, dated_rows, folds
from holdfast.record.projection import Put
from holdfast.record.rooms import CORE
from holdfast.subjects.codes import Aspect
from holdfast.subjects.keys import distinct
from holdfast.subjects.kinds import ConcernAbout, PersonRecorded, PersonStated, ThingRecorded, ThingStated
from holdfast.subjects.models import EarlierConcern, Person, Related, SearchKey, Statement, Thing, ThingPerson


def _latest(e: Standing) -> dict[str, Any]:
    """What the latest statement of an aspect says in the person's row."""
    f = e.facts
    match f.aspect:
        case Aspect.NAME:
            return {"name_entry_id": e.id}
        case Aspect.BIRTH:
            return {"birth_entry_id": e.id, "birth_precision": f.birth_precision}
        case Aspect.DEATH:
            return {"death_entry_id": e.id}
        case Aspect.SEX:
            return {"sex": f.sex}
        case Aspect.ETHNICITY:
            return {"ethnicity": f.ethnicity, "ethnicity_missing": f.ethnicity_missing}
        case Aspect.DISABILITY:
            return {"disabilities": list(f.disabilities)}
        case _:
            return {}


@folds(PersonRecorded, PersonStated, room=CORE)
def people(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """A person, with the latest of each thing stated; what is corrected keeps the place of what it corrects."""
    first = next((e for e in entries if e.kind is PersonRecorded), None)
    if first is None:
        return
    row: dict[str, Any] = {"id": matter, "room_id": matter, "source_id": first.facts.source, "recorded_at": first.recorded_at}
    for e in entries:
        if e.kind is PersonStated:
            row |= _latest(e)
    yield Put(Person, row)


def _keys(e: Standing) -> Iterator[Put]:
    for key in distinct(e.facts.keys) if not e.erased else ():
        yield Put(SearchKey, {"entry_id": e.id, "field": key.field, "hash": key.hash, "room_id": e.room})


@dated_rows(PersonStated)
def statements(e: Standing) -> Iterator[Put]:
    f = e.facts
    yield Put(Statement, {"id": e.id, "room_id": e.room, "aspect": f.aspect, "source_id": f.source, "stated_at": e.recorded_at})
    if f.aspect is Aspect.RELATION and f.other is not None:
        yield Put(Related, {"id": e.id, "room_id": e.room, "other_id": f.other, "relation": f.relation})
    yield from _keys(e)


@dated_rows(ConcernAbout)
def concerns(e: Standing) -> Iterator[Put]:
    f = e.facts
    row = {"id": e.id, "room_id": e.room, "concern_id": f.concern, "decision": f.decision, "received_on": f.received_on}
    yield Put(EarlierConcern, {**row, "decided_at": e.recorded_at})


@dated_rows(ThingRecorded)
def things(e: Standing) -> Iterator[Put]:
    row = {"id": e.matter, "room_id": e.room, "entry_id": e.id, "kind": e.facts.thing, "source_id": e.facts.source}
    yield Put(Thing, {**row, "recorded_at": e.recorded_at})
    yield from _keys(e)


@dated_rows(ThingStated)
def thing_statements(e: Standing) -> Iterator[Put]:
    if e.facts.person is not None:
        yield Put(ThingPerson, {"id": e.id, "room_id": e.room, "person_id": e.facts.person, "aspect": e.facts.aspect})
