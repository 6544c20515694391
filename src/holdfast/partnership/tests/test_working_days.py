"""A day counts as worked or not for every clock of every organisation: two people of two organisations declare it, and few."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from holdfast.database.time import today
from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.partnership import actions, queries
from holdfast.partnership.actions import MOST_DAYS_OFF
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.partnership.working_days import WorkingCalendar
from holdfast.record.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def worked_days(count: int) -> list[date]:
    """Days from tomorrow on that the calendar library calls worked, all of one year."""
    library = WorkingCalendar()
    first = today() if today().month < 11 else date(today().year + 1, 1, 1)
    days = [first + timedelta(days=n) for n in range(1, 90)]
    return [d for d in days if library.is_working(d) and today() < d <= today() + timedelta(days=360)][:count]


def declare(day: date, *, by: Acting, second: Acting) -> None:
    proposal = actions.propose_working_day(day=day, working=False, reason="A day of mourning", by=by)
    actions.answer_working_day(proposal=proposal, agree=True, reason="We close too", by=second)


def calendar() -> WorkingCalendar:
    with viewing(Viewer.of(EVERYONE)):
        return queries.calendar()


def test_a_day_declared_by_two_organisations_is_counted(p: Partnership) -> None:
    (day,) = worked_days(1)
    proposal = actions.propose_working_day(day=day, working=False, reason="A day of mourning", by=p.efua)
    assert calendar().is_working(day), "a proposal changes nothing"
    actions.answer_working_day(proposal=proposal, agree=True, reason="We close too", by=p.ines)
    assert not calendar().is_working(day)


def test_attack_8_one_organisation_alone_changes_no_day_and_none_without_the_council(p: Partnership) -> None:
    (day,) = worked_days(1)
    proposal = actions.propose_working_day(day=day, working=False, reason="x", by=p.lena)
    for second, words in ((p.lena, "another organisation"), (p.carys, "Only a safeguarding partner"), (p.mina, "must be the council")):
        with pytest.raises(NotPermitted, match=words):
            actions.answer_working_day(proposal=proposal, agree=True, reason="x", by=second)
    with pytest.raises(NotPermitted):
        actions.propose_working_day(day=day, working=False, reason="x", by=p.carys)
    assert calendar().is_working(day)
    actions.answer_working_day(proposal=proposal, agree=False, reason="No", by=p.efua)
    with pytest.raises(Refused, match="answered already"):
        actions.answer_working_day(proposal=proposal, agree=True, reason="x", by=p.efua)


def test_attack_8_thirty_three_weekdays_cannot_be_declared_away_whoever_agrees(p: Partnership) -> None:
    days = worked_days(MOST_DAYS_OFF + 1)
    for day in days[:MOST_DAYS_OFF]:
        declare(day, by=p.efua, second=p.ines)
    with pytest.raises(Refused, match="the most in a year"):
        declare(days[-1], by=p.efua, second=p.ines)
    for day in (today(), today() - timedelta(days=1), today() + timedelta(days=500)):
        with pytest.raises(Refused, match="within a year"):
            actions.propose_working_day(day=day, working=False, reason="x", by=p.efua)


def test_the_pages_say_what_waits_and_take_the_answer(p: Partnership) -> None:
    (day,) = worked_days(1)
    efua, ines, lena = Client(), Client(), Client()
    for client, acting in ((efua, p.efua), (ines, p.ines), (lena, p.lena)):
        sign_in(client, acting)
    fields = {"day_0": str(day.day), "day_1": str(day.month), "day_2": str(day.year)}
    page = efua.get("/people/working-days/").content.decode()
    names = re.findall(r'name="(day[^"]*)"', page)
    sent = dict(zip(names, fields.values(), strict=True)) | {"working": "no", "reason": "A day of mourning", "once": str(uuid4())}
    for _ in range(2):  # the same form twice records it once
        assert efua.post("/people/working-days/", sent).status_code == 302
    with viewing(p.efua.viewer):
        (proposal,) = queries.day_proposals()
    address = f"/people/working-days/{proposal.id}/"
    assert address in ines.get("/people/working-days/").content.decode()
    assert "change of working days waits" in ines.get("/").content.decode()
    refused = lena.post(address, {"agree": "yes", "reason": "Fine", "once": str(uuid4())})
    assert refused.status_code == 302, "a school and the council are two organisations, one of them the council"
    assert not calendar().is_working(day)
    assert ines.get(address).status_code == 404
    carys = Client()
    sign_in(carys, p.carys)
    assert carys.get("/people/working-days/").status_code == 404
