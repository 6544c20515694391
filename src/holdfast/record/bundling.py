"""Making a bundle of a matter: its rooms' entries, opened or left out, each with what proves its place, and that there is none after the last.

Reads everything there is of the matter; who may have that is for whoever calls (`access.bundles`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from holdfast.database.asking import rows
from holdfast.ledger.bundle import Bundle, BundledRoom, OpenedEntry, Placed
from holdfast.ledger.commitment import part_key
from holdfast.ledger.leaf import position_label
from holdfast.ledger.position_map import PositionMap
from holdfast.ledger.tiles import TileReader
from holdfast.ledger.tree import inclusion_proof
from holdfast.record.erasing import EntryErased
from holdfast.record.log_keys import head_keys, store
from holdfast.record.queries import ENTRY_COLUMNS, entry_of, header_of
from holdfast.record.rooms import FIRST_ADDED, SECRETS, matter_secret, open_secret
from holdfast.record.rotating import SecretRotated
from holdfast.record.sealing import FACTS, HEADER, Remaining
from holdfast.record.witnessing import best_head
from holdfast.vault.envelope import part_place, unseal, unwrap_keys
from holdfast.vault.master import derived_key

#: Whether a part of an entry goes with the bundle: of which room, which kind of entry, which part.
Opens = Callable[[str, str, str], bool]


class CannotBundle(Exception):
    """No bundle can be made; the message says why."""


def everything(room: str, kind: str, part: str) -> bool:
    """Opens every part."""
    return True


@dataclass(frozen=True)
class _Ledger:
    """What proofs are made from: one state of the map, and a head that holds the leaf that commits to it."""

    positions: PositionMap
    nodes: TileReader
    size: int
    covered: int

    def way(self, index: int) -> list[bytes]:
        return inclusion_proof(self.nodes, index, self.size)


@dataclass(frozen=True)
class _Room:
    id: UUID
    kind: str
    number: int
    matter: UUID


def bundle_of(matter: UUID, *, rooms: Sequence[str] | None = None, opens: Opens = everything) -> Bundle:
    """The bundle of a matter as the ledger last committed to it: of all its rooms, or of those of these kinds; then the matter's secret stays here.

    Raises CannotBundle, MapDamaged, StoreError, CannotOpen.
    """
    kind, wanted = _matter(matter, rooms)
    with _reading() as (ledger, note):
        whole, sealed = rooms is None, _secrets(matter, ledger)
        bundle = Bundle(
            matter=str(matter),
            type=kind,
            checkpoint=note,
            map_index=ledger.covered,
            map_root=ledger.positions.root,
            map_way=ledger.way(ledger.covered),
            secrets=[matter_secret(matter, each) for each in sealed] if whole else None,
        )
        for room in wanted:
            if bundled := _bundled(ledger, room, [open_secret(matter, each, room.number) for each in sealed], opens):
                bundle.rooms.append(bundled)
        if whole:
            there = {room.number for room in bundle.rooms}
            for number in (*range(1, FIRST_ADDED), max(FIRST_ADDED - 1, *there, 0) + 1):
                if number not in there:
                    bundle.unopened[number] = [
                        ledger.positions.way_of(position_label(open_secret(matter, each, number), 1)) for each in sealed
                    ]
    if not bundle.rooms:
        raise CannotBundle("the ledger does not hold this matter yet: ask again in a minute")
    return bundle


def check_can_bundle(matter: UUID, rooms: Sequence[str] | None) -> None:
    """That there is such a matter with such rooms, and a map to prove it by. Raises CannotBundle, MapDamaged, OSError."""
    _matter(matter, rooms)
    with _reading():
        pass


def _secrets(matter: UUID, ledger: _Ledger) -> list[bytes]:
    """A matter's secrets, sealed, as far as the ledger holds the entries that name the next."""
    named = rows(
        "SELECT count(DISTINCT p.generation) FROM record_entry e JOIN record_ledger_index i ON i.entry_id = e.id "
        "JOIN record_position p ON p.entry_id = e.id AND p.home WHERE e.matter_id = %s AND e.kind = %s AND i.index < %s",
        [matter, SecretRotated.kind.name, ledger.covered],
    )[0][0]
    found = rows(f"SELECT secret FROM {SECRETS} s WHERE matter_id = %s ORDER BY generation LIMIT %s", [matter, 1 + named])  # noqa: S608
    return [bytes(each) for (each,) in found]


def _matter(matter: UUID, rooms: Sequence[str] | None) -> tuple[str, list[_Room]]:
    """A matter's type, and its rooms, or those of these kinds. Raises CannotBundle."""
    found = rows("SELECT type FROM record_matter WHERE id = %s", [matter])
    if not found:
        raise CannotBundle("there is no such matter")
    ((kind,),) = found
    here = rows("SELECT id, kind, number FROM record_room WHERE matter_id = %s ORDER BY number", [matter])
    if missing := set(rooms or ()) - {kind for _, kind, _ in here}:
        raise CannotBundle(f"this matter has no room {min(missing)!r}")
    chosen = [_Room(room, name, number, matter) for room, name, number in here if rooms is None or name in rooms]
    if rooms is None:
        gone = rows("SELECT DISTINCT number FROM record_lost_place WHERE matter_id = %s AND room_id IS NULL", [matter])
        chosen += [_Room(UUID(int=0), "lost", number, matter) for (number,) in gone]
    return kind, sorted(chosen, key=lambda room: room.number)


