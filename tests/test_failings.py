"""What happened in Rotherham and elsewhere, and the traps of real systems: each lived through, and answered."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from conftest import OwnDatabase
from django.apps import apps
from django.db import DatabaseError, connection, models
from django.test import Client

from holdfast.access.queries import looks_at
from holdfast.children import actions as children
from holdfast.children import queries as case_queries
from holdfast.children.models import Case
from holdfast.concerns import actions as concerns
from holdfast.concerns import kinds as concern_kinds
from holdfast.concerns import telling
from holdfast.concerns.codes import Alleged, AllegedIs, Decision, Nature, State
from holdfast.concerns.forms import Decide
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.models import Concern
from holdfast.concerns.queries import story
from holdfast.concerns.telling import Received, Telling
from holdfast.database.tables import OperationalTable
from holdfast.database.time import move_clock, now
from holdfast.database.viewing import viewing
from holdfast.duties import actions as duties
from holdfast.duties import kinds as duty_kinds
from holdfast.duties.escalation import run_escalations
from holdfast.duties.models import BoardRow, Duty
from holdfast.duties.models import State as DutyState
from holdfast.duties.presenters import clock_of
from holdfast.duties.queries import board, told_to
from holdfast.partnership.actions import record_leaver
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record import append as appending
from holdfast.record.holding import reading_all
from holdfast.record.models import RoomHead
from holdfast.record.queries import entries_of_matter
from holdfast.record.refusal import Refused
from holdfast.subjects.actions import NewPerson, record_person
from holdfast.when import london_day


@pytest.fixture
def p(db: None) -> Partnership:
    return a_partnership()


def told_by_charity(p: Partnership, alleged: tuple[Alleged, ...] = (Alleged.SEXUAL_EXPLOITATION,)) -> Received:
    what = Telling(words=ToldParts(worry="Worried about lifts from an older man"), nature=Nature.REFERRAL, alleged=alleged)
    return telling.tell_as_professional(what, by=p.mina, once=uuid4())


def opened(p: Partnership) -> UUID:
    told = told_by_charity(p)
    concerns.read(concern=told.concern, by=p.amira)
    child = record_person(NewPerson(name="Wren Example"), source=p.council, agencies=[p.council], by=p.amira)
    concerns.decide(
        concern=told.concern,
        decision=Decision.ASSESSMENT,
        alleged_is=AllegedIs.NOT_KNOWN,
        considered="All",
        reason="Needed",
        children=[child],
        by=p.bryn,
    )
    with reading_all():
        return Case.objects.get(person_id=child).id


def test_failing_s1_agencies_knew_for_years_who_was_told_what_and_when_is_a_fact_and_opens_a_duty_with_an_owner(p: Partnership) -> None:
    told = told_by_charity(p)
    with viewing(p.amira.viewer):
        first = story(told.concern)[0].entry
        owed = list(Duty.objects.filter(matter_id=told.concern))
    assert (first.author.worker, first.author.agency) == (p.mina.worker, p.charity)
    assert first.kind.name in told.acknowledgement or "acknowledgement" in told.acknowledgement
    assert owed
    assert all(d.owner_id is not None for d in owed)
    for _ in range(3):  # years in which nobody acts
        move_clock(now() + timedelta(days=365))
        run_escalations()
    for someone in (p.mina, p.ines, p.kit, p.noor):
        with viewing(someone.viewer):
            assert "REF_DECISION" in {i.rule for d in told_to(someone.agency) for i in d.items}, someone


def test_failing_s5_not_as_big_as_was_said_counts_come_from_entries_and_calling_it_something_else_shows(p: Partnership) -> None:
    received = [told_by_charity(p) for _ in range(3)]
    concerns.read(concern=received[0].concern, by=p.amira)
    concerns.record_nature(concern=received[0].concern, nature=Nature.CONTACT, alleged=(Alleged.OTHER,), by=p.amira)
    with viewing(p.bryn.viewer):
        recorded = [
            o for o in story(received[0].concern) if isinstance(o.entry.facts, concern_kinds.ContactRecorded | concern_kinds.ConcernTold)
        ]
    assert [tuple(o.entry.facts.alleged) for o in recorded] == [(Alleged.SEXUAL_EXPLOITATION,), (Alleged.OTHER,)]
    assert recorded[1].entry.author.worker == p.amira.worker
    # anyone entitled counts again, from the entries alone
    with reading_all():
        entries = [e for r in received for e in entries_of_matter(r.concern)]
        shown = board(now())
    counted = Counter(e.facts.owing_agency for e in entries if isinstance(e.facts, duty_kinds.DutyOpened))
    counted.subtract(Counter(p.council for e in entries if isinstance(e.facts, duty_kinds.DutyDone)))
    assert {o.agency: o.open for o in shown} == dict(counted)


def test_failing_s6_they_had_won_awards_what_was_done_is_counted_and_not_what_was_said(p: Partnership) -> None:
    told = told_by_charity(p)
    with viewing(p.bryn.viewer):
        decide = Duty.objects.get(matter_id=told.concern, rule="REF_DECISION").id
    for _ in range(5):
        duties.assure(duty=decide, words="Our service was judged outstanding.", by=p.bryn)
    move_clock(now() + timedelta(days=10))
    with viewing(p.noor.viewer):
        (council,) = [o for o in board(now()) if o.agency == p.council]
    assert council.done_in_time == council.done_late == 0
    assert council.late_to_start == 1
    assert council.said_in_hand == 1


def test_row_21_a_decision_is_checked_by_somebody_else_who_says_why_and_when(p: Partnership) -> None:
    told = told_by_charity(p, (Alleged.NEGLECT,))
    concerns.read(concern=told.concern, by=p.amira)
    form = Decide({"decision": "no_further_action", "reason": "Nothing in it", "once": str(uuid4())})
    form.set_choices("children", ())
    form.set_choices("second", ())
    assert "considered" in form.errors, "what was considered is asked, and nothing stands in for it"
    nfa = {
        "decision": Decision.NO_FURTHER_ACTION,
        "alleged_is": AllegedIs.NOT_KNOWN,
        "considered": "The school’s account",
        "reason": "Explained",
    }
    concerns.decide(concern=told.concern, second=p.dev.worker, by=p.bryn, **nfa)  # type: ignore[arg-type]
    with reading_all():
        assert Concern.objects.get().state == State.AWAITING_SECOND
    concerns.countersign(concern=told.concern, agrees=True, reason="I spoke to the school myself", by=p.dev)
    with viewing(p.bryn.viewer):
        decided, checked = (
            next(o for o in story(told.concern) if isinstance(o.entry.facts, kind))
            for kind in (concern_kinds.ConcernDecided, concern_kinds.ConcernCountersigned)
        )
    assert checked.entry.author.worker != decided.entry.author.worker
    assert checked.entry.recorded_at >= decided.entry.recorded_at, "the time between them is on the record"
    assert checked.parts.reason == "I spoke to the school myself"  # type: ignore[attr-defined]


def test_row_23_a_leavers_concern_does_not_leave_with_them(p: Partnership) -> None:
    told = told_by_charity(p)
    record_leaver(worker=p.mina.worker)
    record_leaver(worker=p.bryn.worker)
    with viewing(p.amira.viewer):
        assert Concern.objects.filter(id=told.concern).exists()
        assert Duty.objects.get(matter_id=told.concern, rule="REF_DECISION").owner_id == p.efua.worker


def test_trap_pause_to_infinity_more_time_is_to_a_near_day_and_the_others_are_told(p: Partnership) -> None:
    case = opened(p)
    children.allocate(child=case, worker=p.carys.worker, by=p.dev)
    with viewing(p.dev.viewer):
        duty = Duty.objects.get(matter_id=case, rule="ASSESS_45")
    with pytest.raises(Refused, match="at most"):
        duties.extend(duty=duty.id, due_on=london_day(now()) + timedelta(days=4_000), words="Later", by=p.dev)
    duties.extend(duty=duty.id, due_on=london_day(duty.due_at) + timedelta(days=10), words="A hospital stay", by=p.dev)
    with viewing(p.mina.viewer):
        assert "extended" in {i.rung for d in told_to(p.charity) for i in d.items}
        later = Duty.objects.get(id=duty.id)
    assert later.due_at > later.first_due_at, "what it was first due on still shows"
    assert later.next_step_at == later.due_at, "the ladder waits at the new day"


def test_trap_auto_close_nothing_ends_by_the_passing_of_time(p: Partnership) -> None:
    case = opened(p)
    with reading_all():
        before = set(Duty.objects.filter(matter_id=case, state=DutyState.OPEN).values_list("id", flat=True))
    move_clock(now() + timedelta(days=900))
    run_escalations()
    with reading_all():
        assert Case.objects.get(id=case).closed_at is None
        assert before <= set(Duty.objects.filter(matter_id=case, state=DutyState.OPEN).values_list("id", flat=True))


def test_trap_audit_after_the_response_the_look_stands_even_when_the_page_breaks(p: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    case = opened(p)

    def breaks(*_args: object, **_more: object) -> None:
        raise RuntimeError("the page breaks")

    monkeypatch.setattr(case_queries, "timeline", breaks)
    client = Client(raise_request_exception=False)
    sign_in(client, p.carys)
    assert client.get(f"/children/{case}/").status_code == 500
    with viewing(p.efua.viewer):
        assert [seen.worker_id for seen in looks_at(case) if seen.what == "case"] == [p.carys.worker]


def test_trap_read_audit_by_the_callers_choice_every_page_of_a_case_leaves_a_look(p: Partnership) -> None:
    case = opened(p)
    client = Client()
    sign_in(client, p.carys)
    for path in ("", "restricted/", "record/", "actions/"):
        with viewing(p.efua.viewer):
            before = len(looks_at(case))
        client.get(f"/children/{case}/{path}")
        with viewing(p.efua.viewer):
            after = looks_at(case)
        assert len(after) > before or any(seen.worker_id == p.carys.worker for seen in after), path


@pytest.mark.parametrize("statement", ["DELETE FROM access_look", "UPDATE access_look SET refused = true", "TRUNCATE access_look"])
def test_trap_deletable_audit(p: Partnership, statement: str) -> None:
    with pytest.raises(DatabaseError) as refused, viewing(p.carys.viewer), connection.cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_trap_soft_delete_and_attachments_outside_history_no_table_has_either() -> None:
    for model in apps.get_models():
        if not model.__module__.startswith("holdfast") or issubclass(model, OperationalTable):
            continue
        names = {f.name for f in model._meta.get_fields()}
        assert not names & {"deleted", "is_deleted", "deleted_at", "hidden", "is_active", "active"}, model
        assert not any(isinstance(f, models.FileField) for f in model._meta.get_fields()), model


def test_trap_overdue_as_a_mere_colour_lateness_is_in_words(p: Partnership) -> None:
    moment = now()
    assert "late to finish" in clock_of(moment - timedelta(days=2), "finish", moment).text
    assert "left" in clock_of(moment + timedelta(days=2), "finish", moment).text


def test_trap_clock_in_the_browser_no_script_of_ours_reads_a_clock() -> None:
    static = Path(apps.get_app_config("pages").path) / "static"
    assert not [f.name for f in static.glob("*.js") if "Date" in f.read_text(encoding="utf-8")]


def test_trap_notification_dropped_for_lack_of_access_those_who_may_not_see_the_child_are_told_all_the_same(p: Partnership) -> None:
    case = opened(p)
    move_clock(now() + timedelta(days=60))
    run_escalations()
    with viewing(p.kit.viewer):
        assert not Case.objects.filter(id=case).exists()
        assert "ALLOCATE" in {i.rule for d in told_to(p.health) for i in d.items}
        assert BoardRow.objects.filter(rule="ALLOCATE").exists()


def test_the_database_stopping_in_mid_request_leaves_nothing_half_written(committed: OwnDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    p = a_partnership()
    with reading_all():
        before = RoomHead.objects.count()

    def dies(*_args: object) -> None:
        ended = (
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        with psycopg.connect(committed.app, autocommit=True) as other:
            other.execute(f"{ended} AND usename = current_user")
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")

    real = appending.apply_changes
    monkeypatch.setattr(appending, "apply_changes", dies)
    with pytest.raises(DatabaseError):
        told_by_charity(p)
    connection.close()
    monkeypatch.setattr(appending, "apply_changes", real)
    with reading_all():
        assert RoomHead.objects.count() == before
    told = told_by_charity(p)
    with reading_all():
        assert Concern.objects.get().id == told.concern


def test_a_decision_by_someone_whose_role_ended_is_not_taken(p: Partnership) -> None:
    told = told_by_charity(p)
    concerns.read(concern=told.concern, by=p.amira)
    client = Client()
    sign_in(client, p.bryn)
    assert client.get(f"/concerns/{told.concern}/decide/").status_code == 200
    record_leaver(worker=p.bryn.worker)
    answer = client.post(
        f"/concerns/{told.concern}/decide/",
        {"decision": "advice", "alleged": "not_known", "considered": "x", "reason": "y", "once": str(uuid4())},
    )
    assert answer.status_code == 302
    assert "/sign-in/" in answer.headers["Location"]
    with reading_all():
        assert Concern.objects.get().decision is None
