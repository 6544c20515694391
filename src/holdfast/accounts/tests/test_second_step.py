"""The second step: codes that are taken once, passkeys that were copied, and no way round."""

from __future__ import annotations

import base64
import html
import json
import re
import time
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.accounts import actions as accounts
from holdfast.accounts import second_step
from holdfast.accounts.kinds import PasskeyCopied
from holdfast.accounts.models import Account, CodeApp, Passkey
from holdfast.accounts.tests.opening import open_account
from holdfast.accounts.tests.soft_passkey import SoftPasskey
from holdfast.partnership.kinds import PARTNERSHIP_ROOM
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.holding import reading_all
from holdfast.record.queries import entries_of_room

PASSWORD = "three invented lanterns"
_NAMES = st.sampled_from(["id", "rawId", "type", "response", "clientDataJSON", "authenticatorData", "signature"])
SENT = st.text(max_size=200) | st.recursive(st.none() | st.text(max_size=9), lambda inner: st.dictionaries(_NAMES, inner)).map(json.dumps)


@pytest.fixture
def p(monkeypatch: Any) -> Partnership:
    monkeypatch.setenv("HOLDFAST_SECOND_STEP", "1")
    found = a_partnership()
    open_account(worker=found.carys.worker, email="carys@example.org", password=PASSWORD)
    return found


def carys() -> Account:
    return Account.objects.get(email="carys@example.org")


def first(password: str = PASSWORD) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.post("/sign-in/?next=/duties/", {"email": "carys@example.org", "password": password})
    return client


def options_in(client: Client, address: str) -> str:
    found = re.search(r'data-options="([^"]*)"', client.get(address, follow=True).content.decode())
    assert found
    return html.unescape(found[1])


def code(at: float | None = None) -> str:
    secret = base64.b32decode(second_step.secret_to_scan(carys()))
    return TOTP(secret, 6, SHA1(), 30, enforce_key_length=False).generate(int(at if at is not None else time.time())).decode()


def is_in(client: Client) -> bool:
    return client.get("/duties/").status_code == 200


def with_passkey(passkey: SoftPasskey) -> Client:
    client = first()
    assert client.post("/sign-in/set-up/", {"credential": passkey.made(options_in(client, "/sign-in/set-up/"))}).status_code == 302
    return client


@pytest.mark.django_db
def test_with_the_password_alone_nobody_is_in(p: Partnership) -> None:
    client = first()
    for address in ("/duties/", "/people/", "/sign-in/mine/", f"/people/managing/{p.carys.worker}/"):
        assert client.get(address).headers["Location"].startswith("/sign-in/"), address
    assert client.get("/sign-in/second/").headers["Location"] == "/sign-in/set-up/"
    assert first("wrong").get("/sign-in/second/").headers["Location"] == "/sign-in/"


@pytest.mark.django_db
def test_a_code_app_is_set_up_and_asked_for_and_leads_on_to_what_was_wanted(p: Partnership) -> None:
    client = first()
    page = client.get("/sign-in/set-up/").content.decode()
    assert second_step.secret_to_scan(carys()) in page
    assert "<svg" in page
    assert client.post("/sign-in/set-up/", {"code": "000000"}).status_code == 422
    done = client.post("/sign-in/set-up/", {"code": code()})
    assert done.headers["Location"] == "/duties/"
    assert is_in(client)
    # The secret is not in the clear in the table
    assert base64.b32decode(second_step.secret_to_scan(carys())) not in bytes(CodeApp.objects.get().sealed)
    again = first()
    assert not is_in(again)
    assert again.get("/sign-in/set-up/").headers["Location"] == "/sign-in/second/", "who has one cannot make another with a password alone"
    assert again.post("/sign-in/second/", {"code": code(time.time() + 30)}).status_code == 302
    assert is_in(again)


@pytest.mark.django_db
def test_a_code_that_was_seen_over_the_shoulder_is_taken_once(p: Partnership) -> None:
    client = first()
    second_step.secret_to_scan(carys())
    typed = code()
    assert client.post("/sign-in/set-up/", {"code": typed}).status_code == 302
    replayed = first()
    assert replayed.post("/sign-in/second/", {"code": typed}).status_code == 422
    assert not is_in(replayed)
    # Nor an older one, nor one of another hour
    for when in (time.time() - 30, time.time() - 3600, time.time() + 3600):
        assert replayed.post("/sign-in/second/", {"code": code(when)}).status_code == 422


@pytest.mark.django_db
def test_guessing_codes_is_slowed_and_slows_nobody_who_has_a_passkey(p: Partnership) -> None:
    passkey = SoftPasskey()
    mine = with_passkey(passkey)
    second_step.secret_to_scan(carys())
    assert mine.post("/sign-in/mine/app/", {"code": code()}).status_code == 302
    thief = first()
    for _ in range(5):
        thief.post("/sign-in/second/", {"code": "123456"})
    answer = thief.post("/sign-in/second/", {"code": code(time.time() + 30)})
    assert "too many wrong codes" in answer.content.decode()
    client = first()
    sent = passkey.used(options_in(client, "/sign-in/second/"))
    assert client.post("/sign-in/second/", {"credential": sent}).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("counts", [True, False])
