"""A child's case: one named worker, actions that become duties, nothing closed while something is owed."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from holdfast.children import actions, closing, meetings
from holdfast.children.actions import ToDo
from holdfast.children.event_table import BY_SLUG
from holdfast.children.events import check_answers
from holdfast.children.kinds import case, meeting, pathway, safety
from holdfast.children.kinds.authorising import AuthorisationAnswered as Answered
from holdfast.children.kinds.authorising import AuthorisationAsked as Asked
from holdfast.children.models import Case
from holdfast.children.queries import authorisers, not_seen_since, timeline, unallocated
from holdfast.children.tests.authorised import all_stand
from holdfast.concerns import actions as concerns
from holdfast.concerns import telling
from holdfast.concerns.codes import Alleged, AllegedIs, Decision
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.telling import Telling
from holdfast.database.time import move_clock, now, today
from holdfast.database.viewing import viewing
from holdfast.duties import actions as duty_actions
from holdfast.duties.escalation import run_escalations
from holdfast.duties.models import Duty
from holdfast.duties.queries import open_duties_of, told_to
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.holding import reading_all
from holdfast.record.kinds import Facts, Parts
from holdfast.record.refusal import Refused
from holdfast.subjects.actions import NewPerson, record_person
from holdfast.when import When

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def wren(p: Partnership, name: str = "Wren Example") -> UUID:
    return record_person(NewPerson(name=name), source=p.council, agencies=[p.council], by=p.amira)


def opened(p: Partnership, decision: Decision = Decision.ASSESSMENT, *, name: str = "Wren Example") -> UUID:
    """The school tells; the front door decides; the case opens by itself."""
    words = ToldParts(worry="Worried about lifts from an older man")
    told = telling.tell_as_professional(Telling(words=words, alleged=(Alleged.SEXUAL_EXPLOITATION,)), by=p.lena, once=uuid4())
    concerns.read(concern=told.concern, by=p.amira)
    child = wren(p, name)
    concerns.decide(
        concern=told.concern,
        decision=decision,
        alleged_is=AllegedIs.NOT_KNOWN,
        considered="All of it",
        reason="It is needed",
        children=[child],
        by=p.bryn,
    )
    with viewing(p.dev.viewer):
        return Case.objects.get(person_id=child).id


def rules(case_id: UUID) -> dict[str, Duty]:
    with reading_all():
        return {d.rule: d for d in open_duties_of(case_id)}


def record(p: Partnership, case_id: UUID, facts: Facts, parts: Parts | None = None, *, by: object = None) -> None:
    actions.record(child=case_id, facts=facts, parts=parts, when=When.on(today()), by=by or p.carys)  # type: ignore[arg-type]


def test_a_decision_that_stands_opens_the_case_with_its_clocks_and_named_owners(p: Partnership) -> None:
    found = rules(opened(p))
    assert set(found) == {"ALLOCATE", "CHILD_SEEN_S17", "ASSESS_45"}
    assert {d.owner_id for d in found.values()} == {p.efua.worker}, "until someone is allocated, the named lead owns them"


def test_failing_s4_someone_elses_job_every_duty_goes_with_the_child_to_one_named_worker(p: Partnership) -> None:
    child = opened(p)
    actions.allocate(child=child, worker=p.carys.worker, by=p.dev)
    assert {d.owner_id for code, d in rules(child).items() if code != "SUPERVISION"} == {p.carys.worker}
    assert rules(child)["SUPERVISION"].owner_id == p.dev.worker, "it is the manager who supervises"
    assert "ALLOCATE" not in rules(child)


def test_the_school_that_told_is_involved_and_a_stranger_is_not(p: Partnership) -> None:
    child = opened(p)
    with viewing(p.lena.viewer):
        assert Case.objects.filter(id=child).exists()
    with viewing(p.mina.viewer):
        assert not Case.objects.filter(id=child).exists()
    with pytest.raises(LookupError):
        actions.record(child=child, facts=case.NoteRecorded(), parts=case.Words(words="x"), by=p.mina)


def test_failing_s7_over_the_cap_takes_a_managers_reason_and_shows(p: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    from holdfast.children import policies

    monkeypatch.setattr(policies, "DEFAULT_CAP", 0)
    child = opened(p)
    with pytest.raises(Refused, match="the most that is agreed"):
        actions.allocate(child=child, worker=p.carys.worker, by=p.dev)
    actions.allocate(child=child, worker=p.carys.worker, by=p.dev, reason="Nobody else this week")
    with viewing(p.dev.viewer):
        facts = [t.entry.facts for t in timeline(child) if isinstance(t.entry.facts, case.ChildAllocated)]
    assert facts[0].over_cap


def test_only_a_manager_allocates(p: Partnership) -> None:
    with pytest.raises(NotPermitted):
        actions.allocate(child=opened(p), worker=p.carys.worker, by=p.carys)


def strategy(p: Partnership, child: UUID) -> UUID:
    return meetings.open_strategy(child=child, agencies=[p.police, p.health, p.school], by=p.dev, words="Lifts")


def concluded(p: Partnership, child: UUID) -> None:
    discussion = strategy(p, child)
    meetings.share(child=child, meeting_id=discussion, words="Two reports", by=p.hal)
    meetings.conclude_strategy(
        child=child,
        strategy=discussion,
        decision="section47_joint",
        attended=[p.council, p.police, p.health],
        words=meeting.Decided(reason="It fits together"),
        todos=[ToDo("Identify the driver", p.hal.worker, today() + timedelta(days=3))],
        by=p.dev,
    )


def test_a_strategy_discussion_needs_police_and_health(p: Partnership) -> None:
    with pytest.raises(Refused, match="Police and health"):
        meetings.open_strategy(child=opened(p), agencies=[p.school], by=p.dev)


def test_row_9_when_harm_is_suspected_the_strategy_clock_starts_by_itself(p: Partnership) -> None:
    child = opened(p, Decision.SECTION47)
    due = rules(child)["STRAT"]
    assert due.due_at - due.starts_at == timedelta(hours=24)
    strategy(p, child)
    assert {"STRAT", "STRAT_CONCLUDE"} <= set(rules(child)), "opened is not held"


def test_row_15_child_h_what_was_agreed_becomes_a_duty_and_closing_is_refused_while_it_is_open(p: Partnership) -> None:
    child = opened(p, Decision.SECTION47)
    actions.allocate(child=child, worker=p.carys.worker, by=p.dev)
    concluded(p, child)
    action = rules(child)["ACTION"]
    assert (action.owner_id, action.owing_agency_id) == (p.hal.worker, p.police)
    assert {"S47_START", "ICPC_15", "STRAT_RECORD"} <= set(rules(child))
    with pytest.raises(Refused, match="Do what was agreed"):
        closing.close_case(child=child, reason="RC8", words="No risk", by=p.dev)
    shown = case.Shown(what_shows_it="Driver identified")
    actions.record(child=child, facts=case.ActionDone(answers=action.trigger_id), parts=shown, by=p.hal)
    assert "ACTION" not in rules(child)


def test_row_15_an_unallocated_child_is_escalated_and_shows(p: Partnership) -> None:
    child = opened(p)
    with viewing(p.dev.viewer):
        assert [c.id for c in unallocated()] == [child]
    move_clock(now() + timedelta(days=21))
    run_escalations()
    with viewing(p.lena.viewer):
        told = {i.rule for d in told_to(p.school) for i in d.items}
    assert "ALLOCATE" in told


def test_failing_s10_what_another_organisation_records_discharges_nothing_that_the_police_owe(p: Partnership) -> None:
    child = opened(p, Decision.SECTION47)
    actions.allocate(child=child, worker=p.carys.worker, by=p.dev)
    concluded(p, child)
    action = rules(child)["ACTION"]
    shown = case.Shown(what_shows_it="The police told me it is done")
    actions.record(child=child, facts=case.ActionDone(answers=action.trigger_id), parts=shown, by=p.carys)
    assert "ACTION" in rules(child), "what shows it was done comes from the organisation that owes it"
    duty_actions.assure(duty=action.id, words="In hand", by=p.hal)
    assert "ACTION" in rules(child)


def test_row_30_the_crime_recording_decision_has_a_clock_that_the_police_owe(p: Partnership) -> None:
    child = opened(p, Decision.SECTION47)
    actions.allocate(child=child, worker=p.carys.worker, by=p.dev)
    strategy(p, child)
    record(p, child, safety.CrimeReported())
    due = rules(child)["CRIME_RECORDING"]
    assert (due.owing_agency_id, due.owner_id) == (p.police, p.ines.worker)
    decided = safety.CrimeRecordingDecided(recorded=False, answers=due.trigger_id)
    actions.record(child=child, facts=decided, parts=safety.RecordingDecision(reason="x"), by=p.hal)
    assert "CRIME_RECORDING" not in rules(child)


def test_row_18_a_change_of_category_is_an_entry_with_who_and_why(p: Partnership) -> None:
    child = opened(p)
    record(p, child, pathway.CpPlanStarted(category="SAB"))
    record(p, child, pathway.CpPlanCategoryChanged(category="NEG", before="SAB"), case.Reason(reason="Reviewed by the conference"))
    with viewing(p.efua.viewer):
        assert Case.objects.get(id=child).cp_category == "SAB", "it does not stand before a manager has agreed"
    all_stand(child, p.dev)
    with viewing(p.efua.viewer):
        row = Case.objects.get(id=child)
        (change,) = [t for t in timeline(child) if isinstance(t.entry.facts, pathway.CpPlanCategoryChanged)]
        asked, answered = (next(t.entry for t in timeline(child) if isinstance(t.entry.facts, k)) for k in (Asked, Answered))
    assert (change.entry.author.worker, change.entry.facts.before) == (p.dev.worker, "SAB")
    assert row.cp_category == "NEG"
    assert (asked.author.worker, answered.author.worker) == (p.carys.worker, p.dev.worker)
    with viewing(p.efua.viewer):
        (trend,) = authorisers(now() - timedelta(days=1))
    assert (trend.worker, trend.agreed, trend.lessened, trend.refused) == (p.dev.worker, 1, 1, 0)
    assert change.parts.reason == "Reviewed by the conference"  # type: ignore[attr-defined]


def test_row_29_children_long_unseen_are_listed_and_visits_keep_opening_the_next(p: Partnership) -> None:
    child = opened(p)
    actions.allocate(child=child, worker=p.carys.worker, by=p.dev)
    record(p, child, pathway.CpPlanStarted(category="NEG"))
    first = rules(child)["CP_VISIT"]
    with viewing(p.efua.viewer):
        assert [c.id for c, _ in not_seen_since(now())] == [child]
    record(p, child, case.VisitRecorded(seen=False), case.Seen(account="Nobody in"))
    assert rules(child)["CP_VISIT"].id == first.id, "a visit that found nobody in is no visit"
    record(p, child, case.VisitRecorded(seen=True, seen_alone=True), case.Seen(account="Well"))
    assert rules(child)["CP_VISIT"].id != first.id
    with viewing(p.efua.viewer):
        assert not_seen_since(now() - timedelta(days=2)) == []


def test_every_time_a_child_comes_back_an_interview_is_owed_within_72_hours(p: Partnership) -> None:
    child = opened(p)
    actions.allocate(child=child, worker=p.carys.worker, by=p.dev)
    record(p, child, safety.MissingStarted())
    record(p, child, safety.MissingFound())
    due = rules(child)["RHI_72"]
    assert due.due_at - due.starts_at == timedelta(hours=72)
    assert rules(child)["PREVENTION_INT"].owing_agency_id == p.police


def test_a_correction_stands_beside_what_it_corrects_and_starts_no_second_clock(p: Partnership) -> None:
    child = opened(p)
    wrong = actions.record(child=child, facts=safety.CrimeReported(), parts=safety.Reference(words="On Friday"), by=p.carys)
    assert wrong is not None
    right = safety.Reference(words="On Thursday")
    actions.record(child=child, facts=safety.CrimeReported(), parts=right, by=p.carys, corrects=wrong.id, why="The wrong day")
    with viewing(p.carys.viewer):
        (told,) = [t for t in timeline(child) if isinstance(t.entry.facts, safety.CrimeReported)]
        assert [c.parts for c in told.corrections] == [right]
        assert Duty.objects.filter(matter_id=child, rule="CRIME_RECORDING").count() == 1


@pytest.mark.parametrize(
    ("slug", "answered", "field"),
    [
        ("visit", {"seen": False, "seen_alone": True}, "seen_alone"),
        ("assessment-completed", {"factors": ("21", "3B")}, "factors"),
        ("crime-recording", {"recorded": True}, "reference"),
        ("crime-recording", {"recorded": False}, "reason"),
    ],
)
def test_answers_that_contradict_each_other_are_refused_by_field(
    p: Partnership, slug: str, answered: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        check_answers(BY_SLUG[slug], answered, None)
    assert refused.value.field == field


def test_nothing_happens_in_the_future_or_before_the_child_was_born(p: Partnership) -> None:
    for on, born in ((today() + timedelta(days=1), None), (today() - timedelta(days=400), today() - timedelta(days=30))):
        with pytest.raises(Refused) as refused:
            check_answers(BY_SLUG["seen"], {"on": on}, born)
        assert refused.value.field == "on"


def test_a_phone_is_recorded_as_one_source_knows_it_and_a_child_is_found_by_name(p: Partnership) -> None:
    child = opened(p)
    client = Client()
    sign_in(client, p.carys)
    once = str(uuid4())
    sent = {"once": once, "kind": "phone", "value": "07700 900123", "aspect": "used_by", "words": "She showed it to me"}
    for _ in range(2):  # the same form twice records it once
        assert client.post(f"/children/{child}/thing/", sent).status_code == 302
    page = client.get(f"/children/{child}/family/").content.decode()
    assert page.count("07700 900123") == 1
    found = client.post("/children/find/", {"name": "example wren"}).content.decode()
    assert f"/children/{child}/" in found
    stranger = Client()
    sign_in(stranger, p.hal)
    assert "Nobody whom you may see" in stranger.post("/children/find/", {"name": "example wren"}).content.decode()
    assert client.post("/children/find/", {}).status_code == 422


def test_row_11_the_third_time_missing_in_thirty_days_calls_a_strategy_discussion_by_itself(p: Partnership) -> None:
    child = opened(p)
    actions.allocate(child=child, worker=p.carys.worker, by=p.dev)
    for n in range(3):
        assert "RHI_REPEAT" not in rules(child), n
        record(p, child, safety.MissingStarted())
        record(p, child, safety.MissingFound())
        move_clock(now() + timedelta(days=5))
    assert rules(child)["RHI_REPEAT"].owner_id == p.carys.worker
    concluded(p, child)
    assert "RHI_REPEAT" not in rules(child)


def test_correcting_a_review_leaves_the_next_one_owed(p: Partnership) -> None:
    child = opened(p)
    record(p, child, pathway.CinPlanStarted())
    review = actions.record(child=child, facts=pathway.CinPlanReviewed(), parts=case.Words(words="Swims"), by=p.carys)
    assert review is not None
    owed = rules(child)["CIN_REVIEW"].id
    actions.record(
        child=child, facts=pathway.CinPlanReviewed(), parts=case.Words(words="She swims"), by=p.carys, corrects=review.id, why="Her words"
    )
    assert rules(child)["CIN_REVIEW"].id == owed


def test_what_happened_before_a_clock_began_shows_nothing_of_what_is_owed_since(p: Partnership) -> None:
    child = opened(p)
    long_ago = When.on(today() - timedelta(days=60))
    actions.record(child=child, facts=case.ChildSeen(seen_alone=True), when=long_ago, by=p.carys)
    assert "CHILD_SEEN_S17" in rules(child)


def test_two_times_missing_owe_two_interviews_each_ended_by_its_own(p: Partnership) -> None:
    child = opened(p)
    for _ in range(2):
        record(p, child, safety.MissingStarted())
        record(p, child, safety.MissingFound())
    with reading_all():
        owed = [d.trigger_id for d in open_duties_of(child) if d.rule == "RHI_72"]
    assert len(owed) == 2
    record(p, child, safety.ReturnInterviewRecorded(accepted=True, answers=owed[0]), safety.Return(words="She told us"))
    with reading_all():
        assert [d.trigger_id for d in open_duties_of(child) if d.rule == "RHI_72"] == owed[1:]


def test_seen_that_is_corrected_to_not_seen_is_owed_again_with_its_first_due_time(p: Partnership) -> None:
    child = opened(p)
    due = rules(child)["CHILD_SEEN_S17"].due_at
    seen = actions.record(child=child, facts=case.VisitRecorded(seen=True, seen_alone=True), when=When.on(today()), by=p.carys)
    assert seen is not None
    assert "CHILD_SEEN_S17" not in rules(child)
    actions.record(
        child=child, facts=case.VisitRecorded(seen=False), when=When.on(today()), by=p.carys, corrects=seen.id, why="It was her sister"
    )
    assert rules(child)["CHILD_SEEN_S17"].due_at == due


def visit(p: Partnership, child: UUID, by: Acting, *, words: str, corrects: UUID | None = None) -> UUID:
    facts, parts = case.VisitRecorded(seen=True), case.Seen(account=words, why_not_alone="Her brother was there")
    entry = actions.record(
        child=child, facts=facts, parts=parts, when=When.on(today()), by=by, corrects=corrects, why="It was not so" if corrects else None
    )
    assert entry is not None
    return entry.id


def visit_fields(client: Client, child: UUID) -> dict[str, str]:
    """The form of a visit, filled in: today, and no to every question."""
    page = client.get(f"/children/{child}/record/visit/").content.decode()
    names = list(dict.fromkeys(re.findall(r'name="([^"]+)"', page)))
    day = dict(zip((n for n in names if n.startswith("on-")), map(str, (today().day, today().month, today().year)), strict=False))
    return {**{name: "no" for name in names if not name.startswith("csrf")}, **day, "once": str(uuid4())}


def test_what_is_recorded_is_checked_by_the_action_whoever_calls_it(p: Partnership) -> None:
    """A school nurse recorded an arrest: the rule was in the page alone."""
    child = opened(p)
    actions.involve(child=child, agencies=[p.health], reason="told_us", by=p.dev)
    with viewing(p.dev.viewer):
        before = len(timeline(child))
    for facts, by in ((safety.SuspectArrested(), p.jo), (safety.PoliceProtectionTaken(), p.carys), (pathway.CinPlanStarted(), p.jo)):
        with pytest.raises(NotPermitted):
            record(p, child, facts, by=by)
    with pytest.raises(NotPermitted, match="not recorded by hand"):
        record(p, child, case.AgencyInvolved(agency=p.charity, reason="told_us"))
    with pytest.raises(Refused):
        record(p, child, safety.MissingFound())  # who is not missing
    with pytest.raises(Refused) as wrong:
        record(p, child, case.VisitRecorded(seen=False, seen_alone=True))
    assert wrong.value.field == "seen_alone"
    with pytest.raises(Refused):
        actions.record(child=child, facts=case.VisitRecorded(seen=True), when=When.on(today() + timedelta(days=1)), by=p.carys)
    with viewing(p.dev.viewer):
        assert len(timeline(child)) == before


def test_more_time_is_told_at_once_to_the_organisations_involved(p: Partnership) -> None:
    """What they are told lies in matters of their own, which are held with the case's."""
    child = opened(p)
    actions.allocate(child=child, worker=p.carys.worker, by=p.dev)
    duty = rules(child)["ASSESS_45"]
    later = (duty.due_at + timedelta(days=20)).date()
    duty_actions.extend(duty=duty.id, due_on=later, words="The family is away", by=p.dev)
    assert rules(child)["ASSESS_45"].due_at.date() == later
    with viewing(p.lena.viewer):
        (told,) = told_to(p.school)
        assert [item.rung for item in told.items] == ["extended"]
        assert Duty.objects.filter(owner_id=p.lena.worker, rule="ACK_TOLD").exists()
