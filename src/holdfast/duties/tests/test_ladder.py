"""Silence is reported outside the late organisation by the system itself, without anyone's click."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from holdfast.concerns import telling
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.telling import Telling
from holdfast.database.time import move_clock, now
from holdfast.database.viewing import viewing
from holdfast.duties import actions, kinds, offering, queries
from holdfast.duties.escalation import Ran, run_escalations
from holdfast.duties.ladder import RUNGS, Rung
from holdfast.duties.models import Duty, State
from holdfast.partnership.actions import record_leaver
from holdfast.partnership.kinds import told_room_of
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.append import append
from holdfast.record.entries import SYSTEM_AUTHOR, Draft
from holdfast.record.holding import reading_all
from holdfast.record.queries import entries_of_room
from holdfast.record.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def tell_the_police(p: Partnership) -> Duty:
    """The police are told of something, and so owe an acknowledgement: a duty like any other."""
    item = kinds.ToldItem(
        duty=uuid4(), rule="ASSESS_45", owing_agency=p.council, owner_post=None, due_at=now(), rung="other_agencies", serious=False
    )
    append(Draft(facts=kinds.ToldDelivered(agency=p.police, urgent=False, items=(item,)), room=told_room_of(p.police)), by=SYSTEM_AUTHOR)
    with viewing(p.ines.viewer):
        return Duty.objects.get(matter_id=told_room_of(p.police), rule="ACK_TOLD", state=State.OPEN)


def again(duty: Duty) -> Duty:
    with reading_all():
        return Duty.objects.get(id=duty.id)


def run_until(moment: datetime) -> Ran:
    move_clock(moment)
    return run_escalations()


def test_failing_s3_they_certainly_were_not_told_delivery_is_a_fact_and_owes_an_acknowledgement(p: Partnership) -> None:
    duty = tell_the_police(p)
    assert duty.owner_id == p.ines.worker
    assert duty.owing_agency_id == p.police
    with viewing(p.ines.viewer):
        (delivery,) = queries.told_to(p.police, unacknowledged=True)
    actions.acknowledge_told(delivered=[delivery.told.id], by=p.ines)
    assert again(duty).state == State.DONE
    with viewing(p.noor.viewer):  # the independent scrutineer sees what each organisation was told, and when it said so
        (seen,) = queries.told_to(p.police)
    assert seen.told.acknowledged_at is not None


def test_what_was_told_while_they_were_reading_still_waits(p: Partnership) -> None:
    duty = tell_the_police(p)
    with viewing(p.ines.viewer):
        (first,) = queries.told_to(p.police, unacknowledged=True)
    assert tell_the_police(p).id == duty.id
    actions.acknowledge_told(delivered=[first.told.id], by=p.ines)
    assert again(duty).state == State.DONE
    with viewing(p.ines.viewer):
        follow_up = Duty.objects.get(matter_id=told_room_of(p.police), rule="ACK_TOLD", state=State.OPEN)
    assert follow_up.id != duty.id
    assert (follow_up.owing_agency_id, follow_up.owner_id) == (p.police, p.ines.worker), (
        "whoever was told owes the rest as well, and not the council"
    )


def test_the_ladder_is_climbed_rung_by_rung_to_the_lead_partners_with_no_click(p: Partnership) -> None:
    duty = tell_the_police(p)
    assert run_escalations().steps == 0
    climbed = []
    for _ in RUNGS:
        at = again(duty).next_step_at
        assert at is not None
        run_until(at + timedelta(seconds=1))
        climbed.append(again(duty).rung)
    assert climbed == [1, 2, 3, 4, 5, 6]
    with reading_all():
        steps = [e.facts for e in queries.entries_about(duty.id, duty.room_id) if isinstance(e.facts, kinds.DutyEscalated)]
    assert [s.rung for s in steps] == list(RUNGS)
    assert steps[0].told_worker == p.ines.worker
    assert steps[1].told_worker == p.police_delegated.worker
    assert set(steps[4].told_agencies) == {p.council, p.police, p.health}
    assert steps[-1].rung is Rung.LEAD_PARTNERS
    with viewing(p.kit.viewer):
        told = [item for d in queries.told_to(p.health) for item in d.items]
    assert p.police in {i.owing_agency for i in told}
    assert again(duty).state == State.OPEN


def test_after_the_last_rung_those_on_it_are_told_again_each_week(p: Partnership) -> None:
    """A duty that had climbed the ladder fell silent."""
    duty = tell_the_police(p)
    for _ in range(len(RUNGS) + 2):
        at = again(duty).next_step_at
        assert at is not None
        run_until(at + timedelta(seconds=1))
    with reading_all():
        steps = [e for e in queries.entries_about(duty.id, duty.room_id) if isinstance(e.facts, kinds.DutyEscalated)]
    assert [s.facts.rung for s in steps[-3:]] == [Rung.LEAD_PARTNERS] * 3
    assert timedelta(days=7) <= steps[-1].recorded_at - steps[-2].recorded_at < timedelta(days=8)
    assert set(steps[-1].facts.told_agencies) >= {p.council, p.health}


def test_what_no_other_organisation_is_involved_in_is_told_to_the_safeguarding_partners(p: Partnership) -> None:
    """A concern that the public told, late at the rung of "the other organisations", had reached nobody."""
    concern = telling.tell(Telling(words=ToldParts(worry="Worried about lifts")), once=uuid4()).concern
    with reading_all():
        duty = queries.open_duties_of(concern)[0]
    run_until(duty.due_at + timedelta(days=5))
    with reading_all():
        steps = {e.facts.rung: e.facts for e in queries.entries_about(duty.id, duty.room_id) if isinstance(e.facts, kinds.DutyEscalated)}
    assert set(steps[Rung.OTHER_AGENCIES].told_agencies) == {p.police, p.health}


def test_after_downtime_every_step_is_taken_and_says_that_the_system_was_late(p: Partnership) -> None:
    duty = tell_the_police(p)
    ran = run_until(duty.due_at + timedelta(days=60))
    assert ran.late >= len(RUNGS)
    assert again(duty).rung == len(RUNGS)
    with reading_all():
        late = [e.facts.late_seconds for e in entries_of_room(duty.room_id) if isinstance(e.facts, kinds.DutyEscalated)]
    assert late[0] >= timedelta(days=59).total_seconds()
    assert run_escalations().steps == 0 or again(duty).rung == len(RUNGS)


def test_failing_s10_an_assurance_discharges_nothing_and_delays_nothing(p: Partnership) -> None:
    duty = tell_the_police(p)
    actions.assure(duty=duty.id, words="It is in hand.", by=p.ines)
    after = again(duty)
    assert (after.state, after.next_step_at, after.due_at) == (State.OPEN, duty.next_step_at, duty.due_at)
    assert after.assured_at is not None
    run_until(duty.due_at + timedelta(seconds=1))
    assert again(duty).rung == 1


def test_failing_s4_when_the_owner_leaves_the_duty_has_another_named_owner(p: Partnership) -> None:
    duty = tell_the_police(p)
    record_leaver(worker=p.ines.worker)
    assert again(duty).owner_id == p.police_delegated.worker


def test_trap_back_dated_pause_a_late_duty_cannot_be_given_more_time(p: Partnership) -> None:
    duty = tell_the_police(p)
    move_clock(duty.due_at + timedelta(days=1))
    with pytest.raises(Refused, match="late"):
        actions.extend(duty=duty.id, due_on=(now() + timedelta(days=9)).date(), words="Busy", by=p.police_delegated)


def test_trap_self_approval_the_owner_cannot_let_themself_off(p: Partnership) -> None:
    duty = tell_the_police(p)
    with pytest.raises(NotPermitted):
        actions.cannot_be_done(duty=duty.id, reason="other", words="No time", by=p.ines)
    actions.cannot_be_done(duty=duty.id, reason="record_wrong", words="Told by mistake", by=p.police_delegated)
    assert again(duty).state == State.CANNOT


def test_a_transfer_stays_with_its_owner_until_accepted(p: Partnership) -> None:
    duty = tell_the_police(p)
    offering.offer(duty=duty.id, to=p.hal.worker, words="He was there", by=p.ines)
    assert again(duty).owner_id == p.ines.worker
    asked = again(duty).offer_id
    assert asked is not None
    with pytest.raises(LookupError):
        offering.accept(offer=asked, by=p.police_delegated)
    offering.accept(offer=asked, by=p.hal)
    assert again(duty).owner_id == p.hal.worker


def test_what_is_offered_to_another_organisation_can_be_seen_and_accepted_there(p: Partnership) -> None:
    duty = tell_the_police(p)
    offering.offer(duty=duty.id, to=p.kit.worker, words="The ward holds this", by=p.ines)
    with viewing(p.kit.viewer):
        (asked,) = queries.offered_to_me(p.kit)
    offering.accept(offer=asked.id, by=p.kit)
    assert (again(duty).owner_id, again(duty).owing_agency_id) == (p.kit.worker, p.health)
