"""Wren reads her own plan: by a number that Carys says to her, on a telephone that she shares; and nobody else by it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from holdfast.children.ids import CaseId
from holdfast.database.time import move_clock, now, today
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.holding import reading_all
from holdfast.support import actions, hers
from holdfast.support.codes import Support
from holdfast.support.models import PlanNumber
from holdfast.support.tests.test_support import begun, case, offered

__all__ = ["case"]  # a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def come_back(number: str) -> Client:
    client = Client()
    client.post("/back/", {"number": number})
    return client


def test_she_reads_what_she_was_offered_in_words_to_her_and_nothing_is_in_the_address(p: Partnership, case: CaseId) -> None:
    plan = begun(p, case)
    offered(p, plan)
    number = hers.give_number(plan=plan, by=p.carys, entry_id=uuid4())
    client = Client()
    response = client.post("/back/", {"number": number.lower().replace("-", " ")})
    assert response.headers["Location"] == "/back/plan"
    page = client.get("/back/plan").content.decode()
    assert "Offered to you. You can say yes, or no, or not now." in page
    assert "Nobody has offered you this yet" in page
    assert "Exit this page" in page
    assert "Carys" not in page
    with CaptureQueriesContext(connection) as seen:
        client.get("/back/plan")
    assert len(seen) <= 24
    assert number not in page
    actions.accept(plan=plan, what=Support.THERAPY, on=today(), by=p.carys)
    assert "You said yes. It has not begun yet" in client.get("/back/plan").content.decode()
    with reading_all():
        assert number.replace("-", "") not in str(list(PlanNumber.objects.values()))


def test_what_is_offered_after_she_was_given_it_is_hers_to_read_as_well(p: Partnership, case: CaseId) -> None:
    plan = begun(p, case)
    client = come_back(hers.give_number(plan=plan, by=p.carys, entry_id=uuid4()))
    assert "Offered to you" not in client.get("/back/plan").content.decode()
    offered(p, plan)
    assert "Offered to you" in client.get("/back/plan").content.decode()


def test_she_switches_it_off_and_another_takes_its_place(p: Partnership, case: CaseId) -> None:
    plan = begun(p, case)
    offered(p, plan)
    first = hers.give_number(plan=plan, by=p.carys, entry_id=uuid4())
    client = come_back(first)
    second = hers.give_number(plan=plan, by=p.carys, entry_id=uuid4())
    assert client.get("/back/plan").status_code == 302, "the one that she had opens nothing any more"
    again = come_back(second)
    assert "switched off" in again.post("/back/plan", {"off": "1"}).content.decode()
    assert come_back(second).get("/back/plan").status_code == 302
    offered(p, plan)
    assert come_back(second).get("/back/plan").status_code == 302


def test_nobody_finds_a_plan_by_a_number_that_nobody_was_given_nor_is_given_one_without_reading_it(p: Partnership, case: CaseId) -> None:
    plan = begun(p, case)
    for stranger in (p.lena, p.jo):
        with pytest.raises(LookupError):
            hers.give_number(plan=plan, by=stranger, entry_id=uuid4())
    for police in (p.hal, p.ines):
        with pytest.raises(NotPermitted):
            hers.give_number(plan=plan, by=police, entry_id=uuid4())
    assert Client().get("/back/plan").headers["Location"] == "/back/"
    with pytest.raises(LookupError):
        hers.end_number(hashed="0" * 64)


def test_the_number_is_shown_once_on_the_page_on_which_it_is_made(p: Partnership, case: CaseId) -> None:
    plan: UUID = begun(p, case)
    client = Client()
    sign_in(client, p.carys)
    once = str(uuid4())
    page = client.post(f"/support/{plan}/number/", {"once": once}).content.decode()
    number = page.partition('hf-reference">')[2].partition("<")[0]
    assert come_back(number).get("/back/plan").status_code == 200
    assert number not in client.get(f"/support/{plan}/").content.decode()
    assert number in client.post(f"/support/{plan}/number/", {"once": once}).content.decode(), "the same form sent twice is one number"
    move_clock(now() + timedelta(hours=2))
    late = client.post(f"/support/{plan}/number/", {"once": once})
    assert late.status_code == 422
    assert "is not shown again" in late.content.decode()
    assert "hf-reference" not in late.content.decode()
    stranger = Client()
    sign_in(stranger, p.lena)
    assert stranger.get(f"/support/{plan}/number/").status_code == 404
