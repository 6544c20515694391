"""What an organisation owed when it leaves the partnership is owed by the one that takes it over: nothing closes with it (failing S4, row 23).

Clocks and the ladder stand where they stood. What it was told and never acknowledged stays written, and need not be acknowledged by others: each late
duty is told to those who are there.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from holdfast.duties import kinds, owners
from holdfast.duties.ending import supersede
from holdfast.duties.models import Duty, State
from holdfast.duties.offering import ending, reads_for_a_duty, sight_ends
from holdfast.duties.reactors import among
from holdfast.partnership import leaving
from holdfast.partnership.kinds import AgencyLeft, told_room_of
from holdfast.record.audience import AudienceGranted
from holdfast.record.entries import Draft, Entry
from holdfast.record.kinds import Parts
from holdfast.record.models import Audience
from holdfast.record.queries import matter_of
from holdfast.record.reaction import reactor
from holdfast.record.sealed import named_readers


@leaving.register_of_agency
def owed_in(agency: UUID) -> Iterator[UUID]:
    """The matters in which an organisation owes something."""
    yield from set(Duty.objects.filter(owing_agency_id=agency, state=State.OPEN).values_list("matter_id", flat=True))


@reactor(AgencyLeft)
def pass_on_what_it_owed(entry: Entry[AgencyLeft], _parts: Parts) -> Iterator[Draft]:
    """Every open duty of the organisation that left is the heir's, and somebody's there who may read what it is about."""
    left, heir = entry.facts.agency, entry.facts.heir
    told, _ = matter_of(told_room_of(left))
    owed = list(Duty.objects.filter(owing_agency_id=left, state=State.OPEN).order_by("due_at", "id"))
    matters = {duty.matter_id for duty in owed}
    barred, sealed = owners.barred_from_all(matters), named_readers(matters)
    lead = owners.someone_in(heir)
    granted: set[UUID] = set()
    for duty in owed:
        if duty.matter_id == told:
            yield supersede(duty, entry)
            continue
        if (duty.matter_id, heir) in barred:
            owner = None  # of the heir nobody may hear of it: it climbs from there
        elif duty.matter_id in sealed:
            owner = among(sealed[duty.matter_id], heir)
        else:
            owner = lead
        yield from ending(duty, "withdrawn")
        if duty.opened_to is not None and duty.opened_to != owner:
            yield from sight_ends(duty)
        opened = False
        if owner is not None and duty.matter_id not in sealed:
            reads = duty.room_id in granted or Audience.objects.filter(room_id=duty.room_id, principal=owner).exists()
            opened = not reads or duty.room_id in granted or reads_for_a_duty(owner, duty.room_id)
            if not reads:
                granted.add(duty.room_id)
                yield Draft(facts=AudienceGranted(principal=owner, reason="duty_owned"), room=duty.room_id)
        facts = kinds.DutyPassedOn(
            duty=duty.id, left=left, owing_agency=heir, owner=owner, owner_post=owners.post_of(owner), opened_to=owner if opened else None
        )
        yield Draft(facts=facts, room=duty.room_id)


leaving.register_passing(kinds.DutyPassedOn, "duty", "duties", to="owner")
