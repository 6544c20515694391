"""A flood of messages costs whoever sends it; nobody who tells is refused, and danger is never asked anything."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.concerns import cost
from holdfast.concerns.models import Concern, Draft, FreshNumber
from holdfast.concerns.tests.test_telling import ANSWERS, number_on, tell, when_fields
from holdfast.database.time import move_clock, now
from holdfast.partnership import public_words
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.holding import reading_all

pytestmark = pytest.mark.django_db

ORDINARY = 4


@pytest.fixture
def p(settings: Any) -> Partnership:
    settings.HOLDFAST_ORDINARY_TELLING = ORDINARY
    return a_partnership()


@pytest.fixture
def flood(p: Partnership) -> Iterator[None]:
    """Far more than is ever told here was told in the last minutes."""
    for _ in range(ORDINARY + 1):
        FreshNumber.objects.create(once=uuid4(), sealed=b"", until=now() + timedelta(minutes=15))
    yield


def work(asked: cost.Asked) -> str:
    """Do the work, as a browser does it."""
    found: list[str] = []
    for number in itertools.count():
        if cost.is_one(asked, str(number)):
            found.append(str(number))
        if len(found) == asked.parts:
            break
    return ",".join(found)


def answered(client: Client, answers: dict[str, dict[str, str]] | None = None) -> tuple[UUID, str]:
    """Every page answered: the form's number, and the last page before sending."""
    for step, typed in (answers or ANSWERS).items():
        posted = when_fields(client) if step == "when" and not typed else typed
        assert client.post(f"/tell/{step}", posted).status_code == 303, step
    page = client.get("/tell/check").content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page)
    assert once is not None
    return UUID(once[1]), page


