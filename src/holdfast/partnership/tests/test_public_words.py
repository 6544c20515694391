"""What public pages say: telephone numbers that somebody answers, and no promise for a night for which nobody was put on call."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.database.time import move_clock, today
from holdfast.partnership import actions, public_words, queries
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.rota import at, shift_of, time
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.mark.django_db
def test_the_front_door_says_its_numbers_and_they_stand_where_anybody_may_tell(p: Partnership) -> None:
    client = Client()
    sign_in(client, p.bryn)
    sent = {
        "front_door": "01632 960 001",
        "out_of_hours": "+44 1632 960002",
        "words": "We are four people & a kettle",
        "once": str(uuid4()),
    }
    assert client.post("/people/public/", sent).status_code == 302
    shown = Client().get("/").content.decode()
    assert 'href="tel:01632960001">01632 960 001<' in shown
    assert 'href="tel:+441632960002"' in shown
    assert "four people &amp; a kettle" in shown
    # Another time, and what was said before stays in the record alone
    client.post("/people/public/", {**sent, "front_door": "", "words": "", "once": str(uuid4())})
    shown = Client().get("/").content.decode()
    assert "960 001" not in shown
    assert "kettle" not in shown


@pytest.mark.django_db
def test_only_the_councils_front_door_says_it_and_only_telephone_numbers(p: Partnership) -> None:
    for who in (p.ines, p.carys, p.mina, p.noor):
        with pytest.raises(NotPermitted):
            public_words.set_public_words(front_door="01632 960 001", out_of_hours="", words="", by=who)
    client = Client()
    sign_in(client, p.carys)
    assert client.get("/people/public/").status_code == 404
    for number in ("javascript:alert(1)", "999 <b>", "one two three", "0", "+", "01632\u00a0960001"):
        with pytest.raises(Refused, match="digits and spaces"):
            public_words.set_public_words(front_door=number, out_of_hours="", words="", by=p.bryn)


@pytest.mark.django_db
def test_nothing_is_promised_for_a_night_without_anybody_on_call(p: Partnership) -> None:
    usually = "Messages are read on working days between 9am and 5pm, and at once"
    assert usually in public_words.when_read(), "before there is a rota at all a demonstration says what a partnership would"
    with reading_all():
        worked = queries.calendar().is_working
    first = next(d for d in (today() + timedelta(days=n) for n in range(1, 30)) if all(worked(d + timedelta(days=n)) for n in range(3)))
    since, until = shift_of(first, first)
    actions.set_shift(worker=p.femi.worker, starts_at=since, ends_at=until, by=p.bryn)
    move_clock(since + timedelta(hours=2))
    assert usually in public_words.when_read(), "the first night: somebody is on call"
    second = at(first + timedelta(days=1), time(20))
    move_clock(second)
    said = public_words.when_read()
    assert said.startswith("Nobody reads messages before "), said
    assert "9am" in said
    assert "call 999" in said
    move_clock(at(first + timedelta(days=2), time(10)))
    assert usually in public_words.when_read(), "the morning after: the office is open"


@pytest.mark.django_db
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.text(max_size=30), words=st.text(max_size=40))
def test_whatever_is_typed_is_answered_and_stands_there_as_words(p: Partnership, number: str, words: str) -> None:
    client = Client()
    sign_in(client, p.bryn)
    sent = {"front_door": number, "out_of_hours": "", "words": words, "once": str(uuid4())}
    assert client.post("/people/public/", sent).status_code in (302, 422)
    assert Client().get("/").status_code == 200
