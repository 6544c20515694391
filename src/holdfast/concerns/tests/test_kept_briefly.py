"""What is typed and not sent yet is kept for a day, and nobody can fill the disk with it: a full disk would silence everyone who tells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from holdfast.concerns import kept_briefly
from holdfast.concerns.journeys import professional, public
from holdfast.concerns.kept_briefly import SHORT_UP_TO, Drafts, Share
from holdfast.concerns.models import Draft
from holdfast.database.time import move_clock, now
from holdfast.pages.forms import Text
from holdfast.pages.wizard import LONGEST, Journey
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in

pytestmark = pytest.mark.django_db

LITTLE: Mapping[str, Any] = {"typed": "A little"}
MUCH: Mapping[str, Any] = {"typed": "x" * SHORT_UP_TO}


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Room for five short drafts and two long ones."""
    monkeypatch.setattr(kept_briefly, "MOST", {Share.SHORT: 5, Share.LONG: 2})
    monkeypatch.setattr(kept_briefly, "LOOKS", "")


def later() -> None:
    move_clock(now() + timedelta(seconds=1))


def flood(how_many: int, state: Mapping[str, Any]) -> None:
    for number in range(how_many):
        later()
        Drafts("tell").save(f"flood {len(state['typed'])} {number}", state)


def test_a_flood_of_drafts_takes_up_so_much_room_and_no_more(p: Partnership, little_room: None) -> None:
    flood(20, LITTLE)
    flood(20, MUCH)
    assert Draft.objects.filter(share=Share.SHORT).count() == 5
    assert Draft.objects.filter(share=Share.LONG).count() == 2
    assert Drafts("tell").load("flood 8 19") == LITTLE
    assert Drafts("tell").load("flood 8 14") is None


def test_of_some_hundred_drafts_one_looks_whether_there_is_room(p: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [Drafts("tell")._key(str(number)) for number in range(10_000)]
    assert 1 <= sum(key.startswith(kept_briefly.LOOKS) for key in keys) <= 200
    looked: list[Share] = []
    monkeypatch.setattr(kept_briefly, "_make_room", looked.append)
    for key, number in zip(keys[:500], range(500), strict=True):
        before = len(looked)
        Drafts("tell").save(str(number), LITTLE)
        assert (len(looked) > before) == key.startswith(kept_briefly.LOOKS)


def test_a_girl_who_goes_on_writing_loses_no_word_in_a_flood(p: Partnership, little_room: None) -> None:
    client = Client()
    client.post("/tell/danger", {"now": "no"})
    flood(4, LITTLE)
    client.post("/tell/who", {"who": "friend"})
    flood(4, LITTLE)
    client.post("/tell/worry", {"worry": "A man waits for my friend"})
    flood(40, MUCH)
    assert "A man waits for my friend" in client.get("/tell/worry").content.decode()


def test_who_is_signed_in_is_crowded_out_by_nobody(p: Partnership, little_room: None) -> None:
    jo = Client()
    sign_in(jo, p.jo)
    assert jo.post("/concerns/tell/danger", {"now": "no"}).status_code == 303
    flood(40, LITTLE)
    assert Draft.objects.filter(share=Share.SIGNED_IN).count() == 1


@pytest.mark.parametrize(
    "more", [{"now-more": "x" * LONGEST}, {f"now-{number}": "x" * (LONGEST // 400) for number in range(400)}], ids=["one", "many"]
)
def test_what_no_question_asked_for_fills_no_disk(p: Partnership, more: dict[str, str]) -> None:
    response = Client().post("/tell/danger", {"now": "no", **more})
    assert response.status_code == 200
    assert "must be 200,000 characters or fewer" in response.content.decode()
    assert Draft.objects.count() == 0


def test_blanks_that_are_no_answer_fill_no_disk(p: Partnership) -> None:
    client = Client()
    client.post("/tell/danger", {"now": "no"})
    client.post("/tell/who", {"who": "friend"})
    client.post("/tell/worry", {"worry": "A man waits"})
    client.post("/tell/kinds", {})
    response = client.post("/tell/child", {"child": "Wren", "age": "14" + " " * LONGEST})
    assert "must be 200,000 characters or fewer" in response.content.decode()
    assert "A man waits" in client.get("/tell/worry").content.decode()


@pytest.mark.parametrize("journey", [public.JOURNEY, professional.JOURNEY], ids=["public", "professional"])
def test_all_that_the_questions_take_can_be_kept(journey: Journey) -> None:
    """A line break is two characters when it is sent, and one when it is counted."""
    fields = [field for step in journey.steps for field in step.form().fields.values()]
    longest = sum(field.max_length for field in fields if isinstance(field, Text))
    assert longest > 20_000
    assert 2 * longest + 10_000 < LONGEST
