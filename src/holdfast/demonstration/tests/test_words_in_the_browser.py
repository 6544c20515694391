"""No word that somebody typed is lost: when their session ends, when they go away, while they write."""

from __future__ import annotations

import pytest

from holdfast.demonstration.people import PASSWORD
from holdfast.demonstration.tests.steps import a_case, address, be, go_on, look_at, people
from holdfast.pages.tests import browser
from holdfast.partnership.people import Acting

pytestmark = pytest.mark.browser
__all__ = ["address", "people"]


def test_what_somebody_typed_comes_back_after_signing_in_and_is_kept_while_they_write(people: dict[str, Acting], address: str) -> None:
    case = a_case(people)
    with browser.open_page() as page:
        # Who is signed out while typing gets every word back, and nothing is recorded until they send it.
        be(page, address, "Carys Lund")
        page.goto(f"{address}/sign-in/")
        page.get_by_label("Email address").fill("carys@example.org")
        page.get_by_role("textbox", name="Password").fill(PASSWORD)
        go_on(page, "Sign in")
        page.goto(f"{address}/children/{case}/actions/")
        page.get_by_label("First action").first.fill("Ask the taxi firm for its log")
        page.context.clear_cookies(name="session")
        page.locator("main form button[type=submit]").last.click()
        assert page.get_by_text("What you typed is kept").is_visible()
        look_at(page, "signed-out-with-words")
        page.get_by_label("Email address").fill("carys@example.org")
        page.get_by_role("textbox", name="Password").fill(PASSWORD)
        go_on(page, "Sign in")
        look_at(page, "typed")
        go_on(page, "Go back to what you typed")
        assert page.get_by_label("First action").first.input_value() == "Ask the taxi firm for its log"
        assert page.get_by_text("You were signed out before this was sent").first.is_visible()
        # What somebody is still writing is kept while they write, and found again from their home.
        page.goto(f"{address}/children/{case}/record/note/")
        page.get_by_label("What happened?").fill("Her form tutor rang")
        page.get_by_text("Saved as a draft").first.wait_for(timeout=15_000)
        look_at(page, "note-being-written")
        page.goto(f"{address}/")
        page.get_by_role("link", name="A note, Wren Example").click()
        look_at(page, "unfinished")
        go_on(page, "Go on with it")
        assert page.get_by_label("What happened?").input_value() == "Her form tutor rang"
        look_at(page, "draft-given-back")
        page.get_by_label("What happened?").fill("Her form tutor rang twice")
        go_on(page, "Save and come back")
        assert page.get_by_text("Saved as a draft. It stands below").is_visible()


def test_who_writes_for_long_is_told_before_they_are_signed_out_and_when_nothing_can_be_saved(
    people: dict[str, Acting], address: str
) -> None:
    case = a_case(people)
    with browser.open_page() as page:
        be(page, address, "Carys Lund")
        page.clock.install()
        page.goto(f"{address}/children/{case}/record/note/")
        page.get_by_label("What happened?").fill("Her form tutor rang")
        page.clock.run_for(6_000)
        page.get_by_text("Saved as a draft").first.wait_for()
        page.clock.run_for(13 * 60_000 + 1_000)
        warned = page.get_by_text("You will be signed out in two minutes. What you typed is kept.")
        warned.wait_for()
        look_at(page, "two-minutes")
        page.get_by_role("button", name="Stay signed in").click()
        warned.wait_for(state="detached")
        page.route("**/*save=draft", lambda route: route.fulfill(status=200, body="what no draft answers"))
        page.get_by_label("What happened?").fill("Her form tutor rang twice")
        page.clock.run_for(6_000)
        page.get_by_text("Copy your words before you leave").first.wait_for()
