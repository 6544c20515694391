"""The web process alone: it is given the application's sign-in, and keeps no other."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from holdfast.database.bootstrap import ServerRefused, app_alone
from holdfast.web.management.commands import web
from holdfast.web.running import alone

GIVEN = {
    "DATABASE_URL": "postgresql://app@db/h",
    "DATABASE_OWNER_URL": "postgresql://owner@db/h",
    "DATABASE_SEQUENCER_URL": "x",
    "PATH": "/bin",
}


def test_whoever_gets_into_the_web_process_finds_no_other_sign_in(monkeypatch: Any) -> None:
    begun: list[Any] = []
    monkeypatch.setattr(web.os, "execve", lambda *what: begun.append(what))
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, value)
    call_command("web", "--port", "8123")
    ((_, command, environment),) = begun
    assert "holdfast.wsgi:application" in command
    assert "127.0.0.1:8123" in command
    assert environment["HOLDFAST_PART"] == "web"
    assert not {"DATABASE_OWNER_URL", "DATABASE_SEQUENCER_URL"} & set(environment)
    assert alone(GIVEN)["PATH"] == "/bin"


def test_the_applications_sign_in_is_taken_as_it_is_and_nothing_is_made_with_it(monkeypatch: Any) -> None:
    monkeypatch.delenv("HOLDFAST_PART", raising=False)
    assert app_alone() == ""
    monkeypatch.setenv("HOLDFAST_PART", "web")
    monkeypatch.setenv("DATABASE_URL", GIVEN["DATABASE_URL"])
    assert app_alone() == GIVEN["DATABASE_URL"]
    monkeypatch.setenv("DATABASE_URL", "")
    with pytest.raises(ServerRefused, match="HOLDFAST_PART is web and DATABASE_URL is not set"):
        app_alone()
    with pytest.raises(CommandError, match="DATABASE_URL is not set"):
        call_command("web")
