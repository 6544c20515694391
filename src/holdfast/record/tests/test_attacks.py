"""What was done to the record in November 2026 and passed, done again: each attack is seen, named, and answered in words.

The attacker owns the database (`cheat`: the triggers off, the foreign keys dropped), or has taken over the application's process (`as_app`).
"""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from conftest import OwnDatabase
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction

from holdfast.concerns import telling
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.telling import Telling
from holdfast.database.roles import as_writer
from holdfast.database.viewing import EVERYONE, viewing
from holdfast.partnership.kinds import PARTNERSHIP_ROOM
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record import sequencer
from holdfast.record.append import append
from holdfast.record.audience import AudienceGranted
from holdfast.record.entries import SYSTEM_AUTHOR, Draft, Opening
from holdfast.record.holding import reading_all
from holdfast.record.log_keys import store
from holdfast.record.queries import ContentLost, opened_parts
from holdfast.record.rebuild import rebuild
from holdfast.record.rooms import room_of
from holdfast.record.sequencer import LedgerDamaged, LedgerRefused, WouldFork, sequence
from holdfast.record.signing import forget_signing_keys
from holdfast.record.verify import verify
from holdfast.vault.master import forget_keys

TABLES = (
    "record_entry",
    "record_part",
    "record_position",
    "record_leaf",
    "record_ledger_index",
    "record_checkpoint",
    "record_room",
    "record_matter",
)


@pytest.fixture
def p(committed: OwnDatabase) -> Partnership:
    partnership = a_partnership()
    sequence()
    return partnership


@pytest.fixture
def told(p: Partnership) -> UUID:
    """A concern whose teller holds a number, sequenced and acknowledged."""
    concern = telling.tell_as_professional(Telling(words=ToldParts(worry="Marked words")), by=p.lena, once=uuid4()).concern
    sequence()
    assert verify().sound
    return concern


def cheat(database: OwnDatabase, *statements: str) -> None:
    """What the owner of the database does at a prompt: no trigger, no foreign key, the deed."""
    with psycopg.connect(database.owner, autocommit=True) as owner:
        for table in TABLES:
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        owner.execute("ALTER TABLE vault_entry_key DISABLE TRIGGER USER")
        keys = owner.execute(
            "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace"
        ).fetchall()
        for table, name in keys:
            owner.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for statement in statements:
            owner.execute(statement)


#: What the owner took out of the way and cannot put back as it was: a constraint that holds no more is not valid.
UNDECLARED = "database is not as declared"


def faults() -> set[str]:
    return {fault.what for fault in verify().faults}


def erase_entries(which: str) -> tuple[str, ...]:
    """The rows of these entries, but not their leaves and indexes; then the counters made to fit."""
    return (
        f"DELETE FROM record_part WHERE entry_id IN ({which})",
        f"DELETE FROM vault_entry_key WHERE entry_id IN ({which})",
        f"DELETE FROM record_position WHERE entry_id IN ({which})",
        f"DELETE FROM record_entry WHERE id IN ({which})",
        "UPDATE record_room_head h SET length = coalesce((SELECT max(n) FROM record_position p WHERE p.room_id = h.room_id), 0)",
    )


def test_attack_1_the_last_entry_of_a_room_erased_by_the_owner_is_missing(committed: OwnDatabase, told: UUID) -> None:
    append(Draft(facts=AudienceGranted(principal=EVERYONE, reason="test"), room=room_of(told, "told")), by=SYSTEM_AUTHOR)
    sequence()
    last = f"SELECT id FROM record_entry WHERE matter_id = '{told}' ORDER BY position DESC LIMIT 1"
    with psycopg.connect(committed.owner) as owner:
        (entry,) = owner.execute(last).fetchone() or (None,)
    cheat(committed, *erase_entries(f"SELECT '{entry}'::uuid"))
    rebuild()
    found = [f for f in verify().faults if f.what != UNDECLARED]
    assert [(f.what, f.entry) for f in found] == [("entry missing", entry)]
    assert UNDECLARED in faults(), "and the triggers and constraints that were in the way are missed"


