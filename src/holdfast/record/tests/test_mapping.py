"""The map of positions in the ledger: a leaf of it after what waited, by which a room's length is proved; and its file, which nobody need trust."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from conftest import OwnDatabase
from django.db import connection

from holdfast.database.viewing import EVERYONE
from holdfast.ledger.leaf import map_leaf, map_root_of, position_label
from holdfast.ledger.position_map import PositionMap
from holdfast.record import sequencer
from holdfast.record.append import append, append_all
from holdfast.record.audience import AudienceGranted
from holdfast.record.entries import SYSTEM_AUTHOR, Draft, Opening
from holdfast.record.holding import reading_all
from holdfast.record.log_keys import head_keys, store
from holdfast.record.rooms import open_secret
from holdfast.record.sequencer import sequence
from holdfast.record.verify import verify
from holdfast.record.verify_ledger import waiting_too_long

FACTS = AudienceGranted(principal=EVERYONE, reason="test")


def opened(more: int = 0) -> UUID:
    room = uuid4()
    append_all(
        [Draft(facts=FACTS, room=room, opens=Opening("test", (EVERYONE,))), *(Draft(facts=FACTS, room=room) for _ in range(more))],
        by=SYSTEM_AUTHOR,
    )
    return room


def label_of(room: UUID, n: int) -> bytes:
    with reading_all(), connection.cursor() as cursor:
        cursor.execute("SELECT m.secret FROM record_matter m JOIN record_room r ON r.matter_id = m.id WHERE r.id = %s", [room])
        (sealed,) = cursor.fetchone()
    return position_label(open_secret(room, bytes(sealed), 1), n)


def last_leaf() -> tuple[int, bytes]:
    kept = store()
    head = kept.head(head_keys())
    assert head is not None
    return head.size - 1, list(kept.leaves(head.size))[-1]


def given_for(room: UUID, n: int) -> int | None:
    """What the signed map says of a position, held against the leaf that commits to it."""
    label = label_of(room, n)
    positions = PositionMap(store().map_path, read_only=True)
    with positions.reading() as (covered, root):
        way = positions.way_of(label)
    positions.close()
    index, leaf = last_leaf()
    assert (covered, root) == (index, map_root_of(leaf))
    assert way.root_for(label) == root
    return way.index_of(label)


def test_every_entry_of_a_room_is_in_the_map_and_the_one_after_the_last_is_not(committed: OwnDatabase) -> None:
    room = opened(more=2)
    sequence()
    assert [given_for(room, n) is not None for n in (1, 2, 3, 4)] == [True, True, True, False]
    append(Draft(facts=FACTS, room=room), by=SYSTEM_AUTHOR)
    sequence()
    assert given_for(room, 4) is not None
    assert given_for(room, 5) is None
    verdict = verify()
    assert verdict.sound, verdict.faults
    assert (verdict.maps, verdict.size - verdict.maps) == (2, verdict.entries)


def test_nothing_new_gives_no_leaf_of_the_map(committed: OwnDatabase) -> None:
    opened()
    first = sequence()
    assert (first.added, sequence().added, sequence().size) == (1, 0, first.size)


def test_many_batches_have_one_leaf_of_the_map_at_their_end(committed: OwnDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencer, "BATCH", 3)
    room = opened(more=10)
    done = sequence()
    assert (done.added, done.size) == (11, 12)
    assert given_for(room, 11) is not None
    assert verify().sound


@pytest.mark.parametrize("how", ["lost", "garbled", "older", "of another ledger"])
def test_a_file_of_the_map_that_is_not_the_signed_one_is_made_again(committed: OwnDatabase, tmp_path: Path, how: str) -> None:
    room = opened(more=1)
    sequence()
    path = store().map_path
    older = path.read_bytes()
    append(Draft(facts=FACTS, room=room), by=SYSTEM_AUTHOR)
    sequence()
    if how == "lost":
        path.unlink()
    elif how == "garbled":
        path.write_bytes(b"\xff" * 9_000)
    elif how == "older":
        path.write_bytes(older)
    else:
        path.unlink()
        other = PositionMap(path)
        with other.growing([(bytes(32), 0)], last_leaf()[0]):
            pass
        other.close()
    append(Draft(facts=FACTS, room=room), by=SYSTEM_AUTHOR)
    sequence()
    assert given_for(room, 4) is not None
    assert given_for(room, 5) is None
    assert verify().sound


def test_a_crash_after_the_head_and_before_the_file_of_the_map_is_caught_up_with(committed: OwnDatabase) -> None:
    room = opened()
    sequence()
    path = store().map_path
    before = path.read_bytes()
    append(Draft(facts=FACTS, room=room), by=SYSTEM_AUTHOR)
    sequence()
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    path.write_bytes(before)
    append(Draft(facts=FACTS, room=room), by=SYSTEM_AUTHOR)
    sequence()
    assert given_for(room, 3) is not None
    assert verify().sound


def test_a_crash_between_batches_leaves_the_map_to_the_next_run(committed: OwnDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencer, "BATCH", 3)
    room = opened(more=6)
    whole = sequencer._sign

    def crash(*args: object, with_map: bool) -> object:
        if with_map:
            raise OSError("killed")
        return whole(*args, with_map=False)

    with monkeypatch.context() as dying:
        dying.setattr(sequencer, "_sign", crash)
        with pytest.raises(OSError, match="killed"):
            sequence()
    sequence()
    assert given_for(room, 7) is not None
    assert verify().sound


def test_an_entry_that_would_stand_for_a_map_is_given_no_index_and_stops_nobody(committed: OwnDatabase) -> None:
    """The application, taken over, inserts what looks like a leaf of the map."""
    room = opened()
    sequence()
    entry = append(Draft(facts=FACTS, room=room), by=SYSTEM_AUTHOR).id
    with psycopg.connect(committed.owner, autocommit=True) as owner:
        owner.execute("ALTER TABLE record_leaf DISABLE TRIGGER USER")
        owner.execute("UPDATE record_leaf SET leaf = %s WHERE entry_id = %s", [map_leaf(bytes(32)), entry])
        owner.execute("ALTER TABLE record_leaf ENABLE TRIGGER USER")
    append(Draft(facts=FACTS, room=room), by=SYSTEM_AUTHOR)
    assert sequence().added == 1
    assert given_for(room, 3) is not None
    assert given_for(room, 2) is None
    with psycopg.connect(committed.owner, autocommit=True) as owner:
        owner.execute("UPDATE database_clock SET shift = shift + interval '61 seconds', moved_at = NULL")
    assert waiting_too_long()[0] == 1
    assert {"entry altered"} <= {fault.what for fault in verify().faults}


def test_a_leaf_of_the_map_that_is_false_is_named_and_nothing_is_signed_over_it(
    committed: OwnDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever holds the signing key commits to a map in which an entry is not."""
    room = opened()
    with monkeypatch.context() as cheating:
        cheating.setattr("holdfast.record.mapping.map_leaf", lambda root: map_leaf(bytes(32)))
        sequence()
    assert "map altered" in {fault.what for fault in verify().faults}
    sequencer._trees.clear()
    append(Draft(facts=FACTS, room=room), by=SYSTEM_AUTHOR)
    with pytest.raises(sequencer.LedgerDamaged, match="another than the leaves before it make"):
        sequence()
