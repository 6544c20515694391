"""What happened in Rotherham and elsewhere, and the traps of real systems: each lived through, and answered."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from conftest import OwnDatabase
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, models
from django.test import Client

from holdfast.access.models import Look
from holdfast.access.queries import looks_at
from holdfast.children import actions as children
from holdfast.children import queries as case_queries
from holdfast.children.kinds.case import ChildSeen
from holdfast.children.kinds.safety import MissingStarted
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
from holdfast.duties.escalation import run_escalations
from holdfast.duties.models import BoardRow, Duty
from holdfast.duties.models import State as DutyState
from holdfast.duties.presenters import clock_of
from holdfast.duties.queries import told_to
from holdfast.duties.weekly import run_weekly
from holdfast.partnership.actions import record_leaver
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record import append as appending
from holdfast.record.holding import reading_all
from holdfast.record.models import RoomHead
from holdfast.record.refusal import Refused
from holdfast.scrutiny.management.commands import recount
from holdfast.scrutiny.publishing import by_code, counted_again, differences, published
from holdfast.subjects.actions import NewPerson, record_person
from holdfast.when import When, london_day


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


def test_failing_s5_not_as_big_as_was_said_counts_come_from_entries_and_calling_it_something_else_shows(
    p: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three concerns about two children; one is then called something else. The published numbers say so, and anyone counts them again."""
    received = [told_by_charity(p) for _ in range(3)]
    told_by_charity(p, (Alleged.NEGLECT,))
    children_ = [
        record_person(NewPerson(name=n), source=p.council, agencies=[p.council], by=p.amira) for n in ("Wren Example", "Robin Example")
    ]
    for each, child in zip(received, (children_[0], children_[0], children_[1]), strict=True):
        concerns.read(concern=each.concern, by=p.amira)
        concerns.record_child(concern=each.concern, child=child, by=p.amira)
    with pytest.raises(Refused) as why:
        concerns.record_nature(concern=received[0].concern, nature=Nature.CONTACT, alleged=(Alleged.OTHER,), by=p.amira)
    assert why.value.field == "why", "to call it something less takes a reason"
    concerns.record_nature(
        concern=received[0].concern, nature=Nature.CONTACT, alleged=(Alleged.OTHER,), why="He is her uncle, they say", by=p.amira
    )
    move_clock(now() + timedelta(days=7))
    run_weekly()
    with viewing(p.noor.viewer):
        (said,) = published()
    whole = {code: found[None] for code, found in by_code(said).items() if None in found}
    assert whole == {"CONCERNS": 4, "EXPLOITATION": 3, "CALLED_OTHERWISE": 1, "NOT_READ": 0, "ENDED_AT_FRONT_DOOR": 0, "CHILDREN": 2}
    # A year later somebody counts again, from the entries alone; what was recorded meanwhile changes no number that was said.
    concerns.record_nature(concern=received[1].concern, nature=Nature.CONTACT, alleged=(Alleged.OTHER,), why="And this one", by=p.amira)
    move_clock(now() + timedelta(days=365))
    with reading_all():
        again = counted_again(said.since, said.until)
    assert differences(by_code(said), again) == []
    said_by_command = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("recount", stdout=said_by_command)
    assert (ended.value.code, "the same" in said_by_command.getvalue()) == (0, True)
    monkeypatch.setattr(recount, "counted_again", lambda since, until: {**again, "EXPLOITATION": {None: 2}})
    with pytest.raises(SystemExit) as ended:
        call_command("recount", stdout=said_by_command)
    assert ended.value.code == 1
    assert "published 3, counted 2" in said_by_command.getvalue()
    tampered = {**by_code(said), "EXPLOITATION": {None: 2}}
    assert differences(tampered, again) == [("EXPLOITATION", None, 2, 3)]
    # Who called it otherwise, and why, stands beside what was alleged.
    client = Client()
    sign_in(client, p.bryn)
    page = client.get(f"/concerns/{received[0].concern}/").content.decode()
    assert "He is her uncle, they say" in page
    assert "Amira Holt" in page
    shown = Client()
    sign_in(shown, p.noor)
    counts = shown.get("/counts/").content.decode()
    assert "To record it as something else later takes it out of nothing" in counts


