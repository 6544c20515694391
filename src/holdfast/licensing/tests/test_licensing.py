"""Licensing is told, answers, decides, sends on and enters, each by a day; a plate seen in part is found (row 26)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.disruption.actions import set_holder
from holdfast.duties.queries import open_duties_of
from holdfast.licensing import actions, kinds, queries
from holdfast.licensing.codes import About, Decision, Licensed, State
from holdfast.licensing.ids import QuestionId
from holdfast.licensing.models import Question
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused
from holdfast.subjects.keys import of_plate_parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    """Dev's post answers for licensing."""
    found = a_partnership()
    assert found.dev.post is not None
    set_holder(body="licensing", post=found.dev.post, outside=None, by=found.efua)
    return found


def asked(p: Partnership, about: str = "AB12 ?CD", what: About = About.VEHICLE, by: Acting | None = None) -> QuestionId:
    parts = kinds.AskedParts(about=about, shared="Seen at the gate at ten, with two pupils", may_be_told="Not that the school saw it")
    return actions.ask(what=what, parts=parts, by=by or p.lena)


def answered(p: Partnership, question: QuestionId, licensed: Licensed, authority: str | None = None) -> None:
    actions.answer(question=question, licensed=licensed, authority=authority, words=None, by=p.dev)


def owed(question: UUID) -> dict[str, Any]:
    with reading_all():
        return {d.rule: d for d in open_duties_of(question)}


def row(question: UUID) -> Question:
    with reading_all():
        return Question.objects.get(id=question)


def test_row_26_licensing_is_told_and_owes_an_answer(p: Partnership) -> None:
    """The council held warnings about taxis in 2002, 2006 and 2010, and licensing was not told."""
    question = asked(p)
    assert owed(question)["LICENSED_BY_YOU"].owner_id == p.dev.worker
    with pytest.raises(NotPermitted):
        actions.answer(question=question, licensed=Licensed.HERE, authority=None, words=None, by=p.lena)
    with pytest.raises(Refused, match="which authority"):
        answered(p, question, Licensed.ELSEWHERE)
    answered(p, question, Licensed.NOT_LICENSED)
    assert (row(question).state, owed(question)) == (State.CLOSED, {})
    for stranger in (p.hal, p.kit, p.carys, p.amira):
        with viewing(stranger.viewer):
            assert queries.question(question) is None


def test_licensed_elsewhere_it_is_sent_in_ten_working_days_and_the_answer_is_owed(p: Partnership) -> None:
    question = asked(p)
    answered(p, question, Licensed.ELSEWHERE, "Eastmere Council")
    assert set(owed(question)) == {"LICENCE_SEND"}
    with pytest.raises(Refused, match="today or in the past"):
        actions.send(question=question, to="Licensing", on=today() + timedelta(days=1), by=p.dev)
    actions.send(question=question, to="Licensing, Eastmere", on=today(), by=p.dev)
    assert set(owed(question)) == {"LICENCE_OTHER_ANSWERS"}
    actions.other_answered(question=question, words="Revoked", on=today(), by=p.dev)
    assert owed(question) == {}


def test_at_once_takes_the_statement_of_public_safety_and_is_of_a_driver_alone(p: Partnership) -> None:
    car, driver = asked(p), asked(p, "Badge 4471", About.DRIVER)
    for question in (car, driver):
        answered(p, question, Licensed.HERE)
    rests = kinds.DecidedParts(rests_on="Two teachers and the camera", public_safety="He drives pupils every night")

    def decide(question: QuestionId, decision: Decision, parts: kinds.DecidedParts = rests, told_on: Any = "today") -> None:
        on = today() if told_on == "today" else told_on
        actions.decide(question=question, decision=decision, parts=parts, told_on=on, by=p.dev)

    with pytest.raises(Refused, match="Only a driver"):
        decide(car, Decision.SUSPENDED_NOW)
    with pytest.raises(Refused, match="21 days more"):
        decide(driver, Decision.REVOKED_NOW, rests.model_copy(update={"public_safety": None}))
    with pytest.raises(Refused, match="which day they were told"):
        decide(driver, Decision.REVOKED_NOW, told_on=None)
    decide(car, Decision.SUSPENDED)
    assert owed(car) == {}
    decide(driver, Decision.REVOKED_NOW)
    assert set(owed(driver)) == {"LICENCE_ENTER"}
    actions.enter(question=driver, on=today(), by=p.dev)
    assert owed(driver) == {}
    with pytest.raises(Refused, match="Nothing waits"):
        actions.enter(question=driver, on=today(), by=p.dev)


def test_a_plate_seen_in_part_is_found_by_four_known_characters_within_ones_own_rooms(p: Partnership) -> None:
    question = asked(p, "AB12 ?CD")
    other = asked(p, "XY99 ZZZ", by=p.carys)
    with viewing(p.lena.viewer):
        assert [q.id for q in queries.by_plate("ab12")] == [question]
        assert [q.id for q in queries.by_plate("?B12")] == [], "three characters find nothing"
        assert queries.by_plate("XY99ZZZ") == []
    with viewing(p.dev.viewer):
        assert [q.id for q in queries.by_plate("??99 ZZ?")] == [other]
    with pytest.raises(Refused, match="four characters"):
        asked(p, "A?B?C?D")


@given(st.text(max_size=20))
def test_whatever_was_seen_of_a_plate_gives_keys_only_of_four_known_characters(seen: str) -> None:
    found = of_plate_parts(seen)
    assert len(found) <= max(0, len(seen))
    assert not found or sum(c.isalnum() for c in seen) >= 4 or not seen.isascii()


def test_without_anybody_for_licensing_it_is_said_what_to_do(p: Partnership) -> None:
    from holdfast.partnership.actions import record_leaver

    record_leaver(worker=p.dev.worker, by=p.efua)
    with pytest.raises(Refused, match="Nobody answers for licensing"):
        asked(p)


def _client(by: Acting) -> Client:
    client = Client()
    sign_in(client, by)
    return client


def test_its_pages_warn_what_a_suspension_may_rest_on_and_lead_to_the_next_step(p: Partnership) -> None:
    lena, dev = _client(p.lena), _client(p.dev)
    form = {"what": "driver", "about": "Badge 4471", "shared": "Seen", "may_be_told": "Nothing of the school", "once": str(uuid4())}
    assert lena.post("/licensing/ask/", {**form, "what": "vehicle", "about": "A? 12"}).status_code == 422
    assert lena.post("/licensing/ask/", form).status_code == 302
    with reading_all():
        (question,) = Question.objects.values_list("id", flat=True)
    assert "Answer whether it is licensed by you" in dev.get("/").content.decode()
    assert "Answer: licensed by you?" in dev.get(f"/licensing/{question}/").content.decode()
    assert dev.post(f"/licensing/{question}/answer/", {"licensed": "here", "once": str(uuid4())}).status_code == 302
    page = dev.get(f"/licensing/{question}/decide/").content.decode()
    assert "[2012] EWHC 1852" in page
    assert (
        dev.post(f"/licensing/{question}/decide/", {"decision": "suspended_now", "rests_on": "x", "once": str(uuid4())}).status_code == 422
    )
    assert "Badge 4471" in lena.get("/licensing/").content.decode()
    assert lena.post("/licensing/", {"seen": ""}).status_code == 422
    for stranger in (p.hal, p.carys, p.noor):
        assert _client(stranger).get(f"/licensing/{question}/").status_code == 404
