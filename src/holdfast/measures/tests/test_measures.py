"""Each body that holds a measure is asked, answers row by row, is cleared by the police's one contact, and says what it changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from holdfast.database.time import move_clock, now, today
from holdfast.database.viewing import viewing
from holdfast.disruption.actions import set_holder
from holdfast.disruption.catalogue import measure as row_of
from holdfast.disruption.catalogue import measures as rows
from holdfast.disruption.queries import DECONFLICTION
from holdfast.duties.escalation import run_escalations
from holdfast.duties.queries import told_to
from holdfast.measures import asking, clearing, queries, taking
from holdfast.measures.codes import Clearance, Ending, Moved, NotAsked, Rank, Rejected, State, Uncleared
from holdfast.measures.ids import AskId, MeasureId
from holdfast.measures.models import Ask, Measure, Owed
from holdfast.measures.subjects import subject_for
from holdfast.partnership.actions import record_leaver
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.persons import keeping
from holdfast.persons.ids import PersonOfConcernId
from holdfast.persons.tests.story import a_concern, named, opened, owed, vetted_group
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused

pytestmark = pytest.mark.django_db

BODY = "council"
SHARED = "He waits at the gate in a silver car, and two pupils got in"


@pytest.fixture
def p() -> Partnership:
    """Dev answers for the council's own powers, Ines for the police's; Hal is the police's one contact."""
    found = a_partnership()
    vetted_group(found)
    holders(found)
    return found


def holders(found: Partnership) -> None:
    """Who answers for the council's own powers and the police's, and who is the police's one contact."""
    set_holder(body=BODY, post=_post(found.dev), outside=None, by=found.efua)
    set_holder(body="police", post=_post(found.ines), outside=None, by=found.ines)
    set_holder(body=DECONFLICTION, post=_post(found.hal), outside=None, by=found.ines)


def _post(who: Acting) -> UUID:
    assert who.post is not None
    return who.post


@pytest.fixture
def person(p: Partnership) -> PersonOfConcernId:
    found = named(p, a_concern(p))
    opened(p, found, owner=p.carys)
    return found


def asked(p: Partnership, person: UUID, body: str = BODY, by: Acting | None = None) -> AskId:
    found = asking.ask(matter=person, body=body, about="Marlow Quayle", shared=SHARED, by=by or p.bryn, entry_id=uuid4())
    assert found is not None
    return found


def the_list(ask: UUID) -> list[str]:
    with reading_all():
        return list(Ask.objects.get(id=ask).offered)


def the(measure: UUID) -> Measure:
    with reading_all():
        return Measure.objects.get(id=measure)


def chosen(p: Partnership, ask: AskId, code: str = "", by: Acting | None = None) -> MeasureId:
    who = by or p.dev
    once = uuid4()
    asking.declare(ask=ask, connected=False, words=None, by=who)
    pick = code or next(c for c in the_list(ask) if row_of(c).warns != "not_told")
    asking.answer_row(ask=ask, code=pick, chosen=True, why=None, reason="It fits", decided_by=who.worker, by=who, entry_id=once)
    return MeasureId(once)


def cleared(p: Partnership, measure: MeasureId) -> None:
    clearing.ask(measure=measure, by=p.dev)
    clearing.answer(measure=measure, answer=Clearance.PROCEED, rank=None, until=None, by=p.hal)


def applied(p: Partnership, measure: MeasureId, **changed: object) -> None:
    given = {
        "on": today(),
        "words": "To the county court",
        "plan": "She stays with her aunt",
        "rechecked": True,
        "uncleared": None,
        "by": p.dev,
    }
    taking.apply(measure=measure, **{**given, **changed})  # type: ignore[arg-type]


def in_force(p: Partnership, measure: MeasureId, days: int = 90) -> None:
    taking.in_force(measure=measure, on=today(), expires_on=today() + timedelta(days=days), breach_owner=p.dev.worker, words=None, by=p.dev)


