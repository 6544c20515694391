"""What ends a duty: which entries show that it was done, and after which it need no longer be."""

from __future__ import annotations

from uuid import UUID, uuid5

from holdfast.database.time import london_day
from holdfast.duties import conditions, kinds
from holdfast.duties.models import Duty, State
from holdfast.duties.rulebook import Rule
from holdfast.record.entries import AnyEntry, Draft


def open_in(matter: UUID) -> list[Duty]:
    """The open duties of a matter, the earliest due first."""
    return list(Duty.objects.filter(matter_id=matter, state=State.OPEN).order_by("due_at"))


def shows(duty: Duty, found: Rule, entry: AnyEntry) -> bool:
    """What shows a duty done comes from the organisation that owes it, and answers what was asked."""
    if duty.trigger_id in (entry.id, entry.corrects):
        return False
    if entry.author.agency != duty.owing_agency_id and entry.kind.name not in found.others_may_end:
        return False
    if london_day(entry.happened_at) < london_day(duty.starts_at):
        return False  # what happened before the clock began shows nothing of what was owed since
    if found.answers and getattr(entry.facts, found.answers, None) != duty.trigger_id:
        return False
    return conditions.holds(found.done_when, entry)


def end(duty: Duty, entry: AnyEntry) -> Draft:
    """The draft that says this entry shows it was done."""
    facts = kinds.DutyDone(duty=duty.id, shown_by=entry.id, done_at=min(entry.happened_at, entry.recorded_at))
    return Draft(facts=facts, room=duty.room_id, id=uuid5(entry.id, f"done/{duty.id}"))


def supersede(duty: Duty, entry: AnyEntry) -> Draft:
    """The draft that says that, after this entry, it need no longer be done."""
    facts = kinds.DutySuperseded(duty=duty.id, by_entry=entry.id)
    return Draft(facts=facts, room=duty.room_id, id=uuid5(entry.id, f"superseded/{duty.id}"))
