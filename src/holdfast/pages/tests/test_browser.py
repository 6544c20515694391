"""Every component, in a real browser: accessible, at both widths, under a policy without inline script or style."""

from __future__ import annotations

import pytest

from holdfast.pages.tests import browser

pytestmark = pytest.mark.browser

PAGES = ["", "fields", "question", "confirmation", "error/400", "error/403", "error/404", "error/500"]


@pytest.mark.parametrize("where", PAGES)
def test_each_page_is_accessible_and_fits_a_phone(site_address: str, where: str) -> None:
    with browser.open_page() as page:
        page.goto(f"{site_address}/{where}")
        browser.assert_axe_clean(page)
        browser.screenshot(page, f"pages-{where.replace('/', '-') or 'gallery'}")
        page.set_viewport_size({"width": browser.PHONE, "height": 900})
        browser.assert_axe_clean(page)
        browser.assert_no_sideways_scrolling(page)


def test_a_form_with_every_error_is_accessible_and_its_summary_leads_to_each_input(site_address: str) -> None:
    with browser.open_page() as page:
        page.goto(f"{site_address}/fields")
        page.get_by_label("Yes").first.check()
        page.get_by_role("button", name="Continue").click()
        assert page.title().startswith("Error: ")
        browser.assert_axe_clean(page)
        browser.screenshot(page, "pages-errors")
        links = page.locator(".govuk-error-summary__list a")
        assert links.count() >= 10
        for index in range(links.count()):
            links.nth(index).click()
            name = page.evaluate("document.activeElement.name")
            assert name, f"“{links.nth(index).inner_text()}” leads to no input"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_choice_reveals_its_questions_with_and_without_javascript(site_address: str, javascript: bool) -> None:
    with browser.open_page(javascript=javascript) as page:
        page.goto(f"{site_address}/fields")
        inner = page.get_by_text("Was the child seen alone?")
        assert inner.is_hidden()
        page.get_by_label("Yes").first.check()
        assert inner.is_visible()


def test_without_javascript_a_form_can_be_sent_and_says_what_is_wrong(site_address: str) -> None:
    with browser.open_page(javascript=False, width=browser.PHONE) as page:
        page.goto(f"{site_address}/fields")
        page.get_by_role("button", name="Continue").click()
        assert page.get_by_role("heading", name="There is a problem").is_visible()
        browser.screenshot(page, "pages-no-javascript")


def test_the_first_tab_stop_skips_to_the_content(site_address: str) -> None:
    with browser.open_page() as page:
        page.goto(site_address)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main-content"


def test_on_paper_the_menus_go_and_the_record_stays(site_address: str) -> None:
    with browser.open_page() as page:
        page.goto(site_address)
        page.emulate_media(media="print")
        assert page.get_by_role("navigation", name="Main").is_hidden()
        assert page.get_by_text("This is a demonstration.").is_visible()
        assert page.get_by_text("Told by", exact=True).is_visible()
