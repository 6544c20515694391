"""Danger now goes at once: before anything else is asked it is in the record, owed within minutes, and on the screen of whoever is on duty."""

from __future__ import annotations

import dataclasses
import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from holdfast.concerns import actions, public_views, telling
from holdfast.concerns.codes import Alleged, AllegedIs, DangerAnswer, Decision
from holdfast.concerns.ids import ConcernId
from holdfast.concerns.kinds import ConcernTold, ToldParts
from holdfast.concerns.models import Concern, Telling
from holdfast.concerns.queries import story
from holdfast.concerns.telling import Telling as What
from holdfast.concerns.tests.test_front_door import open_rules
from holdfast.concerns.tests.test_telling import ANSWERS, number_on, tell
from holdfast.concerns.waiting import queue
from holdfast.database.time import move_clock, today
from holdfast.database.viewing import viewing
from holdfast.partnership.actions import set_shift
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.rota import shift_of
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.gate import installation
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused
from holdfast.subjects.actions import NewPerson, record_person
from holdfast.when import LONDON

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def the_concern() -> Concern:
    with reading_all():
        return Concern.objects.get()


#: A Wednesday, and its evening, and the Saturday after.
NOON = datetime(2027, 3, 10, 12, tzinfo=LONDON)


def asleep_and_awake(p: Partnership) -> None:
    """Femi is on call for the night of that Wednesday, and nobody at the weekend."""
    since, until = shift_of(NOON.date(), NOON.date())
    set_shift(worker=p.femi.worker, starts_at=since, ends_at=until, by=p.bryn)


@pytest.mark.parametrize(
    ("when", "who"),
    [(NOON, "bryn"), (NOON + timedelta(hours=9), "femi"), (NOON + timedelta(hours=20), "femi"), (NOON + timedelta(hours=22), "bryn")],
)
def test_danger_goes_to_whoever_is_on_duty_at_the_time(p: Partnership, when: datetime, who: str) -> None:
    """In office hours the front door's manager; then whoever is on the rota; at noon the next day the manager again."""
    move_clock(NOON - timedelta(hours=2))
    asleep_and_awake(p)
    move_clock(when)
    concern = telling.say_danger(once=uuid4())
    assert open_rules(concern)["DANGER_NOW"].owner_id == getattr(p, who).worker


def test_the_rota_names_who_is_on_call_before_the_post_does(p: Partnership) -> None:
    move_clock(NOON)
    since, until = shift_of(NOON.date(), NOON.date())
    set_shift(worker=p.amira.worker, starts_at=since, ends_at=until, by=p.bryn)
    move_clock(NOON + timedelta(hours=12))
    assert open_rules(telling.say_danger(once=uuid4()))["DANGER_NOW"].owner_id == p.amira.worker
    with pytest.raises(NotPermitted):
        set_shift(worker=p.femi.worker, starts_at=since, ends_at=until, by=p.carys)
    with pytest.raises(Refused, match="front door"):
        set_shift(worker=p.carys.worker, starts_at=since, ends_at=until, by=p.bryn)


def test_who_keeps_the_rota_sees_when_nobody_is_on_call(p: Partnership) -> None:
    move_clock(NOON)
    bryn = Client()
    sign_in(bryn, p.bryn)
    assert "Nobody is on call at these times" in bryn.get("/people/rota/").content.decode()
    for first in (NOON.date(), NOON.date() + timedelta(days=14)):
        last = first + timedelta(days=13)
        dates = {
            f"{name}-{part}": str(getattr(d, part)) for name, d in (("first", first), ("last", last)) for part in ("day", "month", "year")
        }
        assert bryn.post("/people/rota/", {"worker": str(p.femi.worker), **dates, "once": str(uuid4())}).status_code == 302
    page = bryn.get("/people/rota/").content.decode()
    assert "Somebody is on call at all times" in page
    taken = re.search(r'name="off" value="([^"]+)"', page)
    assert taken is not None
    bryn.post("/people/rota/", {"off": taken[1]})
    assert "Nobody is on call at these times" in bryn.get("/people/rota/").content.decode()
    carys = Client()
    sign_in(carys, p.carys)
    assert carys.get("/people/rota/").status_code == 404


