"""What `verify` finds when somebody tampered with a rule, a bank holiday or the program while a duty was opened, and put it right again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from conftest import OwnDatabase

from holdfast.children import actions as children
from holdfast.children.ids import CaseId
from holdfast.children.tests.test_case import opened
from holdfast.concerns import telling
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.telling import Telling
from holdfast.database.time import now, today
from holdfast.duties import changing, opening
from holdfast.duties.clocks import Unit
from holdfast.duties.history import due_of
from holdfast.duties.kinds import DutyPassedOn
from holdfast.duties.models import Duty, State
from holdfast.partnership import actions as partnership
from holdfast.partnership import changing as leaving
from holdfast.partnership import working_days
from holdfast.partnership.changing import Proposed
from holdfast.partnership.kinds import Wide
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.append import append
from holdfast.record.entries import SYSTEM_AUTHOR, Draft
from holdfast.record.holding import reading_all
from holdfast.record.sequencer import sequence
from holdfast.record.verify import verify


@pytest.fixture
def p(committed: OwnDatabase) -> Partnership:
    return a_partnership()


def tell(p: Partnership) -> UUID:
    return telling.tell_as_professional(Telling(words=ToldParts(worry="Worried")), by=p.lena, once=uuid4()).concern


def found() -> list[str]:
    sequence()
    verdict = verify()
    assert {fault.what for fault in verdict.faults} <= {"due time is another"}, verdict.faults
    return [fault.detail for fault in verdict.faults]


def next_worked(days: int) -> list[date]:
    """The next days that are worked, after today."""
    calendar = working_days.WorkingCalendar()
    return [calendar.add(today(), n) for n in range(1, days + 1)]


def test_clocks_as_their_rules_say_are_sound_before_and_after_a_local_value_and_a_declared_day(p: Partnership) -> None:
    opened(p)
    first = tell(p)
    assert first
    day = next_worked(1)[0]
    proposal = partnership.propose_working_day(day=day, working=False, reason="A day of mourning", by=p.efua)
    partnership.answer_working_day(proposal=proposal, agree=True, reason="Yes", by=p.ines)
    tell(p)
    assert found() == []


@pytest.mark.parametrize("by", [timedelta(days=30), timedelta(days=-1)])
def test_a_rule_that_was_another_while_something_was_recorded_leaves_its_mark(
    p: Partnership, monkeypatch: pytest.MonkeyPatch, by: timedelta
) -> None:
    tell(p)
    with monkeypatch.context() as tampering:
        tampering.setattr(opening, "due_of", lambda *given: due_of(*given) + by)
        tell(p)
    tell(p)
    marked = found()
    assert marked
    assert all("runs out at" in each and "by its rule at" in each for each in marked)


def test_a_holiday_that_was_none_leaves_its_mark_and_one_that_was_not_known_yet_does_not(
    p: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = working_days._bank_holidays
    extra = frozenset(next_worked(2))

    def with_more(year: int) -> frozenset[date]:
        return real(year) | extra

    with monkeypatch.context() as tampering:
        tampering.setattr(working_days, "_bank_holidays", with_more)
        tell(p)
    assert any("runs out at" in each for each in found())


def test_what_was_opened_before_a_holiday_was_announced_is_sound(p: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(p)
    real = working_days._bank_holidays
    announced = frozenset(next_worked(1))
    monkeypatch.setattr(working_days, "_bank_holidays", lambda year: real(year) | announced)
    assert found() == []


def test_a_clock_that_starts_later_than_what_started_it_leaves_its_mark(p: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    def later(*given: Any) -> Any:
        return now() + timedelta(days=2)

    with monkeypatch.context() as tampering:
        tampering.setattr(opening, "start_of", later)
        tell(p)
    assert any("starts at" in each for each in found())


def test_a_local_value_counts_from_the_entry_that_set_it(p: Partnership) -> None:
    danger(p)
    proposal = changing.propose(code="DANGER_NOW", amount=10, unit=Unit.MINUTES, reason="Sooner", by=p.lena)
    changing.agree(proposal=proposal, reason="Yes", by=p.efua)
    danger(p)
    assert found() == []


def danger(p: Partnership) -> None:
    telling.tell_as_professional(Telling(words=ToldParts(worry="He is here"), danger_now=True), by=p.lena, once=uuid4())


def test_a_local_value_that_nobody_agreed_to_leaves_its_mark(committed: OwnDatabase, p: Partnership) -> None:
    """The owner puts a value into the read model while something is told, and takes it out again."""
    with psycopg.connect(committed.owner, autocommit=True) as owner:
        owner.execute(
            "INSERT INTO duties_rule_value (rule, room_id, entry_id, amount, unit, loosened, changed_at) "
            "VALUES ('DANGER_NOW', gen_random_uuid(), gen_random_uuid(), 400, 'days', true, now())"
        )
        danger(p)
        owner.execute("DELETE FROM duties_rule_value")
    assert any("DANGER_NOW" in each and "runs out at" in each for each in found())


def test_a_duty_that_somebody_moved_as_if_its_organisation_had_left_is_named(p: Partnership) -> None:
    # Given a duty of the charity's that became the council's when the charity left
    case = opened(p)
    children.ask_information(child=CaseId(case), agency=p.charity, what="When she comes", due_on=today() + timedelta(days=3), by=p.carys)
    partnership.hand_over(worker=p.mina.worker, by=p.mina)
    leaves = Proposed(what=Wide.ORGANISATION_LEAVES, agency=p.charity, heir=p.council)
    leaving.answer(leaving.propose(leaves, reason="Its money ends", by=p.mina), agree=True, reason="Yes", by=p.efua)
    assert found() == []
    # When an officer at the database's prompt rids the police of one in the same way
    with reading_all():
        duty = Duty.objects.filter(state=State.OPEN, matter_id=case).exclude(rule="INFORMATION").first()
    assert duty is not None
    moved = DutyPassedOn(duty=duty.id, left=duty.owing_agency_id, owing_agency=p.school, owner=p.lena.worker)
    append(Draft(facts=moved, room=duty.room_id), by=SYSTEM_AUTHOR)
    sequence()
    assert [f.detail for f in verify().faults] == ["it was passed on as if an organisation had left it to this one"]