def test_failing_s11_the_council_answers_its_own_list_row_by_row_beside_the_police(p: Partnership, person: PersonOfConcernId) -> None:
    """The council had powers, did not see its own role, and left it to the police."""
    subject = subject_for(person, p.bryn)
    assert subject is not None
    with viewing(p.bryn.viewer):
        assert {BODY, "police"} <= set(subject.holders())
    council, police = asked(p, person), asked(p, person, "police")
    assert [d.owner_id for d in open_duties(person, "LIST_ANSWER")] == [p.dev.worker, p.ines.worker]
    with pytest.raises(Refused, match="connected"):
        asking.answer_row(
            ask=council, code=the_list(council)[0], chosen=False, why=Rejected.NO_EVIDENCE, reason="x", decided_by=p.dev.worker, by=p.dev
        )
    asking.declare(ask=council, connected=False, words=None, by=p.dev)
    for code in the_list(council):
        with pytest.raises(Refused, match="why it is rejected"):
            asking.answer_row(ask=council, code=code, chosen=False, why=None, reason="x", decided_by=p.dev.worker, by=p.dev)
        asking.answer_row(
            ask=council, code=code, chosen=False, why=Rejected.TEST_NOT_MET, reason="No witness yet", decided_by=p.efua.worker, by=p.dev
        )
    assert [d.owner_id for d in open_duties(person, "LIST_ANSWER")] == [p.ines.worker]
    with viewing(p.bryn.viewer):
        assert {m.decided_by_id for m in queries.answered(council)} == {p.efua.worker}
    with viewing(p.dev.viewer):
        assert queries.ask(police) is None, "no body reads another's list"
        assert queries.shared(council) is not None
    for stranger in (p.carys, p.amira, p.lena, p.jo):
        with viewing(stranger.viewer):
            assert (queries.ask(council) is not None) is (stranger is p.carys), "the owner reads what was answered; strangers do not"


def open_duties(matter: UUID, rule: str) -> list[Any]:
    from holdfast.duties.queries import open_duties_of

    with reading_all():
        return sorted((d for d in open_duties_of(matter) if d.rule == rule), key=lambda d: d.opened_at)


def test_until_every_body_is_asked_or_said_why_not_it_is_the_owners_duty(p: Partnership, person: PersonOfConcernId) -> None:
    subject = subject_for(person, p.bryn)
    assert subject is not None
    assert owed(person)["ASK_BODIES"].owner_id == p.carys.worker
    with pytest.raises(Refused, match="Nobody answers for"):
        asking.ask(matter=person, body="probation", about="x", shared="x", by=p.bryn)
    with pytest.raises(Refused, match="no measure that applies"):
        asking.ask(matter=person, body="planning", about="x", shared="x", by=p.bryn)
    asked(p, person)
    with pytest.raises(Refused, match="asked already"):
        asked(p, person)
    with viewing(p.bryn.viewer):
        holders = subject.holders()
    for body in holders:
        if body != BODY:
            assert "ASK_BODIES" in owed(person)
            asking.not_ask(matter=person, body=body, why=NotAsked.WOULD_REACH_THEM, words="His brother works there", by=p.carys)
    assert "ASK_BODIES" not in owed(person)


def test_whoever_is_connected_reads_nothing_and_another_is_asked(p: Partnership, person: PersonOfConcernId) -> None:
    ask = asked(p, person)
    asking.declare(ask=ask, connected=True, words="My cousin", by=p.dev)
    assert open_duties(person, "LIST_ANSWER") == []
    assert owed(person)["ASK_ANOTHER"].owner_id == p.carys.worker
    with pytest.raises(Refused, match="Another is asked"):
        asking.answer_row(ask=ask, code=the_list(ask)[0], chosen=True, why=None, reason="x", decided_by=p.dev.worker, by=p.dev)
    page = client_of(p.dev).get(f"/disruption/lists/{ask}/").content.decode()
    assert SHARED not in page
    set_holder(body=BODY, post=_post(p.bryn), outside=None, by=p.efua)
    with reading_all():
        declared = Ask.objects.get(id=ask).declared_id
    asking.ask(matter=person, body=BODY, about="Marlow Quayle", shared=SHARED, instead_of=declared, by=p.carys)
    assert "ASK_ANOTHER" not in owed(person)


def test_a_measure_of_another_body_or_not_in_force_is_refused(p: Partnership, person: PersonOfConcernId) -> None:
    ask = asked(p, person)
    asking.declare(ask=ask, connected=False, words=None, by=p.dev)
    police_only = next(r.code for r in rows() if "police" in r.holders and BODY not in r.holders)
    watched = next(r.code for r in rows() if r.force == "watch")
    assert watched not in the_list(ask)
    for code, words in ((police_only, "does not hold"), (watched, "hold|offered"), ("NO_SUCH", "no such")):
        with pytest.raises(Refused, match=words):
            asking.answer_row(ask=ask, code=code, chosen=True, why=None, reason="x", decided_by=p.dev.worker, by=p.dev)
    with pytest.raises(NotPermitted):
        asking.answer_row(ask=ask, code=the_list(ask)[0], chosen=True, why=None, reason="x", decided_by=p.bryn.worker, by=p.bryn)
    with pytest.raises(Refused, match="your organisation decided"):
        asking.answer_row(ask=ask, code=the_list(ask)[0], chosen=True, why=None, reason="x", decided_by=p.ines.worker, by=p.dev)


