"""What is told is heard: what is added reaches somebody, what is alleged is asked, and the second person can neither be passed by nor get lost."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from holdfast.access.queries import looks_at
from holdfast.children import actions as children
from holdfast.children.kinds import case
from holdfast.children.models import Case
from holdfast.children.queries import timeline
from holdfast.concerns import actions, telling
from holdfast.concerns.codes import Alleged, AllegedIs, Decision, Nature, State
from holdfast.concerns.ids import ConcernId
from holdfast.concerns.kinds import ConcernTold, ToldParts
from holdfast.concerns.models import Concern
from holdfast.concerns.numbers import hash_of
from holdfast.concerns.queries import story
from holdfast.concerns.telling import Telling
from holdfast.concerns.tests.test_front_door import open_rules
from holdfast.concerns.tests.test_telling import ANSWERS, tell
from holdfast.concerns.waiting import queue
from holdfast.database.time import move_clock, now
from holdfast.database.viewing import viewing
from holdfast.duties.kinds import DutyChallenged
from holdfast.duties.queries import my_duties
from holdfast.partnership.actions import record_leaver
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import AgencyKind
from holdfast.partnership.tests.people import Partnership, a_partnership, join_agency, sign_in
from holdfast.record.holding import reading_all
from holdfast.record.queries import entries_of_matter
from holdfast.record.refusal import Refused
from holdfast.subjects.actions import NewPerson, record_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def of(concern: UUID) -> Concern:
    with reading_all():
        return Concern.objects.get(id=concern)


def told(by: Acting | None = None, *alleged: Alleged, **more: str) -> telling.Received:
    what = Telling(words=ToldParts(worry="Worried about lifts"), alleged=alleged, **more)
    return telling.tell(what, once=uuid4()) if by is None else telling.tell_as_professional(what, by=by, once=uuid4())


def decided(p: Partnership, concern: ConcernId, decision: Decision = Decision.ASSESSMENT, second: UUID | None = None) -> UUID:
    """Read, and decided on: the child's case, where it opens one."""
    actions.read(concern=concern, by=p.amira)
    child = record_person(NewPerson(name="Wren Example"), source=p.council, agencies=[p.council], by=p.amira)
    actions.decide(
        concern=concern,
        decision=decision,
        alleged_is=AllegedIs.NOT_KNOWN,
        considered="All",
        reason="So",
        children=[child],
        second=second,
        by=p.bryn,
    )
    with reading_all():
        return Case.objects.filter(person_id=child).values_list("id", flat=True).first() or uuid4()


def pages_of(by: Acting) -> Client:
    client = Client()
    sign_in(client, by)
    return client


# What is added


def test_what_is_added_after_a_decision_is_owed_stands_in_the_queue_and_reaches_the_worker(p: Partnership) -> None:
    """ "He has a gun", added three days after the decision, was on no screen."""
    received = told()
    child = decided(p, received.concern)
    children.allocate(child=child, worker=p.carys.worker, by=p.dev)
    assert received.number is not None
    telling.add(hashed=hash_of(received.number), words="He has a knife", entry_id=uuid4())
    assert open_rules(received.concern)["ADDED_READ"].owner_id == p.bryn.worker
    with viewing(p.amira.viewer):
        assert [w.concern.id for w in queue(p.amira)] == [received.concern]
    more = open_rules(child)["TOLD_MORE"]
    assert more.owner_id == p.carys.worker
    with viewing(p.carys.viewer):
        assert "TOLD_MORE" in {d.rule for d in my_duties(p.carys)}
        assert "He has a knife" in [getattr(o.parts, "words", "") for o in story(received.concern)]
    actions.read_addition(concern=received.concern, by=p.amira)
    with viewing(p.amira.viewer):
        assert queue(p.amira) == []
    assert "TOLD_MORE" in open_rules(child), "that the front door read it is not that the worker did"
    read = case.ToldMoreRead(answers=more.trigger_id)
    children.record(child=child, facts=read, parts=case.Words(words="The visit is today"), by=p.carys)
    assert "TOLD_MORE" not in open_rules(child)


def test_a_chase_opens_a_duty_and_stands_in_the_queue(p: Partnership) -> None:
    received = told(p.lena)
    actions.read(concern=received.concern, by=p.amira)
    assert "ADDED_READ" not in open_rules(received.concern)
    telling.chase(concern=received.concern, words="Nobody has answered", by=p.lena)
    assert "ADDED_READ" in open_rules(received.concern)
    page = pages_of(p.amira).get("/concerns/").content.decode()
    assert "Something was added" in page
    answer = pages_of(p.amira).post(f"/concerns/{received.concern}/read-addition/", {"once": str(uuid4())})
    assert answer.status_code == 302
    assert "ADDED_READ" not in open_rules(received.concern)