@contextmanager
def _reading() -> Iterator[tuple[_Ledger, str]]:
    """One state of the map, and the head that most have seen of those that hold it. Raises CannotBundle."""
    kept = store()
    if not kept.map_path.exists():
        raise CannotBundle("the ledger has no map of positions yet: ask again in a minute")
    positions = PositionMap(kept.map_path, read_only=True)
    try:
        with positions.reading() as (covered, _):
            note = best_head(covered)
            if note is None:
                raise CannotBundle("no signed head holds the map of positions yet: ask again in a minute")
            size = head_keys().open(note).size
            yield _Ledger(positions, kept.nodes(size), size, covered), note
    finally:
        positions.close()


def _bundled(ledger: _Ledger, room: _Room, secrets: list[bytes], opens: Opens) -> BundledRoom | None:
    """A room as the map holds it; None when it was opened since."""
    placed = rows(
        "SELECT p.n, p.entry_id, p.home, i.index, l.leaf, p.generation FROM record_position p JOIN record_ledger_index i ON i.entry_id = p.entry_id "
        "JOIN record_leaf l ON l.entry_id = p.entry_id WHERE p.room_id = %s AND i.index < %s "
        "UNION ALL SELECT p.n, NULL, false, p.index, l.leaf, p.generation FROM record_lost_place p JOIN record_lost l ON l.index = p.index "
        "WHERE p.matter_id = %s AND p.number = %s ORDER BY 1",
        [room.id, ledger.covered, room.matter, room.number],
    )
    if not placed:
        return None
    opened = _opened(room, [entry for _, entry, home, _, _, _ in placed if home], opens)
    entries = [
        Placed(index, bytes(leaf), ledger.way(index), ledger.positions.way_of(position_label(secrets[of], n)), opened.get(entry), of)
        for n, entry, _, index, leaf, of in placed
    ]
    ends = [
        ledger.positions.way_of(position_label(secret, sum(each.generation <= of for each in entries) + 1))
        for of, secret in enumerate(secrets)
    ]
    return BundledRoom(room.number, room.kind, str(room.id), secrets, entries, ends)


def _opened(room: _Room, entries: list[UUID], opens: Opens) -> dict[UUID, OpenedEntry]:
    """What these entries of a room say. Raises CannotOpen."""
    parts: dict[UUID, list[tuple[str, bytes, bytes]]] = defaultdict(list)
    for entry, name, sealed, commitment in rows(
        "SELECT entry_id, name, sealed, commitment FROM record_part WHERE entry_id = ANY(%s) ORDER BY name", [entries]
    ):
        parts[entry].append((name, bytes(sealed), bytes(commitment)))
    cites: dict[UUID, list[tuple[UUID, int]]] = defaultdict(list)
    for entry, cited, n in rows("SELECT entry_id, room_id, n FROM record_position WHERE entry_id = ANY(%s) AND NOT home", [entries]):
        cites[entry].append((cited, n))
    found = rows(
        f"SELECT {ENTRY_COLUMNS}, k.wrapped FROM record_entry e LEFT JOIN vault_entry_key k ON k.entry_id = e.id WHERE e.id = ANY(%s)",  # noqa: S608
        [entries],
    )
    left = _left_of_erased(room)
    return {
        row[0]: _says(room, row, parts[row[0]], cites[row[0]], opens, left.get(row[0]))
        for row in found
        if row[20] is not None or row[0] in left
    }


def _left_of_erased(room: _Room) -> dict[UUID, Remaining]:
    """What is left of this room's entries whose words were erased by order."""
    found = rows(f"SELECT {ENTRY_COLUMNS} FROM record_entry e WHERE e.kind = %s AND e.room_id = %s", [EntryErased.kind.name, room.id])  # noqa: S608
    return {entry: remaining for row in found for entry, remaining in entry_of(row).facts.remaining()}


def _says(
    room: _Room,
    row: Sequence[Any],
    parts: list[tuple[str, bytes, bytes]],
    cites: list[tuple[UUID, int]],
    opens: Opens,
    left: Remaining | None,
) -> OpenedEntry:
    """What an entry says; where its words were erased by order, what is left of it."""
    entry = row[0]
    texts, left_out = {}, {name: commitment for name, _, commitment in parts}
    keys = {} if left is None else {HEADER: left.header, FACTS: left.facts}
    if left is None:
        opening = unwrap_keys(derived_key("wrap"), room.id, entry, bytes(row[20]))
        for name, sealed, _ in parts:
            if opens(room.kind, row[2], name):
                texts[name] = unseal(opening.content, sealed, part_place(room.id, entry, name)).decode()
                del left_out[name]
        keys = {name: part_key(opening.commitment, name) for name in (HEADER, FACTS, *texts)}
    return OpenedEntry(
        header=header_of(entry_of(row[:20]), row, cites).decode(),
        facts=bytes(row[19]).decode(),
        texts=texts,
        left_out=left_out,
        keys=keys,
    )
