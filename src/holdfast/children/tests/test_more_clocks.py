"""The clocks that were missing: each opens with what starts it, is owed by whom it must be, and ends with its own answer."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from holdfast.children import actions, meetings, reactors
from holdfast.children.codes import MeetingType
from holdfast.children.kinds import case, pathway, safety
from holdfast.children.tests.test_case import opened, record, rules
from holdfast.database.time import today
from holdfast.duties.models import Duty, State
from holdfast.partnership.actions import record_leaver
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.holding import reading_all
from holdfast.record.kinds import Facts
from holdfast.record.refusal import Refused
from holdfast.when import london_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def child(p: Partnership) -> UUID:
    found = opened(p)
    actions.allocate(child=found, worker=p.carys.worker, by=p.dev)
    actions.involve(child=found, agencies=[p.police], reason="strategy_discussion", by=p.dev)
    return found


def reports(child: UUID) -> dict[UUID, Duty]:
    with reading_all():
        return {d.owing_agency_id: d for d in Duty.objects.filter(matter_id=child, rule="CONFERENCE_REPORT", state=State.OPEN)}


def test_each_organisation_that_is_asked_to_a_conference_owes_its_report_before_it(p: Partnership, child: UUID) -> None:
    on = today() + timedelta(days=10)
    conference = meetings.arrange_conference(
        child=child, type=MeetingType.INITIAL, planned_on=on, agencies=[p.school, p.health], by=p.gwen
    )  # fmt: skip
    owed = reports(child)
    assert set(owed) == {p.school, p.health}
    assert owed[p.health].owner_id == p.kit.worker
    assert london_day(owed[p.school].due_at) == on - timedelta(days=2)
    meetings.share(child=child, meeting_id=conference, words="On time every day", by=p.lena)
    assert set(reports(child)) == {p.health}, "each answers for itself"


def test_a_conference_that_was_held_before_it_was_put_here_owes_no_report(p: Partnership, child: UUID) -> None:
    meetings.arrange_conference(
        child=child, type=MeetingType.INITIAL, planned_on=today() - timedelta(days=1), agencies=[p.school], by=p.gwen
    )  # fmt: skip
    assert reports(child) == {}


def test_row_21_each_child_is_talked_through_in_supervision_again_and_again(p: Partnership, child: UUID) -> None:
    first = rules(child)["SUPERVISION"]
    assert first.owner_id == p.dev.worker
    facts, parts = case.SupervisionRecorded(), case.Supervised(words="She says that it is loud. Earlier visits.", child_words="Loud")
    with pytest.raises(NotPermitted):
        record(p, child, facts, parts, by=p.carys)
    record(p, child, facts, parts, by=p.dev)
    assert rules(child)["SUPERVISION"].id != first.id


def test_row_21_a_named_part_of_supervision_is_looked_at_by_somebody_else(
    p: Partnership, child: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reactors, "drawn", lambda: True)
    facts, parts = case.SupervisionRecorded(), case.Supervised(words="She says that it is loud.", child_words="Loud")
    record(p, child, facts, parts, by=p.dev)
    owed = rules(child)["SUPERVISION_AUDIT"]
    assert owed.owner_id == p.efua.worker, "never the manager whose supervision it was"
    found = case.SupervisionAudited(answers=owed.trigger_id, sound=False)
    with pytest.raises(NotPermitted, match="Somebody else"):
        record(p, child, found, case.Words(words="All well with mine"), by=p.dev)
    record(p, child, found, case.Words(words="Nobody says who does what by when"), by=p.efua)
    assert "SUPERVISION_AUDIT" not in rules(child)
    record(p, child, facts, parts, by=p.dev)
    record_leaver(worker=p.efua.worker)
    heir = rules(child)["SUPERVISION_AUDIT"].owner_id
    assert heir not in (p.efua.worker, p.dev.worker), "it does not leave with whoever was drawn"


def test_row_21_what_is_not_drawn_owes_no_look(p: Partnership, child: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    facts, parts = case.SupervisionRecorded(), case.Supervised(words="She says that it is loud.", child_words="Loud")
    monkeypatch.setattr(reactors, "drawn", lambda: False)
    record(p, child, facts, parts, by=p.dev)
    assert "SUPERVISION_AUDIT" not in rules(child)


def test_a_request_for_what_is_held_is_answered_within_a_month_by_whoever_had_it(p: Partnership, child: UUID) -> None:
    record(p, child, case.AccessRequested(), case.Words(words="She asks to see it; her passport was seen"), by=p.hal)
    owed = rules(child)["SAR_1M"]
    assert (owed.owing_agency_id, owed.owner_id) == (p.police, p.ines.worker)
    answer = case.AccessAnswered(answers=owed.trigger_id, outcome="access_in_part")
    with pytest.raises(NotPermitted):
        record(p, child, answer, case.Reason(reason="Not what others said"), by=p.hal)
    record(p, child, answer, case.Reason(reason="Not what others said"), by=p.ines)
    assert "SAR_1M" not in rules(child)


def test_a_breach_that_came_to_notice_is_decided_on_within_72_hours(p: Partnership, child: UUID) -> None:
    record(p, child, case.BreachNoticed(), case.Words(words="A letter went to the old address"))
    owed = rules(child)["BREACH_72"]
    assert owed.due_at - owed.starts_at == timedelta(hours=72)
    record(p, child, case.BreachDecided(answers=owed.trigger_id, reported=True, told=True), case.Reason(reason="It named her"), by=p.efua)
    assert "BREACH_72" not in rules(child)


@pytest.mark.parametrize("kind", [safety.ReturnInterviewRecorded, safety.PreventionInterviewRecorded])
def test_an_interview_names_the_time_missing_after_which_it_was(p: Partnership, child: UUID, kind: type[Facts]) -> None:
    """One that named none was recorded, and ended nothing."""
    by = p.hal if kind is safety.PreventionInterviewRecorded else p.carys
    more: dict[str, object] = {"accepted": True} if kind is safety.ReturnInterviewRecorded else {}
    parts = safety.Return(words="She told us") if more else case.Words(words="Well")
    for named in (None, uuid4()):
        with pytest.raises(Refused) as why:
            record(p, child, kind(answers=named, **more), parts, by=by)
        assert why.value.field == "answers"
    record(p, child, safety.MissingStarted())
    record(p, child, safety.MissingFound())
    episode = rules(child)["RHI_72"].trigger_id
    for _ in range(2):  # she may be spoken to again after the same time missing
        record(p, child, kind(answers=episode, **more), parts, by=by)


def test_the_victim_is_told_of_a_charge_and_of_no_further_action(p: Partnership, child: UUID) -> None:
    for facts in (safety.SuspectCharged(), safety.SuspectNoFurtherAction()):
        record(p, child, facts, case.Reason(reason="So") if facts.kind.parts is case.Reason else None, by=p.hal)
    with reading_all():
        owed = Duty.objects.filter(matter_id=child, rule="VICTIM_TOLD", state=State.OPEN)
        assert {d.owing_agency_id for d in owed} == {p.police}
        assert owed.count() == 2


def test_enquiries_come_to_an_outcome(p: Partnership, child: UUID) -> None:
    record(p, child, pathway.Section47Started())
    assert "S47_OUTCOME" in rules(child)
    record(p, child, pathway.Section47Concluded(outcome="substantiated_no_risk"))
    assert "S47_OUTCOME" not in rules(child)


def test_a_child_who_moves_in_on_a_plan_has_a_conference_here(p: Partnership, child: UUID) -> None:
    record(p, child, pathway.PlanMovedIn(), case.Words(words="From the next council"))
    assert rules(child)["ICPC_TRANSFER"].owner_id == p.gwen.worker


def test_a_serious_incident_is_notified_and_reviewed(p: Partnership, child: UUID) -> None:
    record(p, child, safety.SeriousIncidentIdentified(), case.Words(words="She was hurt"))
    notify = rules(child)["SIN_5"]
    notified = safety.SeriousIncidentNotified(answers=notify.trigger_id)
    record(p, child, notified, safety.Reference(reference="INVENTED-7"), by=p.efua)
    assert "SIN_5" not in rules(child)
    review = rules(child)["RAPID_15"]
    record(p, child, safety.RapidReviewSent(answers=review.trigger_id), safety.Reference(reference="INVENTED-8"), by=p.efua)
    assert "RAPID_15" not in rules(child)


def test_a_positive_decision_is_followed_to_the_conclusive_one(p: Partnership, child: UUID) -> None:
    for positive in (False, True):
        assert "NRM_CG" not in rules(child)
        record(p, child, safety.NrmReasonableGrounds(positive=positive))
    assert "NRM_CG" in rules(child)
    record(p, child, safety.NrmConclusiveGrounds(positive=True))
    assert "NRM_CG" not in rules(child)
