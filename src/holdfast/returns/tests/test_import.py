"""The census in: history is counted, what is open becomes a duty to be confirmed, and nothing outside the council moves before it is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client

from holdfast.children import actions as children
from holdfast.children.kinds.case import CaseReferralRecorded
from holdfast.children.kinds.pathway import AssessmentCompleted
from holdfast.children.models import Case
from holdfast.children.rooms import place_of
from holdfast.database.time import move_clock, now
from holdfast.database.viewing import viewing
from holdfast.duties import confirming
from holdfast.duties.clocks import Allowed, Unit, end_of
from holdfast.duties.escalation import run_escalations
from holdfast.duties.history import history_of
from holdfast.duties.models import BoardRow, Duty, State
from holdfast.duties.queries import my_duties, provisional, told_to
from holdfast.duties.rulebook import rule
from holdfast.duties.showing import Happening
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import calendar
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.partnership.working_days import WorkingCalendar
from holdfast.record.append import append
from holdfast.record.entries import Draft
from holdfast.record.holding import reading_all
from holdfast.record.models import RoomHead
from holdfast.record.queries import entries_of_matter, entries_of_room
from holdfast.returns.cin.whole import read
from holdfast.returns.importing import Result, take_in
from holdfast.returns.queries import clock_history
from holdfast.returns.tests.test_census_file import CHILD, HEADER, census, written
from holdfast.subjects.actions import NewPerson, record_person

pytestmark = pytest.mark.django_db
SRC = Path(__file__).resolve().parents[3]


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def child(number: int, *, closed: str = "", assessed: str = "", more: str = "") -> str:
    """A child referred on 1 October 2025."""
    closing = f"<CINclosureDate>{closed}</CINclosureDate><ReasonForClosure>RC8</ReasonForClosure>" if closed else ""
    inner = "<AssessmentActualStartDate>2025-10-02</AssessmentActualStartDate>"
    if assessed:
        inner += f"<AssessmentAuthorisationDate>{assessed}</AssessmentAuthorisationDate>"
    assessment = f"<Assessments>{inner}</Assessments>"
    return CHILD.replace(">A1<", f">A{number}<").replace("</CINdetails>", f"{closing}{assessment}{more}</CINdetails>")


def taken(tmp_path: Path, text: str) -> Result:
    path = written(tmp_path, text)
    return take_in(path.name, read(path))


MANY = census(
    child(1, assessed="2025-11-20", closed="2025-12-01")  # in time
    + child(2, assessed="2026-01-20", closed="2026-02-01")  # late
    + child(3)  # never finished: overdue
    + child(4, closed="2025-10-20")  # closed with none: no longer needed
)


def test_what_was_met_met_late_and_never_met_is_counted(p: Partnership, tmp_path: Path) -> None:
    counted = taken(tmp_path, MANY).as_dict()["duties"]["ASSESS_45"]
    assert counted == {"opened": 4, "met": 1, "late": 1, "never_met": 0, "not_required": 0, "open": 1, "overdue": 1}


def test_each_fact_is_dated_when_it_happened_and_recorded_now(p: Partnership, tmp_path: Path) -> None:
    taken(tmp_path, MANY)
    with viewing(p.efua.viewer):
        case = Case.objects.order_by("opened_at").first()
        assert case is not None
        entries = [e for e in entries_of_room(case.id) if e.when is not None]
    assert entries
    for entry in entries:
        assert entry.when is not None
        assert entry.when.latest is not None
        assert entry.when.latest < entry.recorded_at
        assert now() - entry.recorded_at < timedelta(minutes=5)


def test_the_same_file_twice_adds_nothing(p: Partnership, tmp_path: Path) -> None:
    first = taken(tmp_path, MANY)
    second = taken(tmp_path, MANY)
    assert second.entries == 0
    assert second.already_held == first.entries
    with reading_all():
        assert Duty.objects.count() == 1


def test_a_corrected_file_adds_only_what_changed_as_a_correction(p: Partnership, tmp_path: Path) -> None:
    taken(tmp_path, MANY)
    corrected = MANY.replace("2026-01-20", "2025-11-25")
    result = taken(tmp_path, corrected)
    assert result.entries == 1
    assert result.as_dict()["duties"]["ASSESS_45"]["late"] == 0
    with reading_all():
        rooms = Case.objects.values_list("id", flat=True)
        corrections = [e for s in rooms for e in entries_of_matter(s) if e.corrects is not None]
    assert [c.facts.kind.name for c in corrections] == ["assessment.completed"]


def test_a_later_file_that_shows_it_done_ends_the_duty_that_an_earlier_one_opened(p: Partnership, tmp_path: Path) -> None:
    taken(tmp_path, census(child(3)))
    taken(tmp_path, census(child(3, assessed="2026-01-09")))
    with reading_all():
        (duty,) = Duty.objects.all()
    assert duty.state == State.DONE
    assert duty.done_at is not None
    assert duty.done_at > duty.due_at


def test_what_a_later_file_no_longer_says_is_marked_and_stays(p: Partnership, tmp_path: Path) -> None:
    plan = "<CINPlanDates><CINPlanStartDate>2025-12-01</CINPlanStartDate></CINPlanDates>"
    taken(tmp_path, census(child(3, more=plan)))
    result = taken(tmp_path, census(child(3)))
    assert result.entries == 1
    with reading_all():
        case = Case.objects.get()
        (withdrawn,) = [e for e in entries_of_room(case.id) if e.kind.name == "return.withdrawn"]
        assert any(e.id == withdrawn.corrects for e in entries_of_room(case.id))


def test_only_what_is_open_becomes_a_duty_of_the_named_lead_seen_by_the_council_alone(p: Partnership, tmp_path: Path) -> None:
    taken(tmp_path, MANY)
    with viewing(p.efua.viewer):
        (duty,) = Duty.objects.all()
        (digest,) = provisional(p.council, now())
        assert my_duties(p.efua) == [], "a census interrupts nobody: it is one digest"
    assert (duty.owner_id, duty.provisional, duty.as_at) == (p.efua.worker, True, date(2026, 3, 31))
    assert (digest.count, digest.overdue) == (1, 1)
    for other in (p.hal, p.kit, p.lena, p.noor):
        with viewing(other.viewer):
            assert not Duty.objects.exists()
            assert not Case.objects.exists()
            assert not BoardRow.objects.exists()


def test_it_is_told_outside_only_once_confirmed_or_ignored_for_a_set_time(p: Partnership, tmp_path: Path) -> None:
    taken(tmp_path, MANY)
    move_clock(now() + timedelta(days=5))
    run_escalations()
    with viewing(p.kit.viewer):
        assert told_to(p.health) == []
    move_clock(now() + timedelta(days=40))
    run_escalations()
    with viewing(p.kit.viewer):
        assert told_to(p.health) == [], "confirmed by silence today: the ladder starts from here"
    move_clock(now() + timedelta(days=40))
    run_escalations()
    with viewing(p.kit.viewer):
        assert {i.rule for d in told_to(p.health) for i in d.items} == {"ASSESS_45"}


def test_the_council_confirms_and_the_ladder_starts_from_then(p: Partnership, tmp_path: Path) -> None:
    taken(tmp_path, MANY)
    with viewing(p.efua.viewer):
        (duty,) = Duty.objects.all()
    assert confirming.confirm(duties=[duty.id], by=p.efua) == 1
    with viewing(p.noor.viewer):
        (row,) = BoardRow.objects.all()
    assert row.state == State.OPEN
    assert run_escalations().steps >= 1


def test_reactors_answer_nothing_of_the_past(p: Partnership, tmp_path: Path) -> None:
    taken(tmp_path, MANY)
    with reading_all():
        assert set(Duty.objects.values_list("rule", flat=True)) == {"ASSESS_45"}


def test_the_file_of_2022_with_a_contradicted_no_further_action_runs_the_clock(p: Partnership, tmp_path: Path) -> None:
    text = census(CHILD.replace("false", "true"))
    assert taken(tmp_path, text).as_dict()["duties"]["ASSESS_45"]["open"] == 1
    ended = census(CHILD.replace("false", "true").replace("</CINdetails>", "<CINclosureDate>2025-10-02</CINclosureDate></CINdetails>"))
    assert "ASSESS_45" not in taken(tmp_path, ended.replace(">A1<", ">B1<")).as_dict()["duties"]


def test_nothing_of_a_batch_is_half_written(p: Partnership, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from holdfast.returns import importing

    real = importing.case_drafts_of

    def breaks_at_the_third(child_: object, *args: object, **more: object) -> object:
        if getattr(child_, "la_child_id", "") == "A3":
            raise RuntimeError("the power went")
        return real(child_, *args, **more)  # type: ignore[arg-type]

    with reading_all():
        before = RoomHead.objects.count()
    monkeypatch.setattr(importing, "case_drafts_of", breaks_at_the_third)
    with pytest.raises(RuntimeError):
        taken(tmp_path, MANY)
    with reading_all():
        assert RoomHead.objects.count() == before


def test_as_of_another_day(p: Partnership, tmp_path: Path) -> None:
    path = written(tmp_path, MANY)
    counted = take_in(path.name, read(path), as_of=date(2025, 10, 15)).as_dict()
    assert counted["duties"]["ASSESS_45"]["overdue"] == 0
    assert {r["rule"] for r in counted["rejected"]} >= {"after the census date"}
    assert HEADER in path.read_text()


def test_the_pages_of_returns_show_what_was_taken_and_what_was_not(p: Partnership, tmp_path: Path) -> None:
    taken(tmp_path, MANY.replace("<Ethnicity>WBRI", "<Ethnicity>NOPE"))
    client = Client()
    sign_in(client, p.efua)
    page = client.get("/returns/").content.decode()
    assert "4 children" in page
    link = re.search(r'href="(/returns/[0-9a-f-]{36}/)"', page)
    assert link is not None
    shown = client.get(link[1]).content.decode()
    assert "Ethnicity" in shown
    assert "NOPE" in shown
    stranger = Client()
    sign_in(stranger, p.ines)
    assert stranger.get(f"/returns/{link}").status_code == 404


def test_verify_and_rebuild_know_the_kinds_of_returns_in_a_process_of_their_own() -> None:
    """Importing the importer would hide it, if the package's start did not register them."""
    asked = "import django; django.setup(); from holdfast.record.kinds import kind_named; kind_named('return.imported')"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "holdfast.settings"}
    assert subprocess.run([sys.executable, "-c", asked], env=environment, cwd=SRC, check=False).returncode == 0


