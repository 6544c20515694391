"""What investigations answer: that another investigates, or that whoever did has left."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from holdfast.investigations import kinds
from holdfast.investigations.codes import State
from holdfast.investigations.models import Investigation
from holdfast.partnership import leaving
from holdfast.partnership.kinds import WorkerHandedOver, WorkerLeft
from holdfast.record.entries import Draft, Entry
from holdfast.record.kinds import Parts
from holdfast.record.reaction import reactor

_GOES_ON = (State.OPEN, State.NFA_PROPOSED)


@leaving.register
def investigated_by(worker: UUID) -> Iterator[UUID]:
    """What a worker investigates."""
    yield from Investigation.objects.filter(officer_id=worker, state__in=_GOES_ON).values_list("id", flat=True)


@reactor(WorkerLeft, WorkerHandedOver)
def whoever_investigated_has_left(entry: Entry[WorkerLeft | WorkerHandedOver], _parts: Parts) -> Iterator[Draft]:
    """Another officer is owed."""
    for found in Investigation.objects.filter(officer_id=entry.facts.worker, state__in=_GOES_ON).order_by("opened_on", "id"):
        yield Draft(facts=kinds.OfficerLeft(previous=entry.facts.worker, agency=found.agency_id), room=found.id)


@leaving.register_bound
def investigates(agency: UUID) -> str | None:
    """What is being investigated stays with those who do: an organisation does not leave it behind."""
    going_on = Investigation.objects.filter(agency_id=agency, state__in=_GOES_ON).count()
    return (
        f"{going_on:,} of its investigations go on. Each ends first, with its decision: an investigation is not handed on"
        if going_on
        else None
    )


leaving.register_passing(kinds.OfficerLeft, "investigation whose officer must be named", "investigations whose officers must be named")