def test_a_concern_that_ended_is_opened_again_when_what_is_added_asks_for_it(p: Partnership) -> None:
    received = told()
    decided(p, received.concern, Decision.NO_FURTHER_ACTION, second=p.dev.worker)
    actions.countersign(concern=received.concern, agrees=True, reason="Yes", by=p.dev)
    assert received.number is not None
    telling.add(hashed=hash_of(received.number), words="It was worse today", entry_id=uuid4())
    with pytest.raises(NotPermitted):
        actions.reopen(concern=received.concern, reason="It was worse", by=p.amira)
    actions.reopen(concern=received.concern, reason="It was worse", by=p.bryn)
    assert of(received.concern).state == State.READ
    assert set(open_rules(received.concern)) == {"REF_DECISION"}
    with pytest.raises(Refused, match="not been decided"):
        actions.reopen(concern=received.concern, reason="Again", by=p.bryn)


def test_what_is_added_to_a_closed_case_is_the_front_doors(p: Partnership) -> None:
    received = told()
    child = decided(p, received.concern)
    with reading_all():
        assert not [t for t in timeline(child) if isinstance(t.entry.facts, case.ToldMore)]
    assert received.number is not None
    telling.add(hashed=hash_of(received.number), words="More", entry_id=uuid4())
    with reading_all():
        assert [t for t in timeline(child) if isinstance(t.entry.facts, case.ToldMore)]


# What is alleged


def test_the_public_is_asked_what_is_alleged_in_plain_words_and_a_serious_answer_needs_another_organisation(p: Partnership) -> None:
    tell(Client(), {**ANSWERS, "kinds": {"alleged": "sexual_exploitation"}})
    with reading_all():
        concern = Concern.objects.get()
        (said,) = [o.entry.facts for o in story(concern.id) if isinstance(o.entry.facts, ConcernTold)]
    assert said.alleged == (Alleged.SEXUAL_EXPLOITATION,)
    page = Client().get("/tell/danger").content.decode()
    assert "sexual" not in page
    actions.read(concern=ConcernId(concern.id), by=p.amira)
    nfa = {"concern": ConcernId(concern.id), "decision": Decision.NO_FURTHER_ACTION, "considered": "All", "reason": "No"}
    with pytest.raises(Refused, match="another organisation"):
        actions.decide(**nfa, alleged_is=AllegedIs.NOT_KNOWN, second=p.dev.worker, by=p.bryn)


def test_nothing_is_decided_before_the_front_door_says_what_is_alleged(p: Partnership) -> None:
    received = told()
    actions.read(concern=received.concern, by=p.amira)
    nfa = {"concern": received.concern, "decision": Decision.NO_FURTHER_ACTION, "considered": "All", "reason": "No", "by": p.bryn}
    with pytest.raises(Refused, match="Say what is alleged"):
        actions.decide(**nfa, second=p.dev.worker)
    with pytest.raises(Refused, match="another organisation"):
        actions.decide(**nfa, alleged=[Alleged.SEXUAL_ABUSE], second=p.dev.worker)
    actions.record_nature(concern=received.concern, nature=Nature.CONTACT, alleged=(), alleged_is=AllegedIs.NONE, by=p.amira)
    actions.decide(**nfa, second=p.dev.worker)
    assert of(received.concern).alleged_is == AllegedIs.NONE


def test_that_nothing_is_alleged_is_no_answer_where_something_was(p: Partnership) -> None:
    received = told(p.lena, Alleged.REPEAT_MISSING)
    actions.read(concern=received.concern, by=p.amira)
    with pytest.raises(Refused, match="Something was alleged"):
        actions.record_nature(concern=received.concern, nature=Nature.CONTACT, alleged=(), alleged_is=AllegedIs.NONE, by=p.amira)


# The second person


def awaiting_second(p: Partnership, second: Acting) -> ConcernId:
    received = told(p.lena, Alleged.SEXUAL_EXPLOITATION)
    decided(p, received.concern, Decision.NO_FURTHER_ACTION, second=second.worker)
    return received.concern


def test_a_second_person_who_leaves_is_replaced_and_the_decision_is_signed_by_another(p: Partnership) -> None:
    concern = awaiting_second(p, p.kit)
    record_leaver(worker=p.kit.worker)
    assert of(concern).state == State.AWAITING_SECOND
    duties = open_rules(concern)
    assert "SECOND_SIGNATURE" not in duties
    assert duties["NEW_SECOND"].owner_id == p.bryn.worker
    with pytest.raises(NotPermitted):
        actions.replace_second(concern=concern, second=p.ines.worker, by=p.amira)
    with pytest.raises(Refused, match="another organisation"):
        actions.replace_second(concern=concern, second=p.dev.worker, by=p.bryn)
    form = {"second": str(p.ines.worker), "once": str(uuid4())}
    assert pages_of(p.bryn).post(f"/concerns/{concern}/replace-second/", form).status_code == 302
    assert open_rules(concern)["SECOND_SIGNATURE"].owner_id == p.ines.worker
    assert "NEW_SECOND" not in open_rules(concern)
    actions.countersign(concern=concern, agrees=True, reason="I read it too", by=p.ines)
    assert of(concern).state == State.DECIDED


