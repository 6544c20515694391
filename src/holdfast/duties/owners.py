"""Who owes a duty: one organisation, and one named person in it. Never a team alone, never nobody (failing S4)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any
from uuid import UUID

from holdfast.database.time import now
from holdfast.duties.rulebook import Rule
from holdfast.partnership import queries as partnership
from holdfast.partnership.leaving import keep_here
from holdfast.partnership.roles import AgencyKind, Role
from holdfast.partnership.rota import in_office_hours
from holdfast.record.entries import AnyEntry

Allocation = Callable[[UUID], UUID | None]
Involved = Callable[[Collection[UUID]], Iterable[tuple[UUID, UUID]]]

_allocations: list[Allocation] = []
_involved: list[Involved] = []
_barred: list[Involved] = []


def register_allocation(function: Allocation) -> Allocation:
    """A package says who a matter's child is allocated to."""
    _allocations.append(function)
    return function


def register_involved(function: Involved) -> Involved:
    """A package says which organisations are involved in these matters: pairs of matter and organisation, asked once for all of them."""
    _involved.append(function)
    return function


def register_barred(function: Involved) -> Involved:
    """A package says which organisations must not hear of these matters, late or not: pairs of matter and organisation."""
    _barred.append(function)
    return function


def barred_from_all(matters: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """The pairs of matter and organisation that must not hear of it."""
    return {pair for ask in _barred for pair in ask(matters)}


def allocated_to(matter: UUID) -> UUID | None:
    """The worker to whom the child of this matter is allocated."""
    return next((worker for ask in _allocations if (worker := ask(matter)) is not None), None)


def involved_in(matter: UUID) -> list[UUID]:
    """The organisations involved, each once."""
    return involved_in_all([matter]).get(matter, [])


def involved_in_all(matters: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The organisations involved in each of these matters, each once, of those that have not left the partnership."""
    gone = partnership.that_left()
    found: dict[UUID, dict[UUID, None]] = {}
    for ask in _involved:
        for matter, agency in ask(matters):
            if agency in gone:
                continue
            found.setdefault(matter, {})[agency] = None
    return {matter: list(agencies) for matter, agencies in found.items()}


def owing_agency(rule: Rule, entry: AnyEntry) -> UUID | None:
    """The organisation that owes what this entry starts, and does not leave until it is recorded. None when the partnership has no such organisation.

    The independent scrutineer scrutinises and owes nothing: she is told, and need not acknowledge. What one that left would owe, its heir does.
    """
    found = _owing_agency(rule, entry)
    while found is not None:
        keep_here(found)
        there = partnership.agency(found)
        if there.left_at is None or there.heir_id is None:
            return None if there.kind == AgencyKind.SCRUTINY or there.left_at is not None else found
        found = there.heir_id
    return None


def _owing_agency(rule: Rule, entry: AnyEntry) -> UUID | None:
    facts: Any = entry.facts
    match rule.owing:
        case "council":
            council = partnership.council()
            return council.id if council else None
        case "police" | "health":
            return _of_kind(AgencyKind(rule.owing), entry.matter)
        case "author":
            return entry.author.agency or _council_id()
        case "agency_of_owner":
            worker = getattr(facts, rule.owner.removeprefix("fact:"), None)
            found = partnership.worker(worker) if worker else None
            return found.agency_id if found else _council_id()
        case _:
            fact = rule.owing.removeprefix("fact:")
            if fact not in type(facts).model_fields:  # what repeats it: whoever did it last owes it again
                return entry.author.agency or _council_id()
            named = getattr(facts, fact)
            return named if isinstance(named, UUID) else _council_id()


def _council_id() -> UUID | None:
    council = partnership.council()
    return council.id if council else None


def _of_kind(kind: AgencyKind, matter: UUID) -> UUID | None:
    """The agency of that kind that is involved; else the only or first of its kind in the partnership."""
    of_kind = [agency.id for agency in partnership.agencies_of_kind(kind)]
    return next((a for a in involved_in(matter) if a in of_kind), of_kind[0] if of_kind else None)


def owner(rule: Rule, entry: AnyEntry, agency: UUID) -> UUID | None:
    """The worker who owns what this entry starts; where the rule's own is not there, whoever answers for the organisation."""
    return _named(rule, entry, agency) or someone_in(agency)


def _named(rule: Rule, entry: AnyEntry, agency: UUID) -> UUID | None:
    match rule.owner:
        case "allocated":
            return allocated_to(entry.matter)
        case "manager_of_allocated":
            worker = getattr(entry.facts, "worker", None) or allocated_to(entry.matter)
            return partnership.manager_of(worker) if worker is not None else None
        case "author":
            return entry.author.worker
        case "agency_lead":
            return partnership.agency_lead_of(agency)
        case "front_door":
            return partnership.holder_of(Role.FRONT_DOOR_MANAGER, agency=agency) or partnership.holder_of(Role.FRONT_DOOR, agency=agency)
        case "on_duty":
            return _on_duty(agency)
        case "lado":
            return partnership.holder_of(Role.LADO, agency=agency)
        case "conference_chair":
            return partnership.holder_of(Role.CONFERENCE_CHAIR, agency=agency) or allocated_to(entry.matter)
        case _:
            named = getattr(entry.facts, rule.owner.removeprefix("fact:"), None)
            known = partnership.worker(named) if isinstance(named, UUID) else None
            return known.id if known is not None and known.left_at is None else None


def _on_duty(agency: UUID) -> UUID | None:
    """Who answers danger now: in office hours the front door's manager, else whoever is on call; where the rota names nobody, the out-of-hours post."""
    moment = now()
    manager = partnership.holder_of(Role.FRONT_DOOR_MANAGER, agency=agency)
    if in_office_hours(moment, partnership.calendar()) and manager is not None:
        return manager
    return partnership.on_call(moment) or partnership.holder_of(Role.OUT_OF_HOURS, agency=agency) or manager


def someone_in(agency: UUID) -> UUID | None:
    """Who answers for an organisation when nobody nearer does. None only where none of its posts is filled."""
    lead = partnership.agency_lead_of(agency)
    if lead is not None:
        return lead
    for role in (Role.MANAGER, Role.DELEGATED_PARTNER, Role.LEAD_PARTNER, Role.FRONT_DOOR_MANAGER, Role.PRACTITIONER):
        if (holder := partnership.holder_of(role, agency=agency)) is not None:
            return holder
    return None


def post_of(worker: UUID | None) -> UUID | None:
    """The post that a worker holds: what other organisations see instead of a name."""
    found = partnership.worker(worker) if worker else None
    return found.post_id if found else None