def test_attack_1_a_whole_concern_erased_by_the_owner_is_missing(committed: OwnDatabase, told: UUID) -> None:
    cheat(
        committed,
        *erase_entries(f"SELECT id FROM record_entry WHERE matter_id = '{told}'"),
        f"DELETE FROM record_room_head WHERE matter_id = '{told}'",
        f"DELETE FROM record_matter_head WHERE matter_id = '{told}'",
        f"DELETE FROM record_room WHERE matter_id = '{told}'",
        f"DELETE FROM record_matter WHERE id = '{told}'",
    )
    rebuild()
    assert "entry missing" in faults()


def test_attack_1_what_waits_past_the_published_delay_is_a_fault_that_sequencing_does_not_hide(
    committed: OwnDatabase, p: Partnership, capsys: pytest.CaptureFixture[str]
) -> None:
    append(Draft(facts=AudienceGranted(principal=EVERYONE, reason="t"), room=uuid4(), opens=Opening("test", ())), by=SYSTEM_AUTHOR)
    assert verdict_of_the_command() == []
    append(Draft(facts=AudienceGranted(principal=EVERYONE, reason="t"), room=uuid4(), opens=Opening("test", ())), by=SYSTEM_AUTHOR)
    with psycopg.connect(committed.owner, autocommit=True) as owner:
        owner.execute("UPDATE database_clock SET shift = shift + interval '61 seconds', moved_at = NULL")
    assert verdict_of_the_command() == ["ledger waits"]


def verdict_of_the_command() -> list[str]:
    out = StringIO()
    try:
        call_command("verify", "--json", stdout=out, stderr=StringIO())
    except SystemExit as exit_:
        assert exit_.code == 1
    return [fault["what"] for fault in json.loads(out.getvalue())["faults"]]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("ledger/checkpoint", "head damaged"),
        ("ledger/heads", "ledger's files damaged"),
        ("keys/checkpoint.ed25519", "signing key missing or damaged"),
        ("keys/master.key", "master key missing or damaged"),
        ("ledger/tile/entries/000.p", "ledger's files damaged"),
    ],
)
@pytest.mark.parametrize("how", ["missing", "damaged"])
def test_attack_1_a_key_or_head_that_is_missing_or_damaged_is_a_fault_in_words(
    own_home: Path, told: UUID, settings: object, file: str, expected: str, how: str
) -> None:
    keys = own_home / "keys"
    own_keys = {k.name: k.read_bytes() for k in keys.resolve().iterdir()}
    keys.unlink()
    keys.mkdir()
    for name, data in own_keys.items():
        (keys / name).write_bytes(data)
    settings.HOLDFAST_MASTER_KEY_FILE = str(keys / "master.key")  # type: ignore[attr-defined]
    paths = [own_home / file] if (own_home / file).is_file() else list((own_home / file).iterdir())
    for path in paths:
        path.unlink() if how == "missing" else path.write_bytes(b"\xff\x00garbled\n")
    forget_keys()
    forget_signing_keys()
    try:
        found = verdict_of_the_command()
    finally:
        forget_keys()
        forget_signing_keys()
    if (how, file) == ("missing", "ledger/heads"):
        expected = "head removed"
    elif (how, file) == ("missing", "ledger/checkpoint"):
        expected = "head missing"
    assert expected in found


def test_attack_2_leaves_removed_and_gaps_filled_in_the_database_are_never_signed(committed: OwnDatabase, told: UUID) -> None:
    """The old tree is in files outside; what the database says of what was signed already counts for nothing."""
    before = store().head_note()
    cheat(
        committed,
        "DELETE FROM record_checkpoint",
        f"DELETE FROM record_ledger_index WHERE entry_id IN (SELECT id FROM record_entry WHERE matter_id = '{told}')",
        f"DELETE FROM record_leaf WHERE entry_id IN (SELECT id FROM record_entry WHERE matter_id = '{told}')",
        *erase_entries(f"SELECT id FROM record_entry WHERE matter_id = '{told}'"),
    )
    with pytest.raises(WouldFork):
        sequence()
    assert store().head_note() == before
    assert {"ledger cut", "head removed"} & faults()