def test_one_who_does_not_answer_is_replaced_reads_it_no_more_and_cannot_sign(p: Partnership) -> None:
    concern = awaiting_second(p, p.kit)
    actions.replace_second(concern=concern, second=p.ines.worker, by=p.femi)
    with viewing(p.kit.viewer):
        assert story(concern) == []
    with pytest.raises(LookupError):
        actions.countersign(concern=concern, agrees=True, reason="Yes", by=p.kit)
    with pytest.raises(Refused, match="asked already"):
        actions.replace_second(concern=concern, second=p.ines.worker, by=p.bryn)
    with pytest.raises(Refused, match="agrees with themself"):
        actions.replace_second(concern=concern, second=p.bryn.worker, by=p.femi)


def test_a_no_of_the_second_person_reaches_whoever_decided_and_leads_to_no_404(p: Partnership) -> None:
    concern = awaiting_second(p, p.kit)
    form = {"agrees": "no", "reason": "The man is known to us", "once": str(uuid4())}
    answer = pages_of(p.kit).post(f"/concerns/{concern}/countersign/", form, follow=True)
    assert answer.status_code == 200
    again = open_rules(concern)["DECIDE_AGAIN"]
    assert again.owner_id == p.bryn.worker
    assert "Decide again" in pages_of(p.bryn).get("/").content.decode()
    child = record_person(NewPerson(name="Wren Example"), source=p.council, agencies=[p.council], by=p.amira)
    actions.decide(concern=concern, decision=Decision.ASSESSMENT, considered="All", reason="He is known", children=[child], by=p.bryn)
    assert "DECIDE_AGAIN" not in open_rules(concern)


def test_how_long_the_second_person_took_is_measured_and_shown(p: Partnership) -> None:
    concern = awaiting_second(p, p.kit)
    pages_of(p.kit).get(f"/concerns/{concern}/")
    actions.countersign(concern=concern, agrees=True, reason="I read it too", by=p.kit)
    page = pages_of(p.bryn).get(f"/concerns/{concern}/").content.decode()
    assert "Answered after" in page
    assert "opened it" in page


# Where it came from


@pytest.mark.parametrize(
    ("teller_is", "source"), [("child", "1C"), ("adult_self", "1C"), ("family", "1A"), ("friend", "1B"), ("other", "1D"), ("not_said", "9")]
)
def test_a_child_telling_us_is_recorded_so(p: Partnership, teller_is: str, source: str) -> None:
    child = decided(p, told(None, teller_is=teller_is).concern)
    with reading_all():
        (referral,) = [t.entry.facts for t in timeline(child) if isinstance(t.entry.facts, case.CaseReferralRecorded)]
    assert referral.source == source


def test_health_is_recorded_by_its_kind(p: Partnership) -> None:
    visitors = join_agency(name="Saltmarsh health visitors", kind=AgencyKind.HEALTH, census_source="3B")
    from_there = Acting(worker=p.jo.worker, agency=visitors, agency_kind=AgencyKind.HEALTH, post=p.jo.post, role=p.jo.role)
    child = decided(p, told(from_there).concern)
    with reading_all():
        (referral,) = [t.entry.facts for t in timeline(child) if isinstance(t.entry.facts, case.CaseReferralRecorded)]
    assert referral.source == "3B"


def test_what_i_told_names_the_child_has_a_clock_and_a_challenge(p: Partnership) -> None:
    """ "What I told" named no child, had no clock, and who told could only chase."""
    what = Telling(words=ToldParts(worry="Worried about lifts", child="Wren, of the youth club"), nature=Nature.REFERRAL)
    received = telling.tell_as_professional(what, by=p.mina, once=uuid4())
    mina = pages_of(p.mina)
    page = mina.get("/concerns/mine/").content.decode()
    assert "Wren, of the youth club" in page
    assert "left" in page
    with reading_all():
        assert [look.what for look in looks_at(received.concern)] == ["name"]
    move_clock(now() + timedelta(days=5))
    assert "late to start" in mina.get(f"/concerns/{received.concern}/told/").content.decode()
    assert mina.post(f"/concerns/{received.concern}/told/challenge/", {"words": "", "once": str(uuid4())}).status_code == 422
    sent = {"words": "Five days, and nobody has rung", "once": str(uuid4())}
    assert mina.post(f"/concerns/{received.concern}/told/challenge/", sent).status_code == 302
    assert mina.post(f"/concerns/{received.concern}/told/challenge/", sent).status_code == 302  # sent twice, said once
    with reading_all():
        challenged = [e for e in entries_of_matter(received.concern) if isinstance(e.facts, DutyChallenged)]
    assert len(challenged) == 1
    assert any(d.trigger_id == challenged[0].id for d in open_rules(received.concern).values())
    # Nobody else's concern can be challenged from there, and the council's own people ask it inside.
    assert pages_of(p.lena).get(f"/concerns/{received.concern}/told/challenge/").status_code == 404
