"""From being told to having answered: nothing is lost, nothing is decided by a default, nobody agrees with themself."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from holdfast.concerns import actions, kinds, telling
from holdfast.concerns.codes import Alleged, AllegedIs, Decision, Nature, Rating, State
from holdfast.concerns.models import Concern
from holdfast.concerns.numbers import hash_of
from holdfast.concerns.queries import handling_of, story
from holdfast.concerns.telling import Received, Telling
from holdfast.concerns.waiting import queue
from holdfast.database.time import move_clock, now
from holdfast.database.viewing import viewing
from holdfast.duties.escalation import run_escalations
from holdfast.duties.models import Duty
from holdfast.duties.queries import open_duties_of, told_to
from holdfast.partnership.actions import record_leaver
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused
from holdfast.subjects.actions import NewPerson, record_person

pytestmark = pytest.mark.django_db

WORRY = kinds.ToldParts(worry="Worried about lifts from an older man", child="Wren, from the youth club")


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def school_tells(p: Partnership, **more: object) -> Received:
    alleged = (Alleged.SEXUAL_EXPLOITATION,)
    return telling.tell_as_professional(Telling(words=WORRY, alleged=alleged, **more), by=p.lena, once=uuid4())


def open_rules(concern: object) -> dict[str, Duty]:
    with reading_all():
        return {d.rule: d for d in open_duties_of(concern)}


def current(received: Received) -> Concern:
    with reading_all():
        return Concern.objects.get(id=received.concern)


def test_what_is_told_opens_a_duty_with_a_named_owner_and_a_clock(p: Partnership) -> None:
    received = school_tells(p)
    duties = open_rules(received.concern)
    assert set(duties) == {"REF_DECISION", "ACK_TELLER", "NAME_THEM"}
    assert duties["REF_DECISION"].owner_id == p.bryn.worker
    assert "holdfast" in received.acknowledgement


def test_the_same_form_sent_twice_is_one_concern_and_shows_the_same_number(p: Partnership) -> None:
    once = uuid4()
    first, second = (telling.tell(Telling(words=WORRY), once=once) for _ in range(2))
    assert first == second
    assert first.number is not None
    with reading_all():
        assert Concern.objects.count() == 1


def test_a_number_tells_only_how_it_was_handled(p: Partnership) -> None:
    received = telling.tell(Telling(words=WORRY), once=uuid4())
    assert received.number is not None
    handling = handling_of(hash_of(received.number), now())
    assert handling is not None
    assert handling.read_at is None
    actions.read(concern=received.concern, by=p.amira)
    handling = handling_of(hash_of(received.number.lower().replace("-", " ")), now())
    assert handling is not None
    assert handling.read_at is not None
    telling.end_number(hashed=hash_of(received.number))
    assert handling_of(hash_of(received.number), now()) is None


def test_row_13_no_further_action_needs_someone_of_another_agency_where_exploitation_is_alleged(p: Partnership) -> None:
    received = school_tells(p)
    actions.read(concern=received.concern, by=p.amira)
    nfa = {
        "concern": received.concern,
        "decision": Decision.NO_FURTHER_ACTION,
        "alleged_is": AllegedIs.NOT_KNOWN,
        "considered": "School’s account",
        "reason": "No contact",
    }
    with pytest.raises(Refused) as refused:
        actions.decide(**nfa, by=p.bryn)
    assert refused.value.field == "second"
    for not_another in (p.dev, p.bryn, p.lena):
        with pytest.raises(Refused):
            actions.decide(**nfa, second=not_another.worker, by=p.bryn)
    actions.decide(**nfa, second=p.kit.worker, by=p.bryn)
    assert "REF_DECISION" in open_rules(received.concern), "the clock stops at the second signature"
    assert open_rules(received.concern)["SECOND_SIGNATURE"].owner_id == p.kit.worker
    with pytest.raises(NotPermitted):
        actions.countersign(concern=received.concern, agrees=True, reason="Yes", by=p.bryn)
    actions.countersign(concern=received.concern, agrees=True, reason="I read the account too", by=p.kit)
    assert current(received).state == State.DECIDED
    assert set(open_rules(received.concern)) == {"ACK_TELLER", "REF_FEEDBACK", "NAME_THEM"}


def test_a_second_person_who_does_not_agree_puts_it_back_in_the_queue(p: Partnership) -> None:
    received = school_tells(p)
    actions.read(concern=received.concern, by=p.amira)
    actions.decide(
        concern=received.concern,
        decision=Decision.ADVICE,
        alleged_is=AllegedIs.NOT_KNOWN,
        considered="Account",
        reason="Advice",
        second=p.ines.worker,
        by=p.bryn,
    )
    actions.countersign(concern=received.concern, agrees=False, reason="The man is known to us", by=p.ines)
    assert current(received).state == State.READ
    with viewing(p.amira.viewer):
        assert [w.concern.id for w in queue(p.amira)] == [received.concern]
    assert "REF_DECISION" in open_rules(received.concern)


def test_trap_last_write_wins_the_second_of_two_deciders_is_refused(p: Partnership) -> None:
    received = school_tells(p)
    actions.read(concern=received.concern, by=p.amira)
    with viewing(p.bryn.viewer):
        pass
    child = record_person(NewPerson(name="Wren Example"), source=p.council, agencies=[p.council], by=p.amira)
    decide = {
        "concern": received.concern,
        "decision": Decision.ASSESSMENT,
        "alleged_is": AllegedIs.NOT_KNOWN,
        "considered": "All",
        "reason": "Needs it",
        "children": [child],
    }
    actions.decide(**decide, by=p.bryn)
    with pytest.raises(Refused, match="already"):
        actions.decide(**decide, by=p.femi)


def test_a_decision_posted_twice_is_recorded_once(p: Partnership) -> None:
    received, once = school_tells(p), uuid4()
    actions.read(concern=received.concern, by=p.amira)
    for _ in range(2):
        actions.decide(
            concern=received.concern,
            decision=Decision.ADVICE,
            alleged_is=AllegedIs.NOT_KNOWN,
            considered="Account",
            reason="Advice",
            second=p.ines.worker,
            by=p.bryn,
            entry_id=once,
        )
    with reading_all():
        assert sum(isinstance(o.entry.facts, kinds.ConcernDecided) for o in story(received.concern)) == 1


def test_a_decision_needs_a_reader_a_role_and_a_child(p: Partnership) -> None:
    received = school_tells(p)
    with pytest.raises(NotPermitted):
        actions.decide(
            concern=received.concern, decision=Decision.ASSESSMENT, alleged_is=AllegedIs.NOT_KNOWN, considered="x", reason="y", by=p.amira
        )
    with pytest.raises(Refused, match="Read it first"):
        actions.decide(
            concern=received.concern, decision=Decision.ASSESSMENT, alleged_is=AllegedIs.NOT_KNOWN, considered="x", reason="y", by=p.bryn
        )
    actions.read(concern=received.concern, by=p.amira)
    with pytest.raises(Refused) as refused:
        actions.decide(
            concern=received.concern, decision=Decision.ASSESSMENT, alleged_is=AllegedIs.NOT_KNOWN, considered="x", reason="y", by=p.bryn
        )
    assert refused.value.field == "children"


def test_a_stranger_from_another_agency_sees_nothing_of_it(p: Partnership) -> None:
    received = school_tells(p)
    with pytest.raises((LookupError, NotPermitted)):
        actions.rate(concern=received.concern, rating=Rating.RED, reason="x", by=p.hal)
    with viewing(p.hal.viewer):
        assert story(received.concern) == []


def test_row_16_what_is_not_answered_reaches_the_school_that_told_it_with_no_click(p: Partnership) -> None:
    school_tells(p)
    move_clock(now() + timedelta(days=21))
    run_escalations()
    with viewing(p.lena.viewer):
        items = [i for d in told_to(p.school) for i in d.items]
    assert "REF_DECISION" in {i.rule for i in items}
    assert {i.owing_agency for i in items} == {p.council}


def test_trap_the_leaver_what_a_manager_owed_when_they_left_has_an_owner(p: Partnership) -> None:
    received = school_tells(p)
    record_leaver(worker=p.bryn.worker)
    assert open_rules(received.concern)["REF_DECISION"].owner_id == p.efua.worker


def test_calling_it_something_less_serious_first_does_not_spare_the_other_agency(p: Partnership) -> None:
    received = school_tells(p)
    actions.read(concern=received.concern, by=p.amira)
    with pytest.raises(Refused) as why:
        actions.record_nature(concern=received.concern, nature=Nature.CONTACT, alleged=(Alleged.OTHER,), by=p.amira)
    assert why.value.field == "why"
    actions.record_nature(
        concern=received.concern, nature=Nature.CONTACT, alleged=(Alleged.OTHER,), why="She says that it was not so", by=p.amira
    )
    nfa = {
        "concern": received.concern,
        "decision": Decision.NO_FURTHER_ACTION,
        "alleged_is": AllegedIs.NOT_KNOWN,
        "considered": "x",
        "reason": "y",
    }
    with pytest.raises(Refused):
        actions.decide(**nfa, second=p.dev.worker, by=p.bryn)
    actions.decide(**nfa, second=p.ines.worker, by=p.bryn)
