"""Always somebody, never put off for ever, and late is late however it ended."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from holdfast.children import actions as children
from holdfast.children.actions import ToDo
from holdfast.children.kinds import case
from holdfast.children.models import Case
from holdfast.children.queries import unallocated
from holdfast.children.tests.test_case import opened, record, rules
from holdfast.children.tests.test_rooms import pages_of
from holdfast.database.time import move_clock, now, today
from holdfast.database.viewing import viewing
from holdfast.duties import actions, offering, policies, queries
from holdfast.duties.history import Outcome, Spell
from holdfast.duties.models import Duty
from holdfast.duties.presenters import ended_words
from holdfast.duties.rulebook import rule
from holdfast.duties.rulebook import rules as all_rules
from holdfast.partnership.actions import record_leaver
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused
from holdfast.when import When

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def child(p: Partnership) -> UUID:
    found = opened(p)
    children.allocate(child=found, worker=p.carys.worker, by=p.dev)
    return found


# Somebody, always


def test_a_leavers_children_are_unallocated_and_to_allocate_them_is_owed(p: Partnership, child: UUID) -> None:
    """A child stayed allocated to somebody who had left, was absent from the list, and new duties opened to them."""
    record_leaver(worker=p.carys.worker)
    with viewing(p.efua.viewer):
        assert Case.objects.get(id=child).allocated_to_id is None
        assert [c.id for c in unallocated(limit=10)] == [child]
    open_now = rules(child)
    assert open_now["ALLOCATE"].owner_id == p.efua.worker
    assert p.carys.worker not in {d.owner_id for d in open_now.values()}
    todo = ToDo("Look", p.dev.worker, today())
    children.agree_actions(child=child, todos=[todo], by=p.dev)
    children.record(child=child, facts=case.NoteRecorded(), parts=case.Words(words="x"), by=p.dev)
    assert p.carys.worker not in {d.owner_id for d in rules(child).values()}
    children.allocate(child=child, worker=p.gwen.worker, by=p.dev)
    assert "ALLOCATE" not in rules(child)


def test_a_leaver_who_covered_for_nobody_leaves_no_other_child_behind(p: Partnership, child: UUID) -> None:
    record_leaver(worker=p.gwen.worker)
    with viewing(p.efua.viewer):
        assert Case.objects.get(id=child).allocated_to_id == p.carys.worker


# What the law gives to one


def test_what_the_law_gives_to_one_kind_of_organisation_is_transferred_to_no_other(p: Partnership, child: UUID) -> None:
    """The assessment was moved to a charity, and then the council's own discharged nothing."""
    duty = rules(child)["ASSESS_45"]
    for to in (p.mina, p.lena, p.hal):
        with pytest.raises(Refused, match="stays with it"):
            offering.offer(duty=duty.id, to=to.worker, words="Yours", by=p.carys)
    offering.offer(duty=duty.id, to=p.gwen.worker, words="Yours", by=p.carys)
    page = pages_of(p.carys).get(f"/duties/{duty.id}/offer/").content.decode()
    assert "Gwen Pike" in page
    assert "Open Door Charity" not in page


# Nothing put off for ever


def test_no_action_is_due_in_2999(p: Partnership, child: UUID) -> None:
    far = date(2999, 1, 1)
    with pytest.raises(Refused, match="within 183 days"):
        children.agree_actions(child=child, todos=[ToDo("Look", p.carys.worker, far)], by=p.dev)
    with pytest.raises(Refused, match="within 28 days"):
        children.ask_information(child=child, agency=p.health, what="x", due_on=far, by=p.carys)
    form = {
        "what_1": "Look",
        "owner_1": str(p.carys.worker),
        "due_1-day": "1",
        "due_1-month": "1",
        "due_1-year": "2999",
        "once": str(uuid4()),
    }
    assert pages_of(p.carys).post(f"/children/{child}/actions/", form).status_code == 422


def test_every_rule_whose_day_a_person_names_bounds_it() -> None:
    assert [r.code for r in all_rules() if r.due_fact is not None and r.most_days is None] == []


# Late is late


def of(duty: Duty) -> Duty:
    with reading_all():
        return Duty.objects.get(id=duty.id)


def test_recorded_late_is_said_and_counted_apart(p: Partnership, child: UUID) -> None:
    """Back-dating made a late duty "done in time", and nothing said that it was written down afterwards."""
    duty = rules(child)["CHILD_SEEN_S17"]
    seen = today()
    move_clock(duty.due_at + timedelta(days=9))
    children.record(
        child=child,
        facts=case.VisitRecorded(seen=True, seen_alone=True),
        parts=case.Seen(account="Well"),
        when=When.on(seen),
        by=p.carys,
    )
    assert ended_words(of(duty)).startswith("Done in time, recorded")
    with viewing(p.noor.viewer):
        (council,) = [o for o in queries.board(now()) if o.agency == p.council]
    assert (council.recorded_late, council.done_late) == (1, 0)


def test_ended_late_is_not_done_on_the_page_and_on_the_board_for_ever(p: Partnership, child: UUID) -> None:
    """Ending a case or a plan took its late duties off the board."""
    duty = rules(child)["CHILD_SEEN_S17"]
    move_clock(duty.due_at + timedelta(days=2))
    actions.cannot_be_done(duty=duty.id, reason="other", words="Moved", by=p.dev)
    assert ended_words(of(duty)).startswith("Ended late, not done")
    assert "Ended late, not done" in pages_of(p.carys).get(f"/duties/{duty.id}/").content.decode()
    with viewing(p.noor.viewer):
        (council,) = [o for o in queries.board(now()) if o.agency == p.council]
    assert council.ended_late == 1


def test_history_counts_what_ended_late_apart_from_what_was_needless_in_time() -> None:
    due = now()
    began = due - timedelta(days=60)
    spell = Spell(rule("ASSESS_45"), uuid4(), began, began, due, uuid4(), ended_at=due + timedelta(days=1), superseded=True)
    assert spell.outcome(due + timedelta(days=9)) is Outcome.NEVER_MET
    in_time = Spell(rule("ASSESS_45"), uuid4(), began, began, due, uuid4(), ended_at=due - timedelta(days=1), superseded=True)
    assert in_time.outcome(due + timedelta(days=9)) is Outcome.SUPERSEDED


def test_a_duty_done_in_time_and_written_down_in_time_says_just_that(p: Partnership, child: UUID) -> None:
    duty = rules(child)["CHILD_SEEN_S17"]
    record(p, child, case.VisitRecorded(seen=True, seen_alone=True), case.Seen(account="Well"))
    assert ended_words(of(duty)) == "Done"
    assert policies.may_pass_to(duty, p.council)
