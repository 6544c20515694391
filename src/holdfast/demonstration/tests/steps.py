"""What a person does in a browser, as steps of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from conftest import OwnDatabase
from playwright.sync_api import Page

from holdfast.children import actions as children
from holdfast.children import meetings
from holdfast.children.actions import ToDo
from holdfast.children.codes import MeetingType
from holdfast.children.kinds import case as case_kinds
from holdfast.children.kinds import meeting
from holdfast.children.models import Case
from holdfast.concerns import actions as concerns
from holdfast.concerns import telling
from holdfast.concerns.codes import Alleged, AllegedIs, Decision
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.telling import Telling
from holdfast.database.time import today
from holdfast.demonstration.people import found_partnership
from holdfast.pages.tests import browser
from holdfast.partnership.people import Acting
from holdfast.record.gate import forget_installation
from holdfast.record.holding import reading_all
from holdfast.subjects.actions import NewPerson, record_person
from holdfast.when import When


@pytest.fixture
def people(committed: OwnDatabase) -> dict[str, Acting]:
    """A demonstration's database, with the invented partnership."""
    with psycopg.connect(committed.owner, autocommit=True) as owner:
        owner.execute("ALTER TABLE database_installation DISABLE TRIGGER USER")
        owner.execute("UPDATE database_installation SET nature = 'demonstration'")
        owner.execute("ALTER TABLE database_installation ENABLE TRIGGER USER")
    forget_installation()
    return found_partnership()


@pytest.fixture
def address(people: dict[str, Acting]) -> Iterator[str]:
    with browser.serve() as where:
        yield where


def be(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/demonstration/")
    page.get_by_role("button", name=f"Be {name}").click()
    page.wait_for_url(f"{address}/")


def go_on(page: Page, button: str = "Continue") -> None:
    page.get_by_role("button", name=button, exact=True).click()


def look_at(page: Page, name: str) -> None:
    """Accessible and without sideways scrolling at both widths; a picture of each."""
    browser.assert_axe_clean(page)
    browser.screenshot(page, name)
    page.set_viewport_size({"width": browser.PHONE, "height": 900})
    browser.assert_axe_clean(page)
    browser.assert_no_sideways_scrolling(page)
    page.set_viewport_size({"width": browser.DESKTOP, "height": 900})


def move_the_clock(page: Page, address: str, by: str) -> None:
    page.goto(f"{address}/demonstration/clock/")
    page.get_by_label(by, exact=True).check()
    go_on(page, "Move it")


def a_case(people: dict[str, Acting]) -> UUID:
    """A case with a bit of everything."""
    p = people
    words = ToldParts(worry="Worried about lifts")
    told = telling.tell_as_professional(Telling(words=words, alleged=(Alleged.SEXUAL_EXPLOITATION,)), by=p["lena"], once=uuid4())
    concerns.read(concern=told.concern, by=p["amira"])
    council = p["amira"].agency
    new = NewPerson(name="Wren Example", born=today() - timedelta(days=5000), disabilities=("LD",), address="1 Invented Road")
    person = record_person(new, source=council, agencies=[council], by=p["amira"])
    concerns.decide(
        concern=told.concern,
        decision=Decision.SECTION47,
        alleged_is=AllegedIs.NOT_KNOWN,
        considered="All",
        reason="Needed",
        children=[person],
        by=p["bryn"],
    )
    with reading_all():
        case = Case.objects.get(person_id=person).id
    children.allocate(child=case, worker=p["carys"].worker, by=p["dev"])
    strategy = meetings.open_strategy(child=case, agencies=[p["ines"].agency, p["kit"].agency], words="Lifts", by=p["dev"])
    meetings.share(child=case, meeting_id=strategy, words="Two reports", by=p["nell"])
    todo = ToDo("Identify the driver", p["nell"].worker, today() + timedelta(days=2))
    concluded = meeting.Decided(reason="It fits together")
    meetings.conclude_strategy(
        child=case,
        strategy=strategy,
        decision="section47_joint",
        attended=[council, p["ines"].agency, p["kit"].agency],
        words=concluded,
        todos=[todo],
        by=p["dev"],
    )
    asked = [p["kit"].agency, p["lena"].agency]
    conference = meetings.arrange_conference(child=case, type=MeetingType.INITIAL, planned_on=today(), agencies=asked, by=p["gwen"])
    meetings.share(child=case, meeting_id=conference, words="She comes to school", by=p["lena"])
    visit = children.record(
        child=case,
        facts=case_kinds.VisitRecorded(seen=True),
        parts=case_kinds.Seen(account="Well", why_not_alone="At school"),
        when=When.on(today()),
        by=p["carys"],
    )
    assert visit is not None
    corrected = case_kinds.Seen(account="Well, and alone")
    facts = case_kinds.VisitRecorded(seen=True, seen_alone=True)
    children.record(child=case, facts=facts, parts=corrected, when=When.on(today()), by=p["carys"], corrects=visit.id, why="The wrong day")
    return case
