"""What measures answer: that a person was not involved, and that somebody who owes something here leaves."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.measures import kinds
from holdfast.measures.codes import LIVE
from holdfast.measures.models import Measure
from holdfast.persons.kinds import ClearingAnswered
from holdfast.record.entries import Draft, Entry
from holdfast.record.kinds import Parts
from holdfast.record.reaction import reactor


@reactor(ClearingAnswered)
def what_rests_on_it_is_looked_at(entry: Entry[ClearingAnswered], _parts: Parts) -> Iterator[Draft]:
    """Every measure that rests on somebody who was not involved is looked at again by whoever answers for it."""
    if not entry.facts.agrees:
        return
    for found in Measure.objects.filter(matter_id=entry.matter, state__in=LIVE).order_by("answered_at", "id"):
        yield Draft(facts=kinds.ReviewOwed(measure=found.id, worker=found.owner_id), room=found.room_id)
