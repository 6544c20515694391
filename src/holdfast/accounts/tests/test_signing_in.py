"""Signing in, and what ends a session."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from holdfast.accounts import actions as accounts
from holdfast.accounts.models import Account, KeptWords
from holdfast.accounts.tests.opening import open_account
from holdfast.children import actions as children
from holdfast.children.tests.test_case import opened
from holdfast.database.time import move_clock, now
from holdfast.duties.models import Duty
from holdfast.partnership import actions
from holdfast.partnership.roles import Role
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused

PASSWORD = "correct horse invented"


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def carys(p: Partnership) -> Partnership:
    open_account(worker=p.carys.worker, email="Carys@Example.org", password=PASSWORD)
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
        open_account(worker=p.carys.worker, email="carys@example.org", password=easy)
    assert refused.value.field == "password"
    assert not Account.objects.exists()


def end_the_session(client: Client) -> None:
    """Fifteen minutes idle, and more."""
    session = client.session
    session["seen"] -= 16 * 60
    session.save()


def a_note(p: Partnership) -> tuple[str, dict[str, str]]:
    child = opened(p)
    children.allocate(child=child, worker=p.carys.worker, by=p.dev)
    return f"/children/{child}/actions/", {"what_1": "Ask the taxi firm\nfor its log", "owner_1": str(p.carys.worker), "once": str(uuid4())}


@pytest.mark.django_db
def test_every_typed_word_comes_back_after_a_session_ended_and_to_nobody_else(carys: Partnership) -> None:
    """15 idle minutes lost a typed note."""
    open_account(worker=carys.dev.worker, email="dev@example.org", password=PASSWORD)
    page, note = a_note(carys)
    client = Client()
    enter(client, PASSWORD)
    end_the_session(client)
    sent = client.post(page, note)
    assert sent["Location"] == f"/sign-in/?next={quote(page, safe='')}"
    assert b"taxi" not in bytes(KeptWords.objects.get().sealed)
    assert "What you typed is kept" in client.get(sent["Location"]).content.decode()
    # A colleague at the same machine gets nothing of it.
    other = client.post("/sign-in/", {"email": "dev@example.org", "password": PASSWORD})
    assert other["Location"] == "/"
    assert client.get("/sign-in/typed/").status_code == 302
    client.post("/sign-out/")
    assert KeptWords.objects.count() == 1, "and nothing of what was typed to sign in"
    back = client.post("/sign-in/", {"email": "carys@example.org", "password": PASSWORD})
    assert back["Location"] == "/sign-in/typed/"
    given = client.get("/sign-in/typed/").content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(what_1|owner_1|once)" value="([^"]*)">', given))
    assert fields == {"what_1": note["what_1"], "owner_1": note["owner_1"], "once": "kept"}
    shown = client.post(page, fields)
    assert shown.status_code == 422
    assert "You were signed out before this was sent" in shown.content.decode()
    assert note["what_1"] in html.unescape(shown.content.decode())
    with reading_all():
        assert not Duty.objects.filter(trigger_id=UUID(note["once"])).exists()
    assert not KeptWords.objects.exists()


@pytest.mark.django_db
def test_what_records_at_once_is_not_kept_to_be_sent_again_and_a_journeys_step_is(carys: Partnership) -> None:
    client = Client()
    for path, sent, kept in (("/told/", {"delivered": str(uuid4())}, 0), ("/concerns/tell/worry", {"worry": "Lifts, each Friday"}, 1)):
        enter(client, PASSWORD)
        end_the_session(client)
        assert client.post(path, sent)["Location"].startswith("/sign-in/?"), path
        assert KeptWords.objects.count() == kept, path


@pytest.mark.django_db
def test_nothing_is_kept_of_a_stranger_and_what_is_kept_is_forgotten(carys: Partnership) -> None:
    page, note = a_note(carys)
    assert Client().post(page, note).status_code == 302
    assert not KeptWords.objects.exists()
    client = Client()
    enter(client, PASSWORD)
    end_the_session(client)
    client.post(page, note)
    move_clock(now() + timedelta(hours=5))
    assert enter(client, PASSWORD) == 302
    assert client.get("/sign-in/typed/")["Location"] == "/"
    end_the_session(client)
    client.post(page, note)
    enter(client, PASSWORD)
    assert client.post("/sign-in/typed/")["Location"] == "/"
    assert not KeptWords.objects.exists()
