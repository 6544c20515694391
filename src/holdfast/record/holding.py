"""Holding matters: their locks, taken together and in one order, before anything is read for a decision.

An action names every existing matter that it may write to. While it holds them, nothing writes to another: not the action, and no reactor that answers
it; only a matter that is opened meanwhile is held by being opened. So no two can wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from holdfast.database.roles import as_writer
from holdfast.record.rooms import SECRETS, open_secret


class NoSuchRoom(Exception):
    """An entry was to be appended to, or to cite, a room that does not exist; or a matter was to be held that does not."""


class NotHeld(Exception):
    """An action or a reactor reached for a matter that is not held; the message names what it would have recorded."""


@dataclass(slots=True)
class HeldRoom:
    """A room of a held matter: its length so far, its present secret, of which generation that is, and whether the matter is sealed."""

    matter: UUID
    kind: str
    length: int
    secret: bytes
    generation: int
    sealed: bool


@contextmanager
def writing(*, durable: bool = False) -> Iterator[set[UUID]]:
    """A transaction (or, unless it is to be durable, a savepoint of the present one) as the writer role; gives the matters held in it."""
    outer: set[UUID] | None = getattr(connection, "holdfast_held", None)
    with transaction.atomic(durable=durable), as_writer():
        held: set[UUID] = set() if outer is None else outer
        connection.holdfast_held = held  # type: ignore[attr-defined]
        try:
            yield held
        finally:
            connection.holdfast_held = outer  # type: ignore[attr-defined]


@contextmanager
def reading_all() -> Iterator[None]:
    """Read whatever there is, as the writer role: what an action must know to decide whether somebody may act, which that somebody may not see, and
    what the background goes by. Never for what a page shows, but for the analyst's, who sees by number what her own
    census brought (ADR 11): the system is in no audience.
    """
    with transaction.atomic(), as_writer():
        yield


@contextmanager
def holding(*matters: UUID) -> Iterator[None]:
    """Hold these matters, so that what is checked inside still holds when it is appended. Raises NoSuchRoom, NotHeld."""
    with writing() as held:
        hold(set(matters), held, what="an action")
        yield


def hold(matters: set[UUID], held: set[UUID], *, what: str) -> None:
    """Lock those of these matters that are not held yet; where some are held already, there may be none. Raises NoSuchRoom, NotHeld."""
    if not (wanted := matters - held):
        return
    if held:
        raise NotHeld(f"{what} reached for the matter {min(wanted, key=str)}, which is not held")
    with connection.cursor() as cursor:
        cursor.execute("SELECT matter_id FROM record_matter_head WHERE matter_id = ANY(%s) ORDER BY matter_id FOR UPDATE", [sorted(wanted)])
        locked = {matter for (matter,) in cursor.fetchall()}
    if missing := wanted - locked:
        raise NoSuchRoom(f"there is no matter {min(missing, key=str)}")
    held |= locked


def lock_matters(rooms: set[UUID], matters: set[UUID]) -> set[UUID]:
    """Lock the matters of these rooms, and those of these matters that are open, where nothing is held yet: one question. The matters.

    A room that there is none of is found by whoever stores in it.
    """
    if not rooms and not matters:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT matter_id FROM record_matter_head WHERE matter_id = ANY(%s) "
            "OR matter_id IN (SELECT matter_id FROM record_room_head WHERE room_id = ANY(%s)) ORDER BY matter_id FOR UPDATE",
            [list(matters), list(rooms)],
        )
        return {matter for (matter,) in cursor.fetchall()}


def those_that_exist(matters: Iterable[UUID]) -> set[UUID]:
    """Which of these matters are open."""
    if not (wanted := list(matters)):
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT matter_id FROM record_matter_head WHERE matter_id = ANY(%s)", [wanted])
        return {matter for (matter,) in cursor.fetchall()}


def matters_of(rooms: Iterable[UUID]) -> dict[UUID, UUID]:
    """The matter of each of these rooms. Raises NoSuchRoom."""
    wanted = set(rooms)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT room_id, matter_id FROM record_room_head WHERE room_id = ANY(%s)", [list(wanted)])
        found = dict(cursor.fetchall())
    if missing := wanted - found.keys():
        raise NoSuchRoom(f"there is no room {min(missing, key=str)}")
    return found


def secret_of_place(room: UUID, n: int) -> bytes:
    """The secret of a room under which it has that place. Asked as the record's own. Raises NoSuchRoom."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.matter_id, s.secret, r.number FROM record_position p JOIN record_room r ON r.id = p.room_id JOIN {SECRETS} s "  # noqa: S608
            "ON s.matter_id = r.matter_id AND s.generation = p.generation WHERE p.room_id = %s AND p.n = %s",
            [room, n],
        )
        row = cursor.fetchone()
    if row is None:
        raise NoSuchRoom(f"there is no place {n} in the room {room}")
    return open_secret(*row)


def held_rooms(rooms: Iterable[UUID]) -> dict[UUID, HeldRoom]:
    """These rooms of held matters, each with its length and its secret. Raises NoSuchRoom."""
    wanted = set(rooms)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h.room_id, h.matter_id, r.kind, h.length, r.number, coalesce(s.secret, m.secret), "
            "coalesce(s.generation, 0), m.sealed IS NOT NULL "
            "FROM record_room_head h JOIN record_room r ON r.id = h.room_id JOIN record_matter m ON m.id = h.matter_id "
            "LEFT JOIN record_secret s ON s.matter_id = h.matter_id "
            "AND s.generation = (SELECT max(generation) FROM record_secret l WHERE l.matter_id = h.matter_id) WHERE h.room_id = ANY(%s)",
            [list(wanted)],
        )
        found = {
            room: HeldRoom(matter, kind, length, open_secret(matter, secret, number), generation, sealed)
            for room, matter, kind, length, number, secret, generation, sealed in cursor
        }
    if missing := wanted - found.keys():
        raise NoSuchRoom(f"there is no room {min(missing, key=str)}")
    return found