# Proceed, wait, speak to us.


def test_failing_s10_silence_of_the_police_is_no_answer_and_climbs(p: Partnership, person: PersonOfConcernId) -> None:
    measure = chosen(p, asked(p, person))
    with pytest.raises(Refused, match="has not answered"):
        applied(p, measure)
    clearing.ask(measure=measure, by=p.dev)
    (duty,) = open_duties(person, "CLEARANCE")
    assert duty.owner_id == p.hal.worker
    move_clock(now() + timedelta(days=20))
    run_escalations()
    with viewing(p.health_delegated.viewer):
        heard = {item.rule for each in told_to(p.health) for item in each.items}
    assert "CLEARANCE" in heard
    with pytest.raises(NotPermitted):
        clearing.answer(measure=measure, answer=Clearance.PROCEED, rank=None, until=None, by=p.ines)
    clearing.answer(measure=measure, answer=Clearance.PROCEED, rank=None, until=None, by=p.hal)
    assert the(measure).state == State.CLEARED
    applied(p, measure)
    assert open_duties(person, "TAKE_MEASURE") == []


def test_to_wait_takes_rank_and_a_day_is_renewed_once_and_then_the_vetted_group_decides(p: Partnership, person: PersonOfConcernId) -> None:
    measure = chosen(p, asked(p, person))
    clearing.ask(measure=measure, by=p.dev)
    until = today() + timedelta(days=14)

    def wait(**changed: object) -> None:
        clearing.answer(**{"measure": measure, "answer": Clearance.WAIT, "rank": Rank.INSPECTOR, "until": until, "by": p.hal, **changed})  # type: ignore[arg-type]

    for wrong, field in (({"rank": None}, "rank"), ({"until": None}, "until"), ({"until": today() + timedelta(days=29)}, "until")):
        with pytest.raises(Refused) as why:
            wait(**wrong)
        assert why.value.field == field
    wait()
    assert (the(measure).state, [d.rule for d in open_duties(person, "CLEARANCE_WAIT")]) == (State.WAITS, ["CLEARANCE_WAIT"])
    wait()
    (vetted,) = open_duties(person, "VETTED_DECIDES")
    assert vetted.owner_id == p.efua.worker, "of the vetted group, and not of the police"
    with pytest.raises(Refused, match="vetted group decides now"):
        wait()
    with pytest.raises(NotPermitted, match="not of the police"):
        clearing.decide(measure=measure, proceed=True, until=None, with_worker=p.efua.worker, by=p.ines)
    with pytest.raises(Refused, match="another organisation"):
        clearing.decide(measure=measure, proceed=True, until=None, with_worker=p.efua.worker, by=p.efua)
    clearing.decide(measure=measure, proceed=True, until=None, with_worker=p.kit.worker, by=p.efua)
    assert the(measure).state == State.CLEARED
    assert open_duties(person, "VETTED_DECIDES") == []


def test_the_answer_is_worded_alike_and_nothing_shows_whether_there_is_anything(p: Partnership, person: PersonOfConcernId) -> None:
    measure = chosen(p, asked(p, person))
    clearing.ask(measure=measure, by=p.dev)
    clearing.answer(measure=measure, answer=Clearance.SPEAK, rank=Rank.ABOVE, until=today() + timedelta(days=3), by=p.hal)
    page = client_of(p.dev).get(f"/disruption/measures/{measure}/").content.decode()
    assert "Speak to us" in page
    assert "Chief superintendent" not in page
    assert [d.owner_id for d in open_duties(person, "CLEARANCE_SPOKEN")] == [p.hal.worker]
    form = client_of(p.hal).get(f"/disruption/measures/{measure}/clear/").content.decode()
    assert "No reason is asked for" in form
    assert "<textarea" not in form


