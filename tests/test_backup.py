"""A copy, and putting it back: whole or not at all, never beside another record, and never so that what was signed is signed otherwise."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.installation import Installation


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """With a small census, all of it signed."""
    own = Installation(tmp_path_factory.mktemp("backup") / "home")
    tell(own, 1)
    yield own


def tell(own: Installation, seed: int) -> None:
    """Something more is recorded, and signed."""
    census = own.home / f"census-{seed}.xml"
    assert own.run("synth", "cin", "--children", "3", "--seed", str(seed), "--out", str(census)).returncode == 0
    assert own.run("import-cin", str(census)).returncode == 0
    assert own.run("ledger", "--once").returncode == 0


@pytest.fixture(scope="module")
def copy(here: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copies") / "copy"
    done = here.run("backup", str(folder))
    assert done.returncode == 0, done.stderr
    assert "The keys are not in it" in done.stdout
    assert "table 1: " in done.stderr, "long work says how far it is"
    return folder


def elsewhere(here: Installation, folder: Path) -> Installation:
    """Another machine, with the keys put back and nothing else."""
    other = Installation(folder)
    shutil.copytree(here.home / "keys", other.home / "keys", ignore=shutil.ignore_patterns("*.password"))
    return other


def test_a_copy_says_what_it_is_and_holds_no_key(here: Installation, copy: Path) -> None:
    made = json.loads((copy / "manifest.json").read_text())
    assert made["nature"] == "demonstration"
    assert made["entries"] > 100
    assert made["head"] > made["entries"]
    secrets = {path.read_text().strip() for path in (here.home / "keys").iterdir() if path.is_file()}
    held = b"".join(path.read_bytes() for path in copy.rglob("*") if path.is_file())
    assert not [secret for secret in secrets if secret.encode() in held]
    again = here.run("backup", str(copy))
    assert again.returncode == 1
    assert "is not empty" in again.stderr


def test_it_is_put_back_on_another_machine_and_nothing_is_signed_before_that_is_settled(
    here: Installation, copy: Path, tmp_path: Path
) -> None:
    other = elsewhere(here, tmp_path / "other")
    done = other.run("restore", str(copy))
    assert done.returncode == 3, done.stderr
    assert "No witness is named here" in done.stdout
    assert "table 1 of" in done.stderr
    # Nothing begins and nothing is signed meanwhile
    for command in (("ledger", "--once"), ("start", "--port", "19998"), ("import-cin", str(here.home / "census-1.xml"))):
        refused = other.run(*command)
        assert refused.returncode != 0, command
        assert "restore --settle" in refused.stdout + refused.stderr, command
    settled = other.run("restore", "--settle", "--nothing-later")
    assert settled.returncode == 0, settled.stdout
    code, verdict = other.last_json("verify", "--json")
    assert (code, verdict["sound"]) == (0, True)
    tell(other, 2)
    assert other.last_json("verify", "--json")[0] == 0
    # And not once more, over what is there now
    over = other.run("restore", str(copy))
    assert over.returncode == 1
    assert "not empty" in over.stderr
    assert other.last_json("verify", "--json")[0] == 0


def test_a_later_ledger_stays_and_what_the_copy_lacks_is_said_and_not_forked(here: Installation, copy: Path, tmp_path: Path) -> None:
    # Given that more was signed after the copy was made, and the disk with the database is lost, and the ledger's is not
    tell(here, 3)
    other = elsewhere(here, tmp_path / "other")
    shutil.copytree(here.home / "ledger", other.home / "ledger")
    head = (other.home / "ledger" / "checkpoint").read_text()
    done = other.run("restore", str(copy), "--nothing-later")
    # Then it says what is missing and the way on, and the ledger is as it was
    assert done.returncode == 3
    assert "goes further than the copy" in done.stderr
    assert "`script/holdfast recover`" in done.stdout
    assert (other.home / "ledger" / "checkpoint").read_text() == head
    assert "entries are lost" in other.run("recover").stdout


@pytest.mark.parametrize("harm", ["cut", "missing", "altered", "no manifest"])
def test_half_a_copy_is_refused_before_anything_is_put_back(here: Installation, copy: Path, tmp_path: Path, harm: str) -> None:
    mine = tmp_path / "mine"
    shutil.copytree(copy, mine)
    dump = mine / "database.dump"
    if harm == "cut":
        dump.write_bytes(dump.read_bytes()[:-100])
    elif harm == "altered":
        (mine / "ledger" / "checkpoint").write_text("garbled")
    else:
        (mine / "manifest.json" if harm == "no manifest" else dump).unlink()
    other = elsewhere(here, tmp_path / "other")
    done = other.run("restore", str(mine))
    assert done.returncode == 1
    assert "of this copy is missing" in done.stderr or "only a part of one" in done.stderr
    assert not (other.home / "restored").exists()
    assert other.run("restore", str(copy)).returncode == 3, "and a whole one is taken afterwards"


def test_keys_come_first_and_no_other_are_taken(here: Installation, copy: Path, tmp_path: Path) -> None:
    none = Installation(tmp_path / "none")
    done = none.run("restore", str(copy))
    assert done.returncode == 1
    assert "The master key is not at" in done.stderr
    assert not (none.home / "keys" / "master.key").exists(), "no key is made for a record that has one"
    other = elsewhere(here, tmp_path / "other")
    (other.home / "keys" / "master.key").write_text("00" * 32)
    done = other.run("restore", str(copy))
    assert done.returncode == 1
    assert "is not the one of this copy" in done.stderr


def test_with_its_keys_a_copy_is_complete(here: Installation, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    assert here.run("backup", str(folder), "--with-keys").returncode == 0
    assert (folder / "keys" / "master.key").read_text() == (here.home / "keys" / "master.key").read_text()
