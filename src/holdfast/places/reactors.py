"""What places answer: that whoever owned one has left."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from holdfast.duties.passing import to_another_owner
from holdfast.partnership import leaving
from holdfast.partnership import queries as partnership
from holdfast.partnership.kinds import WorkerHandedOver, WorkerLeft
from holdfast.places import kinds
from holdfast.places.codes import State
from holdfast.places.models import Place
from holdfast.record.entries import Draft, Entry
from holdfast.record.kinds import Parts
from holdfast.record.reaction import reactor


@reactor(kinds.OwnerSet)
def another_owns_it(entry: Entry[kinds.OwnerSet], _parts: Parts) -> Iterator[Draft]:
    """What the previous owner still owes is the new one’s."""
    yield from to_another_owner(entry.matter, previous=entry.facts.previous, owner=entry.facts.worker)


@leaving.register
def kept_by(worker: UUID) -> Iterator[UUID]:
    """The places that a worker owns."""
    yield from Place.objects.filter(owner_id=worker, state=State.ASSESSED).values_list("id", flat=True)


@reactor(WorkerLeft, WorkerHandedOver)
def whoever_owned_it_has_left(entry: Entry[WorkerLeft | WorkerHandedOver], _parts: Parts) -> Iterator[Draft]:
    """An owner is owed."""
    gone = partnership.worker(entry.facts.worker)
    for found in Place.objects.filter(owner_id=entry.facts.worker, state=State.ASSESSED).order_by("reported_at"):
        if gone is not None:
            yield Draft(facts=kinds.OwnerLeft(previous=gone.id, agency=gone.agency_id), room=found.id)


leaving.register_passing(kinds.OwnerLeft, "place whose owner must be named", "places whose owners must be named")
