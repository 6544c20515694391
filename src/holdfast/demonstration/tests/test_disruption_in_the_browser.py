"""Somebody named, a place, measures, support, licensing and the register in a real browser: each page accessible at both widths."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Page

from holdfast.concerns import telling
from holdfast.concerns.codes import Alleged, Nature
from holdfast.concerns.ids import ConcernId
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.telling import Telling
from holdfast.database.time import today
from holdfast.demonstration.people import settle
from holdfast.demonstration.tests.steps import a_case, address, be, go_on, look_at, people
from holdfast.investigations import actions as investigations
from holdfast.investigations import kinds as investigation_kinds
from holdfast.licensing import actions as licensing
from holdfast.licensing import kinds as licence_kinds
from holdfast.licensing.codes import About
from holdfast.measures.models import Ask, Measure
from holdfast.pages.tests import browser
from holdfast.partnership.people import Acting
from holdfast.persons.models import Person
from holdfast.places import actions as places
from holdfast.places import kinds as place_kinds
from holdfast.places.codes import PlaceKind
from holdfast.record.holding import reading_all
from holdfast.support import actions as support
from holdfast.support.codes import How, Support

pytestmark = pytest.mark.browser
__all__ = ["address", "people"]


def a_concern(people: dict[str, Acting]) -> ConcernId:
    what = Telling(
        words=ToldParts(worry="A man waits at the gate with a silver car", others="Marlow Quayle"),
        nature=Nature.REFERRAL,
        alleged=(Alleged.SEXUAL_EXPLOITATION,),
    )
    return telling.tell_as_professional(what, by=people["lena"], once=uuid4()).concern


def enter_day(page: Page, name: str, days: int) -> None:
    on = today() + timedelta(days=days)
    for part in ("day", "month", "year"):
        page.locator(f"#id_{name}-{part}, [name='{name}-{part}']").first.fill(str(getattr(on, part)))


def test_somebody_named_is_assessed_asked_about_cleared_and_acted_on(people: dict[str, Acting], address: str) -> None:
    settle(people, 28)
    concern = a_concern(people)
    with browser.open_page() as page:
        # Given that the front door reads a concern that names a man
        be(page, address, "Bryn Castle")
        page.goto(f"{address}/concerns/{concern}/")
        page.get_by_role("button", name="Record somebody whom it names").click()
        page.get_by_label("What are they called?").fill("Marlow Quayle")
        page.get_by_label("What was said of them?").fill("Waits at the gate; two girls got in")
        page.get_by_label("18 or over").check()
        page.get_by_label("Do they work for, or belong to, one of these?").select_option("None of them, or it is not known")
        look_at(page, "person-name")
        go_on(page, "Record them")
        assert page.get_by_text("They are recorded, and to be assessed.").is_visible()
        look_at(page, "concern-names")
        # When the front door's manager decides
        be(page, address, "Bryn Castle")
        page.get_by_role("link", name="Assess whether somebody who was named is a person of concern").first.click()
        page.get_by_text("They become a person of concern").first.click()
        look_at(page, "person-open")
        page.get_by_label("How reliable is the source?").select_option("2: untested")
        page.get_by_label("How is the information known?").select_option("B: known indirectly, and corroborated")
        page.get_by_label("How may it be handled?").select_option("P: lawful sharing permitted")
        page.get_by_label("On what information does it rest?").fill("Two teachers, on two days")
        page.get_by_label("Why are they a person of concern?").fill("Two girls got into his car")
        page.get_by_label("Who owns it?").select_option(label="Carys Lund, Saltmarsh Council")
        page.get_by_label("What is done next, and by whom?").fill("Monitor")
        enter_day(page, "next_on", 7)
        enter_day(page, "review_on", 28)
        go_on(page, "Record the decision")
        assert page.get_by_text("To monitor, to wait and to discuss are no actions").first.is_visible()
        look_at(page, "person-open-wrong")
        page.get_by_label("What is done next, and by whom?").fill("Carys asks licensing whose the car is")
        go_on(page, "Record the decision")
        look_at(page, "person")
        # and the council is asked what it could do
        page.get_by_role("link", name="Ask each body which of its measures it takes").last.click()
        look_at(page, "measures-bodies")
        page.locator("a[href$='/ask/council/']").click()
        page.get_by_label("About whom, or what?").fill("Marlow Quayle")
        page.get_by_label("What is shared with this body?").fill("He waits at a school gate in a silver car")
        look_at(page, "measures-ask")
        go_on(page, "Ask it")
        # Then its lead says first that she is not connected, and answers row by row
        be(page, address, "Efua North")
        page.get_by_role("link", name="Answer, row by row, which measures your body takes").first.click()
        page.get_by_text("Answer the list, row by row").first.click()
        page.get_by_label("No", exact=True).check()
        look_at(page, "measures-declare")
        go_on(page, "Record it")
        look_at(page, "measures-list")
        page.get_by_role("button", name="Answer the next row").click()
        page.get_by_label("Yes", exact=True).check()
        page.get_by_label("In your words?").fill("For one girl by name")
        look_at(page, "measures-row")
        go_on(page, "Record the answer")
        assert page.get_by_text("still to answer").is_visible()
    with reading_all():
        measure = Measure.objects.get().id
        ask, person = Ask.objects.get().id, Person.objects.get().id
    with browser.open_page() as page:
        be(page, address, "Efua North")
        page.goto(f"{address}/disruption/measures/{measure}/")
        look_at(page, "measure-taken")
        page.get_by_role("button", name="Ask the police: proceed, wait, or speak to us?").click()
        look_at(page, "measure-ask-police")
        go_on(page, "Ask the police’s one contact")
        be(page, address, "Hal Quarry")
        page.goto(f"{address}/disruption/measures/{measure}/clear/")
        page.get_by_label("Proceed", exact=True).check()
        look_at(page, "measure-clear")
        go_on(page, "Record the answer")
        be(page, address, "Efua North")
        page.goto(f"{address}/disruption/measures/{measure}/apply/")
        look_at(page, "measure-apply")
        page.goto(f"{address}/disruption/lists/{ask}/")
        look_at(page, "measures-list-answered")
        for path, name in (
            (f"/persons/{person}/", "person-with-measures"), (f"/persons/{person}/allege/", "person-allege"),
            (f"/persons/{person}/monitoring/", "person-monitoring"), (f"/persons/{person}/clear/", "person-clear"),
            ("/persons/", "persons-mine"), ("/persons/find/", "persons-find"), ("/persons/counted/", "persons-counted"),
            ("/persons/terms/", "persons-terms"), ("/disruption/reasons/", "measures-reasons"), ("/people/vetted/", "vetted"),
        ):  # fmt: skip
            page.goto(f"{address}{path}")
            look_at(page, name)


def test_a_place_support_licensing_and_the_register_are_accessible_at_both_widths(people: dict[str, Acting], address: str) -> None:
    settle(people, 28)
    case = a_case(people)
    said = place_kinds.ReportedParts(name="The Blue Lantern", where="Quay Street", said="Young people are brought here after ten")
    place = places.report(place=PlaceKind.FOOD, parts=said, by=people["zac"])
    plan = support.begin_for_child(case=case, called="Skye", born=None, coordinator=people["carys"].worker, by=people["carys"])
    health = people["kit"].agency
    support.offer(plan=plan, what=Support.THERAPY, how=How.IN_PERSON, on=today(), agency=health, words=None, by=people["carys"])
    parts = licence_kinds.AskedParts(about="Badge 4471", shared="Drives young people at night", may_be_told="Nothing of the school")
    question = licensing.ask(what=About.DRIVER, parts=parts, by=people["amira"])
    opened = investigations.open_investigation(
        parts=investigation_kinds.OpenedParts(reference="SP/INVENTED/1", about="The quay", next="Hear her in a recorded interview"),
        officer=people["nell"].worker,
        opened_on=today(),
        next_on=today() + timedelta(days=9),
        review_on=today() + timedelta(days=28),
        case=_involved(people, case),
        by=people["ines"],
    )
    pages: dict[str, dict[str, str]] = {
        "Bryn Castle": {
            "places": "/places/",
            "place-report": "/places/report/",
            "place": f"/places/{place}/",
            "place-assess": f"/places/{place}/assess/",
        },
        "Carys Lund": {
            "support-mine": "/support/",
            "support-plan": f"/support/{plan}/",
            "support-item": f"/support/{plan}/of/therapy/",
            "support-offer": f"/support/{plan}/of/health/offer/",
            "child-with-links": f"/children/{case}/",
            "police-challenge": f"/children/{case}/police/",
        },
        "Mina Vale": {"support-adult": "/support/adult/"},
        "Lou Harker": {
            "licensing-question": f"/licensing/{question}/",
            "licensing-answer": f"/licensing/{question}/answer/",
            "licensing-decide": f"/licensing/{question}/decide/",
        },
        "Efua North": {"licensing": "/licensing/", "licensing-ask": "/licensing/ask/"},
        "Ines Rowan": {
            "investigations": "/investigations/",
            "investigation-open": "/investigations/open/",
            "investigation": f"/investigations/{opened}/",
            "investigation-step": f"/investigations/{opened}/step/",
            "investigation-nfa": f"/investigations/{opened}/propose-nfa/",
        },
    }
    with browser.open_page() as page:
        for who, paths in pages.items():
            be(page, address, who)
            for name, path in paths.items():
                page.goto(f"{address}{path}")
                look_at(page, name)


def _involved(people: dict[str, Acting], case: UUID) -> UUID:
    """The police are involved with the child."""
    from holdfast.children.actions import involve
    from holdfast.children.ids import CaseId

    involve(child=CaseId(case), agencies=[people["ines"].agency], reason="asked", by=people["dev"])
    return case