def test_a_passkey_is_made_and_used_as_second_step_and_alone(p: Partnership, counts: bool) -> None:
    passkey = SoftPasskey(counts=counts)
    with_passkey(passkey)
    client = first()
    assert client.post("/sign-in/second/", {"credential": passkey.used(options_in(client, "/sign-in/second/"))}).status_code == 302
    assert is_in(client)
    alone = Client(HTTP_HOST="localhost")
    assert alone.post("/sign-in/passkey/", {"credential": passkey.used(options_in(alone, "/sign-in/passkey/"))}).status_code == 302
    assert is_in(alone)


@pytest.mark.django_db
def test_a_copied_passkey_is_noticed_switched_off_and_said(p: Partnership) -> None:
    passkey = SoftPasskey()
    with_passkey(passkey)
    copy = passkey.copied()
    thief = first()
    assert thief.post("/sign-in/second/", {"credential": copy.used(options_in(thief, "/sign-in/second/"))}).status_code == 302
    # When she uses hers, it counts what the copy has counted already
    client = first()
    answer = client.post("/sign-in/second/", {"credential": passkey.used(options_in(client, "/sign-in/second/"))})
    assert "may have been copied" in answer.content.decode()
    assert Passkey.objects.get().copied_at is not None
    for each in (copy, passkey):
        again = Client(HTTP_HOST="localhost")
        assert again.post("/sign-in/passkey/", {"credential": each.used(options_in(again, "/sign-in/passkey/"))}).status_code == 422
    with reading_all():
        assert isinstance(entries_of_room(PARTNERSHIP_ROOM)[-1].facts, PasskeyCopied)


@pytest.mark.django_db
def test_what_a_false_or_replayed_passkey_sends_opens_nothing(p: Partnership) -> None:
    passkey, other = SoftPasskey(), SoftPasskey()
    with_passkey(passkey)
    client = first()
    options = options_in(client, "/sign-in/second/")
    good = passkey.used(options)
    attempts = (
        other.used(options),  # of nobody
        passkey.used(options, origin="https://holdfast.example"),  # at another site
        passkey.used(options, rp="holdfast.example"),
        passkey.used(options, verified=False),  # lying on a desk, with nobody's finger
        passkey.used(options.replace(json.loads(options)["challenge"], "A" * 43)),  # to another question
        good.replace('"signature": "', '"signature": "AAAA'),
        "{}",
        "[]",
        "x" * 30_000,
    )
    for sent in attempts:
        options_in(client, "/sign-in/second/")
        assert client.post("/sign-in/second/", {"credential": sent}).status_code == 422
        assert not is_in(client)
    options = options_in(client, "/sign-in/second/")
    good = passkey.used(options)
    assert client.post("/sign-in/second/", {"credential": good}).status_code == 302
    replay = first()
    options_in(replay, "/sign-in/second/")
    assert replay.post("/sign-in/second/", {"credential": good}).status_code == 422
    assert not is_in(replay)


@pytest.mark.django_db
def test_the_last_of_what_one_signs_in_with_is_not_removed_where_it_is_asked_for(p: Partnership) -> None:
    passkey = SoftPasskey()
    client = with_passkey(passkey)
    first_id = Passkey.objects.get().id
    said = client.post("/sign-in/mine/", {"off": str(first_id)}, follow=True).content.decode()
    assert "the only one that you have" in said
    second = SoftPasskey()
    sent = {"credential": second.made(options_in(client, "/sign-in/mine/")), "name": "My telephone"}
    assert client.post("/sign-in/mine/", sent).status_code == 302
    assert "My telephone" in client.get("/sign-in/mine/").content.decode()
    client.post("/sign-in/mine/", {"off": str(first_id)})
    assert [each.name for each in Passkey.objects.all()] == ["My telephone"]
    assert client.post("/sign-in/mine/", {"off": "'; --"}).status_code == 302


@pytest.mark.django_db
def test_a_half_signed_in_browser_is_forgotten_after_minutes_and_when_the_account_goes_off(p: Partnership) -> None:
    client = first()
    session = client.session
    session["half_since"] = int(time.time()) - 700
    session.save()
    assert client.get("/sign-in/second/").headers["Location"] == "/sign-in/"
    client = first()
    accounts.switch_off(worker=p.carys.worker)
    assert client.get("/sign-in/second/").headers["Location"] == "/sign-in/"


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=SENT, code=st.text(max_size=30))
def test_whatever_is_sent_as_a_passkey_or_a_code_is_answered(p: Partnership, sent: str, code: str) -> None:
    client = Client(HTTP_HOST="localhost")
    assert client.get("/sign-in/passkey/").status_code == 200
    assert client.post("/sign-in/passkey/", {"credential": sent}).status_code == 422
    assert not second_step.takes(carys(), code)
