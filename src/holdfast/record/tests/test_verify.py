"""`verify` passes on a sound record, and names what the database's owner did to it by hand."""

from __future__ import annotations

import json
import threading
from io import StringIO
from uuid import UUID, uuid4

import psycopg
import pytest
from conftest import OwnDatabase
from django.core.management import call_command
from django.db import connections

from holdfast.database.time import now
from holdfast.partnership import kinds as partnership_kinds
from holdfast.partnership.kinds import PARTNERSHIP_ROOM
from holdfast.partnership.roles import AgencyKind
from holdfast.partnership.tests.people import found, join_agency
from holdfast.record import verify as verifying
from holdfast.record.append import append
from holdfast.record.audience import AudienceGranted
from holdfast.record.entries import SYSTEM_AUTHOR, Draft
from holdfast.record.rebuild import rebuild
from holdfast.record.sequencer import WouldFork, sequence
from holdfast.record.verify import verify
from holdfast.record.verify_places import check_rooms
from holdfast.when import When


@pytest.fixture
def recorded(committed: OwnDatabase) -> OwnDatabase:
    """A small record: a partnership, an agency, and a correction with an approximate time."""
    found(name="Marked Partnership")
    agency = join_agency(name="Marked Council", kind=AgencyKind.COUNCIL, lea="999")
    append(
        Draft(
            facts=AudienceGranted(principal=uuid4(), reason="test"),
            room=PARTNERSHIP_ROOM,
            cites=[partnership_kinds.told_room_of(agency)],
            when=When.on(now().date(), as_said="marked words"),
        ),
        by=SYSTEM_AUTHOR,
    )
    sequence()
    return committed


def cheat(database: OwnDatabase, *statements: str) -> None:
    """What the owner of the database does at a prompt: the triggers off, the deed, the triggers on again."""
    with psycopg.connect(database.owner, autocommit=True) as owner:
        triggers = [(table, "append_only") for table in ("record_entry", "record_part", "record_position", "record_leaf", *_OF_THE_LEDGER)]
        triggers += [("vault_entry_key", "keys_are_never_changed"), ("vault_entry_key", "keys_go_by_order")]
        for table, trigger in triggers:
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        for statement in statements:
            owner.execute(statement)
        for table, trigger in triggers:
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


_OF_THE_LEDGER = ("record_ledger_index", "record_checkpoint")


def faults() -> set[str]:
    return {fault.what for fault in verify().faults}


def test_a_sound_record_verifies(recorded: OwnDatabase) -> None:
    verdict = verify()
    assert verdict.sound, verdict.faults
    assert verdict.entries == 4
    assert (verdict.size, verdict.maps) == (5, 1), "a leaf for each entry, and one for the map of their positions"


def test_what_is_recorded_while_the_sequencer_rests_is_no_fault(recorded: OwnDatabase) -> None:
    join_agency(name="Late", kind=AgencyKind.POLICE)
    verdict = verify()
    assert verdict.sound, verdict.faults
    assert verdict.unsequenced == 2


