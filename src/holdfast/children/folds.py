"""What stands of a child's case: from its standing entries, by when things happened, to where it is now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from holdfast.children.codes import MeetingType
from holdfast.children.kinds import case, overview, pathway, safety
from holdfast.children.kinds.authorising import AuthorisationAnswered
from holdfast.children.models import Authorisation, Case, Flag, Involvement, Meeting, NotTold, Referral, Sighting
from holdfast.children.rooms import ALLOCATED, MANAGER
from holdfast.database.viewing import relation_principal
from holdfast.record.folding import Standing, dated_rows, folds
from holdfast.record.kinds import Facts
from holdfast.record.models import Relation
from holdfast.record.projection import Put
from holdfast.record.rooms import CORE


def _last(entries: Sequence[Standing], *kinds: type[Facts]) -> Standing | None:
    """The last of these to have happened."""
    return next((e for e in reversed(entries) if e.kind in kinds), None)


def _since(entries: Sequence[Standing], start: type[Facts], end: type[Facts] | None, *all_end: type[Facts]) -> datetime | None:
    """When the spell that runs now began: an end ends the one that has run longest, some ends end all."""
    running: list[datetime] = []
    for e in entries:
        if e.kind is start:
            running.append(e.happened_at)
        elif e.kind is end:
            del running[:1]
        elif e.kind in all_end:
            running.clear()
    return running[0] if running else None


@folds(
    case.CaseOpened,
    case.CaseReferralRecorded,
    case.ChildAllocated,
    case.ChildDeallocated,
    pathway.CpPlanStarted,
    pathway.CpPlanCategoryChanged,
    pathway.CinPlanStarted,
    pathway.CinPlanEnded,
    pathway.CpPlanEnded,
    safety.MissingStarted,
    safety.MissingFound,
    overview.SummaryWritten,
    case.CaseClosed,
    room=CORE,
)
def where_it_stands(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """The case: opened, allocated, closed or open again; the plans that run; whether the child is missing."""
    opened = next((e for e in entries if e.kind is case.CaseOpened), None)
    if opened is None:
        return
    # A referral after a closure opens the same child's case again.
    closed = _last(entries, case.CaseReferralRecorded, case.CaseClosed)
    allocated = _last(entries, case.ChildAllocated, case.ChildDeallocated, case.CaseClosed)
    plan = _last(entries, pathway.CpPlanStarted, pathway.CpPlanCategoryChanged)
    summary = _last(entries, overview.SummaryWritten)
    cp_since = _since(entries, pathway.CpPlanStarted, pathway.CpPlanEnded, case.CaseClosed)
    worker = allocated.facts.worker if allocated is not None and allocated.kind is case.ChildAllocated else None
    row = {
        "id": matter,
        "room_id": matter,
        "person_id": opened.facts.person,
        "origin": opened.facts.origin,
        "opened_at": opened.happened_at,
        "allocated_to_id": worker,
        "allocated_at": allocated.happened_at if allocated is not None and worker is not None else None,
        "closed_at": closed.happened_at if closed is not None and closed.kind is case.CaseClosed else None,
        "closed_with_cannot": closed.facts.cannot if closed is not None and closed.kind is case.CaseClosed else None,
        "close_reason": closed.facts.reason if closed is not None and closed.kind is case.CaseClosed else None,
        "cp_since": cp_since,
        "cp_category": plan.facts.category if plan is not None and cp_since is not None else None,
        "cin_since": _since(entries, pathway.CinPlanStarted, pathway.CinPlanEnded, case.CaseClosed),
        "missing_since": _since(entries, safety.MissingStarted, None, safety.MissingFound),
        "summary_id": summary.id if summary is not None else None,
    }
    yield Put(Case, row)
    for relation in (ALLOCATED, MANAGER) if worker is not None else ():
        principal = relation_principal(relation, matter)
        yield Put(Relation, {"matter_id": matter, "relation": relation, "worker_id": worker, "principal": principal})


@folds(overview.FlagRaised, overview.FlagReviewed, overview.FlagEnded, room=CORE)
def flags(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """Each flag that nobody has ended, as it was last said; they outlive the closing of the case."""
    said: dict[UUID, list[Standing]] = {e.id: [e] for e in entries if e.kind is overview.FlagRaised}
    for e in entries:
        if e.kind is not overview.FlagRaised and e.facts.flag in said:
            said[e.facts.flag].append(e)
    for flag, told in said.items():
        last = told[-1]
        if last.kind is overview.FlagEnded:
            continue
        row = {"id": flag, "room_id": matter, "case_id": matter, "agency_id": last.agency, "since": told[0].happened_at, "said_by": last.id}
        yield Put(Flag, {**row, "danger": last.facts.danger, "review_on": last.facts.review_on})


@dated_rows(case.ChildSeen, case.VisitRecorded, room=CORE)
def sightings(e: Standing) -> Iterator[Put]:
    """Of a visit that found the child, and of every other time they were seen."""
    if e.kind is case.ChildSeen or e.facts.seen:
        yield Put(Sighting, {"id": e.id, "room_id": e.matter, "case_id": e.matter, "seen_at": e.earliest, "alone": e.facts.seen_alone})


@dated_rows(case.CaseReferralRecorded, room=CORE)
def referrals(e: Standing) -> Iterator[Put]:
    """Each concern that led here, so that what is added to it reaches the case."""
    if e.facts.concern is not None:
        yield Put(Referral, {"id": e.id, "room_id": e.matter, "concern_id": e.facts.concern})


@dated_rows(AuthorisationAnswered)
def authorisations(e: Standing) -> Iterator[Put]:
    """Who agreed to what, so that who lets things end how often can be counted (row 18)."""
    f = e.facts
    row = {"id": e.id, "room_id": e.room, "case_id": e.matter, "what": f.what, "agrees": f.agrees, "lessens": f.lessens}
    yield Put(Authorisation, {**row, "answered_by_id": e.worker, "answered_at": e.recorded_at})


@folds(case.AgencyInvolved, room=CORE)
def involved(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """Each organisation once, since it first became involved."""
    since: dict[UUID, Standing] = {}
    for e in entries:
        since.setdefault(e.facts.agency, e)
    for agency, e in since.items():
        row = {"id": uuid5(matter, str(agency)), "room_id": matter, "agency_id": agency}
        yield Put(Involvement, {**row, "reason": e.facts.reason, "since": e.happened_at})


#: What concludes a meeting, with the name of the fact that names the meeting.
_HELD: dict[type[Facts], str] = {
    pathway.StrategyConcluded: "strategy",
    pathway.IcpcHeld: "conference",
    pathway.CpPlanReviewed: "conference",
}


@folds(
    pathway.StrategyOpened,
    pathway.StrategyRecordIssued,
    pathway.ConferenceArranged,
    pathway.ConferenceMoved,
    pathway.ConferenceCalledOff,
    *_HELD,
    room=CORE,
)
def meetings(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """Each strategy discussion and each conference, from its opening to its record."""
    rows = {e.id: _begun(matter, e) for e in entries if e.kind in (pathway.StrategyOpened, pathway.ConferenceArranged)}
    for e in entries:
        if e.kind in _HELD and (held := getattr(e.facts, _HELD[e.kind])) in rows:
            rows[held] |= {"concluded_at": e.happened_at, "decision": decided(e.facts), "concluded_by": e.id}
        if e.kind is pathway.ConferenceMoved and e.facts.conference in rows:
            rows[e.facts.conference] |= {"planned_on": e.facts.planned_on, "moved_by": e.id}
        if e.kind is pathway.ConferenceCalledOff and e.facts.conference in rows:
            rows[e.facts.conference]["called_off_at"] = e.happened_at
        if e.kind is pathway.StrategyRecordIssued and e.facts.strategy in rows:
            rows[e.facts.strategy]["record_issued_at"] = e.happened_at
    yield from (Put(Meeting, row) for row in rows.values())


def _begun(matter: UUID, e: Standing) -> dict[str, Any]:
    strategy = e.kind is pathway.StrategyOpened
    return {
        "id": e.id,
        "room_id": matter,
        "type": MeetingType.STRATEGY if strategy else e.facts.type,
        "opened_at": e.happened_at,
        "planned_on": None if strategy else e.facts.planned_on,
        "moved_by": None,
        "called_off_at": None,
        "agencies": [str(a) for a in e.facts.agencies],
        "about": e.facts.about if strategy else "child",
        "concluded_at": None,
        "decision": None,
        "concluded_by": None,
        "record_issued_at": None,
    }


def decided(facts: Any) -> str:
    """What a meeting decided, of `codes.MEETING_DECISIONS`."""
    if isinstance(facts, pathway.IcpcHeld):
        return "plan" if facts.plan else "no_plan"
    if isinstance(facts, pathway.CpPlanReviewed):
        return "continues" if facts.continues else "ends"
    return str(facts.decision)


@folds(safety.NotToBeTold, safety.WantsToBeTold, room=CORE)
def not_told(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """What they said last of being told about the suspect."""
    if entries and entries[-1].kind is safety.NotToBeTold:
        yield Put(NotTold, {"case_id": matter, "room_id": entries[-1].room, "since": entries[-1].happened_at})
