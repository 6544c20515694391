"""What a correction does to duties.

It lets nobody off: a clock that an entry started stays, whatever the entry is later said to have been; a manager says that it cannot
be done, with a reason. But where the corrected entry now starts what it did not start before, the clock opens; where it no longer shows
what it was taken to show, the duty is open again, late since the day it was late; and where it shows it only now, the duty ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid5

from holdfast.duties import conditions, kinds, opening
from holdfast.duties.ending import end, open_in, shows, supersede
from holdfast.duties.ladder import RUNGS, Rung
from holdfast.duties.models import Duty, State
from holdfast.duties.rulebook import ended_by, rule, started_by
from holdfast.partnership import queries as partnership
from holdfast.record.correcting import Misfiled
from holdfast.record.entries import AnyEntry, Draft
from holdfast.record.queries import entry_with_id


def of_correction(entry: AnyEntry, before: AnyEntry | None) -> Iterator[Draft]:
    """The drafts that answer an entry which corrects `before`."""
    if before is None or not (before.kind is entry.kind or isinstance(entry.facts, Misfiled)):
        return
    yield from _opened_again(entry, before)
    if before.kind is not entry.kind:
        yield from opening.openings(entry, started_by(entry.kind.name), frozenset(), partnership.calendar())
        return
    yield from _ended_now(entry, before)
    newly = [r for r in started_by(entry.kind.name) if conditions.holds(r.when, entry) and not conditions.holds(r.when, before)]
    open_codes = frozenset(duty.rule for duty in open_in(entry.matter))
    yield from opening.openings(entry, newly, open_codes, partnership.calendar())


def _opened_again(entry: AnyEntry, before: AnyEntry) -> Iterator[Draft]:
    """What the corrected entry, or one that it corrects, was taken to show, and no longer does, is owed again; what it had opened in its place is
    not.
    """
    chain = _chain(before)
    for duty in Duty.objects.filter(matter_id=entry.matter, ended_by__in=chain, state=State.DONE).order_by("due_at", "id"):
        found = rule(duty.rule, duty.edition)
        if shows(duty, found, entry):
            continue
        facts = kinds.DutyOpenedAgain(
            duty=duty.id, by_entry=entry.id, next_step_at=duty.due_at, rung=min(duty.rung, RUNGS.index(Rung.OTHER_AGENCIES))
        )
        yield Draft(facts=facts, room=duty.room_id, id=uuid5(entry.id, f"again/{duty.id}"))
        for follower in Duty.objects.filter(matter_id=entry.matter, trigger_id__in=chain, rule=duty.rule, state=State.OPEN):
            yield supersede(follower, entry)


def _chain(entry: AnyEntry) -> list[UUID]:
    """An entry, what it corrects, and what that corrects, to the first."""
    found = [entry.id]
    earlier: AnyEntry | None = entry
    while earlier is not None and earlier.corrects is not None:
        found.append(earlier.corrects)
        earlier = entry_with_id(earlier.corrects)
    return found


def _ended_now(entry: AnyEntry, before: AnyEntry) -> Iterator[Draft]:
    """What only the corrected entry shows is done."""
    ending = ended_by(entry.kind.name)
    for duty in open_in(entry.matter):
        found = rule(duty.rule, duty.edition)
        if found not in ending or shows(duty, found, before) or not shows(duty, found, entry):
            continue
        yield end(duty, entry)
        if found.repeats and conditions.holds(found.repeats_when, entry):
            again = opening.open_duty(found, entry, partnership.calendar())
            if again is not None:
                yield again