def test_what_is_signed_while_it_goes_on_is_no_fault(recorded: OwnDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """On an installation that is in use the ledger's process signs on while somebody verifies."""

    def somebody_else() -> None:
        for name in ("Late", "Later"):
            join_agency(name=name, kind=AgencyKind.POLICE)
            sequence()
        connections.close_all()

    def meanwhile(verdict: object) -> None:
        thread = threading.Thread(target=somebody_else)
        thread.start()
        thread.join()

    monkeypatch.setattr(verifying, "_more", [("meanwhile", meanwhile), *verifying._more])
    monkeypatch.setattr(verifying, "check_rooms", lambda verdict: (meanwhile(verdict), check_rooms(verdict)))
    verdict = verify()
    assert verdict.sound, verdict.faults
    assert verdict.size == 5
    after = verify()
    assert after.sound, after.faults
    assert after.size > 5


def test_rebuild_gives_the_same_read_models(recorded: OwnDatabase) -> None:
    cheat(recorded, "DELETE FROM partnership_agency", "UPDATE record_audience SET until = now()")
    assert not verify().sound
    assert rebuild() == 4
    assert verify().sound


ALTERATIONS: dict[str, tuple[str, str]] = {
    "kind": ("UPDATE record_entry SET kind = 'audience.ended' WHERE kind = 'audience.granted'", "entry altered"),
    "facts": (
        "UPDATE record_entry SET facts = replace(encode(facts, 'escape'), '999', '998')::bytea WHERE kind = 'agency.joined'",
        "entry altered",
    ),
    "back-dated": ("UPDATE record_entry SET recorded_at = recorded_at - interval '1 day' WHERE n = 3", "entry altered"),
    "author": ("UPDATE record_entry SET author_type = 'teller', author_teller = gen_random_uuid() WHERE n = 2", "entry altered"),
    "when": ("UPDATE record_entry SET earliest = earliest - interval '1 hour' WHERE precision = 'day'", "entry altered"),
    "key deleted": (
        "DELETE FROM vault_entry_key WHERE entry_id = (SELECT id FROM record_entry WHERE kind = 'agency.joined')",
        "key missing",
    ),
    "key swapped": (
        "UPDATE vault_entry_key k SET wrapped = o.wrapped FROM vault_entry_key o WHERE o.entry_id <> k.entry_id",
        "key altered",
    ),
    "part altered": ("UPDATE record_part SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)", "part cannot be opened"),
    "part removed": ("DELETE FROM record_part WHERE name = 'name'", "entry altered"),
    "part moved": (
        "UPDATE record_part p SET sealed = o.sealed FROM record_part o WHERE o.entry_id <> p.entry_id",
        "part cannot be opened",
    ),
    "position removed": ("DELETE FROM record_position WHERE n = 2", "room has a gap"),
    "label": ("UPDATE record_position SET label = sha256(label) WHERE n = 1", "label altered"),
    "ledger index": ("DELETE FROM record_ledger_index WHERE index = 1", "ledger has a gap"),
    "leaf": ("UPDATE record_leaf SET leaf = set_byte(leaf, 5, get_byte(leaf, 5) # 1)", "leaf altered"),
    "checkpoint": ("UPDATE record_checkpoint SET root = sha256(root)", "ledger rewritten"),
    "read model": ("UPDATE partnership_agency SET kind = 'police'", "read model falsified"),
    "read model row": ("DELETE FROM record_audience", "read model falsified"),
    "counter": ("UPDATE record_room_head SET length = length + 1", "room cut or counter altered"),
}


@pytest.mark.parametrize("name", ALTERATIONS)
def test_row_1_files_altered_or_removed_by_hand_are_named(recorded: OwnDatabase, name: str) -> None:
    statement, expected = ALTERATIONS[name]
    cheat(recorded, statement)
    assert expected in faults()


def test_a_tail_that_is_cut_is_seen_from_the_head_kept_outside(recorded: OwnDatabase) -> None:
    last = "(SELECT id FROM record_entry ORDER BY position DESC LIMIT 1)"
    cheat(
        recorded,
        "DELETE FROM record_checkpoint",
        f"DELETE FROM record_ledger_index WHERE entry_id = {last}",
        f"DELETE FROM record_leaf WHERE entry_id = {last}",
        f"DELETE FROM record_part WHERE entry_id = {last}",
        f"DELETE FROM vault_entry_key WHERE entry_id = {last}",
        f"DELETE FROM record_position WHERE entry_id = {last}",
        f"DELETE FROM record_entry WHERE id = {last}",
        "UPDATE record_room_head h SET length = (SELECT max(n) FROM record_position p WHERE p.room_id = h.room_id)",
    )
    assert "ledger cut" in faults()
    with pytest.raises(WouldFork, match="older backup"):
        sequence()


def test_the_command_says_which_entry(recorded: OwnDatabase, capsys: pytest.CaptureFixture[str]) -> None:
    cheat(recorded, ALTERATIONS["facts"][0])
    with psycopg.connect(recorded.owner) as owner:
        (entry,) = owner.execute("SELECT id FROM record_entry WHERE kind = 'agency.joined'").fetchone() or (None,)
    out = StringIO()
    with pytest.raises(SystemExit) as exit_:
        call_command("verify", "--json", stdout=out, stderr=StringIO())
    assert exit_.value.code == 1
    found_faults = json.loads(out.getvalue())["faults"]
    assert any(UUID(fault.get("entry", str(uuid4()))) == entry for fault in found_faults)


def test_the_dump_holds_no_name_and_no_word(recorded: OwnDatabase) -> None:
    with psycopg.connect(recorded.owner) as owner:
        tables = [t for (t,) in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        dump = "".join(str(row) for table in tables for row in owner.execute(f'SELECT t::text FROM "{table}" t'))  # type: ignore[arg-type]
    assert "agency.joined" in dump
    assert "arked" not in dump
    assert b"arked".hex() not in dump
