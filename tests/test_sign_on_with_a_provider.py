"""Signing in with an account of a provider that no one here wrote, running on this machine (script/try-sign-on)."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from django.test import Client

from holdfast.accounts import sign_on
from holdfast.accounts.tests.opening import open_account
from holdfast.accounts.tests.test_sign_on import PASSWORD, WITH, browser, is_in, organisation_of, words_of, write
from holdfast.partnership.tests.people import Partnership, a_partnership

pytestmark = [pytest.mark.provider, pytest.mark.enable_socket, pytest.mark.django_db]
SECRET = "the secret of the council"
GROUPS = 'scopes = ["groups"]\nroles_claim = "groups"\n[provider.roles]\npractitioner = ["practitioners"]'


@pytest.fixture
def p() -> Partnership:
    found = a_partnership()
    for name, acting in (("carys", found.carys), ("bryn", found.bryn)):
        open_account(worker=acting.worker, email=f"{name}@example.org", password=PASSWORD)
    return found


@pytest.fixture
def issuer(tmp_path: Path) -> Iterator[str]:
    """The provider, on a port that is free."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(__file__).parents[1] / "interop" / "provider.py"
    back = f"http://localhost{WITH}back/"
    with (tmp_path / "provider.log").open("w") as log:
        running = subprocess.Popen(
            [os.environ["HOLDFAST_PROVIDER"], program, str(port), SECRET, back],
            stdout=log, stderr=log, env={**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"},
        )  # fmt: skip
        try:
            yield _when_it_answers(f"http://localhost:{port}", running)
        finally:
            running.terminate()
            running.wait(10)


def _when_it_answers(address: str, running: subprocess.Popen[bytes]) -> str:
    for _ in range(120):
        assert running.poll() is None, "the provider ended"
        try:
            return str(requests.get(f"{address}/.well-known/openid-configuration", timeout=5).json()["issuer"])
        except requests.ConnectionError:
            time.sleep(0.5)
    raise AssertionError("the provider does not answer")


class Desk:
    """A browser in which somebody uses the provider's own pages."""

    def __init__(self, name: str) -> None:
        self.name, self.there = name, requests.Session()

    def sign_in(self, address: str) -> str:
        """Sign in at the provider and agree; the address with which it sends the browser back."""
        response = self.there.get(address, timeout=20, allow_redirects=False)
        for _ in range(12):
            if response.is_redirect:
                onward = urljoin(response.url, response.headers["Location"])
                if urlsplit(onward).port is None:
                    return onward
                response = self.there.get(onward, timeout=20, allow_redirects=False)
            else:
                response = self._fill_in(response)
        raise AssertionError(response.text)

    def _fill_in(self, response: requests.Response) -> requests.Response:
        """What a page of the provider asks for: who, the password, or whether they agree."""
        sent = {"csrf_token": found[1]} if (found := re.search(r'name="csrf_token" value="([^"]+)"', response.text)) else {}
        if 'name="login"' in response.text:
            sent["login"] = self.name
        elif 'name="password"' in response.text:
            sent["password"] = f"{self.name} at work"
        else:
            sent["answer"] = "accept"
        return self.there.post(response.url, data=sent, timeout=20, allow_redirects=False)


def go(client: Client, desk: Desk, begin: str) -> Any:
    sent = client.get(begin)
    assert sent.status_code == 302, words_of(sent)
    return client.get(desk.sign_in(sent.headers["Location"]))


def test_carys_joins_signs_in_and_shows_again_that_it_is_she(p: Partnership, issuer: str, tmp_path: Path, monkeypatch: Any) -> None:
    """Given her council's provider, when Carys has joined the two, she is let in by it; Bryn's account of it opens nothing here."""
    monkeypatch.setenv("HOLDFAST_SIGN_ON", str(tmp_path / "sign-on.toml"))
    write(tmp_path, organisation_of(p.carys), GROUPS, issuer=issuer)
    assert sign_on.problem_of(sign_on_provider()) == ""

    carys, desk = browser("carys"), Desk("carys")
    assert go(carys, desk, f"{WITH}join/").headers["Location"] == "/sign-in/mine/"

    fresh = browser()
    assert go(fresh, desk, f"{WITH}?next=/people/").headers["Location"] == "/people/"
    assert is_in(fresh)

    # Again: the provider has a session of hers, and is told to ask all the same.
    assert go(fresh, desk, f"{WITH}again/?next=/people/").headers["Location"] == "/people/"

    stranger = browser()
    assert "is not joined" in words_of(go(stranger, Desk("bryn"), WITH))
    assert not is_in(stranger)


def test_an_address_that_came_back_is_no_use_a_second_time(p: Partnership, issuer: str, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("HOLDFAST_SIGN_ON", str(tmp_path / "sign-on.toml"))
    write(tmp_path, organisation_of(p.carys), GROUPS, issuer=issuer)
    desk = Desk("carys")
    go(browser("carys"), desk, f"{WITH}join/")
    client, thief = browser(), browser()
    back = desk.sign_in(client.get(WITH).headers["Location"])
    thief.get(WITH)
    assert thief.get(back).status_code == 422
    assert not is_in(thief)
    client.get(back)
    assert is_in(client)
    assert client.get(back).status_code == 422


def test_the_providers_groups_narrow(p: Partnership, issuer: str, tmp_path: Path, monkeypatch: Any) -> None:
    """Bryn manages the front door here, and the file names a group for practitioners alone: he signs in with his password."""
    monkeypatch.setenv("HOLDFAST_SIGN_ON", str(tmp_path / "sign-on.toml"))
    write(tmp_path, organisation_of(p.carys), GROUPS, issuer=issuer)
    answer = go(browser("bryn"), Desk("bryn"), f"{WITH}join/")
    assert "does not say that you hold your post here" in words_of(answer)


def sign_on_provider() -> Any:
    from holdfast.accounts.providers import providers

    return providers()[0]
