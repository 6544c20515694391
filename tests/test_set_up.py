"""From an empty server to a partnership whose first people can sign in, by the command alone; and whatever may be wrong on the way."""

from __future__ import annotations

import re
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import OwnDatabase
from hypothesis import given
from hypothesis import strategies as st
from tests.installation import Installation, a_plan

from holdfast.database.embedded.places import places
from holdfast.web import checking
from holdfast.web.plan import EXAMPLE, PlanWrong, read_plan


def test_a_partnership_is_set_up_step_by_step_and_nothing_is_done_twice(tmp_path: Path) -> None:
    own = Installation(tmp_path / "own home")
    plan = a_plan(own.home)
    # Given an empty server: the first run makes it ready, splits the key and stops
    first = own.run("set-up", str(plan))
    assert first.returncode == 3, first.stderr
    assert "[done] The database is ready, and real for ever" in first.stdout
    assert "[left] The master key is split" in first.stdout
    assert "founded" not in first.stdout
    shares = sorted((own.home / "shares").glob("*.txt"))
    assert len(shares) == 5
    assert {oct(share.stat().st_mode & 0o777) for share in shares} == {"0o600"}
    again = own.run("set-up", str(plan))
    assert sorted((own.home / "shares").glob("*.txt")) == shares, "the key is not split a second time"
    assert again.stdout.count("[left]") == 1
    # When too few shares, half a share, or one of another key are brought, nothing goes on
    strange = Installation(tmp_path / "strange")
    strange.run("set-up", str(a_plan(strange.home)))
    half = own.home / "half.txt"
    half.write_text(shares[2].read_text()[:60])
    theirs = sorted((strange.home / "shares").glob("*.txt"))
    for brought in (shares[:2], [*shares[:2], half], [*shares[:2], theirs[2]], theirs[:3]):
        done = own.run("keys", "test-restore", *map(str, brought))
        assert done.returncode == 1
        assert "do not give a key" in done.stderr or "another splitting" in done.stderr, done.stderr
        assert "Traceback" not in done.stderr
    assert own.run("set-up", str(plan)).returncode == 3
    # When three of five come back, the partnership is founded, with what was signed, and its account managers are invited
    assert own.run("keys", "test-restore", *map(str, shares[1:4])).returncode == 0
    founded = own.run("set-up", str(plan))
    assert founded.returncode == 3, founded.stderr
    assert "[done] The partnership is founded" in founded.stdout
    assert "[left] Efua North of Example Council can sign in" in founded.stdout
    links = sorted((own.home / "invitations").glob("*-link.txt"))
    assert [re.fullmatch(r"https://record\.example\.org/joining/[\w-]+/\n", link.read_text()) is not None for link in links] == [True, True]
    assert len(sorted((own.home / "invitations").glob("*-code.txt"))) == 2
    # Then nothing is done twice: no second partnership, no second invitation, unless it is asked for
    again = own.run("set-up", str(plan))
    assert "founded before with 2 signatures" in again.stdout
    assert sorted((own.home / "invitations").glob("*-link.txt")) == links
    own.run("set-up", str(plan), "--invite-again")
    assert len(sorted((own.home / "invitations").glob("*-link.txt"))) == 4
    # And it is real for ever, and sound
    assert own.last_json("verify", "--json")[0] == 0
    moved = own.run("sql", given="SELECT holdfast_move_clock(now() + interval '1 day');")
    assert moved.returncode != 0
    other = own.run("set-up", "--demonstration")
    assert "set up already" in other.stdout


def test_a_demonstration_is_destroyed_whole_and_a_real_one_never(tmp_path: Path) -> None:
    own = Installation(tmp_path / "own home")
    own.run("set-up", "--demonstration")
    assert own.run("destroy", given="no\n").returncode == 1
    assert (own.home / "keys").exists()
    done = own.run("destroy", "--yes")
    assert done.returncode == 0, done.stderr
    assert "taken away" in done.stdout
    assert not own.home.exists()
    assert not [place for place in places() if place.home == own.home]
    real = Installation(tmp_path / "real")
    real.run("set-up", str(a_plan(real.home)))
    refused = real.run("destroy", "--yes")
    assert refused.returncode == 1
    assert "real data" in refused.stderr
    assert (real.home / "keys" / "master.key").exists()


def test_a_demonstration_never_becomes_real(tmp_path: Path) -> None:
    own = Installation(tmp_path / "own home")
    assert own.run("set-up", "--demonstration").returncode == 0
    done = own.run("set-up", str(a_plan(own.home)))
    assert done.returncode == 1
    assert "can never become a real one" in done.stderr


