"""Signing in, and what ends a session."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from holdfast.accounts import actions as accounts
from holdfast.accounts.models import Account
from holdfast.database.time import move_clock, now
from holdfast.partnership import actions
from holdfast.partnership.roles import Role
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.refusal import Refused

PASSWORD = "correct horse invented"


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def carys(p: Partnership) -> Partnership:
    accounts.open_account(worker=p.carys.worker, email="Carys@Example.org", password=PASSWORD)
    return p


def enter(client: Client, password: str, where: str = "/sign-in/") -> int:
    return client.post(where, {"email": "carys@example.org", "password": password}).status_code


@pytest.mark.django_db
def test_a_worker_signs_in_and_out(carys: Partnership) -> None:
    client = Client()
    assert enter(client, PASSWORD) == 302
    assert client.get("/duties/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/duties/").status_code == 302


STRANGER, OFFICE = "192.0.2.7", "192.0.2.80"


def enter_from(client: Client, source: str, password: str) -> int:
    sent = {"email": "carys@example.org", "password": password}
    return client.post("/sign-in/", sent, REMOTE_ADDR=source).status_code


@pytest.mark.django_db
def test_attack_9_a_strangers_wrong_passwords_lock_no_colleague_out(carys: Partnership) -> None:
    stranger = Client()
    for _ in range(30):
        assert enter_from(stranger, STRANGER, "wrong") == 422
    assert enter_from(stranger, STRANGER, PASSWORD) == 422, "the stranger is slowed, whatever they type"
    assert enter_from(Client(), OFFICE, PASSWORD) == 302
    move_clock(now() + timedelta(minutes=16))
    assert enter_from(stranger, STRANGER, PASSWORD) == 302


@pytest.mark.django_db
def test_attack_9_a_browser_that_is_known_is_not_slowed_by_a_stranger_on_the_same_network(carys: Partnership) -> None:
    own, beside = Client(), Client()
    assert enter_from(own, OFFICE, PASSWORD) == 302
    for _ in range(6):
        assert enter_from(beside, OFFICE, "wrong") == 422
    assert (
        "too many wrong passwords"
        in beside.post("/sign-in/", {"email": "carys@example.org", "password": "x"}, REMOTE_ADDR=OFFICE).content.decode()
    )
    own.post("/sign-out/")
    assert enter_from(own, OFFICE, PASSWORD) == 302
    for _ in range(5):
        assert enter_from(own, OFFICE, "wrong") == 422
    assert enter_from(own, OFFICE, PASSWORD) == 422, "a known browser has a count of its own"
    beside.cookies["known"] = "forged"
    assert enter_from(beside, STRANGER, PASSWORD) == 302


@pytest.mark.django_db
def test_behind_a_proxy_the_place_is_what_the_proxy_says_and_nothing_that_was_sent_before_it(carys: Partnership, settings: Any) -> None:
    settings.BEHIND_TLS = True
    sent = {"email": "carys@example.org", "password": "wrong"}
    for n in range(6):
        Client().post("/sign-in/", sent, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=f"198.51.100.{n}, {STRANGER}")
    other = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": f"{STRANGER}, {OFFICE}"}
    assert Client().post("/sign-in/", {**sent, "password": PASSWORD}, **other).status_code == 302
    again = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": STRANGER}
    assert Client().post("/sign-in/", {**sent, "password": PASSWORD}, **again).status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["password", "account off", "account off and on", "role", "left"])
def test_attack_9_a_session_ends_at_once_with_what_it_was_begun_with(carys: Partnership, change: str) -> None:
    p, client, other = carys, Client(), Client()
    assert enter(client, PASSWORD) == 302
    assert client.get("/duties/").status_code == 200
    sign_in(other, p.dev)
    worker = p.carys.worker
    if change == "password":
        accounts.set_password(worker=worker, password="another invented horse")
    elif change.startswith("account off"):
        accounts.switch_off(worker=worker)
        if change.endswith("on"):
            accounts.switch_on(worker=worker)
    elif change == "role":
        actions.appoint(worker=worker, post=actions.create_post(agency=p.council, title="Analyst", role=Role.ANALYST))
    else:
        actions.record_leaver(worker=worker)
    assert client.get("/duties/").status_code == 302, change
    assert client.get("/").status_code == 200
    assert other.get("/duties/").status_code == 200, "and nobody else's session"
    assert enter(Client(), PASSWORD) == (422 if change in ("password", "account off") else 302)


@pytest.mark.django_db
def test_attack_9_the_key_in_the_table_opens_nobodys_session(carys: Partnership) -> None:
    client = Client()
    assert enter(client, PASSWORD) == 302
    stored = Session.objects.values_list("session_key", flat=True)
    assert client.cookies["session"].value not in stored
    for key in stored:
        thief = Client()
        thief.cookies["session"] = key
        assert thief.get("/duties/").status_code == 302
    assert client.get("/duties/").status_code == 200
    client.post("/sign-out/")
    assert not Session.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("away", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(carys: Partnership, away: str) -> None:
    response = Client().post(f"/sign-in/?next={away}", {"email": "carys@example.org", "password": PASSWORD})
    assert response.headers["Location"] == "/"


@pytest.mark.django_db
def test_what_was_wrong_is_never_said_more_exactly(carys: Partnership) -> None:
    client = Client()
    pages = [
        client.post("/sign-in/", {"email": email, "password": "wrong"}).content.decode().replace(email, "")
        for email in ("carys@example.org", "nobody@example.org")
    ]
    assert [page.count("email address or password is wrong") for page in pages] == [2, 2] or pages[0].count("is wrong") == pages[1].count(
        "is wrong"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("easy", ["short", "password1234", "123456789012"])
def test_a_password_that_is_easily_guessed_is_refused_by_name(p: Partnership, easy: str) -> None:
    with pytest.raises(Refused) as refused:
        accounts.open_account(worker=p.carys.worker, email="carys@example.org", password=easy)
    assert refused.value.field == "password"
    assert not Account.objects.exists()
