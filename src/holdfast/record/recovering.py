"""The way forward after an older backup: the ledger goes on from what was signed, and says for ever what is lost.

A database that was put back from a backup lacks entries that the ledger's files hold leaves of. Nothing makes those entries again; but the leaves are
there, and with them the places at which they stood in each room that is known. Declared as lost, they keep their index and their places: the ledger goes
on without a fork, numbers go on after them, and no place is given twice. What they said comes back from bundles (`record.finding`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connections, transaction

from holdfast.database.asking import rows
from holdfast.ledger.leaf import labels_of, map_root_of, position_label
from holdfast.record.holding import reading_all
from holdfast.record.places import LAST_ROOMS, LENGTHS
from holdfast.record.rooms import FIRST_ADDED, SECRETS, open_secret
from holdfast.record.sequencer import ledger_as_signed


class CannotRecover(Exception):
    """Nothing was declared lost; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a lost entry stood: in the nth place of a room of a matter that is known; `room` is None where the room is lost as well."""

    index: int
    matter: UUID
    room: UUID | None
    number: int
    n: int
    generation: int
    label: bytes


@dataclass
class Loss:
    """What the ledger's files hold and the database does not: leaves by their index, entries that only lost their index, and where lost ones stood."""

    size: int
    leaves: dict[int, bytes] = field(default_factory=dict)
    indexed_again: dict[int, UUID] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)

    @property
    def elsewhere(self) -> int:
        """How many lost entries stood in matters of which nothing is left."""
        return len(self.leaves.keys() - {place.index for place in self.places})


def find_loss() -> Loss:
    """What is lost, with nothing changed. Raises CannotRecover, LedgerDamaged, NoSigningKey."""
    with reading_all():
        loss = _missing()
        if loss.leaves:
            loss.places = list(_places(loss))
            if taken := rows("SELECT count(*) FROM record_position WHERE label = ANY(%s)", [_labels(loss)])[0][0]:
                raise CannotRecover(_TAKEN.format(taken))
    return loss


def _missing() -> Loss:
    """The leaves that were signed and that no index in the database, and no earlier declaration, stands for."""
    here = {index for (index,) in rows("SELECT index FROM record_ledger_index UNION ALL SELECT index FROM record_lost")}
    size, leaves = ledger_as_signed()
    loss = Loss(size)
    for index, leaf in enumerate(leaves):
        if index not in here and map_root_of(leaf) is None:
            loss.leaves[index] = leaf
    waiting = {
        bytes(leaf): entry
        for entry, leaf in rows(
            "SELECT l.entry_id, l.leaf FROM record_leaf l WHERE NOT EXISTS (SELECT 1 FROM record_ledger_index i WHERE i.entry_id = l.entry_id)"
        )
    }
    loss.indexed_again = {index: waiting[leaf] for index, leaf in loss.leaves.items() if leaf in waiting}
    for index in loss.indexed_again:
        del loss.leaves[index]
    return loss


def _places(loss: Loss) -> Iterator[Place]:
    """Where lost entries stood, in every room of every matter that is known: a room's secret gives its labels, one after another until one is nobody's."""
    by_label = {label: index for index, leaf in loss.leaves.items() for label in labels_of(leaf)}
    known: dict[UUID, dict[int, tuple[UUID, set[int]]]] = {}
    secrets: dict[UUID, list[bytes]] = {}
    for matter, sealed in rows(f"SELECT matter_id, secret FROM {SECRETS} s ORDER BY matter_id, generation"):  # noqa: S608
        secrets.setdefault(matter, []).append(bytes(sealed))
    for room, matter, number, taken in rows(
        "SELECT r.id, r.matter_id, r.number, ARRAY(SELECT n FROM record_position p WHERE p.room_id = r.id UNION ALL "
        "SELECT n FROM record_lost_place l WHERE l.room_id = r.id) FROM record_room r"
    ):
        known.setdefault(matter, {})[number] = (room, set(taken))
    for matter, all_of_it in secrets.items():
        yield from _places_in(matter, all_of_it, known.get(matter, {}), by_label)


def _places_in(
    matter: UUID, sealed: list[bytes], rooms: Mapping[int, tuple[UUID, set[int]]], by_label: Mapping[bytes, int]
) -> Iterator[Place]:
    highest, number = max(FIRST_ADDED, max(rooms, default=0) + 1), 0  # the next one, too: it may have been opened since
    while number < highest:
        number += 1
        room, taken = rooms.get(number, (None, set[int]()))
        secrets = [open_secret(matter, each, number) for each in sealed]
        n, last = 1, max(taken, default=0)
        while n <= last or any(position_label(secret, n) in by_label for secret in secrets):
            for generation, secret in enumerate(secrets) if n not in taken else ():
                if (label := position_label(secret, n)) in by_label:
                    yield Place(by_label[label], matter, room, number, n, generation, label)
                    highest = max(highest, number + 1)
            n += 1


def _labels(loss: Loss) -> list[bytes]:
    return [label for leaf in loss.leaves.values() for label in labels_of(leaf)]


def declare_lost(loss: Loss) -> None:
    """Let the ledger go on from what was signed, and numbers after the lost ones: as the owner, in one transaction, while nobody records. Raises
    CannotRecover, DatabaseError.
    """
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("LOCK TABLE record_matter_head IN ACCESS EXCLUSIVE MODE")
        cursor.execute("SELECT count(*) FROM record_position WHERE label = ANY(%s)", [_labels(loss)])
        if taken := cursor.fetchone()[0]:
            raise CannotRecover(_TAKEN.format(taken))
        cursor.executemany("INSERT INTO record_lost (index, leaf) VALUES (%s, %s)", sorted(loss.leaves.items()))
        cursor.executemany(
            "INSERT INTO record_lost_place (matter_id, number, n, room_id, generation, index, label) VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [(p.matter, p.number, p.n, p.room, p.generation, p.index, p.label) for p in loss.places],
        )
        cursor.executemany("INSERT INTO record_ledger_index (index, entry_id) VALUES (%s, %s)", sorted(loss.indexed_again.items()))
        cursor.execute(
            f"UPDATE record_room_head h SET length = l.length FROM ({LENGTHS}) l (room_id, matter_id, length) "  # noqa: S608
            "WHERE l.room_id = h.room_id AND l.length > h.length"
        )
        cursor.execute(
            f"UPDATE record_matter_head h SET last_room = l.number FROM ({LAST_ROOMS}) l (matter_id, number) "  # noqa: S608
            "WHERE l.matter_id = h.matter_id AND l.number > h.last_room"
        )


#: What was recorded after the backup was put back, before the loss was declared, may have been given a place that a lost entry has.
_TAKEN = (
    "{} places were given again to entries that were recorded after the backup was put back. Put the backup back once more, declare the loss before "
    "anything is started, and record those entries anew."
)
