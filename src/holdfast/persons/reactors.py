"""What persons of concern answer: that a concern alleges exploitation or abuse, and when somebody leaves."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from holdfast.concerns import kinds as concerns
from holdfast.concerns.kinds import WORK
from holdfast.duties.passing import to_another_owner
from holdfast.partnership import leaving
from holdfast.partnership import queries as partnership
from holdfast.partnership.kinds import WorkerHandedOver, WorkerLeft
from holdfast.persons import kinds
from holdfast.persons.codes import KEPT
from holdfast.persons.models import InConcern, Person
from holdfast.record.entries import AnyEntry, Draft, Entry
from holdfast.record.kinds import Parts
from holdfast.record.reaction import reactor
from holdfast.record.rooms import room_of

#: What is alleged of a child’s being exploited or abused by somebody: whom the concern names is then asked.
_BY_SOMEBODY = frozenset({"sexual_exploitation", "sexual_abuse", "criminal_exploitation"})


@reactor(
    concerns.ConcernTold,
    concerns.ContactRecorded,
    concerns.ReferralRecorded,
    concerns.IntelligenceRecorded,
    concerns.AllegedRecorded,
    concerns.ConcernDecided,
)
def whom_does_it_name(entry: AnyEntry, _parts: Parts) -> Iterator[Draft]:
    """Whom it names is owed once, whenever exploitation or abuse is first alleged, unless it was said or owed by then."""
    if not _BY_SOMEBODY & {str(code) for code in entry.facts.alleged}:
        return
    if InConcern.objects.filter(concern_id=entry.matter).exists():
        return
    yield Draft(facts=kinds.NamingOwed(), room=room_of(entry.matter, WORK))


@reactor(kinds.OwnerSet)
def another_owns_it(entry: Entry[kinds.OwnerSet], _parts: Parts) -> Iterator[Draft]:
    """What the previous owner still owes is the new one’s."""
    yield from to_another_owner(entry.matter, previous=entry.facts.previous, owner=entry.facts.worker)


@leaving.register
def kept_by(worker: UUID) -> Iterator[UUID]:
    """Whom a worker owns, or was asked to answer about."""
    yield from Person.objects.filter(owner_id=worker, state__in=KEPT).values_list("id", flat=True)
    yield from Person.objects.filter(second_id=worker).values_list("id", flat=True)


@reactor(WorkerLeft, WorkerHandedOver)
def whoever_kept_them_has_left(entry: Entry[WorkerLeft | WorkerHandedOver], _parts: Parts) -> Iterator[Draft]:
    """An owner is owed; what waited for a second person is to be proposed anew."""
    gone = partnership.worker(entry.facts.worker)
    if gone is None:
        return
    for found in Person.objects.filter(owner_id=gone.id, state__in=KEPT).order_by("opened_at"):
        yield Draft(facts=kinds.OwnerLeft(previous=gone.id, agency=gone.agency_id), room=found.id)
    for found in Person.objects.filter(second_id=gone.id).order_by("named_at"):
        yield Draft(facts=kinds.SecondLeft(previous=gone.id), room=found.id)


leaving.register_passing(kinds.OwnerLeft, "person of concern whose owner must be named", "persons of concern whose owners must be named")
leaving.register_passing(kinds.SecondLeft, "naming that must be proposed anew", "namings that must be proposed anew")
