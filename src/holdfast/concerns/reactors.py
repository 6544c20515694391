"""What concerns answer when somebody leaves: a decision that waited for them waits for another, and what they had at the front door nobody has."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from holdfast.concerns import kinds
from holdfast.concerns.codes import State
from holdfast.concerns.models import Concern
from holdfast.partnership import leaving
from holdfast.partnership.kinds import WorkerHandedOver, WorkerLeft
from holdfast.record.entries import Draft, Entry
from holdfast.record.kinds import Parts
from holdfast.record.reaction import reactor


@leaving.register
def waiting_for(worker: UUID) -> Iterator[UUID]:
    """The concerns that wait for a worker to agree, or not."""
    yield from Concern.objects.filter(second_id=worker, state=State.AWAITING_SECOND).values_list("id", flat=True)
    yield from Concern.objects.filter(taken_by_id=worker).exclude(state=State.DECIDED).values_list("id", flat=True)


@reactor(WorkerLeft, WorkerHandedOver)
def second_has_left(entry: Entry[WorkerLeft | WorkerHandedOver], _parts: Parts) -> Iterator[Draft]:
    """The decision is neither signed nor forgotten: whoever decided is owed to ask another."""
    left = Concern.objects.filter(second_id=entry.facts.worker, state=State.AWAITING_SECOND)
    for concern in left.order_by("decided_at"):
        assert concern.decided_entry_id is not None
        facts = kinds.SecondLeft(previous=entry.facts.worker, decided=concern.decided_entry_id, decider=concern.decided_by_id)
        yield Draft(facts=facts, room=concern.room_id)


@reactor(WorkerLeft, WorkerHandedOver)
def whoever_had_it_has_left(entry: Entry[WorkerLeft | WorkerHandedOver], _parts: Parts) -> Iterator[Draft]:
    """What a leaver had at the front door shows as nobody's."""
    for concern in Concern.objects.filter(taken_by_id=entry.facts.worker).exclude(state=State.DECIDED).order_by("told_at"):
        yield Draft(facts=kinds.ConcernPutBack(previous=entry.facts.worker), room=concern.room_id)


leaving.register_passing(
    kinds.SecondLeft, "decision that another must be asked to agree to", "decisions that others must be asked to agree to"
)
leaving.register_passing(
    kinds.ConcernPutBack, "concern that goes back to the front door’s queue", "concerns that go back to the front door’s queue"
)