def test_attack_2_another_leaf_in_the_place_of_a_signed_one_is_named_and_the_next_head_grows_from_the_old(
    committed: OwnDatabase, told: UUID
) -> None:
    cheat(committed, "UPDATE record_leaf SET leaf = set_byte(leaf, 5, get_byte(leaf, 5) # 1)")
    append(Draft(facts=AudienceGranted(principal=EVERYONE, reason="t"), room=room_of(told, "told")), by=SYSTEM_AUTHOR)
    old = list(store().leaves(sequence().size - 1))
    assert {"leaf altered", "entry altered"} <= faults()
    assert list(store().leaves(len(old))) == old, "what was signed stays as it was signed"


def test_attack_2_files_that_do_not_make_the_signed_tree_are_not_signed_over(own_home: Path, told: UUID) -> None:
    (partial,) = (own_home / "ledger/tile/entries/000.p").iterdir()
    data = bytearray(partial.read_bytes())
    data[10] ^= 1
    partial.write_bytes(data)
    sequencer._trees.clear()  # another process, which has not read the files yet
    with pytest.raises(LedgerDamaged, match="not of the tree that the leaves make"):
        sequence()
    assert "leaf altered" in faults()


def test_attack_2_a_lost_folder_of_the_ledger_is_not_begun_anew(own_home: Path, told: UUID) -> None:
    (own_home / "ledger").rename(own_home / "ledger-lost")
    with pytest.raises(WouldFork, match="older backup, or missing"):
        sequence()
    assert "head missing" in faults()


def test_a_head_that_was_signed_before_a_crash_reaches_the_database_with_the_next(told: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as crash:
        crash.setattr(sequencer, "_publish", lambda head, kept: None)
        append(Draft(facts=AudienceGranted(principal=EVERYONE, reason="t"), room=room_of(told, "told")), by=SYSTEM_AUTHOR)
        sequence()
    append(Draft(facts=AudienceGranted(principal=EVERYONE, reason="t"), room=room_of(told, "told")), by=SYSTEM_AUTHOR)
    sequence()
    verdict = verify()
    assert verdict.sound, verdict.faults


def test_attack_2_a_raised_floor_is_nowhere_to_be_raised(committed: OwnDatabase) -> None:
    with psycopg.connect(committed.owner) as owner:
        columns = {c for (c,) in owner.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'record_checkpoint'")}
    assert columns == {"size", "root", "note", "made_at"}


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO record_checkpoint (size, root, note) VALUES (999999, '\\x00', 'x')",
        "INSERT INTO record_ledger_index (index, entry_id) SELECT 999999, entry_id FROM record_leaf LIMIT 1",
        "UPDATE record_checkpoint SET note = 'x'",
    ],
)
def test_attack_3_the_app_cannot_insert_heads_or_indexes_even_as_the_writer(told: UUID, statement: str) -> None:
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), as_writer(), connections["default"].cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)
    with pytest.raises(DatabaseError), transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("SET ROLE holdfast_sequencer")


def test_attack_3_the_sequencer_reads_no_content_and_inserts_nothing_else(committed: OwnDatabase, told: UUID) -> None:
    for statement in (
        "SELECT facts FROM record_entry",
        "SELECT sealed FROM record_part",
        "SELECT wrapped FROM vault_entry_key",
        "INSERT INTO record_leaf (entry_id, leaf) VALUES (gen_random_uuid(), '')",
        "SELECT * FROM concerns_concern",
        "DELETE FROM record_checkpoint",
    ):
        with pytest.raises(DatabaseError) as refused, connections["sequencer"].cursor() as cursor:
            cursor.execute(statement)
        assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege), statement


