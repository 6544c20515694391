"""Telling comes before signing in: a crowd at nine o'clock, or somebody who guesses, holds up nobody who tells."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher, make_password
from django.test import Client

from holdfast.accounts import hashing
from holdfast.accounts.models import WrongPassword
from holdfast.accounts.tests.opening import open_account
from holdfast.partnership.tests.people import Partnership, a_partnership

PASSWORD = "three invented lanterns"


@pytest.fixture
def p() -> Partnership:
    found = a_partnership()
    open_account(worker=found.carys.worker, email="carys@example.org", password=PASSWORD)
    return found


def test_passwords_are_hashed_by_one_thread_that_stands_back_for_all_others(monkeypatch: Any) -> None:
    seen: list[tuple[str, int]] = []
    encode = hashing.ScryptPasswordHasher.encode

    def watched(*values: Any, **named: Any) -> str:
        seen.append((threading.current_thread().name, os.getpriority(os.PRIO_PROCESS, threading.get_native_id())))
        return str(encode(*values, **named))

    monkeypatch.setattr(hashing.ScryptPasswordHasher, "encode", watched)
    hasher = hashing.InTurn()
    with ThreadPoolExecutor(4) as people:
        made = list(people.map(lambda n: hasher.encode(f"{PASSWORD} {n}", f"salt{n}"), range(4)))
    assert len({name for name, _ in seen}) == 1
    assert {priority for _, priority in seen} == {19}
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) < 19, "and whoever asked stands where they stood"
    assert all(hasher.verify(f"{PASSWORD} {n}", each) for n, each in enumerate(made))
    assert not hasher.verify("wrong", made[0])


def test_what_was_hashed_before_is_still_right() -> None:
    before = hashing.ScryptPasswordHasher().encode(PASSWORD, "salt")
    assert before == hashing.InTurn().encode(PASSWORD, "salt")
    assert check_password(PASSWORD, make_password(PASSWORD))
    assert identify_hasher(before).algorithm == "scrypt"


@pytest.mark.django_db
def test_in_a_crowd_nobodys_password_is_looked_at_or_counted_and_telling_goes_on(p: Partnership) -> None:
    client = Client(HTTP_HOST="localhost")
    turns = [hashing.turn() for _ in range(hashing.WAITING)]
    for each in turns:
        each.__enter__()
    try:
        answer = client.post("/sign-in/", {"email": "carys@example.org", "password": "wrong"})
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert "Many people are signing in at this moment. Wait a few seconds and sign in again" in answer.content.decode()
        assert WrongPassword.objects.count() == 0
        assert client.get("/tell/", follow=True).status_code == 200
    finally:
        for each in turns:
            each.__exit__(None, None, None)
    assert client.post("/sign-in/", {"email": "carys@example.org", "password": PASSWORD}).status_code == 302
    assert hashing._turns.waiting == 0
