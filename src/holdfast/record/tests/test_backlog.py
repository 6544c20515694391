"""A backlog is signed from its beginning to its end, however long it is: nothing of it is left, and nothing that cannot be signed holds up the rest."""

from __future__ import annotations

import threading
from typing import Any
from uuid import UUID

import psycopg
import pytest
from conftest import OwnDatabase
from django.db import connection, transaction

from holdfast.ledger.leaf import map_leaf
from holdfast.record import sequencer
from holdfast.record.append import append
from holdfast.record.entries import SYSTEM_AUTHOR, Draft
from holdfast.record.holding import reading_all
from holdfast.record.sequencer import sequence
from holdfast.record.tests.test_mapping import FACTS, given_for, opened
from holdfast.record.verify import verify

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencer, "BATCH", 3)


def index_of(entry: UUID) -> int | None:
    with reading_all(), connection.cursor() as cursor:
        cursor.execute("SELECT index FROM record_ledger_index WHERE entry_id = %s", [entry])
        found = cursor.fetchone()
    return None if found is None else int(found[0])


@pytest.mark.parametrize("more", [0, 1, 2, 3, 5, 8, 11])
def test_however_many_wait_all_are_signed_at_once_with_one_map(more: int) -> None:
    room = opened(more=more)
    said: list[int] = []
    done = sequence(said.append)
    assert (done.added, done.size) == (more + 1, more + 2)
    assert said == ([*range(3, more + 1, 3), more + 1] if more >= 2 else []), "how far it is, where it takes more than a batch"
    assert given_for(room, more + 1) is not None
    assert sequence().added == 0
    assert verify().sound


def test_what_was_recorded_before_and_committed_while_a_backlog_is_signed_is_signed_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    # Given an entry that is recorded first and committed late, and a backlog after it
    slow, others = opened(), opened()
    recorded, go = threading.Event(), threading.Event()
    late: list[UUID] = []

    def records_slowly() -> None:
        with transaction.atomic():
            late.append(append(Draft(facts=FACTS, room=slow), by=SYSTEM_AUTHOR).id)
            recorded.set()
            assert go.wait(30)
        connection.close()

    somebody = threading.Thread(target=records_slowly)
    somebody.start()
    assert recorded.wait(30)
    after = [append(Draft(facts=FACTS, room=others), by=SYSTEM_AUTHOR).id for _ in range(7)]
    sign = sequencer._sign
    signed: list[bool] = []

    def commits_after_the_second_batch(*args: Any, with_map: bool) -> object:
        done = sign(*args, with_map=with_map)
        signed.append(with_map)
        if len(signed) == 2:
            go.set()
            somebody.join(30)
        return done

    monkeypatch.setattr(sequencer, "_sign", commits_after_the_second_batch)
    # Then one run signs all of it, the late one last
    assert sequence().added == 10
    assert index_of(late[0]) == max(index for entry in (*after, *late) if (index := index_of(entry)) is not None)
    assert signed.count(True) == 1
    assert verify().sound


def test_more_that_cannot_be_signed_than_a_batch_holds_up_nobody(committed: OwnDatabase) -> None:
    # Given the application, taken over, that inserts more of what looks like a map than a batch holds
    room = opened()
    sequence()
    forged = [append(Draft(facts=FACTS, room=room), by=SYSTEM_AUTHOR).id for _ in range(7)]
    with psycopg.connect(committed.owner, autocommit=True) as owner:
        owner.execute("ALTER TABLE record_leaf DISABLE TRIGGER USER")
        owner.execute("UPDATE record_leaf SET leaf = %s WHERE entry_id = ANY(%s)", [map_leaf(bytes(32)), forged])
        owner.execute("ALTER TABLE record_leaf ENABLE TRIGGER USER")
    told = append(Draft(facts=FACTS, room=room), by=SYSTEM_AUTHOR).id
    assert sequence().added == 1
    assert index_of(told) is not None
    assert [index_of(entry) for entry in forged] == [None] * 7
    assert sequence().added == 0
    after = append(Draft(facts=FACTS, room=room), by=SYSTEM_AUTHOR).id
    assert sequence().added == 1
    assert index_of(after) is not None