def test_no_rota_no_going_live(p: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    real = dataclasses.replace(installation(), nature="real")
    monkeypatch.setattr(public_views, "installation", lambda: real)
    shut = Client().get("/tell/danger")
    assert shut.status_code == 503
    assert "call 999" in shut.content.decode()
    since, until = shift_of(today(), today())
    set_shift(worker=p.femi.worker, starts_at=since, ends_at=until, by=p.bryn)
    assert Client().get("/tell/danger").status_code == 200


def test_yes_to_danger_is_recorded_and_owed_before_any_further_page(p: Partnership) -> None:
    client = Client()
    client.post("/tell/danger", {"now": "yes"})
    concern = the_concern()
    danger = open_rules(concern.id)["DANGER_NOW"]
    assert danger.due_at - danger.starts_at == timedelta(minutes=15)
    assert set(open_rules(concern.id)) == {"DANGER_NOW", "REF_DECISION"}
    page = client.get("/tell/call-999").content.decode()
    assert 'href="tel:999"' in page
    assert "We have told the team on duty" in page
    for by in (p.femi, p.amira):
        home = Client()
        sign_in(home, by)
        assert "Somebody says that there is danger now" in home.get("/").content.decode()


def test_the_location_is_sent_as_soon_as_it_is_given_and_leaving_the_form_loses_neither(p: Partnership) -> None:
    client = Client()
    client.post("/tell/danger", {"now": "yes"})
    client.post("/tell/call-999", {"where": "The blue door by the harbour"})
    client.get("/left")
    concern = the_concern()
    front_door = Client()
    sign_in(front_door, p.amira)
    page = front_door.get(f"/concerns/{concern.id}/").content.decode()
    assert "The blue door by the harbour" in page
    assert "Only that there is danger now" in page


def test_saying_it_twice_in_one_form_is_one_concern(p: Partnership) -> None:
    client = Client()
    for _ in range(3):
        client.post("/tell/danger", {"now": "yes"})
    assert len(open_rules(the_concern().id)) == 2
    client.post("/tell/danger", {"now": "no"})  # whoever takes it back has said it all the same
    assert the_concern().danger_now


def test_what_is_told_after_danger_is_the_same_concern_with_one_decision_owed(p: Partnership) -> None:
    rest = {step: typed for step, typed in ANSWERS.items() if step != "danger"}
    page = tell(Client(), {"danger": {"now": "yes"}, "call-999": {"where": ""}, **rest})
    concern = the_concern()
    with reading_all():
        assert [type(o.entry.facts) for o in story(concern.id)].count(ConcernTold) == 1
        assert Telling.objects.get().told_at == concern.told_at
    assert sorted(open_rules(concern.id)) == ["ADDED_READ", "DANGER_NOW", "REF_DECISION"]
    back = Client()
    back.post("/back/", {"number": number_on(page)})
    assert "Not yet" in back.get("/back/message").content.decode()


def test_a_professional_who_says_danger_and_is_called_away_has_told_it(p: Partnership) -> None:
    lena = Client()
    sign_in(lena, p.lena)
    lena.post("/concerns/tell/danger", {"now": "yes", "where": "In room 4 with me"})
    concern = the_concern()
    assert set(open_rules(concern.id)) == {"DANGER_NOW", "REF_DECISION", "ACK_TELLER"}
    assert "In room 4 with me" in lena.get(f"/concerns/{concern.id}/told/").content.decode()


def test_reading_it_ends_nothing_and_it_stays_on_top_until_something_was_done(p: Partnership) -> None:
    concern = telling.say_danger(once=uuid4())
    earlier = telling.tell(What(words=ToldParts(worry="Worried")), once=uuid4())
    actions.rate(concern=earlier.concern, rating="red", reason="Today", by=p.amira)
    actions.read(concern=concern, by=p.femi)
    assert "DANGER_NOW" in open_rules(concern)
    child = record_person(NewPerson(name="Wren Example"), source=p.council, agencies=[p.council], by=p.amira)
    actions.decide(
        concern=concern,
        decision=Decision.IMMEDIATE_PROTECTION,
        alleged_is=AllegedIs.NOT_KNOWN,
        considered="All",
        reason="Danger",
        children=[child],
        by=p.femi,
    )
    with viewing(p.amira.viewer):
        assert queue(p.amira)[0].concern.id == concern, "though it is decided on"
    with pytest.raises(Refused, match="log number"):
        actions.answer_danger(concern=concern, how=DangerAnswer.POLICE_CALLED, words="By telephone", by=p.femi)
    with pytest.raises(NotPermitted):
        actions.answer_danger(concern=concern, how=DangerAnswer.SAFE, words="x", by=p.carys)
    actions.answer_danger(concern=concern, how=DangerAnswer.POLICE_CALLED, reference="INVENTED-99", words="By telephone", by=p.femi)
    assert "DANGER_NOW" not in open_rules(concern)
    with pytest.raises(Refused, match="answered already"):
        actions.answer_danger(concern=concern, how=DangerAnswer.SAFE, words="x", by=p.femi)
    with viewing(p.amira.viewer):
        assert [w.concern.id for w in queue(p.amira)] == [earlier.concern]


def test_what_is_told_after_the_danger_was_decided_on_is_still_taken(p: Partnership) -> None:
    once = uuid4()
    concern = telling.say_danger(once=once, by=p.lena)
    actions.read(concern=concern, by=p.femi)
    child = record_person(NewPerson(name="Wren Example"), source=p.council, agencies=[p.council], by=p.amira)
    actions.decide(
        concern=concern,
        decision=Decision.IMMEDIATE_PROTECTION,
        alleged_is=AllegedIs.NOT_KNOWN,
        considered="All",
        reason="Danger",
        children=[child],
        by=p.femi,
    )
    what = What(words=ToldParts(worry="He waits outside"), alleged=(Alleged.SEXUAL_EXPLOITATION,))
    for _ in range(2):
        assert telling.tell_as_professional(what, by=p.lena, once=once).concern == ConcernId(concern)
    with reading_all():
        assert Concern.objects.get().alleged == ["sexual_exploitation"]
    assert "REF_DECISION" not in open_rules(concern)


def test_the_danger_is_answered_on_its_page_with_what_was_done(p: Partnership) -> None:
    concern = telling.say_danger(once=uuid4())
    femi = Client()
    sign_in(femi, p.femi)
    page = femi.get(f"/concerns/{concern}/").content.decode()
    assert page.index("Say what was done about the danger") < page.index("Record that you have read it")
    form = {"how": "police_called", "words": "Called at once", "once": str(uuid4())}
    assert femi.post(f"/concerns/{concern}/answer-danger/", form).status_code == 422
    assert femi.post(f"/concerns/{concern}/answer-danger/", {**form, "reference": "INVENTED-99"}).status_code == 302
    assert "INVENTED-99" in femi.get(f"/concerns/{concern}/").content.decode()
