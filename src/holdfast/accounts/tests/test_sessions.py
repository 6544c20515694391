"""Where somebody is signed in, and showing again that it is they."""

from __future__ import annotations

import html
import re
import time
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from holdfast.accounts.models import Account, Signing
from holdfast.accounts.session_list import browser_of
from holdfast.accounts.signing_in import SHOWN
from holdfast.accounts.tests.opening import open_account
from holdfast.accounts.tests.soft_passkey import SoftPasskey
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in

PASSWORD = "three invented lanterns"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"


@pytest.fixture
def p() -> Partnership:
    found = a_partnership()
    open_account(worker=found.efua.worker, email="efua@example.org", password=PASSWORD)
    return found


def enter(agent: str) -> Client:
    client = Client(HTTP_HOST="localhost", HTTP_USER_AGENT=agent)
    assert client.post("/sign-in/", {"email": "efua@example.org", "password": PASSWORD}).status_code == 302
    return client


def page(client: Client, address: str) -> str:
    return html.unescape(client.get(address).content.decode())


@pytest.mark.django_db
def test_a_telephone_that_was_left_on_a_bus_is_signed_out_from_the_desk(p: Partnership) -> None:
    desk, telephone = enter(FIREFOX), enter(IPHONE)
    shown = page(desk, "/sign-in/mine/")
    assert "Firefox on Linux" in shown
    assert "Safari on iPhone" in shown
    (number,) = re.findall(r'name="end" value="(?!others)([^"]+)"', shown)
    assert telephone.get("/duties/").status_code == 200
    desk.post("/sign-in/mine/", {"end": number})
    assert telephone.get("/duties/").status_code == 302
    assert desk.get("/duties/").status_code == 200
    assert "iPhone" not in page(desk, "/sign-in/mine/")


@pytest.mark.django_db
def test_all_others_are_ended_and_nobody_ends_anybody_elses(p: Partnership) -> None:
    desk, first, second = enter(FIREFOX), enter(IPHONE), enter(IPHONE)
    bryn = Client()
    sign_in(bryn, p.bryn)
    for number in (*Signing.objects.values_list("stored_key", flat=True), "others", "x"):
        bryn.post("/sign-in/mine/", {"end": number})
    assert [client.get("/duties/").status_code for client in (desk, first, second)] == [200, 200, 200]
    desk.post("/sign-in/mine/", {"end": "others"})
    assert [client.get("/duties/").status_code for client in (desk, first, second)] == [200, 302, 302]


@pytest.mark.django_db
def test_what_is_kept_of_a_browser_is_a_word_or_two(p: Partnership) -> None:
    client = enter("Something of its own with a number 12345")
    assert Signing.objects.get().browser == "A browser"
    assert client.session.session_key != Signing.objects.get().stored_key
    edge = type("R", (), {"headers": {"User-Agent": "Mozilla (Windows NT 10.0) Chrome/140 Safari/537 Edg/140.0"}})()
    assert browser_of(edge) == "Edge on Windows"


@pytest.mark.django_db
def test_a_screen_that_was_left_open_lets_nobody_in_and_hands_nothing_out(p: Partnership, monkeypatch: Any) -> None:
    """Attack: a colleague at a desk whose owner went for tea."""
    client, passkey = enter(FIREFOX), SoftPasskey()
    options = re.search(r'data-options="([^"]*)"', client.get("/sign-in/mine/").content.decode())
    assert options
    client.post("/sign-in/mine/", {"credential": passkey.made(html.unescape(options[1])), "name": "Desk"})
    monkeypatch.setenv("HOLDFAST_SECOND_STEP", "1")
    guarded = (
        "/people/managing/",
        f"/people/managing/{p.carys.worker}/invite/",
        "/people/admissions/",
        f"/erasure/of/{uuid4()}/",
        f"/bundle/of/{uuid4()}/",
        "/people/vetted/",
        "/people/graders/",
    )
    assert client.get("/people/managing/").status_code == 200, "who has just signed in is not asked again"
    left(client, 11 * 60)
    for address in guarded:
        assert client.get(address).headers["Location"] == f"/sign-in/again/?next={address.replace('/', '%2F')}", address
    assert client.get("/duties/").status_code == 200, "and what is not guarded goes on"
    # A form that was open is still taken, so that nothing typed is lost; after a session's length it is not
    form = {"name": "Robin Weir", "post": "nobody", "reason": "", "once": str(uuid4())}
    assert client.post("/people/managing/starts/", form).headers["Location"].startswith("/people/managing/")
    left(client, 26 * 60)
    assert client.post("/people/managing/starts/", form).headers["Location"].startswith("/sign-in/again/")
    # A wrong password does not help, and is not asked for ever; hers, or her passkey, does
    for _ in range(5):
        assert client.post("/sign-in/again/?next=/people/managing/", {"password": "wrong"}).status_code == 422
    assert "too many" in client.post("/sign-in/again/", {"password": PASSWORD}).content.decode()
    options = re.search(r'data-options="([^"]*)"', client.get("/sign-in/again/").content.decode())
    assert options
    sent = {"credential": passkey.used(html.unescape(options[1]))}
    assert client.post("/sign-in/again/?next=/people/managing/", sent).headers["Location"] == "/people/managing/"
    assert client.get("/people/managing/").status_code == 200


@pytest.mark.django_db
def test_showing_again_leads_nowhere_else(p: Partnership, monkeypatch: Any) -> None:
    client = enter(FIREFOX)
    for wanted in ("https://elsewhere.example/", "//elsewhere.example", ""):
        answer = client.post(f"/sign-in/again/?next={wanted}", {"password": PASSWORD})
        assert answer.headers["Location"] == "/", wanted
    assert Account.objects.count() == 1


def left(client: Client, seconds: int) -> None:
    """Somebody goes away, and the session goes on (a page that asks by itself, say)."""
    session = client.session
    session[SHOWN] = int(time.time()) - seconds
    session.save()
