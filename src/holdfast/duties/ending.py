"""What ends a duty: which entries show that it was done, and after which it need no longer be."""

from __future__ import annotations

from uuid import UUID, uuid5

from holdfast.duties import kinds
from holdfast.duties.models import Duty, State
from holdfast.duties.rulebook import Rule
from holdfast.duties.showing import Happening, Running, shows_done
from holdfast.record.entries import AnyEntry, Draft


def open_in(matter: UUID) -> list[Duty]:
    """The open duties of a matter, the earliest due first."""
    return list(Duty.objects.filter(matter_id=matter, state=State.OPEN).order_by("due_at"))


def shows(duty: Duty, found: Rule, entry: AnyEntry) -> bool:
    """Whether an entry shows this duty done: see `showing`."""
    return shows_done(found, Running(duty.trigger_id, duty.starts_at, duty.owing_agency_id), Happening.of(entry))


def end(duty: Duty, entry: AnyEntry) -> Draft:
    """The draft that says this entry shows it was done."""
    facts = kinds.DutyDone(duty=duty.id, shown_by=entry.id, done_at=min(entry.happened_at, entry.recorded_at))
    return Draft(facts=facts, room=duty.room_id, id=uuid5(entry.id, f"done/{duty.id}"))


def supersede(duty: Duty, entry: AnyEntry) -> Draft:
    """The draft that says that, after this entry, it need no longer be done."""
    facts = kinds.DutySuperseded(duty=duty.id, by_entry=entry.id)
    return Draft(facts=facts, room=duty.room_id, id=uuid5(entry.id, f"superseded/{duty.id}"))