def token_on(page: str) -> str:
    found = re.search(r'name="work" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def asked_on(page: str, once: UUID) -> cost.Asked:
    asked = cost._asked(token_on(page), once)
    assert asked is not None
    return asked


def send(client: Client, once: UUID, **more: str) -> str:
    response = client.post("/tell/check", {"once": str(once), **more})
    assert response.status_code == 200
    return response.content.decode()


def told() -> int:
    with reading_all():
        return Concern.objects.count()


def test_on_an_ordinary_day_nothing_is_asked(p: Partnership) -> None:
    once, page = answered(Client())
    assert "work.js" not in page
    assert 'name="work"' not in page
    for _ in range(ORDINARY):
        tell(Client())
    assert told() == ORDINARY
    assert once


def test_in_a_flood_the_work_of_the_browser_sends_it_at_once(flood: None) -> None:
    client = Client()
    once, page = answered(client)
    assert "work.js" in page
    asked = asked_on(page, once)
    assert number_on(send(client, once, work=asked.token, found=work(asked)))
    assert told() == 1


def test_a_girl_whose_browser_runs_no_script_waits_seconds_and_loses_no_word(p: Partnership, flood: None) -> None:
    public_words.set_public_words(front_door="01632 960 001", out_of_hours="", words="", by=p.bryn)
    client = Client()
    once, page = answered(client)
    assert asked_on(page, once).free_from - now() <= timedelta(seconds=10)
    # When she sends before it is time
    page = send(client, once, work=token_on(page), found="")
    assert "Not sent yet" in page
    assert "01632 960 001" in page
    assert ANSWERS["worry"]["worry"] in page
    assert Draft.objects.count() == 1
    assert told() == 0
    # Then the time does not begin anew, and it is taken
    move_clock(now() + timedelta(seconds=11))
    assert number_on(send(client, once, work=token_on(page), found=""))
    assert told() == 1


def test_danger_is_on_record_before_anything_is_sent_and_is_asked_nothing(flood: None) -> None:
    client = Client()
    danger = {"danger": {"now": "yes"}, "call-999": {"where": "By the invented pier"}}
    once, page = answered(client, {**danger, **{k: v for k, v in ANSWERS.items() if k != "danger"}})
    assert told() == 1, "the danger itself waits for nothing"
    assert 'name="work"' not in page
    assert number_on(send(client, once))


def test_a_flood_that_begins_between_two_pages_is_said_and_what_was_typed_stays(p: Partnership) -> None:
    client = Client()
    once, page = answered(client)
    assert 'name="work"' not in page
    for _ in range(ORDINARY + 1):
        FreshNumber.objects.create(once=uuid4(), sealed=b"", until=now() + timedelta(minutes=15))
    page = send(client, once)
    assert "Not sent yet" in page
    asked = asked_on(page, once)
    assert number_on(send(client, once, work=asked.token, found=work(asked)))


def test_what_was_asked_in_a_flood_that_is_over_is_asked_no_more(flood: None) -> None:
    client = Client()
    once, page = answered(client)
    FreshNumber.objects.all().delete()
    assert number_on(send(client, once, work=token_on(page)))


def test_work_is_worth_one_sending_of_one_form_and_is_not_kept_for_another_day(flood: None) -> None:
    mine, theirs = uuid4(), uuid4()
    asked = cost.asked_now(mine)
    assert asked is not None
    found = work(asked)
    assert cost.left_to_pay({"work": asked.token, "found": found}, mine) is None
    # Another form's, a token that somebody wrote, and half of the work are not taken
    for sent in (
        {"work": asked.token, "found": found},
        {"work": asked.token[:-1], "found": found},
        {"work": "", "found": found},
    ):
        assert cost.left_to_pay(sent, theirs) is not None
    first = found.split(",")[0]
    for wrong in (first, ",".join([first] * 4), found + ",1", found.replace(",", ";"), "", "-1,2,3,4", "１,2,3,4"):
        assert cost.left_to_pay({"work": asked.token, "found": wrong}, mine) is not None, wrong
    move_clock(now() + cost.GOOD_FOR + timedelta(seconds=1))
    for _ in range(ORDINARY + 1):
        FreshNumber.objects.create(once=uuid4(), sealed=b"", until=now() + timedelta(minutes=15))
    left = cost.left_to_pay({"work": asked.token, "found": found}, mine)
    assert left is not None
    assert left.token != asked.token


@pytest.mark.parametrize(
    ("told_lately", "level"), [(0, 0), (60, 0), (61, 1), (121, 1), (122, 2), (243, 2), (244, 3), (10_000, 6), (10**9, 6)]
)
def test_each_doubling_costs_twice_as_much_up_to_a_bound(told_lately: int, level: int) -> None:
    assert cost.level_of(told_lately, 60) == level


def test_nobody_waits_longer_than_two_minutes_however_much_is_told(p: Partnership, settings: Any) -> None:
    settings.HOLDFAST_ORDINARY_TELLING = 0
    for _ in range(200):
        FreshNumber.objects.create(once=uuid4(), sealed=b"", until=now() + timedelta(minutes=15))
    asked = cost.asked_now(uuid4())
    assert asked is not None
    assert asked.bits == cost.FIRST_BITS + cost.LAST_LEVEL - 1
    assert asked.free_from <= now() + timedelta(minutes=2)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(token=st.text(max_size=200), found=st.text(max_size=100) | st.from_regex(r"[0-9]{1,14}(,[0-9]{1,14}){0,6}", fullmatch=True))
def test_whatever_is_sent_as_work_is_taken_or_asked_again(p: Partnership, token: str, found: str) -> None:
    if not FreshNumber.objects.exists():
        for _ in range(ORDINARY + 1):
            FreshNumber.objects.create(once=uuid4(), sealed=b"", until=now() + timedelta(minutes=15))
    once = uuid4()
    asked = cost.asked_now(once)
    assert asked is not None
    assert cost.left_to_pay({"work": token, "found": found}, once) is not None
    assert cost.is_done(asked, found) in (True, False)
