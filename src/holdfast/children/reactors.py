"""A decision of the front door that stands opens the child's case, in the same transaction; an allocation moves what the worker owes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from holdfast.children.kinds import case
from holdfast.children.kinds.pathway import StrategyNeeded
from holdfast.children.kinds.safety import MissingAgain, MissingStarted
from holdfast.children.models import Case, Involvement, Referral
from holdfast.children.rooms import responsible, sight_of
from holdfast.concerns import joining
from holdfast.concerns.codes import OPENS_CASE, Decision
from holdfast.concerns.kinds import TOLD, ConcernAdded, ConcernChased, ConcernCountersigned, ConcernDecided, ConcernTold, DangerLocated
from holdfast.concerns.models import Concern
from holdfast.duties.actions import drawn
from holdfast.duties.kinds import DutyOpened
from holdfast.duties.reactors import reassign_on_allocation
from holdfast.duties.rulebook import rule
from holdfast.partnership import leaving
from holdfast.partnership import queries as partnership
from holdfast.partnership.kinds import WorkerHandedOver, WorkerLeft
from holdfast.partnership.roles import AgencyKind, casework
from holdfast.record.audience import AudienceGranted
from holdfast.record.entries import Draft, Entry, Opening
from holdfast.record.kinds import Parts
from holdfast.record.queries import entries_of_room, entry_with_id
from holdfast.record.reaction import reactor
from holdfast.record.rooms import room_of
from holdfast.subjects.kinds import ConcernAbout
from holdfast.subjects.queries import is_named

#: The census's code of where a referral came from, by the kind of organisation.
_SOURCES = {
    AgencyKind.POLICE: "6",
    AgencyKind.HEALTH: "3F",
    AgencyKind.SCHOOL: "2A",
    AgencyKind.HOUSING: "4",
    AgencyKind.COUNCIL: "5B",
    AgencyKind.CHARITY: "8",
    AgencyKind.PROBATION: "7",
}


#: The same, of a member of the public, by who they say they are: the child herself is not "other".
_SOURCES_OF_PUBLIC = {"child": "1C", "adult_self": "1C", "family": "1A", "friend": "1B", "other": "1D", "not_said": "9"}


def _source(concern: Concern) -> str:
    """The census's code of where a referral came from: of an organisation its own, where it gave one (a health visitor is not a hospital)."""
    if concern.teller_agency_id is None:
        return _SOURCES_OF_PUBLIC.get(concern.teller_is or "", "10")
    agency = partnership.agency(concern.teller_agency_id)
    return agency.census_source or _SOURCES.get(AgencyKind(agency.kind), "8")


@joining.register
def joined(child: UUID) -> Iterator[UUID]:
    """A decision about a child may write to the case that there is, and opens the child's record to who told."""
    yield child
    yield from Case.objects.filter(person_id=child).values_list("id", flat=True)


@joining.register_cases
def led_to(concern: UUID) -> Iterator[UUID]:
    """The open cases that a concern led to."""
    led = Referral.objects.filter(concern_id=concern).values("room_id")
    yield from Case.objects.filter(id__in=led, closed_at=None).values_list("id", flat=True)


@reactor(ConcernAdded)
def added(entry: Entry[ConcernAdded], _parts: Parts) -> Iterator[Draft]:
    yield from _told_more(entry)


@reactor(ConcernChased)
def chased(entry: Entry[ConcernChased], _parts: Parts) -> Iterator[Draft]:
    yield from _told_more(entry)


@reactor(DangerLocated)
def located(entry: Entry[DangerLocated], _parts: Parts) -> Iterator[Draft]:
    yield from _told_more(entry)


@reactor(ConcernTold)
def told_after_danger(entry: Entry[ConcernTold], _parts: Parts) -> Iterator[Draft]:
    if entry.facts.follows_danger:
        yield from _told_more(entry)


def _told_more(entry: Entry[Any]) -> Iterator[Draft]:
    """What is added to a concern is heard by whoever works with the child."""
    for child in led_to(entry.matter):
        yield Draft(facts=case.ToldMore(concern=entry.matter, added=entry.id), room=child)


@reactor(case.SupervisionRecorded)
def supervision_drawn(entry: Entry[case.SupervisionRecorded], _parts: Parts) -> Iterator[Draft]:
    """One in some is looked at by somebody who was not in it, drawn by chance (row 21)."""
    if entry.corrects is not None or not drawn() or entry.author.agency is None:
        return
    able = (partnership.agency_lead_of(entry.author.agency), partnership.manager_of(entry.author.worker) if entry.author.worker else None)
    looks = next((w for w in able if w is not None and w != entry.author.worker), None)
    if looks is not None:
        yield Draft(facts=case.SupervisionDrawn(supervision=entry.id, sampled_to=looks), room=entry.room, cites=entry.cites)


@reactor(ConcernDecided)
def decided(entry: Entry[ConcernDecided], _parts: Parts) -> Iterator[Draft]:
    if not entry.facts.needs_second:
        yield from _open(entry.matter, entry.id, entry.facts)


