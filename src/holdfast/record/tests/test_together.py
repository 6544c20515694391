"""Several at once: numbers without gaps, no deadlock, and the same form twice at the same instant is one entry."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

from conftest import OwnDatabase
from django.db import connection, connections

from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.record.append import append
from holdfast.record.audience import AudienceGranted
from holdfast.record.entries import SYSTEM_AUTHOR, Draft, Opening
from holdfast.record.holding import reading_all
from holdfast.record.queries import entries_of_room, lines_of_room
from holdfast.record.sequencer import sequence
from holdfast.record.verify import verify


def opened() -> UUID:
    room = uuid4()
    facts = AudienceGranted(principal=EVERYONE, reason="test")
    append(Draft(facts=facts, room=room, opens=Opening("test", (EVERYONE,))), by=SYSTEM_AUTHOR)
    return room


def in_threads(count: int, work: object) -> list[object]:
    def run(n: int) -> object:
        try:
            return work(n)  # type: ignore[operator]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_many_writers_of_two_rooms_in_both_orders_leave_no_gap_and_no_deadlock(committed: OwnDatabase) -> None:
    one, two = opened(), opened()

    def write(n: int) -> None:
        for _ in range(15):
            home, cited = (one, two) if n % 2 else (two, one)
            append(Draft(facts=AudienceGranted(principal=uuid4(), reason="test"), room=home, cites=[cited]), by=SYSTEM_AUTHOR)

    in_threads(6, write)
    with viewing(Viewer.of(EVERYONE)):
        for room in (one, two):
            assert [line.n for line in lines_of_room(room)] == list(range(1, 92))
        for room in (one, two):
            entries = entries_of_room(room)
            assert [e.recorded_at for e in entries] == sorted(e.recorded_at for e in entries)
            assert [e.position for e in entries] == sorted(e.position for e in entries)


def test_the_same_form_twice_at_the_same_instant_is_one_entry(committed: OwnDatabase) -> None:
    room, once = opened(), uuid4()

    def send(n: int) -> int:
        return append(Draft(facts=AudienceGranted(principal=EVERYONE, reason=f"from-{n}"), room=room, id=once), by=SYSTEM_AUTHOR).n

    assert in_threads(4, send) == [2, 2, 2, 2], "each is given the one that is there"
    with reading_all():
        assert len(entries_of_room(room)) == 2


def test_sequencing_while_others_write_skips_nobody(committed: OwnDatabase) -> None:
    room = opened()

    def work(n: int) -> None:
        for _ in range(12):
            if n % 2:
                sequence()
            else:
                append(Draft(facts=AudienceGranted(principal=uuid4(), reason="test"), room=room), by=SYSTEM_AUTHOR)

    in_threads(4, work)
    sequence()
    verdict = verify()
    assert verdict.sound, verdict.faults
    assert verdict.size - verdict.maps == verdict.entries == 25
    assert verdict.unsequenced == 0
    assert connection.is_usable()
