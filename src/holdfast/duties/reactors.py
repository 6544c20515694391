"""The duty engine: asked about every entry, it ends the duties that the entry shows to be done and opens those that it starts."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid5

from holdfast.duties import conditions, corrections, kinds, opening, owners
from holdfast.duties.ending import end, open_in, shows, supersede
from holdfast.duties.ladder import FIRST_OUTSIDE
from holdfast.duties.models import Duty, State
from holdfast.duties.rulebook import Rule, ended_by, made_serious_by, rule, started_by, superseded_by
from holdfast.duties.showing import Happening, makes_needless
from holdfast.partnership import leaving
from holdfast.partnership import queries as partnership
from holdfast.partnership.kinds import WorkerHandedOver, WorkerLeft
from holdfast.record.entries import AnyEntry, Draft, Entry
from holdfast.record.kinds import Parts
from holdfast.record.queries import entry_with_id
from holdfast.record.reaction import reactor, reactor_to_all
from holdfast.record.sealed import named_readers


@reactor_to_all
def keep_duties(entry: AnyEntry, _parts: Parts) -> Iterator[Draft]:
    """End, supersede, open. What a correction does is told apart: see `corrections`."""
    if entry.corrects is not None:
        yield from corrections.of_correction(entry, entry_with_id(entry.corrects))
        return
    kind = entry.kind.name
    starting, ending, ending_without = started_by(kind), ended_by(kind), superseded_by(kind)
    serious = made_serious_by(kind)
    if not (starting or ending or ending_without or serious):
        return
    still_open = open_in(entry.matter)
    calendar = partnership.calendar()
    left_open = []
    for duty in still_open:
        found = rule(duty.rule, duty.edition)
        if found in ending and shows(duty, found, entry):
            yield end(duty, entry)
            if found.repeats and conditions.holds(found.repeats_when, entry):
                again = opening.open_duty(found, entry, calendar)
                if again is not None:
                    yield again
                    left_open.append(duty.rule)
        elif found in ending_without and makes_needless(found, Happening.of(entry)) and _about_the_same(duty, found, entry):
            yield supersede(duty, entry)
        else:
            left_open.append(duty.rule)
            if found in serious and not duty.serious and conditions.holds(found.serious_when, entry):
                yield more_serious(duty, entry)
    yield from opening.openings(entry, starting, frozenset(left_open), calendar)


def _about_the_same(duty: Duty, found: Rule, entry: AnyEntry) -> bool:
    """Whether what makes a duty needless is about the same thing of the matter as what started it, of a rule that looks at that."""
    if not found.superseded_about:
        return True
    about = getattr(entry.facts, found.superseded_about, None)
    if about == duty.trigger_id:
        return True
    trigger = entry_with_id(duty.trigger_id)
    return trigger is not None and about is not None and getattr(trigger.facts, found.superseded_about, None) == about


def more_serious(duty: Duty, entry: AnyEntry) -> Draft:
    """The draft that makes a duty serious; where others were told of it before, the step by which they were is taken again."""
    told_outside = duty.rung >= FIRST_OUTSIDE
    rung, step = (duty.rung - 1, entry.recorded_at) if told_outside else (duty.rung, duty.next_step_at)
    facts = kinds.DutyMoreSerious(duty=duty.id, by_entry=entry.id, rung=rung, next_step_at=step)
    return Draft(facts=facts, room=duty.room_id, id=uuid5(entry.id, f"serious/{duty.id}"))


def reassign(duty: Duty, owner: UUID | None, reason: str) -> Draft:
    """The draft that gives a duty another owner within the organisation that owes it."""
    facts = kinds.DutyReassigned(duty=duty.id, owner=owner, owner_post=owners.post_of(owner), reason=reason)
    return Draft(facts=facts, room=duty.room_id)


def reassign_on_allocation(entry: AnyEntry, _parts: Parts) -> Iterator[Draft]:
    """When a child is allocated, the worker owns what is owed by whoever is allocated. Registered for `child.allocated` by `children`."""
    worker: UUID = entry.facts.worker
    agency = partnership.worker(worker)
    with_the_child = {"allocated": worker, "manager_of_allocated": partnership.manager_of(worker)}
    for duty in open_in(entry.matter):
        owner = with_the_child.get(rule(duty.rule, duty.edition).owner)
        if owner not in (None, duty.owner_id) and agency is not None and duty.owing_agency_id == agency.agency_id:
            yield reassign(duty, owner, "allocation")


@leaving.register
def owed_in(worker: UUID) -> Iterator[UUID]:
    """The matters in which a worker owes something."""
    yield from set(Duty.objects.filter(owner_id=worker, state=State.OPEN).values_list("matter_id", flat=True))


@reactor(WorkerLeft, WorkerHandedOver)
def pass_on_what_a_leaver_owed(entry: Entry[WorkerLeft | WorkerHandedOver], _parts: Parts) -> Iterator[Draft]:
    """A worker leaves: what they owed goes to whom its rule says, or the lead; nothing closes with them (row 23)."""
    left = Duty.objects.filter(owner_id=entry.facts.worker, state=State.OPEN)
    for duty in left.order_by("due_at"):
        found = rule(duty.rule, duty.edition)
        if found.heir == "nobody":
            continue
        if (duty.matter_id, duty.owing_agency_id) in owners.barred_from_all([duty.matter_id]):
            yield reassign(duty, None, "owner_left")  # of the organisation nobody else may hear of it: it climbs from there
            continue
        if (readers := named_readers({duty.matter_id}).get(duty.matter_id)) is not None:
            yield reassign(duty, among(readers - {entry.facts.worker}, duty.owing_agency_id), "owner_left")
            continue
        above = _above(entry.facts.post) if found.heir == "manager" else None
        heir = above or owners.someone_in(duty.owing_agency_id)
        yield reassign(duty, heir if heir != entry.facts.worker else None, "owner_left")


def among(readers: set[UUID], agency: UUID) -> UUID | None:
    """Of those who read what is sealed, somebody of the organisation that owes it; None where there is nobody."""
    return next((w.id for w in partnership.workers_of(agency) if w.id in readers), None)


def _above(post: UUID | None) -> UUID | None:
    return partnership.holder_above(post) if post is not None else None


leaving.register_passing(kinds.DutyReassigned, "duty", "duties", to="owner")
