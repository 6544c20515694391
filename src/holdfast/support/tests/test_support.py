"""Every child and survivor is offered support; what she accepts is owed by a day; a wait is somebody's; and the police read none of it (failing S2)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from holdfast.children import actions as children
from holdfast.children.ids import CaseId
from holdfast.children.models import Case
from holdfast.concerns import actions as concerns
from holdfast.concerns import telling
from holdfast.concerns.codes import Alleged, Decision, Nature
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.telling import Telling
from holdfast.database.time import move_clock, now, today
from holdfast.database.viewing import viewing
from holdfast.duties.board import sections
from holdfast.duties.escalation import run_escalations
from holdfast.duties.models import Duty
from holdfast.duties.queries import open_duties_of, told_to
from holdfast.partnership.actions import record_leaver
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused
from holdfast.subjects.actions import NewPerson, record_person
from holdfast.support import actions, queries
from holdfast.support.codes import Ended, How, State, Support, Waits
from holdfast.support.ids import PlanId
from holdfast.support.models import Item, Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def case(p: Partnership) -> CaseId:
    """A girl of fourteen, of whom a school said that she is exploited; Carys works with her."""
    what = Telling(words=ToldParts(worry="Lifts from an older man"), nature=Nature.REFERRAL, alleged=(Alleged.SEXUAL_EXPLOITATION,))
    told = telling.tell_as_professional(what, by=p.lena, once=uuid4())
    concerns.read(concern=told.concern, by=p.amira)
    born = date(today().year - 14, 3, 9)
    person = record_person(NewPerson(name="Wren Example", born=born), source=p.council, agencies=[p.council], by=p.amira)
    concerns.decide(
        concern=told.concern,
        decision=Decision.SECTION47,
        alleged=[Alleged.SEXUAL_EXPLOITATION],
        considered="All",
        reason="Needed",
        children=[person],
        by=p.bryn,
    )
    with reading_all():
        child = CaseId(Case.objects.get(person_id=person).id)
    children.allocate(child=child, worker=p.carys.worker, by=p.dev)
    return child


def owed(matter: UUID) -> dict[str, Duty]:
    with reading_all():
        return {d.rule: d for d in open_duties_of(matter)}


def begun(p: Partnership, case: CaseId) -> PlanId:
    return actions.begin_for_child(case=case, called="Wren", born=date(today().year - 14, 3, 9), coordinator=p.carys.worker, by=p.carys)


def offered(p: Partnership, plan: PlanId, what: Support = Support.THERAPY, how: How = How.IN_PERSON, **changed: Any) -> None:
    given = {"on": today(), "agency": p.health, "words": "The young people’s service", "by": p.carys}
    actions.offer(plan=plan, what=what, how=how, **{**given, **changed})


def of(plan: PlanId, what: Support = Support.THERAPY) -> Item:
    with reading_all():
        return Item.objects.get(plan_id=plan, what=what)


def test_failing_s2_a_plan_is_owed_wherever_exploitation_is_alleged_and_every_kind_of_support_is_offered(
    p: Partnership, case: CaseId
) -> None:
    """Victims lacked support."""
    assert owed(case)["SUPPORT_OFFER"].owner_id == p.carys.worker
    plan = begun(p, case)
    assert "SUPPORT_OFFER" not in owed(case)
    assert {"SUPPORT_ALL_OFFERED", "SUPPORT_HANDOVER"} == set(owed(plan))
    handover = owed(plan)["SUPPORT_HANDOVER"].due_at.date()
    assert (handover.year, handover.month, handover.day) == (today().year + 3, 9, 1), (
        "seventeen and a half, and not the day that says her birthday"
    )
    for what in Support:
        assert "SUPPORT_ALL_OFFERED" in owed(plan)
        offered(p, plan, what)
    assert "SUPPORT_ALL_OFFERED" not in owed(plan)


def test_what_she_accepts_is_owed_by_the_body_and_climbs_where_it_does_not_begin(p: Partnership, case: CaseId) -> None:
    plan = begun(p, case)
    offered(p, plan)
    offered(p, plan, Support.HEALTH)
    for what in (Support.THERAPY, Support.HEALTH):
        actions.accept(plan=plan, what=what, on=today(), by=p.carys)
    with reading_all():
        waiting = [d for d in open_duties_of(plan) if d.rule == "SUPPORT_BEGIN"]
    assert {d.owner_id for d in waiting} == {p.kit.worker}
    assert len(waiting) == 2
    actions.begun(plan=plan, what=Support.HEALTH, on=today(), by=p.kit)
    with reading_all():
        assert len([d for d in open_duties_of(plan) if d.rule == "SUPPORT_BEGIN"]) == 1, "the one that began, and no other"
    move_clock(now() + timedelta(days=60))
    run_escalations()
    with reading_all():
        heard = {item.rule for each in told_to(p.council) for item in each.items}
    assert "SUPPORT_BEGIN" in heard


def test_a_wait_for_money_is_the_commissioners_duty_and_stands_on_the_board(p: Partnership, case: CaseId) -> None:
    plan = begun(p, case)
    offered(p, plan)
    actions.accept(plan=plan, what=Support.THERAPY, on=today(), by=p.carys)
    wait: dict[str, Any] = {"plan": plan, "what": Support.THERAPY, "since": today(), "words": None, "by": p.kit}
    with pytest.raises(Refused, match="commissions"):
        actions.wait(waits=Waits.MONEY, commissioner=p.school, **wait)
    actions.wait(waits=Waits.MONEY, commissioner=p.council, **wait)
    duties = owed(plan)
    assert duties["SUPPORT_MONEY"].owner_id == p.efua.worker
    assert "SUPPORT_BEGIN" in duties
    move_clock(now() + timedelta(days=12))
    (section,) = [s for s in sections(p.lena) if s.heading.startswith("Support")]
    therapy = next(row for row in section.rows if row[0] == "Therapy or counselling")
    assert therapy == ["Therapy or counselling", 1, 1, "12 days"]
    assert "Wren" not in str(section)
    with pytest.raises(Refused, match="commissions it says so"):
        actions.find_money(plan=plan, what=Support.THERAPY, words=None, by=p.kit)
    actions.find_money(plan=plan, what=Support.THERAPY, words="Agreed", by=p.efua)
    assert "SUPPORT_MONEY" not in owed(plan)
    assert of(plan).state == State.ACCEPTED


def test_a_decline_takes_an_offer_in_person_and_a_later_one_and_no_reply_is_none(p: Partnership, case: CaseId) -> None:
    plan = begun(p, case)
    offered(p, plan, how=How.WRITING)
    with pytest.raises(Refused, match="in person"):
        actions.decline(plan=plan, what=Support.THERAPY, on=today(), by=p.carys)
    actions.no_reply(plan=plan, what=Support.THERAPY, by=p.carys)
    assert owed(plan)["SUPPORT_AGAIN"].owner_id == p.carys.worker
    offered(p, plan, Support.HEALTH)
    assert "SUPPORT_AGAIN" in owed(plan), "another kind of support does not end it"
    offered(p, plan)
    assert "SUPPORT_AGAIN" not in owed(plan)
    actions.decline(plan=plan, what=Support.THERAPY, on=today(), by=p.carys)
    assert "SUPPORT_AGAIN" in owed(plan)
    offered(p, plan)
    actions.decline(plan=plan, what=Support.THERAPY, on=today(), by=p.carys)
    assert "SUPPORT_AGAIN" not in owed(plan), "twice, in person, is her answer"
    offered(p, plan)
    actions.accept(plan=plan, what=Support.THERAPY, on=today(), by=p.carys)
    actions.begun(plan=plan, what=Support.THERAPY, on=today(), by=p.kit)
    actions.end(plan=plan, what=Support.THERAPY, on=today(), why=Ended.WITHDRAWN, words=None, by=p.kit)
    assert "SUPPORT_AGAIN" in owed(plan), "what the service ended is owed again"


def test_the_police_and_the_panel_read_none_of_it_and_an_advocate_reads_all(p: Partnership, case: CaseId) -> None:
    plan = begun(p, case)
    offered(p, plan)
    actions.name_advocate(plan=plan, advocate=p.mina.worker, by=p.carys)
    offered(p, plan, Support.ADVOCATE, agency=p.charity)
    for reader, whole, item in (
        (p.carys, True, True), (p.dev, True, True), (p.mina, True, True), (p.efua, True, True), (p.kit, False, True),
        (p.ines, False, False), (p.hal, False, False), (p.police_delegated, False, False), (p.noor, False, False), (p.lena, False, False),
    ):  # fmt: skip
        with viewing(reader.viewer):
            assert Plan.objects.filter(id=plan).exists() is whole, reader
            assert (Support.THERAPY in queries.items(plan)) is item, reader
    with pytest.raises(Refused, match="police"):
        actions.name_advocate(plan=plan, advocate=p.hal.worker, by=p.carys)
    with pytest.raises(Refused, match="police owe no support"):
        offered(p, plan, Support.SAFETY, agency=p.police)
    with pytest.raises(NotPermitted):
        actions.begin_for_child(case=case, called="Wren", born=None, coordinator=p.carys.worker, by=p.hal)
    actions.name_advocate(plan=plan, advocate=p.jo.worker, by=p.carys)
    with viewing(p.mina.viewer):
        assert not Plan.objects.filter(id=plan).exists()


def test_an_adult_survivors_plan_is_a_matter_of_her_own(p: Partnership) -> None:
    with pytest.raises(NotPermitted):
        actions.begin_for_adult(called="Rowan", coordinator=p.hal.worker, by=p.hal)
    with pytest.raises(Refused, match="your organisation"):
        actions.begin_for_adult(called="Rowan", coordinator=p.jo.worker, by=p.mina)
    plan = actions.begin_for_adult(called="Rowan", coordinator=p.mina.worker, by=p.mina)
    with reading_all():
        assert Plan.objects.get(id=plan).case_id is None
    for stranger in (p.carys, p.efua, p.ines, p.kit):
        with viewing(stranger.viewer):
            assert not Plan.objects.filter(id=plan).exists()
    assert set(owed(plan)) == {"SUPPORT_ALL_OFFERED"}


def test_whoever_coordinates_it_leaves_and_what_they_owed_is_somebodys(p: Partnership, case: CaseId) -> None:
    plan = begun(p, case)
    record_leaver(worker=p.carys.worker, by=p.efua)
    assert owed(plan)["SUPPORT_ALL_OFFERED"].owner_id == p.efua.worker
    actions.set_coordinator(plan=plan, coordinator=p.dev.worker, by=p.efua)
    with viewing(p.dev.viewer):
        assert Plan.objects.get(id=plan).coordinator_id == p.dev.worker


def _client(by: Acting) -> Client:
    client = Client()
    sign_in(client, by)
    return client


def test_its_pages_put_the_gaps_first_and_are_closed_to_the_police(p: Partnership, case: CaseId) -> None:
    carys = _client(p.carys)
    assert "Begin her support plan" in carys.get(f"/children/{case}/").content.decode()
    answers = {"called": "Wren", "coordinator": str(p.carys.worker), "once": str(uuid4())}
    for _ in range(2):  # sent twice, begun once
        assert carys.post(f"/children/{case}/support/", answers).status_code == 302
    with reading_all():
        (plan,) = Plan.objects.values_list("id", flat=True)
    page = carys.get(f"/support/{plan}/").content.decode()
    assert "Support for Wren" in page
    assert page.count("Not offered yet") == len(Support)
    day = {f"on-{part}": getattr(today(), part) for part in ("day", "month", "year")}
    offer = {"how": "in_person", "agency": str(p.health), "once": str(uuid4()), **day}
    assert carys.post(f"/support/{plan}/of/therapy/offer/", {**offer, "how": ""}).status_code == 422
    assert carys.post(f"/support/{plan}/of/therapy/offer/", offer).status_code == 302
    page = carys.get(f"/support/{plan}/of/therapy/").content.decode()
    assert page.index("She accepts it") < page.index("There was no reply")
    assert carys.post(f"/support/{plan}/of/therapy/accept/", {"once": str(uuid4()), **day}).status_code == 302
    kit = _client(p.kit)
    assert "Begin the support that she accepted" in kit.get("/").content.decode()
    page = kit.get(f"/support/{plan}/").content.decode()
    assert "Wren" not in page
    assert "Therapy" in page
    assert kit.get(f"/support/{plan}/of/health/").status_code == 404
    assert kit.get(f"/support/{plan}/of/therapy/begun/").status_code == 200
    for path in ("advocate", "coordinator", "hand-over"):
        assert carys.get(f"/support/{plan}/{path}/").status_code == 200
        assert carys.post(f"/support/{plan}/{path}/", {"once": str(uuid4())}).status_code == 422
        assert kit.get(f"/support/{plan}/{path}/").status_code == 404
    for stranger in (p.hal, p.ines, p.lena, p.noor):
        assert _client(stranger).get(f"/support/{plan}/").status_code == 404
        assert _client(stranger).get(f"/support/{plan}/of/therapy/").status_code == 404
    assert "Wren" in carys.get("/support/").content.decode()
    assert _client(p.mina).get("/support/adult/").status_code == 200
