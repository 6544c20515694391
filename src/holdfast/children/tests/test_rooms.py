"""A case's rooms: who reads the child's own account, an organisation's own records, what is between two, and what all involved share."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from holdfast.children import actions, meetings
from holdfast.children.codes import MeetingType
from holdfast.children.ids import CaseId
from holdfast.children.kinds import case, meeting, pathway, safety
from holdfast.children.models import Case
from holdfast.children.queries import last_seen, lines, timeline
from holdfast.children.queries import meetings as meetings_of
from holdfast.children.tests.authorised import all_stand
from holdfast.children.tests.test_case import opened, visit
from holdfast.concerns.queries import story
from holdfast.database.time import now, today
from holdfast.database.viewing import viewing
from holdfast.duties.models import Duty
from holdfast.partnership import actions as making
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import Role
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.append import append
from holdfast.record.entries import Draft
from holdfast.record.models import Audience
from holdfast.record.queries import entries_of_matter
from holdfast.record.refusal import Refused
from holdfast.record.rooms import RoomRefused
from holdfast.subjects.actions import NewPerson, record_person
from holdfast.when import When

pytestmark = pytest.mark.django_db

ACCOUNT = "He said he would tell my mum"


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def child(p: Partnership) -> UUID:
    """The school told; the case is allocated to Carys, whose manager is Dev."""
    found = opened(p)
    actions.allocate(child=found, worker=p.carys.worker, by=p.dev)
    return found


def account(child: UUID, by: Acting) -> UUID:
    parts = safety.Account(question="Nothing was asked", words=ACCOUNT)
    entry = actions.record(child=child, facts=safety.FirstAccountRecorded(spontaneous=True), parts=parts, when=When.on(today()), by=by)
    assert entry is not None
    return entry.id


def reads(child: UUID, by: Acting) -> set[str]:
    """The kinds of entry that somebody reads."""
    with viewing(by.viewer):
        return {t.entry.kind.name for t in timeline(child)}


def sees(child: UUID, by: Acting) -> set[str]:
    """The kinds of which somebody sees no more than the line."""
    with viewing(by.viewer):
        return {line.kind for line in lines(child, timeline(child))}


def pages_of(by: Acting) -> Client:
    client = Client()
    sign_in(client, by)
    return client


def test_the_school_that_told_does_not_read_the_childs_first_account(p: Partnership, child: UUID) -> None:
    account(child, p.carys)
    for by in (p.carys, p.dev, p.efua):
        assert "first_account.recorded" in reads(child, by)
    for by in (p.lena, p.amira, p.gwen):
        assert "first_account.recorded" not in reads(child, by)
        assert sees(child, by) >= {"first_account.recorded"}
    page = pages_of(p.lena).get(f"/children/{child}/").content.decode()
    assert "A first account was recorded" in page
    assert ACCOUNT not in page
    assert ACCOUNT in pages_of(p.carys).get(f"/children/{child}/").content.decode()


def test_who_wrote_an_account_down_does_not_read_it_again_and_a_second_post_records_nothing_twice(p: Partnership, child: UUID) -> None:
    form = {"question": "Nothing was asked", "words": ACCOUNT, "spontaneous": "yes", "once": str(uuid4())}
    day = {f"on-{part}": str(getattr(today(), part)) for part in ("day", "month", "year")}
    lena = pages_of(p.lena)
    assert "you will not see it again" in lena.get(f"/children/{child}/record/first-account/").content.decode()
    for _ in range(2):
        assert lena.post(f"/children/{child}/record/first-account/", {**form, **day}).status_code == 302
    assert ACCOUNT not in lena.get(f"/children/{child}/").content.decode()
    with viewing(p.carys.viewer):
        assert [t.entry.kind.name for t in timeline(child)].count("first_account.recorded") == 1


def test_reallocation_moves_what_is_read_and_changes_no_audience(p: Partnership, child: UUID) -> None:
    account(child, p.carys)
    post = making.create_post(agency=p.council, title="Social worker", role=Role.PRACTITIONER, manager_post=p.dev.post)
    other = making.join_worker(agency=p.council, name="Tess Brook", post=post)
    tess = Acting(worker=other, agency=p.council, agency_kind=p.carys.agency_kind, post=post, role=p.carys.role)
    with viewing(p.efua.viewer):
        before = set(Audience.objects.values_list("room_id", "principal"))
    assert "first_account.recorded" not in reads(child, tess)
    actions.allocate(child=child, worker=other, by=p.dev)
    assert "first_account.recorded" in reads(child, tess)
    assert "first_account.recorded" not in reads(child, p.carys)
    with viewing(p.efua.viewer):
        assert set(Audience.objects.values_list("room_id", "principal")) == before


def test_who_covers_reads_what_the_absent_worker_reads_and_only_meanwhile(p: Partnership, child: UUID) -> None:
    account(child, p.carys)
    assert "first_account.recorded" not in reads(child, p.gwen)
    moment = now()
    making.arrange_cover(
        worker=p.carys.worker,
        covered_by=p.gwen.worker,
        starts_at=moment - timedelta(hours=1),
        ends_at=moment + timedelta(hours=1),
        by=p.dev,
    )
    assert "first_account.recorded" in reads(child, p.gwen)
    making.arrange_cover(
        worker=p.dev.worker, covered_by=p.amira.worker, starts_at=moment + timedelta(days=1), ends_at=moment + timedelta(days=2), by=p.efua
    )
    assert "first_account.recorded" not in reads(child, p.amira), "cover that has not begun"


def test_the_lead_of_the_police_reads_the_account_once_they_are_involved(p: Partnership, child: UUID) -> None:
    account(child, p.carys)
    with viewing(p.ines.viewer), pytest.raises(LookupError):
        actions.record(child=child, facts=case.NoteRecorded(), parts=case.Words(words="x"), by=p.ines)
    actions.involve(child=child, agencies=[p.police], reason="strategy_discussion", by=p.carys)
    assert "first_account.recorded" in reads(child, p.ines)
    assert "first_account.recorded" not in reads(child, p.hal), "the lead, and not every constable"


def test_an_organisations_own_records_are_read_by_nobody_elses(p: Partnership, child: UUID) -> None:
    visit(p, child, p.carys, words="The flat was cold")
    actions.record(child=child, facts=case.NoteRecorded(), parts=case.Words(words="Late again on Monday"), by=p.lena)
    assert "visit.recorded" not in reads(child, p.lena)
    assert sees(child, p.lena) == {"visit.recorded"}
    assert "note.recorded" in reads(child, p.lena)
    assert "note.recorded" not in reads(child, p.carys)
    assert sees(child, p.carys) == {"note.recorded"}
    with viewing(p.lena.viewer):
        assert last_seen(child).at is not None, "that the child was seen is shared with everyone involved"


def test_what_is_reported_to_the_police_is_read_by_the_two_and_not_by_the_school(p: Partnership, child: UUID) -> None:
    actions.involve(child=child, agencies=[p.police, p.health], reason="strategy_discussion", by=p.carys)
    actions.record(
        child=child, facts=safety.CrimeReported(), parts=safety.Reference(words="What she said happened"), when=When.on(today()), by=p.jo
    )
    for by in (p.jo, p.hal):
        assert "crime.reported_to_police" in reads(child, by)
    for by in (p.lena, p.carys):
        assert "crime.reported_to_police" not in reads(child, by)
        assert "crime.reported_to_police" in sees(child, by)


def test_what_one_organisation_asks_another_is_answered_where_it_was_asked(p: Partnership, child: UUID) -> None:
    by_when = today() + timedelta(days=3)
    form = {"agency": str(p.health), "what": "Has she been to the clinic?", "once": str(uuid4())}
    day = {f"due_on-{part}": str(getattr(by_when, part)) for part in ("day", "month", "year")}
    carys = pages_of(p.carys)
    for _ in range(2):  # sent twice, it is asked once
        assert carys.post(f"/children/{child}/ask/", {**form, **day}).status_code == 302
    with viewing(p.jo.viewer):
        (asked,) = [t.entry for t in timeline(child) if t.entry.kind.name == "information.requested"]
        assert Duty.objects.filter(rule="INFORMATION", owing_agency_id=p.health).count() == 1
    answered = actions.record(
        child=child, facts=case.InformationAnswered(answers=asked.id, shared=True), parts=case.Answered(words="Twice"), by=p.jo
    )
    assert answered is not None
    with viewing(p.jo.viewer):
        assert not Duty.objects.filter(rule="INFORMATION", state="open").exists()
    assert answered.room == asked.room
    assert "information.answered" in reads(child, p.carys)
    assert "information.answered" not in reads(child, p.lena)


def test_what_is_shared_in_a_strategy_discussion_is_read_by_those_who_take_part_and_its_record_once_issued(
    p: Partnership, child: UUID
) -> None:
    """The school is involved with the child and was not asked to the discussion: it learns that it was held, and what was decided."""
    discussion = meetings.open_strategy(child=child, agencies=[p.police, p.health], by=p.dev, words="Lifts after school")
    meetings.share(child=child, meeting_id=discussion, words="Two reports of a grey car", by=p.hal)
    with pytest.raises(NotPermitted, match="was not asked"):
        meetings.share(child=child, meeting_id=discussion, words="x", by=p.lena)
    decided = meeting.Decided(reason="It fits together", medical="On Friday")
    meetings.conclude_strategy(
        child=child, strategy=discussion, decision="section47_joint", attended=[p.council, p.police, p.health], words=decided, by=p.dev
    )
    assert _of_the_meeting(discussion, p.jo) == {"discussion.opened", "discussion.shared"}
    meetings.issue_strategy_record(child=child, strategy=discussion, by=p.dev)
    assert _of_the_meeting(discussion, p.jo) == {"discussion.opened", "discussion.shared", "discussion.recorded"}
    assert _of_the_meeting(discussion, p.lena) == set()
    assert reads(child, p.lena) >= {"strategy.opened", "strategy.concluded", "strategy.record_issued"}
    page = pages_of(p.lena).get(f"/children/{child}/meeting/{discussion}/").content.decode()
    assert "It fits together" in page
    assert "grey car" not in page
    assert "On Friday" not in page
    assert "Share it" not in page
    page = pages_of(p.jo).get(f"/children/{child}/meeting/{discussion}/").content.decode()
    assert "grey car" in page
    assert "On Friday" in page


def a_conference(p: Partnership, child: UUID, *agencies: UUID) -> UUID:
    return meetings.arrange_conference(
        child=CaseId(child), type=MeetingType.INITIAL, planned_on=today(), agencies=agencies or [p.school, p.health], by=p.gwen
    )


def came_to(p: Partnership, *attended: UUID, plan: bool = True) -> meetings.Conference:
    inquorate = "Snow; looked at again in a week" if len(attended) < meetings.QUORUM else None
    minutes = meeting.Minutes(record="Her teacher spoke of the mornings", child_words="Ask me first", inquorate=inquorate)
    category = "SAB" if plan else None
    return meetings.Conference(on=today(), attended=attended, plan=plan, category=category, decided="It was agreed", minutes=minutes)


def test_a_conference_is_a_matter_of_its_own_its_record_read_by_those_who_took_part(p: Partnership, child: UUID) -> None:
    """Police are involved and were not asked; health was asked and did not come; the school reported and took part."""
    actions.involve(child=child, agencies=[p.police], reason="told_us", by=p.dev)
    conference = a_conference(p, child)
    meetings.share(child=child, meeting_id=conference, words="She comes late on Mondays", by=p.lena)
    with pytest.raises(NotPermitted, match="was not asked"):
        meetings.share(child=child, meeting_id=conference, words="x", by=p.hal)
    meetings.hold_conference(child=child, conference=conference, held_as=came_to(p, p.school), by=p.gwen)
    assert _of_the_meeting(conference, p.lena) == {"discussion.opened", "discussion.shared", "conference.recorded"}
    assert _of_the_meeting(conference, p.carys) == {"discussion.opened", "discussion.shared", "conference.recorded"}
    assert _of_the_meeting(conference, p.jo) == {"discussion.opened", "discussion.shared"}
    assert _of_the_meeting(conference, p.hal) == set()
    assert reads(child, p.hal) >= {"conference.arranged", "conference.reported", "icpc.held", "cp_plan.started"}
    shown = {by: pages_of(by).get(f"/children/{child}/meeting/{conference}/").content.decode() for by in (p.lena, p.jo, p.hal)}
    assert "the mornings" in shown[p.lena]
    assert "the mornings" not in shown[p.jo]
    assert "late on Mondays" in shown[p.jo]
    assert "late on Mondays" not in shown[p.hal]
    for page in shown.values():
        assert "It was agreed" in page
        assert "Decided: a child protection plan" in page
    with pytest.raises(Refused, match="This meeting is over"):
        meetings.share(child=child, meeting_id=conference, words="x", by=p.jo)


def test_what_a_conference_decides_takes_effect_with_it_and_once(p: Partnership, child: UUID) -> None:
    conference = a_conference(p, child)
    with pytest.raises(Refused, match="arranged already"):
        a_conference(p, child)
    with pytest.raises(Refused, match="under which category"):
        meetings.hold_conference(child=child, conference=conference, held_as=replace(came_to(p), category=None), by=p.gwen)
    with pytest.raises(Refused, match="in the past"):
        meetings.hold_conference(child=child, conference=conference, held_as=replace(came_to(p), on=today() + timedelta(days=1)), by=p.gwen)
    once = uuid4()
    for _ in range(2):
        meetings.hold_conference(child=child, conference=conference, held_as=came_to(p, p.school), by=p.gwen, entry_id=once)
    with viewing(p.carys.viewer):
        found = Case.objects.get(id=child)
        assert (found.cp_category, [t.entry.kind.name for t in timeline(child)].count("cp_plan.started")) == ("SAB", 1)
    with pytest.raises(Refused, match="recorded already"):
        meetings.hold_conference(child=child, conference=conference, held_as=came_to(p), by=p.gwen)
    review = meetings.arrange_conference(child=CaseId(child), type=MeetingType.REVIEW, planned_on=today(), agencies=[p.school], by=p.gwen)
    meetings.hold_conference(child=child, conference=review, held_as=replace(came_to(p), plan=False, category=None), by=p.gwen)
    with viewing(p.carys.viewer):
        assert Case.objects.get(id=child).cp_since is not None, "that a plan ends waits for a manager"
    all_stand(child, p.efua)
    with viewing(p.carys.viewer):
        assert Case.objects.get(id=child).cp_since is None
        assert {m.decision for m in meetings_of(child)} == {"plan", "ends"}


def test_a_conference_is_recorded_with_its_meeting_and_corrected_without_losing_it(p: Partnership, child: UUID) -> None:
    with pytest.raises(Refused, match="recorded with the meeting"):
        actions.record(child=child, facts=pathway.IcpcHeld(plan=True), when=When.on(today()), by=p.gwen)
    conference = a_conference(p, child)
    meetings.hold_conference(child=child, conference=conference, held_as=came_to(p, p.school), by=p.gwen)
    with viewing(p.gwen.viewer):
        (held,) = [t.entry.id for t in timeline(child) if isinstance(t.entry.facts, pathway.IcpcHeld)]
    form = {"plan": "no", "words": "No plan, and why", "why_corrected": "Another child’s form", "once": str(uuid4())}
    day = {f"on-{part}": str(getattr(today(), part)) for part in ("day", "month", "year")}
    assert pages_of(p.gwen).post(f"/children/{child}/correct/{held}/", {**form, **day}).status_code == 302
    all_stand(child, p.dev)
    with viewing(p.gwen.viewer):
        (row,) = meetings_of(child)
        assert (row.decision, row.concluded_at is not None) == ("no_plan", True)


def test_a_conference_is_arranged_reported_to_and_recorded_from_its_pages(p: Partnership, child: UUID) -> None:
    day = {"day": str(today().day), "month": str(today().month), "year": str(today().year)}
    gwen, lena = pages_of(p.gwen), pages_of(p.lena)
    assert b"An initial conference" in gwen.get(f"/children/{child}/record/").content
    planned = {f"planned_on-{k}": v for k, v in day.items()}
    answer = gwen.post(f"/children/{child}/conference/", {**planned, "agencies": [str(p.school)], "once": str(uuid4())})
    assert answer.status_code == 302
    page = answer.headers["Location"]
    assert lena.post(page, {"words": "Late on Mondays", "once": str(uuid4())}).status_code == 302
    assert lena.get(f"{page}conclude/").status_code == 403
    on = {f"on-{k}": v for k, v in day.items()}
    form = {**on, "attended": [str(p.school)], "plan": "yes", "decided": "A plan", "record": "All said", "once": str(uuid4())}
    refused = gwen.post(f"{page}conclude/", form)
    assert refused.status_code == 422
    assert "under which category" in refused.content.decode()
    too_few = gwen.post(f"{page}conclude/", {**form, "category": "NEG"})
    assert "Say why it went on" in too_few.content.decode()
    assert gwen.post(f"{page}conclude/", {**form, "category": "NEG", "inquorate": "Snow"}).status_code == 302
    assert "All said" in lena.get(page).content.decode()


def _of_the_meeting(discussion: UUID, by: Acting) -> set[str]:
    with viewing(by.viewer):
        return {e.kind.name for e in entries_of_matter(discussion) if not e.kind.name.startswith("audience.")}


def test_whoever_works_with_the_child_reads_what_was_told_whoever_that_is(p: Partnership, child: UUID) -> None:
    with viewing(p.dev.viewer):
        (first,) = [t.entry.facts for t in timeline(child) if isinstance(t.entry.facts, case.CaseOpened)]
    assert first.concern is not None
    with viewing(p.carys.viewer):
        assert next(o.entry.kind.name for o in story(first.concern)) == "concern.told"
    with viewing(p.gwen.viewer):
        assert story(first.concern) == []


def test_an_entry_is_recorded_in_the_room_that_its_kind_declares_and_in_no_other(p: Partnership, child: UUID) -> None:
    with pytest.raises(RoomRefused, match="recorded in the room 'words'"):
        append(
            Draft(facts=safety.FirstAccountRecorded(spontaneous=True), parts=safety.Account(question="x", words=ACCOUNT), room=child),
            by=p.carys.author,
        )
    assert "first_account.recorded" not in reads(child, p.dev)


def test_a_correction_is_made_by_the_organisation_whose_entry_it_is_and_beside_it(p: Partnership) -> None:
    child = opened(p)
    actions.involve(child=child, agencies=[p.police], reason="told_us", by=p.dev)
    entry = visit(p, child, p.carys, words="Well")
    with pytest.raises(Refused, match="not in this record"):
        visit(p, child, p.hal, words="Not well", corrects=entry)  # the council's own records are no other's to read
    said = actions.record(child=child, facts=pathway.StrategyNeeded(), parts=case.Reason(reason="She was followed"), by=p.carys)
    assert said is not None
    with pytest.raises(Refused, match="the organisation whose entry it is"):
        actions.record(
            child=child, facts=pathway.StrategyNeeded(), parts=case.Reason(reason="No"), by=p.hal, corrects=said.id, why="It was not so"
        )
    with viewing(p.dev.viewer):
        before = len(timeline(child))
    other = actions.open_case(person=record_person(NewPerson(name="Another"), source=p.council, agencies=[p.council], by=p.amira), by=p.dev)
    for wrong in (uuid4(), entry):
        with pytest.raises(Refused, match="not in this record"):
            visit(p, other, p.carys, words="x", corrects=wrong)
    with viewing(p.dev.viewer):
        assert len(timeline(child)) == before
