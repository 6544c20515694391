"""Every page: closed to those who are not signed in, to strangers from another agency, and cheap in questions to the database."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid4, uuid5

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from holdfast.children import actions as children
from holdfast.children import meetings
from holdfast.children.codes import MeetingType
from holdfast.children.ids import CaseId
from holdfast.children.models import Case
from holdfast.concerns import actions as concerns
from holdfast.concerns import telling
from holdfast.concerns.codes import Alleged, AllegedIs, Decision
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.telling import Received, Telling
from holdfast.database.time import today
from holdfast.duties.models import Duty
from holdfast.partnership.people import Acting
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.holding import reading_all
from holdfast.subjects.actions import NewPerson, record_person
from holdfast.web.worker import duties_loop

pytestmark = pytest.mark.django_db

#: Pages for anyone, and pages that exist in a demonstration alone.
PUBLIC = {
    "home", "healthy", "checkpoint", "tile", "ledger-keys", "ledger-key-statement",
    "accounts:sign-in", "accounts:sign-out", "accounts:passkey", "accounts:enter",
    "accounts:sign-on", "accounts:sign-on-back", "concerns:tell", "concerns:leave", "concerns:nothing-here",
    "concerns:come-back", "support:hers", "concerns:handled", "demonstration:people", "demonstration:clock", "demonstration:become",
}  # fmt: skip


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def told(p: Partnership) -> Received:
    what = Telling(words=ToldParts(worry="Worried about lifts"), alleged=(Alleged.NEGLECT,))
    return telling.tell_as_professional(what, by=p.lena, once=uuid4())


@pytest.fixture
def case(p: Partnership, told: Received) -> UUID:
    concerns.read(concern=told.concern, by=p.amira)
    person = record_person(NewPerson(name="Wren Example"), source=p.council, agencies=[p.council], by=p.amira)
    concerns.decide(
        concern=told.concern,
        decision=Decision.SECTION47,
        alleged_is=AllegedIs.NOT_KNOWN,
        considered="All",
        reason="Needed",
        children=[person],
        by=p.bryn,
    )
    with reading_all():
        child = Case.objects.get(person_id=person).id
    children.allocate(child=child, worker=p.carys.worker, by=p.dev)
    return child


def client_of(acting: Acting | None) -> Client:
    client = Client()
    if acting is not None:
        sign_in(client, acting)
    return client


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            space = f"{each.namespace}:" if each.namespace else ""
            yield from patterns(each, prefix + space)
        elif each.name:
            yield prefix + each.name, each


def address(name: str, pattern: URLPattern) -> str:
    values = {key: (uuid4() if "UUID" in type(c).__name__ else "read") for key, c in pattern.pattern.converters.items()}
    return reverse(name, kwargs=values)


def test_every_page_that_is_not_public_sends_those_who_are_not_signed_in_to_sign_in(p: Partnership) -> None:
    client = Client()
    closed = 0
    for name, pattern in patterns(get_resolver()):
        if name in PUBLIC:
            continue
        response = client.get(address(name, pattern))
        assert response.status_code == 302, name
        assert response.headers["Location"].startswith("/sign-in/"), name
        closed += 1
    assert closed > 30


def test_no_page_of_the_demonstration_exists_elsewhere(p: Partnership) -> None:
    for path in ("/demonstration/", "/demonstration/clock/"):
        assert Client().get(path).status_code == 404
    assert Client().post(f"/demonstration/{p.efua.worker}/").status_code == 404


def a_conference(p: Partnership, case: UUID) -> UUID:
    """Arranged for today; the school is asked to it."""
    return meetings.arrange_conference(
        child=CaseId(case), type=MeetingType.INITIAL, planned_on=today(), agencies=[p.school], by=p.dev, entry_id=uuid5(case, "conference")
    )


#: Page, who may see it, the most questions it may ask. Looks are recorded first, in a transaction of their own.
def pages_of(p: Partnership, told: Received, case: UUID, duty: UUID, meeting: UUID) -> list[tuple[str, Acting, int]]:
    return [
        ("/", p.carys, 60),
        ("/duties/", p.carys, 60),
        (f"/duties/{duty}/", p.carys, 60),
        (f"/duties/{duty}/assure/", p.carys, 45),
        ("/duties/rules/", p.carys, 20),
        ("/returns/to-confirm/", p.efua, 35),
        ("/board/", p.noor, 30),
        ("/told/", p.ines, 30),
        ("/children/", p.carys, 55),
        (f"/children/{case}/", p.carys, 75),
        (f"/children/{case}/happened/", p.carys, 60),
        (f"/children/{case}/happened/?view=everything&print=yes", p.carys, 60),
        (f"/children/{case}/plan/", p.carys, 50),
        (f"/children/{case}/meetings/", p.carys, 45),
        (f"/children/{case}/family/", p.carys, 45),
        (f"/children/{case}/people/", p.carys, 45),
        (f"/children/{case}/flags/", p.carys, 45),
        (f"/children/{case}/record/summary/", p.carys, 45),
        (f"/children/{case}/record/", p.carys, 45),
        (f"/children/{case}/record/visit/", p.carys, 45),
        (f"/children/{case}/record/first-account/", p.carys, 45),
        (f"/children/{case}/strategy/", p.dev, 45),
        (f"/children/{case}/conference/", p.dev, 45),
        (f"/children/{case}/meeting/{meeting}/", p.lena, 60),
        (f"/children/{case}/meeting/{meeting}/conclude/", p.dev, 45),
        (f"/children/{case}/meeting/{meeting}/took-part/", p.lena, 45),
        (f"/children/{case}/allocate/", p.dev, 75),
        (f"/children/{case}/close/", p.dev, 75),
        (f"/children/{case}/actions/", p.carys, 75),
        (f"/children/{case}/ask/", p.carys, 45),
        (f"/children/{case}/who/", p.carys, 45),
        (f"/children/{case}/relative/", p.carys, 45),
        (f"/children/{case}/restricted/", p.carys, 60),
        (f"/children/{case}/thing/", p.carys, 45),
        ("/children/find/", p.carys, 20),
        ("/concerns/", p.amira, 25),
        (f"/concerns/{told.concern}/", p.amira, 75),
        (f"/concerns/{told.concern}/told/", p.lena, 50),
        ("/concerns/mine/", p.lena, 20),
        ("/concerns/tell/danger", p.lena, 20),
        ("/people/", p.carys, 40),
        ("/returns/", p.efua, 20),
        ("/returns/upload/", p.uma, 20),
        ("/returns/history/", p.uma, 25),
        ("/returns/history/ASSESS_45/", p.uma, 25),
        ("/returns/history/ASSESS_45/children/", p.uma, 25),
        ("/returns/history/compare/", p.uma, 25),
        ("/returns/to-confirm/", p.uma, 25),
        ("/returns/not-so/", p.dev, 20),
        ("/people/cover/", p.carys, 30),
        ("/people/roles/", p.carys, 20),
        ("/people/arrangement/", p.carys, 25),
        ("/people/arrangement/sign/", p.efua, 25),
        ("/people/public/", p.bryn, 25),
        ("/people/managing/many/", p.efua, 25),
        ("/people/admissions/", p.dev, 20),
        (f"/people/managing/{p.carys.worker}/invite/", p.efua, 25),
        ("/sign-in/mine/", p.carys, 25),
        ("/sign-in/mine/app/", p.carys, 25),
        ("/sign-in/again/", p.carys, 25),
        ("/people/managing/", p.efua, 30),
        ("/people/managing/starts/", p.efua, 25),
        ("/people/managing/posts/new/", p.efua, 25),
        (f"/people/managing/posts/{p.carys.post}/", p.efua, 25),
        ("/people/managing/teams/new/", p.efua, 20),
        ("/people/managing/managers/", p.efua, 25),
        ("/people/managing/joins/", p.efua, 20),
        ("/people/managing/leaves/", p.efua, 25),
        (f"/people/managing/{p.carys.worker}/", p.efua, 30),
        (f"/people/managing/{p.carys.worker}/moves/", p.efua, 150),
        (f"/people/managing/{p.carys.worker}/leaves/", p.efua, 150),
        (f"/people/managing/{p.carys.worker}/hands-over/", p.efua, 150),
        (f"/people/managing/{p.carys.worker}/away/", p.efua, 25),
        (f"/people/managing/{p.carys.worker}/name/", p.efua, 25),
        ("/people/changes/", p.ines, 25),
        ("/people/rota/", p.bryn, 35),
        (f"/concerns/{told.concern}/heard/", p.carys, 35),
        ("/people/working-days/", p.efua, 20),
        ("/measures/", p.dev, 20),
        ("/measures/CAWN/", p.noor, 20),
        ("/measures/CAWN/signed/", p.efua, 20),
        ("/measures/weigh/", p.dev, 20),
        ("/measures/bodies/", p.ines, 20),
        ("/measures/bodies/police/", p.ines, 20),
        ("/disruption/", p.carys, 20),
        ("/disruption/reasons/", p.noor, 25),
        ("/persons/", p.bryn, 25),
        ("/persons/find/", p.carys, 20),
        ("/persons/counted/", p.noor, 25),
        ("/persons/terms/", p.efua, 20),
        ("/places/", p.carys, 25),
        ("/places/report/", p.mina, 20),
        ("/licensing/", p.lena, 25),
        ("/intelligence/", p.lena, 25),
        ("/intelligence/give/", p.lena, 20),
        ("/panel/", p.bryn, 20),
        ("/panel/call/", p.bryn, 25),
        ("/licensing/ask/", p.lena, 20),
        ("/investigations/", p.ines, 25),
        ("/investigations/open/", p.ines, 25),
        ("/support/", p.carys, 25),
        ("/support/adult/", p.mina, 25),
        ("/people/vetted/", p.efua, 25),
        (f"/concerns/{told.concern}/whom/somebody/", p.amira, 30),
        (f"/concerns/{told.concern}/whom/nobody/", p.amira, 30),
        (f"/children/{case}/support/", p.carys, 45),
        ("/children/unseen/", p.efua, 20),
        ("/counts/", p.noor, 20),
        ("/allegations/", p.esme, 20),
        ("/erasure/", p.noor, 20),
        (f"/bundle/of/{case}/", p.efua, 30),
        (f"/erasure/of/{case}/", p.efua, 40),
        ("/notices/", p.ines, 20),
        ("/notices/tell/", p.mina, 20),
        ("/allegations/tell/", p.carys, 20),
        (f"/concerns/{told.concern}/told/challenge/", p.lena, 20),
    ]


def test_every_page_opens_for_those_it_is_for_within_its_questions(p: Partnership, told: Received, case: UUID) -> None:
    with reading_all():
        duty = Duty.objects.filter(matter_id=case, owner_id=p.carys.worker).order_by("due_at")[0].id
    over = []
    for path, acting, most in pages_of(p, told, case, duty, a_conference(p, case)):
        client = client_of(acting)
        client.get("/people/")  # the directory is opened once for each state of the partnership
        with CaptureQueriesContext(connection) as asked:
            response = client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        assert response.headers["Cache-Control"].find("no-store") >= 0, path
        questions = [q["sql"] for q in asked if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config", "SET LOCAL ROLE"))]
        if len(questions) > most:
            over.append((path, len(questions), most))
    assert over == []


def test_a_stranger_from_another_agency_finds_nothing_of_the_case_or_the_concern(p: Partnership, told: Received, case: UUID) -> None:
    with reading_all():
        duty = Duty.objects.filter(matter_id=case, owner_id=p.carys.worker)[0].id
    for stranger in (p.mina, p.hal, p.noor):
        client = client_of(stranger)
        for path, _, _ in pages_of(p, told, case, duty, a_conference(p, case)):
            if stranger is p.noor and path.startswith("/bundle/of/"):
                continue  # the scrutineer hands out what she does not read
            if str(case) in path or str(told.concern) in path or str(duty) in path:
                assert client.get(path).status_code == 404, (path, stranger)
        assert client.post(f"/children/{case}/record/note/", {"words": "x"}).status_code == 404
        assert client.post(f"/concerns/{told.concern}/decide/", {}).status_code == 404


def test_a_worker_who_has_left_is_signed_out_at_once(p: Partnership, case: UUID) -> None:
    from holdfast.partnership.actions import record_leaver

    client = client_of(p.carys)
    assert client.get(f"/children/{case}/").status_code == 200
    record_leaver(worker=p.carys.worker)
    assert client.get(f"/children/{case}/").status_code == 302


def test_a_page_that_is_refused_says_why_and_nothing_of_the_content(p: Partnership, case: UUID) -> None:
    response = client_of(p.lena).get(f"/children/{case}/strategy/")
    assert response.status_code == 403
    assert b"Only the council" in response.content
    assert b"Wren" not in response.content


def test_the_policy_of_every_page_allows_no_inline_script_and_no_framing(p: Partnership) -> None:
    headers = client_of(p.carys).get("/").headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Frame-Options"] == "DENY"


def test_the_service_says_whether_it_is_healthy_and_nothing_else() -> None:
    said = Client().get("/healthy").json()
    silent = {name: "has not said anything yet" for name in ("ledger", "duties", "returns")}
    assert said == {"database": "answers", "steps_due": 0, "ledger_waiting": 0, "problems": silent}
    assert duties_loop().round() == ""
    assert set(Client().get("/healthy").json()["problems"]) == {"ledger", "returns"}
