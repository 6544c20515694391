"""The pages of disruption, of every kind: cheap in questions, and closed to strangers."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from holdfast.children.ids import CaseId
from holdfast.database.time import today
from holdfast.disruption.actions import set_holder
from holdfast.intelligence.tests.test_intelligence import given as intelligence_given
from holdfast.investigations.tests.test_investigations import opened as investigation_opened
from holdfast.licensing import actions as licensing
from holdfast.licensing import kinds as licence_kinds
from holdfast.licensing.codes import About
from holdfast.measures.tests.test_measures import asked, chosen, holders
from holdfast.panel.tests.test_panel import called as panel_called
from holdfast.panel.tests.test_panel import decided as panel_decided
from holdfast.panel.tests.test_panel import declared as panel_declared
from holdfast.panel.tests.test_panel import taken as panel_taken
from holdfast.partnership.people import Acting
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.persons import keeping
from holdfast.persons.codes import Done
from holdfast.persons.tests.story import a_concern, named, opened, vetted_group
from holdfast.places.tests.test_places import reported
from holdfast.support.tests.test_support import begun, case, offered

__all__ = ["case"]  # a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    found = a_partnership()
    vetted_group(found)
    holders(found)
    assert found.dev.post is not None
    set_holder(body="licensing", post=found.dev.post, outside=None, by=found.efua)
    return found


def client_of(acting: Acting) -> Client:
    client = Client()
    sign_in(client, acting)
    return client


def pages_of(p: Partnership, case: UUID) -> list[tuple[str, Acting, int]]:
    """Each page with who may see it, and the most questions that it may ask."""
    person = named(p, a_concern(p))
    opened(p, person, owner=p.carys)
    ask = asked(p, person)
    measure = chosen(p, ask)
    place = reported(p)
    plan = begun(p, CaseId(case))
    offered(p, plan)
    parts = licence_kinds.AskedParts(about="Badge 4471", shared="Seen", may_be_told="Nothing of the school")
    question = licensing.ask(what=About.DRIVER, parts=parts, by=p.lena)
    investigation = investigation_opened(p)
    item = intelligence_given(p)
    panel = panel_called(p)
    on_agenda = panel_taken(p, panel, person)
    panel_declared(p, on_agenda)
    action = panel_decided(p, on_agenda)
    return [
        (f"/intelligence/{item}/", p.ines, 45),
        (f"/panel/{panel}/", p.efua, 80),
        (f"/panel/items/{on_agenda}/", p.efua, 45),
        (f"/panel/items/{on_agenda}/decide/", p.efua, 35),
        (f"/panel/actions/{action}/", p.ines, 30),
        (f"/persons/{person}/", p.bryn, 70),
        (f"/persons/{person}/act/", p.carys, 30),
        (f"/persons/{person}/clear/", p.bryn, 40),
        (f"/disruption/{person}/", p.bryn, 50),
        (f"/disruption/{person}/ask/police/", p.bryn, 35),
        (f"/disruption/{person}/not-ask/police/", p.bryn, 35),
        (f"/disruption/lists/{ask}/", p.dev, 40),
        (f"/disruption/measures/{measure}/", p.dev, 45),
        (f"/disruption/measures/{measure}/apply/", p.dev, 30),
        (f"/places/{place}/", p.bryn, 55),
        (f"/places/{place}/assess/", p.bryn, 35),
        (f"/support/{plan}/", p.carys, 60),
        (f"/support/{plan}/of/therapy/", p.carys, 50),
        (f"/support/{plan}/of/therapy/accept/", p.carys, 30),
        (f"/support/{plan}/advocate/", p.carys, 35),
        (f"/licensing/{question}/", p.dev, 50),
        (f"/licensing/{question}/answer/", p.dev, 30),
        (f"/investigations/{investigation}/", p.ines, 55),
        (f"/investigations/{investigation}/step/", p.ines, 30),
    ]


def test_each_opens_for_those_it_is_for_within_its_questions_and_for_no_stranger(p: Partnership, case: UUID) -> None:
    over = []
    for path, acting, most in pages_of(p, case):
        client = client_of(acting)
        client.get("/people/")  # the directory is opened once for each state of the partnership
        with CaptureQueriesContext(connection) as seen:
            response = client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        assert "no-store" in response.headers["Cache-Control"], path
        questions = [q["sql"] for q in seen if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config", "SET LOCAL ROLE"))]
        if len(questions) > most:
            over.append((path, len(questions), most))
        for stranger in (p.jo, p.noor, p.uma):
            assert client_of(stranger).get(path).status_code == 404, (path, stranger)
    assert over == []


def test_the_page_of_a_person_costs_the_same_however_much_is_recorded(p: Partnership) -> None:
    person = named(p, a_concern(p))
    opened(p, person, owner=p.carys)
    client = client_of(p.bryn)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/persons/{person}/")
        return len(seen)

    keeping.tell(person=person, agency=p.school, recipient=None, words="Not to let him collect", by=p.bryn)
    cost()
    few = cost()
    for _ in range(5):
        keeping.act(person=person, done=Done.VISITED, words="Called", next_="Call again", next_on=today() + timedelta(days=5), by=p.carys)
        keeping.tell(person=person, agency=p.school, recipient=None, words="Not to let him collect", by=p.bryn)
    assert cost() <= few


def test_the_agenda_costs_the_same_however_much_the_record_proposes(p: Partnership) -> None:
    panel = panel_called(p)
    client = client_of(p.efua)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/panel/{panel}/").status_code == 200
        return len(seen)

    def one_more(name: str, another: str) -> None:
        person = named(p, a_concern(p), name)
        opened(p, person, owner=p.carys)
        panel_declared(p, panel_taken(p, panel, person))
        opened(p, named(p, a_concern(p), another), owner=p.carys)

    one_more("Marlow Quayle", "Bexley Sample")
    cost()
    few = cost()
    for name, another in (("Tam Example", "Corin Vale"), ("Ned Invented", "Dorrit Lane"), ("Ossie Nobody", "Hew Farrow")):
        one_more(name, another)
    cost()  # each name is looked at once a day
    assert cost() <= few
