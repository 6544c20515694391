"""The analyst in a real browser: a census is sent, waited for, read, confirmed and declined; the clocks are looked at, and two years compared."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from holdfast.demonstration.tests.steps import address, be, go_on, look_at, people
from holdfast.pages.tests import browser
from holdfast.partnership.people import Acting
from holdfast.returns import counting, uploading
from holdfast.returns.cin import synth_years

pytestmark = pytest.mark.browser
__all__ = ["address", "people"]


def test_a_census_from_upload_to_what_is_owed_and_how_the_years_compare(people: dict[str, Acting], address: str, tmp_path: Path) -> None:
    files = {}
    for year, text in synth_years.censuses(children=60, seed=3, years=[2024, 2025, 2026]).items():
        files[year] = tmp_path / f"census-{year}.xml"
        files[year].write_text(text.replace("<Ethnicity>WBRI", "<Ethnicity>NOPE", 1))
    with browser.open_page() as page:
        be(page, address, "Ana Byrd")
        page.get_by_role("link", name="Returns").click()
        look_at(page, "returns-none")
        page.get_by_role("button", name="Upload a census").click()
        go_on(page, "Upload it")
        expect(page.get_by_role("link", name="Choose the census file")).to_be_visible()
        look_at(page, "returns-upload")
        page.get_by_label("The census file").set_input_files(files[2025])
        go_on(page, "Upload it")
        expect(page.get_by_role("heading", name="A census is being taken in")).to_be_visible()
        look_at(page, "returns-being-taken")
        waiting = page.url
    uploading.take_next()
    with browser.open_page() as page:
        be(page, address, "Ana Byrd")
        page.goto(waiting)
        expect(page.get_by_role("heading", name="CIN 2025")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("button", name="Take the whole list away").click()
        assert "NOPE" in Path(download.value.path()).read_text(encoding="utf-8-sig")
        look_at(page, "returns-taken")
        page.goto(f"{address}/returns/upload/")
        page.get_by_label("The census file").set_input_files(files[2026])
        go_on(page, "Upload it")
        expect(page.get_by_role("heading", name="A census is being taken in")).to_be_visible()
    uploading.take_next()
    counting.count_all()
    with browser.open_page() as page:
        # The analyst confirms some, and says of some that they are not so; a manager agrees
        be(page, address, "Ana Byrd")
        page.get_by_role("link", name="from the census to be confirmed").click()
        look_at(page, "returns-to-confirm")
        page.get_by_role("checkbox").nth(0).check()
        go_on(page, "Confirm those chosen")
        expect(page.get_by_text("Confirmed: 1 duty.")).to_be_visible()
        page.get_by_role("checkbox").nth(0).check()
        page.get_by_role("checkbox").nth(1).check()
        go_on(page, "Those chosen are not so…")
        page.get_by_label("It stands here twice").check()
        page.get_by_label("What shows that?").fill("The case system has one plan for the two")
        look_at(page, "returns-not-so")
        go_on(page, "Ask a second person")
        expect(page.get_by_text("Said not to be so: 2 duties.")).to_be_visible()
        be(page, address, "Dev Marlow")
        page.get_by_role("link", name="2 duties from the census said not to be so").click()
        look_at(page, "returns-declinings")
        page.get_by_role("link", name="2 duties").click()
        page.get_by_label("Yes", exact=True).check()
        look_at(page, "returns-declining")
        go_on(page, "Record it")
        expect(page.get_by_text("Agreed: nothing is owed by 2 duties.")).to_be_visible()
        # The clocks, by month, by child, and year beside year
        be(page, address, "Ana Byrd")
        page.goto(f"{address}/returns/history/")
        look_at(page, "returns-history")
        page.get_by_role("link", name="Finish the assessment", exact=True).click()
        look_at(page, "returns-history-clock")
        page.get_by_role("link", name="Of which children").click()
        page.get_by_role("link", name="Met late").click()
        look_at(page, "returns-history-children")
        page.get_by_role("link", name="Child SYN").first.click()
        look_at(page, "returns-history-child")
        page.goto(f"{address}/returns/history/compare/")
        look_at(page, "returns-compare")
        expect(page.get_by_role("columnheader", name="In time, 2025")).to_be_visible()