def test_protecting_a_child_never_waits_and_what_warns_needs_a_plan_for_her(p: Partnership, person: PersonOfConcernId) -> None:
    measure = chosen(p, asked(p, person))
    with pytest.raises(Refused, match="safe on the day"):
        applied(p, measure, uncleared=Uncleared.PROTECTS_A_CHILD, plan=None)
    with pytest.raises(Refused, match="hears of it"):
        applied(p, measure, uncleared=Uncleared.NOT_OVERT)
    with pytest.raises(Refused, match="Check again"):
        applied(p, measure, uncleared=Uncleared.PROTECTS_A_CHILD, rechecked=False)
    applied(p, measure, uncleared=Uncleared.PROTECTS_A_CHILD)
    assert the(measure).state == State.APPLIED


# In force, and what follows.


def test_in_force_it_has_an_end_that_is_seen_somebody_for_a_breach_and_what_it_changed(p: Partnership, person: PersonOfConcernId) -> None:
    measure = chosen(p, asked(p, person))
    cleared(p, measure)
    applied(p, measure)
    with pytest.raises(Refused, match="end before it begins"):
        in_force(p, measure, days=-1)
    in_force(p, measure, days=60)
    (ends,) = open_duties(person, "MEASURE_EXPIRES")
    assert ends.due_at.date() == today() + timedelta(days=32)
    (effect,) = open_duties(person, "MEASURE_EFFECT")
    assert effect.due_at.date() == today() + timedelta(days=28)
    taking.breach(measure=measure, on=today(), words="Seen at the gate", by=p.dev)
    (breach,) = open_duties(person, "BREACH_ACT")
    assert breach.owner_id == p.dev.worker
    taking.act_on_breach(measure=measure, owed=breach.trigger_id, words="Reported; he was arrested", by=p.dev)
    taking.appeal(measure=measure, on=today(), words=None, by=p.dev)
    taking.answer_appeal(measure=measure, owed=open_duties(person, "APPEAL_ANSWER")[0].trigger_id, upheld=True, words="Dismissed", by=p.dev)
    with pytest.raises(Refused, match="where it moved"):
        taking.say_effect(measure=measure, owed=effect.trigger_id, children="She sleeps", moved=Moved.PLACE, where=None, by=p.dev)
    taking.say_effect(measure=measure, owed=effect.trigger_id, children="She sleeps", moved=Moved.NO, where=None, by=p.dev)
    taking.vary(measure=measure, expires_on=today() + timedelta(days=200), words="Renewed", by=p.dev)
    assert [d.due_at.date() for d in open_duties(person, "MEASURE_EXPIRES")] == [today() + timedelta(days=172)]
    taking.end(measure=measure, how=Ending.DISCHARGED, on=today(), words=None, by=p.dev)
    (at_end,) = open_duties(person, "MEASURE_EFFECT_END")
    taking.say_effect(measure=measure, owed=at_end.trigger_id, children="Back at school", moved=Moved.NOT_KNOWN, where=None, by=p.dev)
    assert {d for d in owed(person) if d not in ("PERSON_NEXT", "PERSON_REVIEW", "PERSON_COUNTED", "ASK_BODIES", "LIST_ANSWER")} == set()


def test_withdrawing_one_measure_leaves_what_is_owed_of_another(p: Partnership, person: PersonOfConcernId) -> None:
    ask = asked(p, person)
    one = chosen(p, ask)
    other = next(c for c in the_list(ask) if c != the(one).code)
    asking.answer_row(ask=ask, code=other, chosen=True, why=None, reason="x", decided_by=p.dev.worker, by=p.dev)
    clearing.ask(measure=one, by=p.dev)
    assert len(open_duties(person, "TAKE_MEASURE")) == 2
    taking.withdraw(measure=one, reason="Another serves", by=p.dev)
    assert len(open_duties(person, "TAKE_MEASURE")) == 1
    assert open_duties(person, "CLEARANCE") == []
    with pytest.raises(Refused, match="otherwise by now"):
        applied(p, one)


def test_who_was_not_involved_reaches_every_measure_that_rests_on_it(p: Partnership, person: PersonOfConcernId) -> None:
    """Birmingham v SK [2016] EWHC 310 (Fam)."""
    measure = chosen(p, asked(p, person))
    keeping.propose_clearing(person=person, second=p.ines.worker, reason="It was his cousin", by=p.bryn)
    keeping.answer_clearing(person=person, agrees=True, reason="Yes", by=p.ines)
    (review,) = open_duties(person, "MEASURE_REVIEW")
    assert review.owner_id == p.dev.worker
    with pytest.raises(Refused, match="does not stand"):
        applied(p, measure, uncleared=Uncleared.PROTECTS_A_CHILD)
    with pytest.raises(Refused, match="withdraw it"):
        taking.rests_otherwise(measure=measure, owed=review.trigger_id, words="x", by=p.dev)
    taking.withdraw(measure=measure, reason="He was not involved", by=p.dev)
    assert open_duties(person, "MEASURE_REVIEW") == []
    with reading_all():
        assert not Owed.objects.filter(answered_at=None, what="review").exists()
    assert open_duties(person, "CORRECT_WHAT_WAS_TOLD"), "the council was told by being asked"