def test_a_server_that_does_not_answer_is_said(tmp_path: Path) -> None:
    wrong = Installation(tmp_path / "wrong", DATABASE_URL="postgresql://nobody:wrong@127.0.0.1:1/nothing")
    done = wrong.run("set-up", str(a_plan(wrong.home)))
    assert done.returncode == 2
    assert "does not answer, or refused the sign-in" in done.stderr


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("ALTER ROLE holdfast_app BYPASSRLS", "bypasses row-level security"),
        ("ALTER ROLE holdfast_sequencer SUPERUSER", "is a superuser"),
        ("ALTER ROLE holdfast_app INHERIT", "NOINHERIT"),
        ("ALTER SYSTEM SET log_statement = 'all'", "could quote content"),
    ],
)
def test_what_is_wrong_with_the_server_is_said_before_anything_is_made(tmp_path: Path, wrong: str, words: str) -> None:
    own = Installation(tmp_path / "own home")
    assert own.run("sql", given="SELECT 1;").returncode == 0  # makes the server and its roles
    own.as_superuser(wrong)
    own.as_superuser("SELECT pg_reload_conf()")
    done = own.run("set-up", str(a_plan(own.home)))
    assert done.returncode == 3
    assert "[left]" in done.stdout
    assert words in done.stdout
    assert "real for ever" not in done.stdout


def test_clocks_an_hour_apart_and_a_full_disk_are_said(monkeypatch: pytest.MonkeyPatch, committed: OwnDatabase) -> None:
    assert {checked.what for checked in checking.check_server() if checked.wrong} == set()
    real = time.time
    monkeypatch.setattr(checking.time, "time", lambda: real() - 3_600)
    monkeypatch.setattr(checking.shutil, "disk_usage", lambda _path: SimpleNamespace(free=1_000_000))
    wrong = {checked.what: checked.wrong for checked in checking.check_server() if checked.wrong}
    assert "3,600 seconds ahead of" in wrong["The clocks agree"]
    assert "0.0 GB are free" in wrong["There is room on the disk"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"host": '"no name"'}, "host"),
        ({"host": '"https://record.example.org"'}, "host"),
        ({"partnership": '""'}, "partnership"),
        ({"threshold": "1"}, "keys.threshold"),
        ({"threshold": "6"}, "keys.threshold"),
        ({"threshold": "true"}, "keys.threshold"),
        ({"holders": '["Example Council", "example council"]'}, "keys.holders"),
        ({"document": '"missing.pdf"'}, "arrangement.document"),
        ({"signed_on": '"last week"'}, "arrangement.signed_on"),
        ({"lea": '"12"'}, "organisation 1, lea"),
        ({"kind": '"army"'}, "organisation 1, kind"),
        ({"kind": '"police"'}, "organisation 1, lea"),
        ({"email": '"efua"'}, "organisation 1, email"),
        ({"email": '"ines.rowan@example.org"'}, "same email"),
        ({"account_manager": "7"}, "organisation 1, account_manager"),
        ({"signed_by": '"a\\\\nb"'}, "organisation 1, signed_by"),
        ({"title": '"x"\nsecret = "y"'}, "no field 'secret'"),
        ({"host": "["}, "partnership.toml"),
    ],
)
def test_what_is_wrong_in_a_plan_is_named_by_field_and_rule(tmp_path: Path, changes: dict[str, str], words: str) -> None:
    with pytest.raises(PlanWrong, match=words):
        read_plan(a_plan(tmp_path, **changes))


def test_a_plan_takes_two_organisations_and_one_council(tmp_path: Path) -> None:
    path = a_plan(tmp_path)
    path.write_text(EXAMPLE.partition('[[organisation]]\nname = "Example Police"')[0])
    with pytest.raises(PlanWrong, match="at least two"):
        read_plan(path)
    path.write_text(EXAMPLE.replace('kind = "police"', 'kind = "council"\nlea = "998"'))
    with pytest.raises(PlanWrong, match="exactly one"):
        read_plan(path)
    with pytest.raises(PlanWrong, match="There is no file"):
        read_plan(tmp_path / "none.toml")


@given(st.binary(max_size=400))
def test_whatever_lies_in_the_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = tmp_path_factory.mktemp("plan")
    path = a_plan(folder)
    with path.open("ab") as file:
        file.write(raw)
    try:
        read_plan(path)
    except PlanWrong as why:
        assert str(why)
