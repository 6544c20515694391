"""Nothing but what was done ends a duty: each answer answers one thing, by whom it must be, at the time it was."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.children import actions, meetings
from holdfast.children.kinds import case, meeting, pathway, safety
from holdfast.children.tests.test_case import opened, record, rules, strategy
from holdfast.children.tests.test_rooms import pages_of
from holdfast.concerns.codes import Decision
from holdfast.database.time import move_clock, now, today
from holdfast.duties import actions as duty_actions
from holdfast.duties.models import Duty, State
from holdfast.duties.rulebook import rules as all_rules
from holdfast.pages.time_field import read_time
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.holding import reading_all
from holdfast.record.kinds import Facts, Parts
from holdfast.record.refusal import Refused
from holdfast.when import LONDON, When

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def child(p: Partnership) -> UUID:
    found = opened(p, Decision.SECTION47)
    actions.allocate(child=found, worker=p.carys.worker, by=p.dev)
    return found


def at(child: UUID, facts: Facts, by: Acting, moment: datetime, parts: Parts | None = None) -> None:
    actions.record(child=child, facts=facts, parts=parts, when=When.at(moment), by=by)


def form_at(moment: datetime, **more: str) -> dict[str, str]:
    local = moment.astimezone(LONDON)
    day = {f"on-{part}": str(getattr(local, part)) for part in ("day", "month", "year")}
    return {**day, "at": f"{local:%H:%M}", "once": str(uuid4()), **more}


# Strategy


def test_a_discussion_is_held_with_council_police_and_health_or_declined_by_a_manager_with_a_reason(p: Partnership, child: UUID) -> None:
    """A discussion concluded with nobody attending had ended the duty to hold it, and opening one had."""
    discussion = strategy(p, child)
    conclude = {"child": child, "strategy": discussion, "decision": "no_section47", "words": meeting.Decided(reason="Nothing"), "by": p.dev}
    for attended in ([], [p.council, p.police], [p.police, p.health]):
        with pytest.raises(Refused, match="held with the council, police and health"):
            meetings.conclude_strategy(**conclude, attended=attended)
    assert "STRAT" in rules(child)
    with pytest.raises(NotPermitted):
        actions.record(child=child, facts=pathway.StrategyDeclined(), parts=case.Reason(reason="x"), by=p.carys)
    actions.record(child=child, facts=pathway.StrategyDeclined(), parts=case.Reason(reason="It was her sister"), by=p.dev)
    assert "STRAT" not in rules(child)


# Seeing the child alone


def test_a_visit_that_was_not_alone_leaves_the_child_to_be_seen_alone_and_says_why(p: Partnership, child: UUID) -> None:
    with pytest.raises(Refused, match="why the child was not seen alone"):
        record(p, child, case.VisitRecorded(seen=True), case.Seen(account="Well"))
    record(p, child, case.VisitRecorded(seen=True), case.Seen(account="Well", why_not_alone="Her mother stayed"))
    assert "CHILD_SEEN_S17" in rules(child)
    record(p, child, case.VisitRecorded(seen=True, seen_alone=True), case.Seen(account="Well"))
    assert "CHILD_SEEN_S17" not in rules(child)


def test_every_duty_that_is_titled_alone_is_ended_by_alone_alone() -> None:
    for rule in all_rules():
        if "alone" in rule.title:
            assert rule.done_when == "seen_alone", rule.code


# Protection


def test_immediate_protection_is_ended_by_protection_or_a_managers_reason_and_not_by_a_discussion(p: Partnership) -> None:
    for facts, by, parts in (
        (safety.PoliceProtectionTaken(), p.hal, None),
        (safety.EpoMade(expires_on=today() + timedelta(days=8)), p.carys, None),
        (safety.ProtectionAgreed(how="section20"), p.carys, None),
        (safety.ProtectionDeclined(), p.dev, case.Reason(reason="He is in custody")),
    ):
        child = opened(p, Decision.IMMEDIATE_PROTECTION)
        actions.allocate(child=child, worker=p.carys.worker, by=p.dev, reason="Now")
        actions.involve(child=child, agencies=[p.police], reason="strategy_discussion", by=p.dev)
        strategy(p, child)
        assert "IMMEDIATE_PROT" in rules(child)
        actions.record(child=child, facts=facts, parts=parts, when=When.at(now()), by=by)
        assert "IMMEDIATE_PROT" not in rules(child), facts
    with pytest.raises(NotPermitted):
        actions.record(child=child, facts=safety.ProtectionDeclined(), parts=case.Reason(reason="x"), by=p.carys)


def test_police_protection_ends_seventy_two_hours_after_its_start_and_nobody_extends_it(p: Partnership, child: UUID) -> None:
    """A day without a time had shown it as expiring a day late; a manager had extended it by ninety days."""
    began = now() - timedelta(hours=5)
    actions.involve(child=child, agencies=[p.police], reason="strategy_discussion", by=p.dev)
    answer = pages_of(p.hal).post(f"/children/{child}/record/police-protection/", form_at(began))
    assert answer.status_code == 302
    duty = rules(child)["POLICE_PROT"]
    assert duty.due_at == began.replace(second=0, microsecond=0) + timedelta(hours=72)
    with pytest.raises(Refused, match="The law sets how long"):
        duty_actions.extend(duty=duty.id, due_on=today() + timedelta(days=30), words="More", by=p.ines)
    with pytest.raises(Refused, match="before police protection began"):
        at(child, safety.PoliceProtectionEnded(outcome="returned"), p.hal, began - timedelta(hours=1))
    at(child, safety.PoliceProtectionEnded(outcome="returned"), p.hal, now())
    assert "POLICE_PROT" not in rules(child)


def test_an_emergency_order_ends_as_it_says_and_is_extended_once(p: Partnership, child: UUID) -> None:
    made = today()
    with pytest.raises(Refused, match="at most eight days"):
        at(child, safety.EpoMade(expires_on=made + timedelta(days=9)), p.carys, now())
    at(child, safety.EpoMade(expires_on=made + timedelta(days=5)), p.carys, now())
    assert rules(child)["EPO"].due_at.astimezone(LONDON).date() == made + timedelta(days=5)
    with pytest.raises(Refused, match="runs already"):
        at(child, safety.EpoMade(expires_on=made + timedelta(days=5)), p.carys, now())
    with pytest.raises(Refused, match="at most seven days"):
        at(child, safety.EpoExtended(expires_on=made + timedelta(days=13)), p.carys, now())
    at(child, safety.EpoExtended(expires_on=made + timedelta(days=12)), p.carys, now())
    assert rules(child)["EPO"].due_at.astimezone(LONDON).date() == made + timedelta(days=12)
    with pytest.raises(Refused, match="extended already"):
        at(child, safety.EpoExtended(expires_on=made + timedelta(days=14)), p.carys, now())


def test_a_safety_plan_is_due_before_the_day_of_release(p: Partnership, child: UUID) -> None:
    actions.involve(child=child, agencies=[p.police], reason="strategy_discussion", by=p.dev)
    release = today() + timedelta(days=3)
    actions.record(child=child, facts=safety.SuspectReleasePlanned(release_on=release), by=p.hal)
    assert rules(child)["SAFETY_PLAN"].due_at == datetime(release.year, release.month, release.day, tzinfo=LONDON)


# Enquiries, early help, ratings


def test_enquiries_that_find_nothing_end_the_conference_clock(p: Partnership, child: UUID) -> None:
    discussion = strategy(p, child)
    attended = [p.council, p.police, p.health]
    meetings.conclude_strategy(
        child=child,
        strategy=discussion,
        decision="section47_joint",
        attended=attended,
        words=meeting.Decided(reason="It fits"),
        by=p.dev,
    )
    record(p, child, pathway.Section47Started(strategy=discussion))
    assert "ICPC_15" in rules(child)
    record(p, child, pathway.Section47Concluded(outcome="conference"))
    assert "ICPC_15" in rules(child)
    record(p, child, pathway.Section47Concluded(outcome="not_substantiated"))
    assert "ICPC_15" not in rules(child)


def test_early_help_opens_no_statutory_assessment(p: Partnership) -> None:
    assert "ASSESS_45" not in rules(opened(p, Decision.EARLY_HELP))
    assert "ASSESS_45" in rules(opened(p, Decision.ASSESSMENT))


# The order in which things happen


def test_what_is_out_of_order_is_refused(p: Partnership, child: UUID) -> None:
    gone = now() - timedelta(hours=6)
    at(child, safety.MissingStarted(), p.carys, gone)
    with pytest.raises(Refused, match="before the child went missing"):
        at(child, safety.MissingFound(), p.carys, gone - timedelta(hours=1))
    with pytest.raises(Refused, match="in the past"):
        at(child, safety.MissingFound(), p.carys, now() + timedelta(minutes=5))
    record(p, child, pathway.CpPlanStarted(category="NEG"))
    with pytest.raises(Refused, match="before the plan began"):
        actions.record(
            child=child,
            facts=pathway.CpPlanEnded(),
            parts=case.Reason(reason="x"),
            when=When.on(today() - timedelta(days=9)),
            by=p.carys,
        )


def test_a_return_after_hours_missing_starts_its_clock_at_the_hour(p: Partnership, child: UUID) -> None:
    gone, back = now() - timedelta(hours=6), now() - timedelta(hours=2)
    pages = pages_of(p.carys)
    assert pages.post(f"/children/{child}/record/missing/", form_at(gone, words="x")).status_code == 302
    assert pages.post(f"/children/{child}/record/found/", form_at(back, words="x")).status_code == 302
    assert rules(child)["RHI_72"].due_at == back.replace(second=0, microsecond=0) + timedelta(hours=72)
    without = {k: v for k, v in form_at(now()).items() if k != "at"}
    assert "Enter the time" in pages.post(f"/children/{child}/record/missing/", without).content.decode()


def test_an_hour_that_does_not_exist_when_the_clocks_change_is_refused(p: Partnership, child: UUID) -> None:
    move_clock(datetime(2027, 3, 29, 12, tzinfo=LONDON))
    refused = pages_of(p.carys).post(
        f"/children/{child}/record/missing/",
        {"on-day": "28", "on-month": "3", "on-year": "2027", "at": "01:30", "words": "x", "once": str(uuid4())},
    )
    assert refused.status_code == 422
    assert "the clocks went forward" in refused.content.decode()


@pytest.mark.parametrize(
    ("written", "read"),
    [("14:30", "14:30"), ("2.30pm", "14:30"), ("2pm", "14:00"), ("0915", "09:15"), ("12am", "00:00"), ("12.05 PM", "12:05")],
)
def test_a_time_is_read_as_people_write_it(written: str, read: str) -> None:
    found = read_time(written)
    assert found is not None
    assert f"{found:%H:%M}" == read


@given(st.text(max_size=12))
def test_no_text_whatever_breaks_the_reading_of_a_time(written: str) -> None:
    read_time(written)


@pytest.mark.parametrize("written", ["9", "25:00", "13pm", "0am", "14:60", "noon", "", "٣:٣٠"])
def test_what_is_no_time_or_may_be_two_is_none(written: str) -> None:
    assert read_time(written) is None


# Another system


def action_of(p: Partnership, child: UUID, owner: Acting) -> Duty:
    todo = actions.ToDo("Look at the camera", owner.worker, today() + timedelta(days=3))
    actions.agree_actions(child=child, todos=[todo], by=p.dev)
    return rules(child)["ACTION"]


def test_another_system_shows_only_what_a_rule_says_may_be_kept_there_by_owner_or_manager(p: Partnership, child: UUID) -> None:
    """Any worker, with the words "." and the reference ".", had ended the assessment and the front door's decision."""
    shown = {"words": "Done", "reference": "Their system 12", "on": today()}
    for code in ("ASSESS_45", "STRAT", "CHILD_SEEN_S17"):
        with pytest.raises(Refused, match="The record of this is here"):
            duty_actions.show_done(duty=rules(child)[code].id, by=p.carys, **shown)
    duty = action_of(p, child, p.hal)
    with pytest.raises(NotPermitted):
        duty_actions.show_done(duty=duty.id, by=p.carys, **shown)
    duty_actions.show_done(duty=duty.id, by=p.hal, **shown)
    assert "ACTION" not in rules(child)


