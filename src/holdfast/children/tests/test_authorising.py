"""What takes two people: whoever did the work records it, and it stands when a manager who did not do it agrees (rows 15 and 18)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from holdfast.children import actions, authorising, closing, meetings
from holdfast.children.kinds import case, pathway
from holdfast.children.models import Case
from holdfast.children.presenters import waiting_to_be_authorised
from holdfast.children.queries import authorisers, closed_with_cannot, timeline
from holdfast.children.tests.authorised import all_stand
from holdfast.children.tests.test_case import concluded, opened, record, rules
from holdfast.children.tests.test_rooms import a_conference, came_to, pages_of
from holdfast.concerns.codes import Decision
from holdfast.database.time import now, today
from holdfast.database.viewing import viewing
from holdfast.duties import actions as duties
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.refusal import Refused
from holdfast.when import When

pytestmark = pytest.mark.django_db

ANALYSIS = pathway.Analysis(analysis="The lifts have stopped", child_words="I want it to stop")


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def child(p: Partnership) -> UUID:
    found = opened(p)
    actions.allocate(child=found, worker=p.carys.worker, by=p.dev)
    return found


def assessed(p: Partnership, child: UUID) -> UUID:
    facts = pathway.AssessmentCompleted(factors=("16A",), seen=True)
    entry = actions.record(child=child, facts=facts, parts=ANALYSIS, when=When.on(today()), by=p.carys)
    assert entry is not None
    return entry.id


def kinds_in(child: UUID, by: Acting) -> list[str]:
    with viewing(by.viewer):
        return [t.entry.kind.name for t in timeline(child)]


def test_an_assessment_is_owed_until_a_manager_who_did_not_do_it_agrees(p: Partnership, child: UUID) -> None:
    """Any practitioner had completed it alone."""
    asked = assessed(p, child)
    assert {"ASSESS_45", "AUTHORISE"} <= set(rules(child))
    assert rules(child)["AUTHORISE"].owner_id == p.dev.worker
    assert "assessment.completed" not in kinds_in(child, p.dev)
    agree = {"child": child, "asked": asked, "agrees": True, "reason": "Read, and talked through"}
    for not_them in (p.carys, p.lena, p.gwen):
        with pytest.raises((NotPermitted, LookupError)):
            authorising.answer(**agree, by=not_them)
    authorising.answer(**agree, by=p.dev)
    assert not {"ASSESS_45", "AUTHORISE"} & set(rules(child))
    with viewing(p.dev.viewer):
        (done,) = [t for t in timeline(child) if isinstance(t.entry.facts, pathway.AssessmentCompleted)]
    assert done.parts == ANALYSIS
    with pytest.raises(Refused, match="answered already"):
        authorising.answer(**agree, by=p.efua)


def test_what_waits_already_is_not_asked_a_second_time(p: Partnership, child: UUID) -> None:
    assessed(p, child)
    with pytest.raises(Refused, match="waits to be authorised already"):
        assessed(p, child)
    conference = a_conference(p, child)
    meetings.hold_conference(child=child, conference=conference, held_as=came_to(p, plan=False), by=p.gwen)
    with pytest.raises(Refused, match="waits to be authorised already"):
        meetings.hold_conference(child=child, conference=conference, held_as=came_to(p, plan=False), by=p.gwen)


def test_what_a_manager_does_not_agree_to_stays_owed(p: Partnership, child: UUID) -> None:
    asked = assessed(p, child)
    authorising.answer(child=child, asked=asked, agrees=False, reason="Her father was not asked", by=p.dev)
    assert "ASSESS_45" in rules(child)
    assert "AUTHORISE" not in rules(child)
    assert "assessment.completed" not in kinds_in(child, p.dev)
    with viewing(p.dev.viewer):
        assert waiting_to_be_authorised(timeline(child)) == []
        (one,) = authorisers(now() - timedelta(days=1))
    assert (one.agreed, one.refused) == (0, 1)


def test_the_manager_reads_on_the_page_what_will_stand_and_answers_there(p: Partnership, child: UUID) -> None:
    asked = assessed(p, child)
    dev = pages_of(p.dev)
    assert "Waits to be authorised" in dev.get(f"/children/{child}/").content.decode()
    assert "Authorise what was recorded" in dev.get("/").content.decode()
    address = f"/children/{child}/authorise/{asked}/"
    page = dev.get(address).content.decode()
    assert "The lifts have stopped" in page
    assert "I want it to stop" in page
    assert pages_of(p.carys).get(address).status_code == 403
    assert pages_of(p.lena).get(address).status_code == 404
    assert pages_of(p.hal).get(address).status_code == 404
    assert dev.post(address, {"agrees": "yes", "reason": "", "once": str(uuid4())}).status_code == 422
    assert dev.post(address, {"agrees": "yes", "reason": "Read", "once": str(uuid4())}).status_code == 302
    assert "ASSESS_45" not in rules(child)


@pytest.mark.parametrize("facts", [pathway.CpPlanEnded(), pathway.CpPlanCategoryChanged(category="NEG"), pathway.IcpcNotRequired()])
def test_what_ends_or_lessens_waits(p: Partnership, child: UUID, facts: object) -> None:
    if not isinstance(facts, pathway.IcpcNotRequired):
        record(p, child, pathway.CpPlanStarted(category="SAB"))
    record(p, child, facts, case.Reason(reason="So"))
    assert facts.kind.name not in kinds_in(child, p.dev)
    all_stand(child, p.dev)
    assert facts.kind.name in kinds_in(child, p.dev)


def test_a_correction_of_what_takes_two_takes_two(p: Partnership, child: UUID) -> None:
    """A "correction" had turned SAB into NEG without a reason."""
    record(p, child, pathway.CpPlanStarted(category="SAB"))
    record(p, child, pathway.CpPlanCategoryChanged(category="PHY"), case.Reason(reason="So"))
    all_stand(child, p.dev)
    with viewing(p.dev.viewer):
        (first,) = [t.entry.id for t in timeline(child) if isinstance(t.entry.facts, pathway.CpPlanCategoryChanged)]
    actions.record(
        child=child,
        facts=pathway.CpPlanCategoryChanged(category="NEG"),
        parts=case.Reason(reason="So"),
        when=When.on(today()),
        by=p.carys,
        corrects=first,
        why="A slip",
    )
    with viewing(p.dev.viewer):
        assert Case.objects.get(id=child).cp_category == "PHY"
    all_stand(child, p.efua)
    with viewing(p.dev.viewer):
        assert Case.objects.get(id=child).cp_category == "NEG"


def test_what_a_conference_decides_is_recorded_by_its_chair_and_what_protects_does_not_wait(p: Partnership, child: UUID) -> None:
    conference = a_conference(p, child)
    with pytest.raises(NotPermitted, match="chair"):
        meetings.hold_conference(child=child, conference=conference, held_as=came_to(p), by=p.carys)
    meetings.hold_conference(child=child, conference=conference, held_as=came_to(p, p.school), by=p.gwen)
    with viewing(p.dev.viewer):
        assert Case.objects.get(id=child).cp_since is not None


def test_a_conference_that_decides_no_plan_waits_for_a_manager(p: Partnership, child: UUID) -> None:
    conference = a_conference(p, child)
    meetings.hold_conference(child=child, conference=conference, held_as=came_to(p, p.school, plan=False), by=p.gwen)
    assert "icpc.held" not in kinds_in(child, p.dev)
    all_stand(child, p.dev)
    assert "icpc.held" in kinds_in(child, p.dev)
    with viewing(p.lena.viewer):
        assert "conference.recorded" in {t.entry.kind.name for t in timeline(conference)}


def cannot(p: Partnership, child: UUID) -> None:
    for duty in rules(child).values():
        councils = p.efua if duty.owner_id != p.efua.worker else p.dev
        by = p.ines if duty.owing_agency_id == p.police else councils
        duties.cannot_be_done(duty=duty.id, reason="other", words="Not needed", by=by)


def test_row_15_one_manager_alone_does_not_close_what_could_not_be_done(p: Partnership, child: UUID) -> None:
    """One manager marked every duty "cannot now be done", then closed a section 47 case as "no risk"."""
    cannot(p, child)
    assert not closing.close_case(child=child, reason="RC8", words="No risk", by=p.dev)
    with viewing(p.efua.viewer):
        assert Case.objects.get(id=child).closed_at is None
        ((asked, _, _),) = waiting_to_be_authorised(timeline(child))
    with pytest.raises(NotPermitted):
        authorising.answer(child=child, asked=asked, agrees=True, reason="Yes", by=p.bryn)
    with pytest.raises(NotPermitted):
        authorising.answer(child=child, asked=asked, agrees=True, reason="Yes", by=p.dev)
    authorising.answer(child=child, asked=asked, agrees=True, reason="Seen by me", by=p.efua)
    with viewing(p.efua.viewer):
        (row,) = closed_with_cannot(now() - timedelta(days=1))
    assert (row.id, (row.closed_with_cannot or 0) > 0) == (child, True)
    board = pages_of(p.efua).get("/board/").content.decode()
    assert "Closed with duties that could not be done" in board
    assert "Authorised in the last three months" in board


def test_row_15_closing_after_section_47_takes_a_second_signatory(p: Partnership) -> None:
    child = opened(p, Decision.SECTION47)
    actions.allocate(child=child, worker=p.carys.worker, by=p.dev)
    concluded(p, child)
    record(p, child, pathway.Section47Started())
    cannot(p, child)
    assert not closing.close_case(child=child, reason="RC8", words="No risk", by=p.dev)
    with viewing(p.efua.viewer):
        assert Case.objects.get(id=child).closed_at is None


def test_a_case_is_not_closed_by_a_signature_while_something_new_is_owed(p: Partnership, child: UUID) -> None:
    cannot(p, child)
    closing.close_case(child=child, reason="RC8", words="No risk", by=p.dev)
    todo = actions.ToDo("Look again", p.carys.worker, today())
    actions.agree_actions(child=child, todos=[todo], by=p.carys)
    with pytest.raises(Refused, match="These duties are open"):
        all_stand(child, p.efua)
