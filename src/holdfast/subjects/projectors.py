"""From what sources state to the read models of people and things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from holdfast.record.entries import AnyEntry, Entry
from holdfast.record.projection import Amend, Change, Put, projector
from holdfast.subjects.codes import Aspect
from holdfast.subjects.keys import distinct
from holdfast.subjects.kinds import PersonRecorded, PersonStated, ThingRecorded, ThingStated
from holdfast.subjects.models import Person, Related, SearchKey, Statement, Thing, ThingPerson


@projector(PersonRecorded)
def people(entries: Sequence[Entry[PersonRecorded]]) -> Iterator[Change]:
    for e in entries:
        yield Put(Person, {"id": e.room, "room_id": e.room, "source_id": e.facts.source, "recorded_at": e.recorded_at})


def _keys(e: AnyEntry) -> Iterator[Change]:
    for key in distinct(e.facts.keys):
        yield Put(SearchKey, {"entry_id": e.id, "field": key.field, "hash": key.hash, "room_id": e.room})


def _latest(e: Entry[PersonStated]) -> dict[str, Any]:
    """What the latest statement of an aspect changes in the person's row."""
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


@projector(PersonStated)
def statements(entries: Sequence[Entry[PersonStated]]) -> Iterator[Change]:
    for e in entries:
        yield Put(
            Statement,
            {
                "id": e.id,
                "room_id": e.room,
                "aspect": e.facts.aspect,
                "source_id": e.facts.source,
                "stated_at": e.recorded_at,
                "corrects": e.corrects,
            },
        )
        if latest := _latest(e):
            yield Amend(Person, {"id": e.room}, latest)
        if e.facts.aspect is Aspect.RELATION and e.facts.other is not None:
            related = {"id": e.id, "room_id": e.room, "other_id": e.facts.other, "relation": e.facts.relation}
            yield Put(Related, related)
        yield from _keys(e)


@projector(ThingRecorded)
def things(entries: Sequence[Entry[ThingRecorded]]) -> Iterator[Change]:
    for e in entries:
        row = {"id": e.room, "room_id": e.room, "entry_id": e.id, "kind": e.facts.thing, "source_id": e.facts.source}
        yield Put(Thing, {**row, "recorded_at": e.recorded_at})
        yield from _keys(e)


@projector(ThingStated)
def thing_statements(entries: Sequence[Entry[ThingStated]]) -> Iterator[Change]:
    for e in entries:
        if e.facts.person is not None:
            yield Put(ThingPerson, {"id": e.id, "room_id": e.room, "person_id": e.facts.person, "aspect": e.facts.aspect})