def test_no_front_door_decision_and_no_statutory_duty_of_the_councils_is_shown_elsewhere() -> None:
    councils = [r.code for r in all_rules() if r.elsewhere and r.owing == "council"]
    assert councils == []
    assert not [r.code for r in all_rules() if r.elsewhere and any(s.startswith("concern.") for s in r.starts)]


def test_what_is_shown_elsewhere_is_sampled_by_somebody_else_and_what_is_not_there_is_owed_again(
    p: Partnership, child: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duty_actions, "drawn", lambda: True)
    duty = action_of(p, child, p.hal)
    duty_actions.show_done(duty=duty.id, words="Done", reference="Their system 12", on=today(), by=p.hal)
    look = rules(child)["SHOWN_CHECK"]
    assert look.owner_id == p.ines.worker
    with pytest.raises(NotPermitted):
        duty_actions.check_shown(duty=look.id, found=True, words="Looked", by=p.hal)
    form = {"found": "no", "words": "There is no such number", "once": str(uuid4())}
    assert pages_of(p.ines).post(f"/duties/{look.id}/check-shown/", form).status_code == 302
    with reading_all():
        again = Duty.objects.get(id=duty.id)
    assert (again.state, again.due_at) == (State.OPEN, duty.due_at)
    assert "SHOWN_CHECK" not in rules(child)


def test_about_one_in_four_is_drawn() -> None:
    drawn = sum(duty_actions.drawn() for _ in range(2_000))
    assert 350 < drawn < 650
