"""Letting somebody in, and back in: two people, two halves, and nobody who can become somebody else alone."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.accounts import actions as accounts
from holdfast.accounts import admitting
from holdfast.accounts.kinds import Invited, Opened, Vouched
from holdfast.accounts.models import Account, Admission
from holdfast.accounts.tests.opening import open_account
from holdfast.accounts.tests.soft_passkey import SoftPasskey
from holdfast.children import actions as children
from holdfast.children.tests.test_case import opened
from holdfast.database.time import move_clock, now
from holdfast.partnership import actions, changing, queries
from holdfast.partnership.changing import Proposed
from holdfast.partnership.kinds import PARTNERSHIP_ROOM, Wide
from holdfast.partnership.models import ChangeProposal
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import AgencyKind, Role
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.holding import reading_all
from holdfast.record.queries import entries_of_room
from holdfast.record.refusal import Refused

PASSWORD = "three invented lanterns"


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def words_in(page: str) -> str:
    found = re.search(r'class="govuk-body hf-secret">([^<]+)<', page)
    assert found, page
    return html.unescape(found[1])


def options_in(page: str) -> str:
    found = re.search(r'data-options="([^"]*)"', page)
    assert found, page
    return html.unescape(found[1])


def invited(client: Client, worker: UUID, email: str = "carys@example.org") -> str:
    """The link that the account manager gets, without the host."""
    page = client.post(f"/people/managing/{worker}/invite/", {"email": email, "once": str(uuid4())})
    assert page.status_code == 200
    return words_in(page.content.decode()).partition("//")[2].partition("/")[2]


def vouched(client: Client) -> str:
    """The code that whoever vouches gets."""
    page = client.get("/people/admissions/").content.decode()
    (admission,) = re.findall(r'name="known" value="([^"]+)"', page)
    return words_in(client.post("/people/admissions/", {"known": admission}).content.decode())


@pytest.mark.django_db
def test_a_social_worker_is_invited_by_one_and_vouched_for_by_another_and_opens_her_account(p: Partnership) -> None:
    # Given an account manager who invites Carys, and Dev, her manager, who knows her
    efua, dev, carys = Client(), Client(), Client()
    sign_in(efua, p.efua)
    sign_in(dev, p.dev)
    link = invited(efua, p.carys.worker)
    assert "1 person needs a code" in dev.get("/").content.decode()
    code = vouched(dev)
    # When she opens the link and types the code and a password of her own
    assert "Open your account" in carys.get(f"/{link}").content.decode()
    sent = {"code": code.upper(), "password": PASSWORD}
    assert carys.post(f"/{link}", sent).status_code == 302
    # Then she is in, and can sign in again; the link is used
    assert carys.get("/duties/").status_code == 200
    assert Client().post("/sign-in/", {"email": "carys@example.org", "password": PASSWORD}).status_code == 302
    assert Client().post(f"/{link}", sent).status_code == 404
    # And who invited, who vouched and that she came is there for everybody to see
    with reading_all():
        said = [(e.facts.__class__, e.author.worker) for e in entries_of_room(PARTNERSHIP_ROOM)[-3:]]
    assert said == [(Invited, p.efua.worker), (Vouched, p.dev.worker), (Opened, p.carys.worker)]


@pytest.mark.django_db
def test_an_account_manager_alone_becomes_nobody_else(p: Partnership) -> None:
    """Attack: whoever administers invites a colleague at an address of their own, and tries to be them."""
    efua = Client()
    sign_in(efua, p.efua)
    link = invited(efua, p.carys.worker, "efuas-own@example.org")
    token = link.rstrip("/").rpartition("/")[2]
    with pytest.raises(Refused, match="Nobody has vouched"):
        admitting.enter(token=token, code="aaaaaaaaaa", password=PASSWORD)
    assert "Nobody waits for you" in efua.get("/people/admissions/").content.decode()
    with pytest.raises(NotPermitted, match="Somebody else"):
        admitting.vouch(admission=Admission.objects.get().id, by=p.efua)
    # Nobody vouches for themself, nor a stranger who is nobody's manager
    for who in (p.carys, p.hal, p.amira, p.uma):
        with pytest.raises(NotPermitted):
            admitting.vouch(admission=Admission.objects.get().id, by=who)
    # Guessing the code ends the link
    admitting.vouch(admission=Admission.objects.get().id, by=p.dev)
    for _ in range(admitting.WRONG_CODES):
        with pytest.raises(Refused, match="not the code"):
            admitting.enter(token=token, code="aaaaaaaaaa", password=PASSWORD)
    with pytest.raises(Refused, match="was used, or has ended"):
        admitting.enter(token=token, code="aaaaaaaaaa", password=PASSWORD)
    assert not Account.objects.filter(worker_id=p.carys.worker).exists()


@pytest.mark.django_db
def test_whoever_lost_her_telephone_is_let_back_in_and_what_she_had_opens_nothing(p: Partnership, monkeypatch: Any) -> None:
    monkeypatch.setenv("HOLDFAST_SECOND_STEP", "1")
    open_account(worker=p.carys.worker, email="carys@example.org", password="the old invented one")
    old, lost = Client(HTTP_HOST="localhost"), SoftPasskey()
    assert (
        old.post("/sign-in/", {"email": "carys@example.org", "password": "the old invented one"}).headers["Location"] == "/sign-in/second/"
    )
    page = old.get("/sign-in/second/", follow=True).content.decode()
    assert old.post("/sign-in/set-up/", {"credential": lost.made(options_in(page))}).status_code == 302
    assert old.get("/duties/").status_code == 200
    # Let back in by two others
    efua, dev = Client(), Client()
    sign_in(efua, p.efua)
    sign_in(dev, p.dev)
    link = invited(efua, p.carys.worker)
    assert "lost what they signed in with" in dev.get("/people/admissions/").content.decode()
    code = vouched(dev)
    carys, new = Client(HTTP_HOST="localhost"), SoftPasskey()
    assert carys.post(f"/{link}", {"code": code, "password": PASSWORD}).headers["Location"] == "/sign-in/set-up/"
    assert carys.get("/duties/").status_code == 302, "nobody is in before the second step"
    made = new.made(options_in(carys.get("/sign-in/set-up/").content.decode()))
    assert carys.post("/sign-in/set-up/", {"credential": made}).status_code == 302
    assert carys.get("/duties/").status_code == 200
    # What she had before is gone: the session, the password, the passkey
    assert old.get("/duties/").status_code == 302
    assert Client().post("/sign-in/", {"email": "carys@example.org", "password": "the old invented one"}).status_code == 422
    thief = Client(HTTP_HOST="localhost")
    page = thief.get("/sign-in/passkey/").content.decode()
    assert thief.post("/sign-in/passkey/", {"credential": lost.used(options_in(page))}).status_code == 422


@pytest.mark.django_db
def test_nobody_lets_themself_back_in_and_no_organisation_another_ones_people(p: Partnership) -> None:
    with pytest.raises(NotPermitted, match="Somebody else must"):
        admitting.admit(worker=p.efua.worker, email="efua@example.org", by=p.efua)
    with pytest.raises(NotPermitted):
        admitting.admit(worker=p.hal.worker, email="hal@example.org", by=p.efua)
    with pytest.raises(NotPermitted):
        admitting.admit(worker=p.carys.worker, email="carys@example.org", by=p.dev)
    open_account(worker=p.dev.worker, email="dev@example.org", password=PASSWORD)
    for address in ("dev@example.org", "not an address", ""):
        with pytest.raises(Refused):
            admitting.admit(worker=p.carys.worker, email=address, by=p.efua)


@pytest.mark.django_db
def test_the_first_account_manager_of_an_organisation_that_joined_is_invited_by_another(p: Partnership) -> None:
    joins = Proposed(what=Wide.ORGANISATION_JOINS, organisation="Tidewater", manager="Hope Ridge", agency_kind=AgencyKind.HOUSING)
    changing.propose(joins, reason="Tenancies", by=p.efua)
    with reading_all():
        proposal = ChangeProposal.objects.get().id
    changing.answer(proposal, agree=True, reason="Yes", by=p.ines)
    with reading_all():
        housing = next(a for a in queries.agencies() if a.kind == "housing")
        (hope,) = queries.account_managers(housing.id)
    handed = admitting.admit(worker=hope, email="hope@example.org", by=p.efua)
    code = admitting.vouch(admission=handed.admission, by=p.ines)
    admitting.enter(token=handed.words, code=code.words, password=PASSWORD)
    with pytest.raises(NotPermitted):  # from now on they see to their own
        admitting.admit(worker=hope, email="hope@example.org", by=p.efua)


@pytest.mark.django_db
def test_a_link_ends_with_the_week_with_another_and_with_leaving(p: Partnership) -> None:
    first = admitting.admit(worker=p.carys.worker, email="carys@example.org", by=p.efua)
    second = admitting.admit(worker=p.carys.worker, email="carys@example.org", by=p.efua)
    assert admitting.admission_of(first.words) is None
    code = admitting.vouch(admission=second.admission, by=p.dev).words
    with pytest.raises(Refused, match="somebody else vouched"):
        admitting.vouch(admission=second.admission, by=p.council_delegated)
    with pytest.raises(Refused, match="password"):
        admitting.enter(token=second.words, code=code, password="short")
    actions.record_leaver(worker=p.carys.worker, by=p.efua)
    with pytest.raises(Refused, match="no longer recorded"):
        admitting.enter(token=second.words, code=code, password=PASSWORD)
    third = admitting.admit(worker=p.amira.worker, email="amira@example.org", by=p.efua)
    move_clock(now() + timedelta(days=8))
    assert admitting.admission_of(third.words) is None


@pytest.mark.django_db
def test_an_account_is_switched_off_at_once_and_on_by_whom_it_belongs_to(p: Partnership) -> None:
    open_account(worker=p.carys.worker, email="carys@example.org", password=PASSWORD)
    carys, efua = Client(), Client()
    assert carys.post("/sign-in/", {"email": "carys@example.org", "password": PASSWORD}).status_code == 302
    sign_in(efua, p.efua)
    assert efua.post(f"/people/managing/{p.carys.worker}/account/", {}).status_code == 302
    assert carys.get("/duties/").status_code == 302
    assert "switched off" in efua.get(f"/people/managing/{p.carys.worker}/").content.decode()
    # The technical administrator may end, and lets nobody in
    post = actions.create_post(agency=p.council, title="Systems", role=Role.ADMINISTRATOR)
    systems = actions.join_worker(agency=p.council, name="Sol Wire", post=post)
    with reading_all():
        sol = queries.acting_for(systems)
    assert sol is not None
    with pytest.raises(NotPermitted):
        accounts.switch_on(worker=p.carys.worker, by=sol)
    with pytest.raises(NotPermitted):
        accounts.switch_off(worker=p.carys.worker, by=p.ines)
    assert efua.post(f"/people/managing/{p.carys.worker}/account/", {}).status_code == 302
    accounts.switch_off(worker=p.carys.worker, by=sol)
    assert not Account.objects.get(worker_id=p.carys.worker).is_active


@pytest.mark.django_db
def test_the_technical_administrator_keeps_accounts_and_sees_no_child_anywhere(p: Partnership) -> None:
    open_account(worker=p.carys.worker, email="carys@example.org", password=PASSWORD)
    post = actions.create_post(agency=p.council, title="Systems", role=Role.ADMINISTRATOR)
    systems = actions.join_worker(agency=p.council, name="Sol Wire", post=post)
    with reading_all():
        sol = queries.acting_for(systems)
    assert sol is not None
    child = opened(p)
    children.allocate(child=child, worker=p.carys.worker, by=p.dev)
    client, carys = Client(), Client()
    assert carys.post("/sign-in/", {"email": "carys@example.org", "password": PASSWORD}).status_code == 302
    sign_in(client, sol)
    shown = client.get("/accounts/").content.decode()
    assert "carys@example.org" in shown
    assert "Carys" not in shown, "a post, and not a name"
    for address in ("/", "/accounts/", "/people/", "/duties/", "/board/", "/told/", "/children/", f"/children/{child}/"):
        assert "Wren" not in client.get(address).content.decode(), address
    assert client.get(f"/children/{child}/").status_code == 404
    client.post("/accounts/", {"off": str(p.carys.worker)})
    assert carys.get("/duties/").status_code == 302
    for who in (p.efua, p.carys):
        other = Client()
        sign_in(other, who)
        assert other.get("/accounts/").status_code in (302, 404)
        assert other.post("/accounts/", {"off": str(sol.worker)}).status_code in (302, 404)
    assert client.post("/accounts/", {"off": "nobody"}).status_code == 404


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=st.text(max_size=60), password=st.text(max_size=60))
def test_whatever_is_typed_into_the_form_of_an_invitation_is_answered(p: Partnership, code: str, password: str) -> None:
    handed = admitting.admit(worker=p.carys.worker, email="carys@example.org", by=p.efua)
    answer = Client().post(f"/joining/{handed.words}/", {"code": code, "password": password})
    assert answer.status_code == 422
    assert not Account.objects.filter(worker_id=p.carys.worker).exists()
