"""What a youth worker knows, graded and passed on; and the exploitation panel: in a real browser, each page accessible at both widths."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from holdfast.database.time import today
from holdfast.demonstration.people import settle
from holdfast.demonstration.tests.steps import address, be, go_on, look_at, people
from holdfast.intelligence.models import Item
from holdfast.pages.tests import browser
from holdfast.panel import actions as panels
from holdfast.panel.models import PanelItem
from holdfast.partnership.people import Acting
from holdfast.places import actions as places
from holdfast.places import kinds as place_kinds
from holdfast.places.codes import PlaceKind
from holdfast.record.holding import reading_all

pytestmark = pytest.mark.browser
__all__ = ["address", "people"]


def fill_day(page: Page, days: int) -> None:
    on = today() + timedelta(days=days)
    for part in ("Day", "Month", "Year"):
        page.get_by_label(part, exact=True).first.fill(str(getattr(on, part.lower())))


def test_what_a_youth_worker_knows_is_graded_passed_on_and_answered(people: dict[str, Acting], address: str) -> None:
    settle(people, 28)
    with browser.open_page() as page:
        # Given that Zac says what he saw; a slip is told by field
        be(page, address, "Zac Linden")
        page.goto(f"{address}/disruption/")
        page.get_by_role("link", name="Intelligence").first.click()
        look_at(page, "intelligence-mine")
        page.get_by_role("button", name="Say what you know").click()
        look_at(page, "intelligence-give")
        go_on(page, "Send it")
        look_at(page, "intelligence-give-wrong")
        for group in ("Does any of it come from", "Is somebody in danger now?"):
            page.get_by_role("group", name=group).get_by_label("No", exact=True).check()
        page.get_by_label("About whom, or what?").fill("A silver car, AB12 ZZZ")
        page.get_by_label("What do you know?").fill("Young people are picked up behind the Blue Lantern")
        page.get_by_label("When was it?").fill("Fridays, from ten")
        page.get_by_label("How do you know?").fill("Seen by a youth worker on two evenings")
        page.get_by_role("group", name="How does whoever it comes from stand").get_by_role("radio").first.check()
        go_on(page, "Send it")
        assert page.get_by_text("It is received. It is graded, and you are answered once.").is_visible()
        look_at(page, "intelligence-item")
        # When a trained sergeant grades it
        with reading_all():
            item = Item.objects.get().id
        be(page, address, "Hal Quarry")
        page.goto(f"{address}/intelligence/{item}/")
        look_at(page, "intelligence-to-grade")
        page.goto(f"{address}/intelligence/{item}/grade/")
        page.get_by_label("How reliable is the source?").select_option(index=1)
        page.get_by_label("How is the information known?").select_option(index=1)
        page.get_by_label("How may it be handled?").select_option(index=1)
        page.get_by_label("Why?").fill("Seen by the teller")
        look_at(page, "intelligence-grade")
        page.get_by_role("button").filter(has_text="rade").last.click()
        for name in ("sanitise", "reply", "retract"):
            page.goto(f"{address}/intelligence/{item}/{name}/")
            look_at(page, f"intelligence-{name}")


def a_place(people: dict[str, Acting]) -> None:
    """A place that was assessed, and that somebody owns."""
    said = place_kinds.ReportedParts(name="The Blue Lantern", where="Quay Street", said="Young people are brought here after ten")
    parts = place_kinds.AssessedParts(
        context="A back room with its own door; open until two.",
        children="They are met with food, warmth and lifts.",
        young_people="“You get fed and nobody asks”, said to a youth worker.",
        partners="Licensing, the landlord, the youth service.",
        safe_adults="The cook.",
        outcome="No young person is there after nine.",
        next="A youth worker and licensing visit on Friday night.",
    )
    places.assess(
        place=places.report(place=PlaceKind.FOOD, parts=said, by=people["zac"]),
        parts=parts,
        owner=people["idris"].worker,
        next_on=today() + timedelta(days=12),
        review_on=today() + timedelta(days=80),
        by=people["bryn"],
    )


def test_the_panel_takes_its_agenda_from_the_record_and_decides(people: dict[str, Acting], address: str) -> None:
    settle(people, 28)
    a_place(people)
    with browser.open_page() as page:
        be(page, address, "Bryn Castle")
        page.goto(f"{address}/panel/call/")
        look_at(page, "panel-call")
        go_on(page, "Call it")
        look_at(page, "panel-call-wrong")
    # Given that the panel meets, and its chair takes what the record proposes
    members = [people[who].worker for who in ("ines", "lena")]
    panel = panels.call(on=today(), chair=people["efua"].worker, members=members, by=people["bryn"])
    with browser.open_page() as page:
        be(page, address, "Efua North")
        page.goto(f"{address}/panel/{panel}/")
        look_at(page, "panel-proposed")
        page.locator("button", has_text="Take it").click()
        page.get_by_role("link", name="The Blue Lantern").click()
        look_at(page, "panel-declare")
        page.get_by_label("No", exact=True).check()
        go_on(page, "Record it")
        look_at(page, "panel")
        with reading_all():
            item = PanelItem.objects.get().id
        for who in ("ines", "lena"):
            panels.declare(item=item, connected=False, words=None, by=people[who])
        # When it decides
        page.get_by_role("link", name="The Blue Lantern").click()
        page.get_by_role("button", name="Decide who does what").click()
        page.get_by_label("What does somebody do?").fill("Monitor")
        page.get_by_label("Who?").select_option(label="Detective chief inspector, Saltmarsh Police")
        fill_day(page, 9)
        go_on(page, "Record it")
        look_at(page, "panel-decide-wrong")
        page.get_by_label("What does somebody do?").fill("Ines Rowan has a patrol at the back door on Fridays")
        go_on(page, "Record it")
        page.get_by_role("button", name="It was heard").click()
        page.get_by_label("In a sentence?").fill("One action; staff stand at the gate meanwhile")
        go_on(page, "Record it")
        look_at(page, "panel-item")
        # Then it is Ines's by that day, on her home
        be(page, address, "Ines Rowan")
        page.get_by_role("link", name="Do what the exploitation panel decided").first.click()
        page.get_by_role("button", name="Say that it was done, and what shows it").click()
        page.get_by_label("In a sentence?").fill("Log 14, three Fridays")
        look_at(page, "panel-done")
        go_on(page, "Record it")
        look_at(page, "panel-done-shown")
        page.goto(f"{address}/panel/")
        look_at(page, "panels")