def test_the_same_reason_again_and_again_is_looked_at_by_another_organisation(p: Partnership, person: PersonOfConcernId) -> None:
    ask = asked(p, person)
    asking.declare(ask=ask, connected=False, words=None, by=p.dev)
    for code in the_list(ask)[:3]:
        asking.answer_row(ask=ask, code=code, chosen=False, why=Rejected.NO_CAPACITY, reason="x", decided_by=p.dev.worker, by=p.dev)
    (sample,) = open_duties(person, "REJECTION_SAMPLE")
    assert sample.owner_id == p.ines.worker
    with reading_all():
        owed_ = Owed.objects.get(id=sample.trigger_id)
    with pytest.raises(Refused, match="Somebody else"):
        taking.sample(measure=MeasureId(owed_.measure_id), owed=owed_.id, agrees=True, reason="x", by=p.efua)
    taking.sample(measure=MeasureId(owed_.measure_id), owed=owed_.id, agrees=False, reason="Ask housing", by=p.ines)
    page = client_of(p.noor).get("/disruption/reasons/").content.decode()
    assert "Nobody is free to do it" in page
    assert client_of(p.carys).get("/disruption/reasons/").status_code == 404


def test_whoever_holds_the_post_leaves_and_the_next_reads_and_owes_it(p: Partnership, person: PersonOfConcernId) -> None:
    ask = asked(p, person)
    record_leaver(worker=p.dev.worker, by=p.efua)
    (duty,) = open_duties(person, "LIST_ANSWER")
    assert duty.owner_id == p.efua.worker
    with viewing(p.efua.viewer):
        assert queries.ask(ask) is not None


def client_of(by: Acting) -> Client:
    client = Client()
    sign_in(client, by)
    return client


def test_the_pages_lead_from_the_duty_to_the_row_and_refuse_strangers(p: Partnership, person: PersonOfConcernId) -> None:
    bryn, dev = client_of(p.bryn), client_of(p.dev)
    page = bryn.get(f"/disruption/{person}/").content.decode()
    assert "Not yet asked" in page
    assert bryn.post(f"/disruption/{person}/ask/{BODY}/", {"once": str(uuid4())}).status_code == 422
    form = {"about": "Marlow Quayle", "shared": SHARED, "once": str(uuid4())}
    assert bryn.post(f"/disruption/{person}/ask/{BODY}/", form).status_code == 302
    with reading_all():
        ask = Ask.objects.get()
    home = dev.get("/").content.decode()
    assert "Answer, row by row" in home
    before = dev.get(f"/disruption/lists/{ask.id}/").content.decode()
    assert "Marlow Quayle" in before
    assert SHARED not in before
    assert dev.post(f"/disruption/lists/{ask.id}/", {"connected": "no", "once": str(uuid4())}).status_code == 302
    page = dev.get(f"/disruption/lists/{ask.id}/").content.decode()
    assert SHARED in page
    code = ask.offered[0]
    assert dev.get(f"/disruption/lists/{ask.id}/{code}/").status_code == 200
    answer = {"chosen": "no", "why": "no_evidence", "reason": "No witness", "decided_by": str(p.dev.worker), "once": str(uuid4())}
    assert dev.post(f"/disruption/lists/{ask.id}/{code}/", {**answer, "why": ""}).status_code == 422
    done = dev.post(f"/disruption/lists/{ask.id}/{code}/", answer)
    assert done.headers["Location"].endswith(f"/{ask.offered[1]}/")
    assert "there is nothing yet that would show it" in bryn.get(f"/disruption/{person}/").content.decode()
    assert "was asked" in bryn.get(f"/persons/{person}/").content.decode()
    for stranger in (p.lena, p.jo, p.amira):
        for url in (f"/disruption/{person}/", f"/disruption/lists/{ask.id}/", f"/disruption/{person}/ask/{BODY}/"):
            assert client_of(stranger).get(url).status_code == 404
    assert client_of(p.noor).get(f"/disruption/lists/{ask.id}/").status_code == 404