def test_failing_s6_they_had_won_awards_told_acted_effect_is_counted_and_not_what_was_said(p: Partnership) -> None:
    """The council is told that it is late about two children, calls its service outstanding, and acts on one of them."""
    one, other = opened(p), opened(p)
    for child in (one, other):
        children.allocate(child=child, worker=p.carys.worker, by=p.efua)
    move_clock(now() + timedelta(days=35))
    run_escalations()
    late = {}
    for child in (one, other):
        with reading_all():
            found = Duty.objects.filter(matter_id=child, state=DutyState.OPEN, rung__gte=4)
            late[child] = {d.rule: d.id for d in found}
    assert "CHILD_SEEN_S17" in late[one]
    for duty in late[other].values():
        duties.assure(duty=duty, words="Our service was judged outstanding.", by=p.efua)
    children.record(child=one, facts=ChildSeen(seen_alone=True), when=When.on(london_day(now())), by=p.carys)
    children.record(child=other, facts=MissingStarted(), when=When.at(now()), by=p.carys)
    move_clock(now() + timedelta(days=7))
    run_weekly()
    with viewing(p.noor.viewer):
        found = by_code(published()[0])
    told = sum(len(duties_) for duties_ in late.values())
    assert found["TOLD"][p.council] >= told
    with reading_all():
        done = Duty.objects.filter(id__in=[d for ds in late.values() for d in ds.values()], state=DutyState.DONE).count()
    assert done >= 1
    assert found["ACTED"][p.council] == done, "what was said to be in hand is not acted on"
    assert (found["ABOUT"][p.council], found["SEEN_SINCE"][p.council], found["MISSING_SINCE"][p.council]) == (2, 1, 1)


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

    monkeypatch.setattr(case_queries, "unopened", breaks)
    client = Client(raise_request_exception=False)
    sign_in(client, p.carys)
    assert client.get(f"/children/{case}/").status_code == 500
    with viewing(p.efua.viewer):
        assert [seen.worker_id for seen in looks_at(case) if seen.what == "case"] == [p.carys.worker]


#: The pages of a case; and what a look at each is called.
READ = {
    "": "case",
    "restricted/": "restricted",
    "record/": "name",
    "record/visit/": "name",
    "actions/": "name",
    "ask/": "name",
    "entry/{entry}/": "entry",
    "correct/{entry}/": "entry",
}


def test_trap_read_audit_by_the_callers_choice_every_page_of_a_case_leaves_a_look_of_its_own(p: Partnership) -> None:
    """Whoever asks chooses nothing: each page leaves the look that says what it opened, by a worker who never looked before, before it is opened."""
    case = opened(p)
    children.allocate(child=case, worker=p.carys.worker, by=p.efua)
    entry = uuid4()
    children.record(child=case, facts=ChildSeen(seen_alone=True), when=When.on(london_day(now())), by=p.carys, entry_id=entry)
    with reading_all():
        person = Case.objects.get(id=case).person_id
    for path, what in READ.items():
        with reading_all():
            # The day begins: a name in a list is one look a day.
            move_clock(now() + timedelta(days=1))
            before = set(Look.objects.values_list("id", flat=True))
        client = Client()
        sign_in(client, p.carys)
        assert client.get(f"/children/{case}/{path.format(entry=entry)}").status_code == 200, path
        with reading_all():
            fresh = Look.objects.exclude(id__in=before)
            seen = {(look.what, look.about_id) for look in fresh if look.worker_id == p.carys.worker}
        assert what in {w for w, _ in seen}, (path, seen)
        assert {about for _, about in seen} <= {case, person}, path


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
