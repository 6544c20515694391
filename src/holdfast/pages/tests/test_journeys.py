"""A journey walked without JavaScript: in order, by branch, changed, checked, sent once, forgotten."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from holdfast.pages import forms
from holdfast.pages.tests import site
from holdfast.pages.wizard import CHECK, LONGEST, Journey, Progress, State, Step

WHAT = {"account": "First line\r\n  second", "happened": "unknown"}


@pytest.fixture(autouse=True)
def empty_store() -> None:
    site.MEMORY.kept.clear()
    site.RECORDED.clear()


def walk(visitor: Client) -> str:
    """Every question answered: the page that shows the answers."""
    visitor.post("/tell/danger", {"now": "no"})
    visitor.post("/tell/what", WHAT)
    visitor.post("/tell/told", {"by": ["police", "school"]})
    return page(visitor, "/tell/check")


def page(visitor: Client, where: str) -> str:
    """A page as shown."""
    response = visitor.get(where)
    assert response.status_code == 200, response.headers
    return str(response.content.decode())


def once_in(shown: str) -> str:
    """The number in a page."""
    found = re.search(r'name="once" value="([^"]+)"', shown)
    assert found
    return found.group(1)


def goes_to(response: Any) -> str:
    assert response.status_code == 303
    return str(response["Location"])


def test_steps_come_in_order_and_none_can_be_skipped(visitor: Client) -> None:
    assert goes_to(visitor.get("/tell/")) == "/tell/danger"
    for ahead in ("what", "told", "check", "call-999", "no-such-step"):
        assert goes_to(visitor.get(f"/tell/{ahead}")) == "/tell/danger"
    assert goes_to(visitor.post("/tell/told", {"by": "police"})) == "/tell/danger"
    assert site.MEMORY.kept == {}
    assert "checked" not in page(visitor, "/tell/danger")
    assert goes_to(visitor.post("/tell/danger", {"now": "no"})) == "/tell/what"
    assert 'href="/tell/danger"' in page(visitor, "/tell/what")


def test_a_branch_is_for_those_it_is_for(visitor: Client) -> None:
    assert goes_to(visitor.post("/tell/danger", {"now": "yes"})) == "/tell/call-999"
    assert '<h1 class="govuk-heading-l">Call 999</h1>' in page(visitor, "/tell/call-999")
    assert goes_to(visitor.post("/tell/call-999", {})) == "/tell/what"
    visitor.post("/tell/danger?change", {"now": "no"})
    assert goes_to(visitor.get("/tell/call-999")) == "/tell/what"


def test_a_wrong_answer_stays_on_its_page_and_is_not_kept(visitor: Client) -> None:
    visitor.post("/tell/danger", {"now": "no"})
    response = visitor.post("/tell/what", {"account": "x" * 501, "happened": "unknown"})
    shown = response.content.decode()
    assert response.status_code == 200
    assert "<title>Error: What happened" in shown
    assert "x" * 501 in shown
    assert "xxx" not in next(iter(site.MEMORY.kept.values()))


def test_more_than_all_questions_take_is_refused_in_words_and_not_kept(visitor: Client) -> None:
    visitor.post("/tell/danger", {"now": "no"})
    response = visitor.post("/tell/what", {**WHAT, "account-and": "x" * LONGEST})
    shown = response.content.decode()
    assert "All that you write must be 200,000 characters or fewer" in shown
    assert "First line" in shown
    assert "xxx" not in str(next(iter(site.MEMORY.kept.values())))


def test_answers_are_shown_changed_and_sent_once(visitor: Client) -> None:
    shown = walk(visitor)
    assert "First line\n  second" in shown
    assert "Police\nSchool" in shown
    assert 'href="/tell/what?change"' in shown
    assert "second" in page(visitor, "/tell/what?change")
    assert "There is a problem" not in page(visitor, "/tell/what?change")
    retyped = {"account": "Changed", "happened": "unknown", "csrfmiddlewaretoken": "x"}
    assert goes_to(visitor.post("/tell/what?change", retyped)) == "/tell/check"
    assert "csrfmiddlewaretoken" not in next(iter(site.MEMORY.kept.values()))
    once = once_in(page(visitor, "/tell/check"))
    refused = visitor.post("/tell/check", {"once": once})
    assert "Confirm that this is what you saw or heard" in refused.content.decode()
    assert site.RECORDED == {}
    cookie = visitor.cookies["journey-tell"].value
    sent = visitor.post("/tell/check", {"once": once, "true": "yes"})
    assert sent.content.decode() == f"received {once}"
    again = visitor.post("/tell/check", {"once": once, "true": "yes"})
    assert again.content.decode() == f"received before {once}"
    visitor.cookies["journey-tell"] = cookie
    assert visitor.post("/tell/check", {"once": once, "true": "yes"}).content.decode() == f"received before {once}"
    assert [kept["account"] for kept in site.RECORDED.values()] == ["Changed"]
    assert site.MEMORY.kept == {}


def test_what_the_domain_refuses_is_kept_and_said(visitor: Client) -> None:
    walk(visitor)
    visitor.post("/tell/what?change", {"account": "refuse me", "happened": "unknown"})
    once = once_in(page(visitor, "/tell/check"))
    refused = visitor.post("/tell/check", {"once": once, "true": "yes"}).content.decode()
    assert "This cannot be recorded here" in refused
    assert once_in(refused) == once
    assert len(site.MEMORY.kept) == 1
    assert site.RECORDED == {}


def test_an_old_page_of_another_journey_sends_nothing(visitor: Client) -> None:
    walk(visitor)
    other = str(State.begin().once)
    shown = visitor.post("/tell/check", {"once": other, "true": "yes"}).content.decode()
    assert "Check your answers" in shown
    assert once_in(shown) != other
    assert site.RECORDED == {}


def test_an_answer_that_no_longer_holds_leads_back_to_its_page(visitor: Client) -> None:
    once = once_in(walk(visitor))
    journey_id, kept = next(iter(site.MEMORY.kept.items()))
    site.MEMORY.kept[journey_id] = kept.replace("unknown", "hax")
    assert goes_to(visitor.post("/tell/check", {"once": once, "true": "yes"})) == "/tell/what"
    assert site.RECORDED == {}


def test_addresses_hold_no_data_nothing_is_cached_and_a_planted_id_is_not_taken(visitor: Client) -> None:
    visitor.cookies["journey-tell"] = "planted"
    response = visitor.post("/tell/danger", {"now": "no"})
    cookie = response.cookies["journey-tell"]
    assert cookie.value != "planted"
    assert list(site.MEMORY.kept) == [cookie.value]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert not cookie["expires"]
    assert "no-store" in response["Cache-Control"]
    assert "no-store" in visitor.get("/tell/what")["Cache-Control"]


def test_a_journey_needs_steps_with_names_of_their_own() -> None:
    for names in ((), ("a", "a"), (CHECK,)):
        with pytest.raises(ValueError, match="names of their own"):
            Journey("j", [Step(name, site.Danger) for name in names])


def test_a_state_survives_its_store() -> None:
    state = State.begin().with_page("a", {"x": ["1", "2"]})
    assert State.from_json(state.to_json()) == state


def test_progress_stops_at_the_first_unanswered_step() -> None:
    journey = site.Tell.journey
    empty = journey.progress(State.begin())
    assert empty.unanswered == journey.steps[0]
    assert not empty.reachable("what")
    done: Progress = journey.progress(State.begin().with_page("danger", {"now": ["yes"]}).with_page("call-999", {}))
    assert [step.name for step in done.path] == ["danger", "call-999", "what", "told"]
    assert done.answers("danger", "now") is True
    assert done.answers("what", "account") is None
    assert "danger" in done.answers
    assert done.before("danger") is None
    assert isinstance(done.forms["danger"], forms.Question)