def test_attack_3_a_forged_head_in_the_database_stops_nothing_and_is_named(committed: OwnDatabase, told: UUID) -> None:
    cheat(committed, "INSERT INTO record_checkpoint (size, root, note) VALUES (999999, '\\x00', 'forged')")
    append(Draft(facts=AudienceGranted(principal=EVERYONE, reason="t"), room=room_of(told, "told")), by=SYSTEM_AUTHOR)
    assert sequence().added == 1
    assert {"head not signed", "head removed"} <= faults()


def test_attack_6_words_moved_to_an_open_room_do_not_open_and_are_named(committed: OwnDatabase, told: UUID, p: Partnership) -> None:
    with reading_all(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT id FROM record_entry WHERE room_id = %s AND n = 1", [room_of(told, "told")])
        (entry,) = cursor.fetchone()
        assert opened_parts([entry])[entry]["worry"] == "Marked words"
        cursor.execute("SELECT room_id FROM record_audience WHERE principal = %s LIMIT 1", [EVERYONE])
        (open_room,) = cursor.fetchone()
    cheat(
        committed,
        f"UPDATE record_part SET room_id = '{open_room}' WHERE entry_id = '{entry}'",
        f"UPDATE vault_entry_key SET room_id = '{open_room}' WHERE entry_id = '{entry}'",
    )
    with viewing(p.hal.viewer), pytest.raises(ContentLost):
        opened_parts([entry])
    assert {"part moved", "key moved"} <= faults()


def test_every_fault_says_which_role_could_have_done_it(committed: OwnDatabase, told: UUID) -> None:
    cheat(committed, "UPDATE record_entry SET recorded_at = recorded_at - interval '1 day'")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify", stdout=out, stderr=StringIO())
    assert "could have been done by: the database's owner role" in out.getvalue()


def test_a_refusal_to_sign_is_a_fault_in_words(own_home: Path, told: UUID) -> None:
    (own_home / "ledger").rename(own_home / "ledger-lost")
    assert "nothing is signed" in verdict_of_the_command()
    with pytest.raises(LedgerRefused):
        sequence()


def test_attack_2_an_entry_whose_transaction_number_is_altered_waits_only_until_the_next_look_at_all(
    committed: OwnDatabase, told: UUID
) -> None:
    """The sequencer looks for what is new from the oldest transaction that was open; an owner may lower an entry's below that."""
    append(Draft(facts=AudienceGranted(principal=EVERYONE, reason="t"), room=room_of(told, "told")), by=SYSTEM_AUTHOR)
    cheat(committed, "UPDATE record_entry SET xact = '3' WHERE id NOT IN (SELECT entry_id FROM record_ledger_index)")
    assert sequence().added == 0
    with psycopg.connect(committed.owner, autocommit=True) as owner:
        owner.execute("UPDATE database_clock SET shift = shift + interval '61 seconds', moved_at = NULL")
    assert set(verdict_of_the_command()) == {"ledger waits", UNDECLARED}
    assert sum(sequence().added for _ in range(sequencer._LOOKS_BEFORE_ALL)) == 1
    assert faults() == {UNDECLARED}


@pytest.mark.parametrize(("shift", "back"), [("-7 days", "0"), ("40 days", "-40 days")])
def test_a_clock_set_back_or_forward_and_back_again_leaves_a_step(committed: OwnDatabase, told: UUID, shift: str, back: str) -> None:
    """The owner records something as of last week; or forty days ahead, to let clocks run out, and sets the clock right again."""

    def record(where: UUID) -> UUID:
        return append(Draft(facts=AudienceGranted(principal=EVERYONE, reason="test"), room=where), by=SYSTEM_AUTHOR).id

    def set_clock(by: str) -> None:
        with psycopg.connect(committed.owner, autocommit=True) as owner:
            owner.execute("UPDATE database_clock SET shift = shift + %s::interval, moved_at = NULL", [by])

    set_clock(shift)
    first = record(room_of(told, "told"))
    set_clock(back)
    second = record(PARTNERSHIP_ROOM)
    stepped = {f.entry for f in verify().faults if f.what == "time went back"}
    assert stepped >= ({first} if shift.startswith("-") else {second})
    assert "time went back" in verdict_of_the_command()