@reactor(ConcernCountersigned)
def countersigned(entry: Entry[ConcernCountersigned], _parts: Parts) -> Iterator[Draft]:
    found = entry_with_id(entry.facts.decided) if entry.facts.agrees else None
    if found is not None:
        yield from _open(entry.matter, found.id, found.facts)


def _open(concern: UUID, decision: UUID, facts: Any) -> Iterator[Draft]:
    """Open a case for each child, or record a further referral on the one that is there."""
    council = partnership.council()
    for child in facts.children:
        about = ConcernAbout(concern=concern, decision=facts.decision, received_on=facts.received_on)
        yield Draft(facts=about, room=child, id=uuid5(decision, f"about/{child}"))
    if facts.decision not in OPENS_CASE or council is None:
        return
    row = Concern.objects.get(id=concern)
    for child in facts.children:
        yield from _open_for(child, row, decision, facts, council.id)


def _open_for(child: UUID, concern: Concern, decision: UUID, facts: Any, council: UUID) -> Iterator[Draft]:
    existing = Case.objects.filter(person_id=child).order_by("-opened_at").first()
    seed = uuid5(decision, str(child))
    referral = case.CaseReferralRecorded(
        received_on=facts.received_on,
        source=_source(concern),
        decision=facts.decision if existing is not None else None,
        reopens=existing is not None and existing.closed_at is not None,
        concern=concern.id,
        assess=facts.decision != Decision.EARLY_HELP,
    )
    room = existing.id if existing is not None else uuid5(seed, "case")
    if existing is None:
        opened = case.CaseOpened(
            person=child,
            origin="concern",
            decision=facts.decision,
            concern=concern.id,
            received_on=facts.received_on,
            identified=is_named(child),
        )
        yield Draft(facts=opened, room=room, opens=Opening("case", (casework(council),)), id=uuid5(seed, "case-opened"))
    yield Draft(facts=referral, room=room, id=uuid5(seed, "case-referral"))
    if existing is not None and facts.decision in (Decision.SECTION47, Decision.IMMEDIATE_PROTECTION):
        # A child who has a case already is protected as soon as one who has none.
        yield Draft(facts=StrategyNeeded(), room=room, id=uuid5(seed, "strategy-needed"))
    teller = concern.teller_agency_id
    if teller is not None and teller != council:
        yield Draft(facts=case.AgencyInvolved(agency=teller, reason="told_us"), room=room)
        yield from sight_of(room, child, teller, "told_us")
    for who in responsible(room):
        # Whoever works with the child reads what was told, whoever that is at the time.
        yield Draft(facts=AudienceGranted(principal=who, reason="case"), room=room_of(concern.id, TOLD))


@reactor(DutyOpened)
def bring_in_who_owes(entry: Entry[DutyOpened], _parts: Parts) -> Iterator[Draft]:
    """The police or health owe something here by what they are: from now they are involved, and read what it is about."""
    owing = entry.facts.owing_agency
    if rule(entry.facts.rule, entry.facts.edition).owing not in ("police", "health"):
        return
    found = Case.objects.filter(id=entry.matter).first()
    if found is None or Involvement.objects.filter(room_id=found.id, agency_id=owing).exists():
        return
    yield Draft(facts=case.AgencyInvolved(agency=owing, reason="owes"), room=found.id)
    yield from sight_of(found.id, found.person_id, owing, "owes")


#: So many episodes within so many days call for a strategy discussion (local procedure).
EPISODES, WITHIN_DAYS = 3, 30


@reactor(MissingStarted)
def missing_again(entry: Entry[MissingStarted], _parts: Parts) -> Iterator[Draft]:
    """Each episode is counted with those before it; the third within thirty days is an entry that opens a duty (row 11)."""
    since = entry.happened_at - timedelta(days=WITHIN_DAYS)
    entries = entries_of_room(entry.room)
    corrected = {e.corrects for e in entries if e.corrects is not None}
    counted = [e for e in entries if isinstance(e.facts, MissingStarted) and e.id not in corrected and e.happened_at >= since]
    if len(counted) >= EPISODES:
        yield Draft(facts=MissingAgain(episodes=len(counted), days=WITHIN_DAYS), room=entry.room)


@leaving.register
def allocated_to(worker: UUID) -> Iterator[UUID]:
    """The open cases of a worker who leaves."""
    yield from Case.objects.filter(allocated_to_id=worker, closed_at=None).values_list("id", flat=True)


@reactor(WorkerLeft, WorkerHandedOver)
def deallocate_what_a_leaver_had(entry: Entry[WorkerLeft | WorkerHandedOver], _parts: Parts) -> Iterator[Draft]:
    """No child stays allocated to somebody who has gone: each is on the list of the unallocated, and to allocate them is owed (failing 15)."""
    reason = "left" if isinstance(entry.facts, WorkerLeft) else "handed_over"
    for child in allocated_to(entry.facts.worker):
        yield Draft(facts=case.ChildDeallocated(previous=entry.facts.worker, reason=reason), room=child)


reactor(case.ChildAllocated)(reassign_on_allocation)


leaving.register_passing(case.ChildDeallocated, "child that is allocated to nobody then", "children who are allocated to nobody then")
