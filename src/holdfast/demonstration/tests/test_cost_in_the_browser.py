"""In a flood of messages: whoever tells presses the button once, as on any other day; without a script they wait some seconds, and are told so."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from holdfast.concerns import cost
from holdfast.concerns.models import FreshNumber
from holdfast.concerns.tests.test_cost import answered
from holdfast.database.time import move_clock, now
from holdfast.demonstration.tests.steps import address, go_on, look_at, people
from holdfast.pages.tests import browser
from holdfast.partnership.people import Acting

pytestmark = pytest.mark.browser
__all__ = ["address", "people"]


@pytest.fixture
def flood(people: dict[str, Acting]) -> None:
    for _ in range(settings.HOLDFAST_ORDINARY_TELLING + 1):
        FreshNumber.objects.create(once=uuid4(), sealed=b"", until=now() + timedelta(minutes=15))


def last_page(page: Page, address: str) -> None:
    """Everything is answered; what is left is to send it."""
    client = Client()
    answered(client)
    page.context.add_cookies([{"name": "journey-tell", "value": client.cookies["journey-tell"].value, "url": address}])
    page.goto(f"{address}/tell/check")


def test_in_a_flood_the_button_is_pressed_once_and_the_browser_does_the_rest(address: str, flood: None) -> None:
    with browser.open_page(width=browser.PHONE) as page:
        last_page(page, address)
        go_on(page, "Send it to us")
        expect(page.locator(".hf-reference")).to_be_visible(timeout=60_000)


def test_an_old_telephone_waits_no_longer_than_one_without_a_script(address: str, flood: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cost, "FIRST_BITS", 30)  # more work than any telephone does in a day
    monkeypatch.setattr(cost, "FIRST_WAIT", timedelta(seconds=3))
    with browser.open_page(width=browser.PHONE) as page:
        last_page(page, address)
        go_on(page, "Send it to us")
        expect(page.get_by_role("status").filter(has_text="sent by itself")).to_be_visible()
        expect(page.locator(".hf-reference")).to_be_visible(timeout=20_000)


def test_without_a_script_it_waits_and_is_kept(address: str, flood: None) -> None:
    with browser.open_page(javascript=False) as page:
        last_page(page, address)
        go_on(page, "Send it to us")
        expect(page.get_by_role("alert")).to_contain_text("Not sent yet")
    with browser.open_page() as page:
        last_page(page, address)
        page.evaluate("for (const form of document.querySelectorAll('form[data-hf-work]')) form.elements.found.name = 'nothing'")
        page.evaluate("document.querySelector('form[data-hf-work]').submit()")
        expect(page.get_by_role("alert")).to_contain_text("Not sent yet")
        look_at(page, "tell-in-a-flood")
    with browser.open_page(javascript=False) as page:
        last_page(page, address)
        move_clock(now() + timedelta(seconds=11))
        go_on(page, "Send it to us")
        expect(page.locator(".hf-reference")).to_be_visible()
