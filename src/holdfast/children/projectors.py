"""From the entries of a case to where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import uuid5

from holdfast.children.kinds import case, pathway, safety
from holdfast.children.models import Child, Involvement, Strategy
from holdfast.children.rooms import ALLOCATED, MANAGER
from holdfast.database.viewing import relation_principal
from holdfast.record.entries import AnyEntry, Entry
from holdfast.record.models import Relation
from holdfast.record.projection import Amend, Change, Put, Remove, projector


def _child(entry: AnyEntry, **values: Any) -> Change:
    return Amend(Child, {"id": entry.matter}, values)


@projector(case.CaseOpened)
def opened(entries: Sequence[Entry[case.CaseOpened]]) -> Iterator[Change]:
    for e in entries:
        row = {"id": e.room, "room_id": e.room, "person_id": e.facts.person, "origin": e.facts.origin, "opened_at": e.happened_at}
        yield Put(Child, row)


@projector(case.AgencyInvolved)
def involved(entries: Sequence[Entry[case.AgencyInvolved]]) -> Iterator[Change]:
    for e in entries:
        identity = uuid5(e.room, str(e.facts.agency))
        row = {"id": identity, "room_id": e.room, "agency_id": e.facts.agency, "reason": e.facts.reason, "since": e.recorded_at}
        yield Put(Involvement, row, replace=True)


@projector(case.ChildAllocated)
def allocated(entries: Sequence[Entry[case.ChildAllocated]]) -> Iterator[Change]:
    for e in entries:
        yield _child(e, allocated_to_id=e.facts.worker, allocated_at=e.recorded_at)
        for relation in (ALLOCATED, MANAGER):
            row = {"matter_id": e.matter, "relation": relation, "worker_id": e.facts.worker}
            yield Put(Relation, {**row, "principal": relation_principal(relation, e.matter)}, replace=True)


def _nobody(entry: AnyEntry) -> Iterator[Change]:
    yield _child(entry, allocated_to_id=None, allocated_at=None)
    for relation in (ALLOCATED, MANAGER):
        yield Remove(Relation, {"matter_id": entry.matter, "relation": relation})


@projector(case.ChildDeallocated)
def deallocated(entries: Sequence[Entry[case.ChildDeallocated]]) -> Iterator[Change]:
    for e in entries:
        yield from _nobody(e)


@projector(case.ChildSeen, case.VisitRecorded)
def seen(entries: Sequence[AnyEntry]) -> Iterator[Change]:
    for e in entries:
        if getattr(e.facts, "seen", True):
            values = {"last_seen_at": e.happened_at}
            if e.facts.seen_alone:
                values["last_seen_alone_at"] = e.happened_at
            yield _child(e, **values)


@projector(case.CaseClosed)
def closed(entries: Sequence[Entry[case.CaseClosed]]) -> Iterator[Change]:
    for e in entries:
        yield _child(e, closed_at=e.happened_at, close_reason=e.facts.reason, cp_since=None, cin_since=None)
        yield from _nobody(e)


@projector(case.CaseReferralRecorded)
def referred(entries: Sequence[Entry[case.CaseReferralRecorded]]) -> Iterator[Change]:
    """A referral after a closure opens the same child's case again."""
    for e in entries:
        yield _child(e, closed_at=None, close_reason=None)


@projector(pathway.StrategyOpened)
def strategy_opened(entries: Sequence[Entry[pathway.StrategyOpened]]) -> Iterator[Change]:
    for e in entries:
        row = {"id": e.id, "room_id": e.room, "opened_at": e.happened_at, "agencies": [str(a) for a in e.facts.agencies]}
        yield Put(Strategy, {**row, "shared_by": []})


@projector(pathway.StrategyConcluded)
def strategy_concluded(entries: Sequence[Entry[pathway.StrategyConcluded]]) -> Iterator[Change]:
    for e in entries:
        attended = [str(a) for a in e.facts.attended]
        values = {"concluded_at": e.happened_at, "decision": e.facts.decision, "concluded_by": e.id, "shared_by": attended}
        yield Amend(Strategy, {"id": e.facts.strategy}, values)


@projector(pathway.StrategyRecordIssued)
def strategy_record_issued(entries: Sequence[Entry[pathway.StrategyRecordIssued]]) -> Iterator[Change]:
    for e in entries:
        yield Amend(Strategy, {"id": e.facts.strategy}, {"record_issued_at": e.recorded_at})


@projector(pathway.CpPlanStarted)
def cp_started(entries: Sequence[Entry[pathway.CpPlanStarted]]) -> Iterator[Change]:
    for e in entries:
        yield _child(e, cp_since=e.happened_at, cp_category=e.facts.category)


@projector(pathway.CpPlanCategoryChanged)
def cp_category(entries: Sequence[Entry[pathway.CpPlanCategoryChanged]]) -> Iterator[Change]:
    for e in entries:
        yield _child(e, cp_category=e.facts.category)


@projector(pathway.CpPlanEnded)
def cp_ended(entries: Sequence[Entry[pathway.CpPlanEnded]]) -> Iterator[Change]:
    for e in entries:
        yield _child(e, cp_since=None, cp_category=None)


@projector(pathway.CinPlanStarted)
def cin_started(entries: Sequence[Entry[pathway.CinPlanStarted]]) -> Iterator[Change]:
    for e in entries:
        yield _child(e, cin_since=e.happened_at)


@projector(pathway.CinPlanEnded)
def cin_ended(entries: Sequence[Entry[pathway.CinPlanEnded]]) -> Iterator[Change]:
    for e in entries:
        yield _child(e, cin_since=None)


@projector(safety.MissingStarted)
def missing(entries: Sequence[Entry[safety.MissingStarted]]) -> Iterator[Change]:
    for e in entries:
        yield _child(e, missing_since=e.happened_at)


@projector(safety.MissingFound)
def found(entries: Sequence[Entry[safety.MissingFound]]) -> Iterator[Change]:
    for e in entries:
        yield _child(e, missing_since=None)
