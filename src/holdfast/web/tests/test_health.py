"""What `/healthy` and `holdfast doctor` say: in words, with what to do, and nothing of content."""

from __future__ import annotations

import datetime
import ssl
from datetime import timedelta
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import OwnDatabase
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import call_command
from django.test import Client

from holdfast.children.tests.test_case import opened
from holdfast.database.time import move_clock, now, today
from holdfast.duties.escalation import run_escalations
from holdfast.partnership import actions
from holdfast.partnership.rota import shift_of
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.web import checking, health


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def problems() -> dict[str, str]:
    return Client().get("/healthy").json()["problems"]  # type: ignore[no-any-return]


@pytest.mark.django_db
def test_a_rota_with_a_hole_in_it_is_said_a_day_before(p: Partnership) -> None:
    assert "rota" not in problems(), "where nobody was ever on call nothing is open to the public"
    since, until = shift_of(today() - timedelta(days=1), today() + timedelta(days=12))
    actions.set_shift(worker=p.femi.worker, starts_at=since, ends_at=until, by=p.bryn)
    assert "rota" not in problems()
    move_clock(until - timedelta(hours=3))
    assert "nobody is on call from" in problems()["rota"]
    assert "Femi" not in str(problems())


@pytest.mark.django_db
def test_a_ladder_that_nobody_climbs_is_said(p: Partnership) -> None:
    opened(p)
    move_clock(now() + timedelta(days=200))
    assert "`work` does not keep up" in problems()["ladder"]
    while run_escalations().steps:
        pass
    assert "ladder" not in problems()


@pytest.mark.django_db
def test_another_master_key_a_full_disk_and_a_clock_an_hour_off_are_said(
    p: Partnership, monkeypatch: Any, settings: Any, tmp_path: Any
) -> None:
    real = checking.time.time
    monkeypatch.setattr(checking.time, "time", lambda: real() + 3_600)
    monkeypatch.setattr(checking.shutil, "disk_usage", lambda _path: SimpleNamespace(free=1))
    other = tmp_path / "other.key"
    other.write_text("00" * 32)
    settings.HOLDFAST_MASTER_KEY_FILE = str(other)
    said = problems()
    assert "3,600 seconds behind" in said["clock"]
    assert "are free" in said["disk"]
    assert "put the right one back" in said["keys"]
    other.unlink()
    assert "No other takes its place" in problems()["keys"]


def a_certificate(days: int) -> str:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "record.example.org")])
    until = datetime.datetime.now(datetime.UTC) + timedelta(days=days)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    made = made.not_valid_before(until - timedelta(days=90)).not_valid_after(until)
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "words"), [(-1, "ran out on"), (5, "runs out on"), (60, "")])
def test_a_certificate_that_ran_out_or_soon_will_is_said(monkeypatch: Any, settings: Any, days: int, words: str) -> None:
    settings.BEHIND_TLS, settings.ALLOWED_HOSTS = True, ["record.example.org"]
    monkeypatch.setattr(ssl, "get_server_certificate", lambda *_args, **_kwargs: a_certificate(days))
    said = dict(health.looked_at())["The certificate is good"]
    assert words in said if words else said == ""


def test_the_doctor_says_each_thing_and_ends_with_1_where_something_is_wrong(committed: OwnDatabase) -> None:
    a_partnership()
    said = StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", stdout=said)
    words = said.getvalue()
    assert "[ok] PostgreSQL is 15 or later" in words
    assert "[ok] The database holds what was signed" in words
    assert "[wrong] The ledger's process works: has not said anything yet." in words
    assert "6 organisations have no account manager who can sign in" in words
    for name in ("Efua", "Carys", "Saltmarsh"):
        assert name not in words
