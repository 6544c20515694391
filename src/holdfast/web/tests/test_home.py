"""The home: danger first, then what is most used of the time allowed; and when nothing waits, what comes next."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from holdfast.children import actions, meetings
from holdfast.children.actions import ToDo
from holdfast.children.codes import MeetingType
from holdfast.children.kinds import safety
from holdfast.children.tests.test_case import opened, record
from holdfast.children.tests.test_rooms import pages_of
from holdfast.concerns import telling
from holdfast.database.time import move_clock, now, today
from holdfast.database.viewing import viewing
from holdfast.duties import home, queries
from holdfast.duties.escalation import run_escalations
from holdfast.duties.models import Duty
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.holding import reading_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def child(p: Partnership) -> UUID:
    found = opened(p)
    actions.allocate(child=found, worker=p.carys.worker, by=p.dev)
    actions.involve(child=found, agencies=[p.police, p.school], reason="strategy_discussion", by=p.dev)
    return found


def test_a_child_under_police_protection_stands_first_for_police_worker_and_manager_and_not_for_the_school(
    p: Partnership, child: UUID
) -> None:
    record(p, child, safety.PoliceProtectionTaken(), by=p.ines)
    for who in (p.ines, p.carys, p.dev):
        said = pages_of(who).get("/").content.decode()
        assert "Someone may be in danger (1)" in said, who
        assert said.count("Bring police protection to its end") == 1, "once, and above all else"
    assert "may be in danger" not in pages_of(p.lena).get("/").content.decode()
    record(p, child, safety.PoliceProtectionEnded(outcome="home"), by=p.ines)
    assert "may be in danger" not in pages_of(p.dev).get("/").content.decode()


def test_what_has_used_most_of_its_time_stands_first_among_what_is_equally_soon(p: Partnership, child: UUID) -> None:
    """A day late of a day is worse than two days late of forty-five."""
    long, short = (ToDo(words, p.carys.worker, today() + timedelta(days=days)) for words, days in (("Long", 40), ("Short", 41)))
    actions.agree_actions(child=child, todos=[long], by=p.dev)
    move_clock(now() + timedelta(days=40))
    actions.agree_actions(child=child, todos=[short], by=p.dev)
    move_clock(now() + timedelta(days=3))
    with viewing(p.carys.viewer):
        (late,) = (g for g in home.groups(p.carys, now(), size=100) if g.title == "Late")
        actions_owed = [d.due_at for d in late.duties if d.rule == "ACTION"]
        assert actions_owed == sorted(actions_owed, reverse=True), "the short one, though it is due later"
        assert [d.serious for d in late.duties] == sorted((d.serious for d in late.duties), reverse=True)


def test_when_nothing_waits_the_home_says_so_and_what_comes_next(p: Partnership, child: UUID) -> None:
    on = today() + timedelta(days=20)
    said = pages_of(p.jo).get("/").content.decode()
    assert "Nothing needs you now" in said
    meetings.arrange_conference(child=child, type=MeetingType.INITIAL, planned_on=on, agencies=[p.school, p.health], by=p.gwen)
    assert "Next:" not in pages_of(p.noor).get("/").content.decode()
    said = pages_of(p.jo).get("/").content.decode()
    assert "Nothing needs you now" in said, "the report is owed by somebody else of her organisation"
    assert "Next:" in said
    assert "Wren Example" in said


def test_every_duty_of_which_a_manager_was_told_can_be_reached(p: Partnership, child: UUID) -> None:
    todos = [ToDo(f"Look {n}", p.carys.worker, today()) for n in range(55)]
    for n in range(0, 55, 5):
        actions.agree_actions(child=child, todos=todos[n : n + 5], by=p.dev)
    move_clock(now() + timedelta(days=16))  # on whatever day of the week it begins
    run_escalations()
    dev = pages_of(p.dev)
    with viewing(p.dev.viewer):
        total = queries.told_of_as_manager(p.dev).count()
    assert total > 55
    first, second = (dev.get(f"/duties/?told={n}").content.decode() for n in (1, 2))
    assert f"Late, and you have been told ({total})" in first
    assert sum(said.count("Do what was agreed") for said in (first, second)) >= 55
    assert dev.get("/duties/?told=nonsense&page=99999999999999").status_code == 200


def test_a_danger_that_was_told_of_stands_once_on_the_home_of_whoever_owes_it(p: Partnership) -> None:
    concern = telling.say_danger(once=uuid4())
    with reading_all():
        (duty,) = Duty.objects.filter(matter_id=concern, rule="DANGER_NOW")
    owner = next(a for a in (p.bryn, p.amira, p.femi) if a.worker == duty.owner_id)
    said = pages_of(owner).get("/").content.decode()
    assert "Someone may be in danger (1)" in said
    assert "Somebody says that there is danger now" in said
    assert "Answer someone in danger now" not in said
