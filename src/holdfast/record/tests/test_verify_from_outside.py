"""`verify` from outside: on a connection that can write nothing, by a key that somebody brought and a copy of the ledger, whatever lies on the machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from conftest import OwnDatabase
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import connections

from holdfast.database.viewing import EVERYONE
from holdfast.ledger.note import VerifierKey
from holdfast.ledger.succession import Succession
from holdfast.partnership.tests.people import found
from holdfast.record.append import append_all
from holdfast.record.audience import AudienceGranted
from holdfast.record.entries import SYSTEM_AUTHOR, Draft, Opening
from holdfast.record.log_keys import Pinned, head_keys, store
from holdfast.record.sequencer import sequence
from holdfast.record.tests.test_attacks import cheat
from holdfast.record.verify import verify_from_outside

READER = UUID("1f0a9f6e-41d5-4c83-8a6f-0b8a9f0f4a52")


def tell(count: int = 5) -> None:
    room, facts = uuid4(), AudienceGranted(principal=EVERYONE, reason="test")
    first = Draft(facts=facts, room=room, opens=Opening("rules", (READER,)))
    append_all([first, *(Draft(facts=facts, room=room) for _ in range(count - 1))], by=SYSTEM_AUTHOR)


@pytest.fixture
def copied(committed: OwnDatabase, tmp_path: Path, own_home: Path) -> Iterator[Pinned]:
    """An auditor's: the log's key as it was printed, and a copy of the ledger. More was told since, and on the machine neither key nor ledger is left."""
    found(name="Marked Partnership")
    tell()
    sequence()
    pinned = Pinned(head_keys().last, tmp_path / "copy")
    shutil.copytree(store().folder, pinned.ledger)
    tell()
    shutil.rmtree(store().folder)
    keys = (own_home / "keys").resolve()
    (own_home / "keys").unlink()
    (own_home / "keys").mkdir()
    shutil.copy(keys / "master.key", own_home / "keys")
    connections["default"].settings_dict["OPTIONS"]["options"] = "-c default_transaction_read_only=on"
    connections["default"].close()
    yield pinned
    connections["default"].settings_dict["OPTIONS"].pop("options")
    connections["default"].close()


def test_a_copy_is_unchanged_by_the_key_that_was_brought_and_nothing_is_written(copied: Pinned, capsys: pytest.CaptureFixture[str]) -> None:
    verdict = verify_from_outside(copied)
    assert verdict.sound, verdict.faults
    assert verdict.unsequenced == 5
    assert not (copied.ledger.parent / "home" / "ledger").exists()
    call_command("verify", "--log", copied.log.encode(), "--ledger", str(copied.ledger))
    assert "were not compared" in capsys.readouterr().out


def test_whoever_owns_the_database_is_caught_from_outside_too(copied: Pinned, committed: OwnDatabase) -> None:
    cheat(
        committed,
        "UPDATE record_entry SET facts = convert_to(replace(convert_from(facts, 'UTF8'), 'test', 'tess'), 'UTF8') WHERE position = 3",
    )
    cheat(committed, "DELETE FROM record_ledger_index WHERE index = 4")
    faults = {fault.what for fault in verify_from_outside(copied).faults}
    assert {"entry altered", "ledger has a gap"} <= faults


def test_another_logs_key_and_a_key_to_which_nothing_leads_are_told(copied: Pinned) -> None:
    other = Ed25519PrivateKey.generate()
    theirs = VerifierKey(copied.log.name, other.public_key().public_bytes_raw())
    assert "head damaged" in {fault.what for fault in verify_from_outside(Pinned(theirs, copied.ledger)).faults}
    (copied.ledger / "keys").mkdir()
    (copied.ledger / "keys" / "1").write_text(Succession(copied.log, theirs, 2).sign(other, other))
    assert "signing key missing or damaged" in {fault.what for fault in verify_from_outside(copied).faults}


def test_what_cannot_be_used_is_said_by_its_name(copied: Pinned, tmp_path: Path) -> None:
    for given, words in (
        (["--log", "no key"], "--log"),
        (["--log", copied.log.encode(), "--ledger", str(tmp_path / "none")], "there is no folder"),
        (["--ledger", str(copied.ledger)], "by which key"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("verify", *given)