def test_history_is_a_query_over_the_record_and_agrees_with_the_import(p: Partnership, tmp_path: Path) -> None:
    result = taken(tmp_path, MANY)
    with viewing(p.efua.viewer):
        asked = clock_history(as_of=end_of(date(2026, 3, 31)), calendar=calendar())
        later = clock_history(as_of=now(), calendar=calendar())
    assert {rule: found.as_dict() for rule, found in asked.items()} == result.as_dict()["duties"]
    assert later["ASSESS_45"].overdue == 1
    corrected = taken(tmp_path, MANY.replace("2026-01-20", "2025-11-25"))
    with viewing(p.efua.viewer):
        asked = clock_history(as_of=end_of(date(2026, 3, 31)), calendar=calendar())
    assert {rule: found.as_dict() for rule, found in asked.items()} == corrected.as_dict()["duties"]
    call_command("history", "--as-of", "2026-03-31", "--json")


def test_an_assessment_completed_by_another_organisation_is_met_neither_live_nor_in_history(p: Partnership) -> None:
    """The council's clock once stayed open live and read "met" in history: two engines, two answers."""
    person = record_person(NewPerson(name="Wren Example"), source=p.council, agencies=[p.council], by=p.amira)
    case = children.open_case(person=person, by=p.dev)

    def complete(by: Acting) -> None:
        """As a page that forgot who may would do it."""
        with viewing(by.viewer):
            at = place_of(AssessmentCompleted(), case_id=case, agency=by.agency)
        append(Draft(facts=AssessmentCompleted(), room=at.room, cites=at.cites, opens=at.opens), by=by.author)

    complete(p.lena)
    with viewing(p.efua.viewer):
        assert Duty.objects.filter(matter_id=case, rule="ASSESS_45", state="open").exists()
        assert clock_history(as_of=now(), calendar=calendar())["ASSESS_45"].as_dict() == {
            "opened": 1, "met": 0, "late": 0, "never_met": 0, "not_required": 0, "open": 1, "overdue": 0,
        }  # fmt: skip
    complete(p.carys)
    with viewing(p.efua.viewer):
        assert not Duty.objects.filter(matter_id=case, rule="ASSESS_45", state="open").exists()
        assert clock_history(as_of=now(), calendar=calendar())["ASSESS_45"].met == 1


def test_history_counts_by_the_local_value_that_is_given() -> None:
    referral = CaseReferralRecorded(received_on=date(2026, 3, 2))
    council = uuid4()
    happened = Happening(uuid4(), "case.referral_recorded", referral, end_of(date(2026, 3, 2)), council)
    for allowed, due in (({}, date(2026, 5, 7)), ({"ASSESS_45": Allowed(3, Unit.DAYS)}, date(2026, 3, 5))):
        (spell,) = history_of(
            [happened],
            calendar=WorkingCalendar(),
            until=end_of(date(2026, 12, 1)),
            council=council,
            allowed=allowed,
            among=[rule("ASSESS_45")],
        )
        assert spell.due_at == end_of(due)
