"""The commands as a user runs them, each in a process of its own, on an embedded server of its own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from tests.installation import Installation, a_plan

from holdfast.database.embedded.client import use
from holdfast.home import home as holdfast_home


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """With a census of 40 children taken in."""
    installation = Installation(tmp_path_factory.mktemp("commands") / "a home")
    made = installation.run("synth", "cin", "--children", "40", "--seed", "5", "--out", str(installation.home / "census.xml"))
    assert made.returncode == 0, made.stderr
    code, first = installation.last_json("import-cin", str(installation.home / "census.xml"), "--json")
    assert code == 0
    assert first["children"] == 40
    yield installation


def test_help_lists_every_command_and_a_wrong_one_is_named(here: Installation) -> None:
    listed = here.run("help").stdout
    for name in ("start", "set-up", "import-cin", "synth", "verify", "rebuild", "sql", "keys", "work", "clocks"):
        assert name in listed
    wrong = here.run("tear-up")
    assert wrong.returncode == 2
    assert "tear-up" in wrong.stderr


def test_the_same_census_again_adds_nothing(here: Installation) -> None:
    code, again = here.last_json("import-cin", str(here.home / "census.xml"), "--json")
    assert (code, again["entries"]) == (0, 0)
    assert int(str(again["already_held"])) > 100


def test_some_rejected_is_3_and_unusable_is_2_with_nothing_written(here: Installation) -> None:
    text = (here.home / "census.xml").read_text()
    half = here.home / "half.xml"
    half.write_text(text.replace("<PrimaryNeedCode>N1<", "<PrimaryNeedCode>XX<", 1))
    code, result = here.last_json("import-cin", str(half), "--json")
    assert code == 3
    (rejected,) = result["rejected"]  # type: ignore[misc]
    assert set(rejected) == {"child", "field", "value", "rule"}
    cut = here.home / "cut.xml"
    cut.write_text(text[: len(text) // 2])
    before = here.last_json("verify", "--json")[1]["entries"]
    done = here.run("import-cin", str(cut), "--json")
    assert done.returncode == 2
    assert here.last_json("verify", "--json")[1]["entries"] == before


def test_a_date_that_is_none_is_refused_in_words(here: Installation) -> None:
    done = here.run("import-cin", str(here.home / "census.xml"), "--as-of", "31/03/2026")
    assert done.returncode == 2
    assert "YYYY-MM-DD" in done.stderr


def test_the_application_cannot_cheat_at_a_prompt(here: Installation) -> None:
    for statement in (
        "DELETE FROM record_entry;",
        "UPDATE record_entry SET kind = 'x';",
        "TRUNCATE record_entry;",
        "SET ROLE holdfast_owner;",
    ):
        done = here.run("sql", given=statement)
        assert done.returncode != 0, statement
        assert "permission denied" in done.stderr, statement
    counted = here.run("sql", given="SELECT set_config('holdfast.viewer', '{}', false); SELECT count(*) FROM children_case;")
    assert counted.stdout.strip().split("\n")[-1] == "0"


def test_a_sound_record_verifies_and_is_rebuilt(here: Installation) -> None:
    code, verdict = here.last_json("verify", "--json")
    assert (code, verdict["sound"]) == (0, True)
    assert here.run("rebuild").returncode == 0
    assert here.last_json("verify", "--json")[0] == 0


def test_what_the_owner_of_the_database_alters_by_hand_is_named(tmp_path: Path) -> None:
    own = Installation(tmp_path / "own home")
    own.run("synth", "cin", "--children", "3", "--out", str(own.home / "c.xml"))
    own.run("import-cin", str(own.home / "c.xml"))
    cheat = (
        "ALTER TABLE record_entry DISABLE TRIGGER USER;"
        "UPDATE record_entry SET recorded_at = recorded_at - interval '1 year' WHERE kind = 'case.opened' RETURNING id;"
        "ALTER TABLE record_entry ENABLE TRIGGER USER;"
    )
    done = own.run("sql", "--owner", given=cheat)
    assert done.returncode == 0, done.stderr
    altered = {line.strip() for line in done.stdout.split("\n") if line.count("-") == 4}
    assert altered
    code, verdict = own.last_json("verify", "--json")
    assert code == 1
    faults = verdict["faults"]
    assert isinstance(faults, list)
    assert altered <= {fault.get("entry") for fault in faults}


def test_clocks_are_listed_with_their_sources(here: Installation) -> None:
    listed = json.loads(here.run("clocks", "--json").stdout)
    assert len(listed) >= 35
    assert all(clock["source"] and clock["edition"] and clock["effective_from"] for clock in listed)


def test_a_real_installation_takes_no_entry_before_its_key_is_split(tmp_path: Path) -> None:
    own = Installation(tmp_path / "own home")
    assert own.run("set-up", str(a_plan(own.home))).returncode == 3
    own.run("synth", "cin", "--children", "2", "--out", str(own.home / "c.xml"))
    done = own.run("import-cin", str(own.home / "c.xml"))
    assert done.returncode == 2
    assert "partnership" in done.stderr or "split" in done.stderr
    assert own.last_json("verify", "--json")[1]["entries"] == 0


def test_attack_5_a_lost_master_key_is_never_replaced_beside_entries(tmp_path: Path) -> None:
    own = Installation(tmp_path / "own home")
    own.run("synth", "cin", "--children", "2", "--out", str(own.home / "c.xml"))
    assert own.run("import-cin", str(own.home / "c.xml")).returncode == 0
    for name, words in (("master.key", "keys restore"), ("checkpoint.ed25519", "no other takes its place")):
        key = own.home / "keys" / name
        right = key.read_bytes()
        key.unlink()
        for command in (("set-up", "--demonstration"), ("start", "--port", "19999"), ("work", "--once"), ("ledger", "--once")):
            done = own.run(*command)
            assert done.returncode != 0, command
            assert words in done.stderr, command
            assert "Traceback" not in done.stderr
            assert not key.exists(), "no key is made beside entries"
        key.write_bytes((b"0" if right[:1] != b"0" else b"1") + right[1:])  # another key
        done = own.run("set-up", "--demonstration")
        assert done.returncode != 0
        assert "is not the one that this record was begun with" in done.stderr
        code, verdict = own.last_json("verify", "--json")
        assert code == 1
        if name == "master.key":
            assert "master key is another" in {fault["what"] for fault in verdict["faults"]}  # type: ignore[attr-defined]
        key.write_bytes(right)
        assert own.last_json("verify", "--json")[0] == 0


def test_attack_5_the_gate_of_a_real_installation_is_not_opened_by_an_insert_of_the_app(tmp_path: Path) -> None:
    own = Installation(tmp_path / "own home")
    assert own.run("set-up", str(a_plan(own.home))).returncode == 3
    forged = (
        "INSERT INTO vault_key_split (fingerprint, threshold, holders, split_at, restore_tested_at) VALUES ('x', 2, '[]', now(), now());"
    )
    for statement in (forged, f"SET ROLE holdfast_writer; {forged}", "UPDATE vault_key_split SET restore_tested_at = now();"):
        done = own.run("sql", given=statement)
        assert done.returncode != 0
        assert "permission denied" in done.stderr
    shares = sorted((own.home / "shares").glob("*.txt"))
    assert own.run("keys", "test-restore", *map(str, shares[:3])).returncode == 0
    assert "restore tried" in own.run("keys", "show").stdout


def test_a_server_that_database_url_names_serves_as_well(tmp_path: Path) -> None:
    """Roles and database are made by whoever may make them, under a prefix and a name of this installation's own."""
    prefix, database = "served", f"served_{os.getpid()}"
    administrator = os.environ.get("DATABASE_URL") or use(holdfast_home()).superuser_url
    parts = urlsplit(administrator)
    url = urlunsplit(parts._replace(path=f"/{database}"))
    own = Installation(tmp_path / "served home", DATABASE_URL=url, HOLDFAST_ROLE_PREFIX=prefix)
    try:
        # The administrator signs in to a database that is there already, as `docs/postgresql.md` says.
        with psycopg.connect(administrator, autocommit=True) as session:
            session.execute(f"CREATE DATABASE {database}")  # type: ignore[arg-type]
        # What it is for ever is not decided in passing.
        for command in (("ledger", "--once"), ("work", "--once")):
            passing = own.run(*command)
            assert passing.returncode == 2, command
            assert "set-up" in passing.stderr, command
        made = own.run("set-up", "--demonstration")
        assert made.returncode == 0, made.stderr
        own.run("synth", "cin", "--children", "5", "--out", str(own.home / "c.xml"))
        assert own.run("import-cin", str(own.home / "c.xml")).returncode == 0
        assert own.last_json("verify", "--json")[0] == 0
        refused = own.run("sql", given="DELETE FROM record_entry;")
        assert "permission denied" in refused.stderr
        assert not (own.home / "embedded.keeper").exists(), "no server of our own was started"
    finally:
        with psycopg.connect(administrator, autocommit=True) as session:
            session.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")  # type: ignore[arg-type]
