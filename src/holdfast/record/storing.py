"""Storing entries: matters and rooms opened, numbers given, bytes sealed and committed to, rows inserted. Called by `append` alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection

from holdfast.ledger.leaf import position_label
from holdfast.record import arrays
from holdfast.record.entries import AnyEntry, Author, Draft, Entry, Opening
from holdfast.record.holding import HeldRoom, held_rooms
from holdfast.record.kinds import ANY
from holdfast.record.rooms import CORE, FIRST_ADDED, RoomRefused, fresh_secret, type_named
from holdfast.record.sealed import lost_in_chain
from holdfast.record.sealing import Header, Remaining, SealedPart, facts_bytes, leaf_bytes, opening_json, part_bytes, seal_parts
from holdfast.vault.envelope import EntryKeys, wrap_keys
from holdfast.vault.master import derived_key

#: While a sealed matter is opened no other takes its number.
_CHAIN_LOCK = 0x686F6C6463686169


class RoomExists(Exception):
    """An entry was to open a room that is already open."""


class AlreadyRecorded(Exception):
    """An entry with this id is already in the record, and is not this author's in this room."""

    def __init__(self, entry_id: UUID) -> None:
        super().__init__("this has already been recorded")
        self.entry_id = entry_id


def open_rooms(drafts: list[Draft]) -> set[UUID]:
    """Open the rooms, and the matters, that these drafts open; their openings are completed in place. The matters that were opened.

    Raises RoomRefused, RoomExists.
    """
    _leave_out_what_is_open(drafts)
    opening = [(at, d) for at, d in enumerate(drafts) if d.opens is not None]
    if not opening:
        return set()
    known = {d.opens.matter for _, d in opening if d.opens is not None and d.opens.matter is not None}
    last, new, lost = _last_rooms(known), dict[UUID, Opening](), _lost_rooms(known)
    chain = _Chain()
    rooms: list[tuple[UUID, UUID, str, str, int]] = []
    for at, draft in opening:
        assert draft.opens is not None
        completed = _completed(draft.room, draft.opens, last, new, lost, chain)
        drafts[at] = replace(draft, opens=completed)
        assert completed.matter is not None
        rooms.append((draft.room, completed.matter, completed.type, completed.kind, completed.number))
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO record_matter (id, type, sealed, secret) SELECT * FROM unnest(%s::uuid[], %s::text[], %s::integer[], %s::bytea[])",
                [
                    list(new),
                    [opening.type for opening in new.values()],
                    [opening.chain or None for opening in new.values()],
                    [fresh_secret(matter, opening.chain or None) for matter, opening in new.items()],
                ],
            )
            cursor.execute(
                "WITH opened AS (INSERT INTO record_room (id, matter_id, matter_type, kind, number) "
                "SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::integer[]) RETURNING id, matter_id) "
                "INSERT INTO record_room_head (room_id, matter_id, length) SELECT id, matter_id, 0 FROM opened",
                [list(column) for column in zip(*rooms, strict=True)],
            )
            cursor.execute(
                "INSERT INTO record_matter_head (matter_id, last_room) SELECT * FROM unnest(%s::uuid[], %s::integer[]) "
                "ON CONFLICT (matter_id) DO UPDATE SET last_room = EXCLUDED.last_room",
                _heads(rooms, last),
            )
    except IntegrityError as taken:
        raise RoomExists("this room is already open") from taken
    return set(new)


def _leave_out_what_is_open(drafts: list[Draft]) -> None:
    """Openings of rooms that need only be there: of those that are open, or that an earlier draft opens, nothing is left."""
    asked = {d.room for d in drafts if d.opens is not None and d.opens.if_absent}
    if not asked:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM record_room WHERE id = ANY(%s)", [list(asked)])
        there = {room for (room,) in cursor.fetchall()}
    for at, draft in enumerate(drafts):
        if draft.opens is not None and draft.opens.if_absent:
            if draft.room in there:
                drafts[at] = replace(draft, opens=None)
            there.add(draft.room)


def _heads(rooms: Sequence[tuple[UUID, UUID, str, str, int]], last: dict[UUID, tuple[str, int, int]]) -> list[list[Any]]:
    matters = list(dict.fromkeys(matter for _, matter, _, _, _ in rooms))
    return [matters, [last[matter][1] for matter in matters]]


class _Chain:
    """The numbers of sealed matters: the next one, asked for when it is needed, and until the transaction ends nobody else's."""

    _last: int | None = None

    def next(self) -> int:
        if self._last is None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
                cursor.execute("SELECT coalesce(max(sealed), 0) FROM record_matter")
                (self._last,) = cursor.fetchone()
        self._last += 1
        while lost_in_chain(self._last):
            self._last += 1
        return self._last


def _last_rooms(matters: set[UUID]) -> dict[UUID, tuple[str, int, int]]:
    """The type, the last room's number and the number in the chain of sealed ones (or 0) of those of these matters that exist."""
    if not matters:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.id, m.type, h.last_room, coalesce(m.sealed, 0) "
            "FROM record_matter m JOIN record_matter_head h ON h.matter_id = m.id WHERE m.id = ANY(%s)",
            [list(matters)],
        )
        return {matter: (kind, number, chain) for matter, kind, number, chain in cursor.fetchall()}


def _lost_rooms(matters: set[UUID]) -> set[tuple[UUID, int]]:
    """The numbers of rooms of these matters that are lost."""
    if not matters:
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT matter_id, number FROM record_lost_place WHERE matter_id = ANY(%s) AND room_id IS NULL", [list(matters)])
        return {(matter, number) for matter, number in cursor.fetchall()}


def _completed(
    room: UUID,
    opens: Opening,
    last: dict[UUID, tuple[str, int, int]],
    new: dict[UUID, Opening],
    lost: Collection[tuple[UUID, int]],
    chain: _Chain,
) -> Opening:
    """The opening with its matter and number, which is none of a room that is lost; `last` and `new` are kept up to it."""
    declared = type_named(opens.type)
    if opens.matter is None and opens.kind != CORE:
        raise RoomRefused(f"the room {opens.kind!r} of a matter of the type {opens.type!r} is opened in a matter that is named")
    matter = opens.matter or room
    if matter not in last:
        last[matter] = (opens.type, 0, chain.next() if opens.sealed else 0)
        new[matter] = replace(opens, chain=last[matter][2])
    if last[matter][0] != opens.type:
        raise RoomRefused(f"the matter {matter} is of the type {last[matter][0]!r}, not {opens.type!r}")
    if bool(last[matter][2]) != opens.sealed:
        raise RoomRefused(f"the matter {matter} is {'' if last[matter][2] else 'not '}sealed, and so is each of its rooms")
    number = declared.number_of(opens.kind)
    if number is None or (matter, number) in lost:  # a fixed room that was lost is opened again as one that is added
        number = max(FIRST_ADDED, last[matter][1] + 1)
    last[matter] = (opens.type, max(last[matter][1], number), last[matter][2])
    return replace(opens, matter=matter, number=number, chain=last[matter][2])


#: Each column of an entry: its type, and how a column of many is written.
_ENTRY_COLUMNS: tuple[tuple[str, str, Callable[[Iterable[Any]], str]], ...] = (
    ("id", "uuid", arrays.ids),
    ("kind", "text", arrays.texts),
    ("version", "smallint", arrays.numbers),
    ("room_id", "uuid", arrays.ids),
    ("matter_id", "uuid", arrays.ids),
    ("n", "integer", arrays.numbers),
    ("author_type", "text", arrays.texts),
    ("author_agency", "uuid", arrays.ids),
    ("author_post", "uuid", arrays.ids),
    ("author_worker", "uuid", arrays.ids),
    ("author_teller", "uuid", arrays.ids),
    ("because", "uuid", arrays.ids),
    ("corrects", "uuid", arrays.ids),
    ("earliest", "timestamptz", arrays.instants),
    ("latest", "timestamptz", arrays.instants),
    ("precision", "text", arrays.texts),
    ("opening", "jsonb", arrays.texts),
    ("facts", "text", arrays.hexadecimal),
)
_NAMES = ", ".join(name for name, _, _ in _ENTRY_COLUMNS)
_ARRAYS = ", ".join(f"%s::{kind}[]" for _, kind, _ in _ENTRY_COLUMNS)
_INSERT_ENTRIES = (
    f"INSERT INTO record_entry ({_NAMES}) SELECT {_NAMES.removesuffix('facts')} decode(facts, 'hex') "  # noqa: S608
    f"FROM unnest({_ARRAYS}) WITH ORDINALITY AS given ({_NAMES}, ord) ORDER BY ord "
    "RETURNING id, position, recorded_at"
)

_INSERT_THE_REST = """
WITH part AS (INSERT INTO record_part (entry_id, room_id, name, sealed, commitment)
              SELECT e, r, name, decode(sealed, 'hex'), decode(commitment, 'hex')
              FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[]) AS given (e, r, name, sealed, commitment)),
     key AS (INSERT INTO vault_entry_key (entry_id, room_id, wrapped)
             SELECT e, r, decode(wrapped, 'hex') FROM unnest(%s::uuid[], %s::uuid[], %s::text[]) AS given (e, r, wrapped)),
     place AS (INSERT INTO record_position (room_id, n, entry_id, home, generation, label)
               SELECT r, n, e, home, generation, decode(label, 'hex')
               FROM unnest(%s::uuid[], %s::integer[], %s::uuid[], %s::boolean[], %s::smallint[], %s::text[])
               AS given (r, n, e, home, generation, label)),
     leaf AS (INSERT INTO record_leaf (entry_id, leaf)
              SELECT e, decode(leaf, 'hex') FROM unnest(%s::uuid[], %s::text[]) AS given (e, leaf))
UPDATE record_room_head h SET length = given.length
FROM unnest(%s::uuid[], %s::integer[]) AS given (room_id, length) WHERE h.room_id = given.room_id
"""


@dataclass(slots=True)
class _Numbered:
    """A draft with its place in its home room and in the one it cites."""

    draft: Draft
    author: Author
    matter: UUID
    n: int
    cites: list[tuple[UUID, int]]
    #: The label of each place, and of which generation of secrets.
    labels: list[tuple[int, bytes]]


class TooManyCites(Exception):
    """An entry cites one other room at most: a leaf carries two labels, always."""


def _number(drafts: Sequence[Draft], by: Author, rooms: dict[UUID, HeldRoom]) -> list[_Numbered]:
    numbered = []
    for draft in drafts:
        if len(draft.cites) > 1 or draft.room in draft.cites:
            raise TooManyCites(f"{draft.facts.kind.name}: an entry cites at most one room, and not its own")
        if len({rooms[room].matter for room in (draft.room, *draft.cites)}) > 1 and any(
            rooms[room].sealed for room in (draft.room, *draft.cites)
        ):
            raise RoomRefused(f"{draft.facts.kind.name}: what is sealed cites nothing outside, and nothing outside cites it")
        declared = draft.facts.kind.room
        if declared not in (ANY, rooms[draft.room].kind):
            raise RoomRefused(
                f"{draft.facts.kind.name} is recorded in the room {declared!r} of its matter, not in {rooms[draft.room].kind!r}"
            )
        places: list[tuple[UUID, int]] = []
        labels: list[tuple[int, bytes]] = []
        for room in (draft.room, *draft.cites):
            state = rooms[room]
            state.length += 1
            places.append((room, state.length))
            labels.append((state.generation, position_label(state.secret, state.length)))
        if (places[0][1] == 1) != (draft.opens is not None):
            raise RoomExists("the first entry of a room opens it, and only the first")
        numbered.append(_Numbered(draft, draft.by or by, rooms[draft.room].matter, places[0][1], places[1:], labels))
    return numbered


def _insert_entries(numbered: Sequence[_Numbered], facts: Sequence[bytes]) -> dict[UUID, tuple[int, datetime]]:
    rows: list[tuple[Any, ...]] = []
    for one, data in zip(numbered, facts, strict=True):
        draft, author, when = one.draft, one.author, one.draft.when
        opening = opening_json(draft.opens)
        rows.append(
            (
                draft.id,
                draft.facts.kind.name,
                draft.facts.kind.version,
                draft.room,
                one.matter,
                one.n,
                author.type.value,
                author.agency,
                author.post,
                author.worker,
                author.teller,
                draft.because,
                draft.corrects,
                when.earliest if when else None,
                when.latest if when else None,
                when.precision.value if when else None,
                json.dumps(opening) if opening else None,
                data,
            )
        )
    try:
        with connection.cursor() as cursor:
            columns = zip(*rows, strict=True)
            cursor.execute(_INSERT_ENTRIES, [written(column) for (_, _, written), column in zip(_ENTRY_COLUMNS, columns, strict=True)])
            return {entry: (position, recorded_at) for entry, position, recorded_at in cursor.fetchall()}
    except IntegrityError as conflict:
        if "record_entry_pkey" in str(conflict):
            raise AlreadyRecorded(numbered[0].draft.id) from conflict
        raise


def _entry(one: _Numbered, position: int, recorded_at: datetime) -> AnyEntry:
    draft = one.draft
    return Entry(
        id=draft.id,
        kind=draft.facts.kind,
        facts=draft.facts,
        room=draft.room,
        matter=one.matter,
        n=one.n,
        position=position,
        recorded_at=recorded_at,
        author=one.author,
        cites=tuple(room for room, _ in one.cites),
        when=draft.when,
        corrects=draft.corrects,
        because=draft.because,
        opening=draft.opens,
    )


class _Rows:
    """What is stored beside the entries themselves, gathered for one statement."""

    def __init__(self) -> None:
        self.parts: list[tuple[UUID, UUID, SealedPart]] = []
        self.keys: list[tuple[UUID, UUID, bytes]] = []
        self.places: list[tuple[UUID, int, UUID, bool, int, bytes]] = []
        self.leaves: list[tuple[UUID, bytes]] = []

    def add(self, one: _Numbered, entry: AnyEntry, facts: bytes, wrapping: bytes) -> None:
        """Seal an entry's parts, wrap its key, and make its leaf."""
        draft, keys = one.draft, EntryKeys.fresh()
        sealed = seal_parts(draft.room, draft.id, keys, part_bytes(draft.parts, draft.when, draft.why))
        header = Header.of(entry, one.cites)
        leaf = leaf_bytes(
            header.canonical(), facts, [(p.name, p.commitment) for p in sealed], Remaining.of(keys), [label for _, label in one.labels]
        )
        self.parts += [(draft.id, draft.room, part) for part in sealed]
        self.keys.append((draft.id, draft.room, wrap_keys(wrapping, draft.room, draft.id, keys)))
        for i, ((room, n), (generation, label)) in enumerate(zip(((draft.room, one.n), *one.cites), one.labels, strict=True)):
            self.places.append((room, n, draft.id, i == 0, generation, label))
        self.leaves.append((draft.id, leaf))

    def insert(self, rooms: dict[UUID, HeldRoom]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                _INSERT_THE_REST,
                [
                    arrays.ids(e for e, _, _ in self.parts),
                    arrays.ids(r for _, r, _ in self.parts),
                    arrays.texts(p.name for _, _, p in self.parts),
                    arrays.hexadecimal(p.sealed for _, _, p in self.parts),
                    arrays.hexadecimal(p.commitment for _, _, p in self.parts),
                    arrays.ids(e for e, _, _ in self.keys),
                    arrays.ids(r for _, r, _ in self.keys),
                    arrays.hexadecimal(wrapped for _, _, wrapped in self.keys),
                    arrays.ids(r for r, _, _, _, _, _ in self.places),
                    arrays.numbers(n for _, n, _, _, _, _ in self.places),
                    arrays.ids(e for _, _, e, _, _, _ in self.places),
                    arrays.truths(home for _, _, _, home, _, _ in self.places),
                    arrays.numbers(generation for _, _, _, _, generation, _ in self.places),
                    arrays.hexadecimal(label for _, _, _, _, _, label in self.places),
                    arrays.ids(e for e, _ in self.leaves),
                    arrays.hexadecimal(leaf for _, leaf in self.leaves),
                    arrays.ids(rooms),
                    arrays.numbers(room.length for room in rooms.values()),
                ],
            )


def store(drafts: Sequence[Draft], by: Author) -> tuple[list[AnyEntry], set[UUID]]:
    """Store these entries, whose matters are held and whose rooms are open; and which of their matters are sealed.

    Raises AlreadyRecorded, RoomExists, TooManyCites."""
    rooms = held_rooms({room for d in drafts for room in (d.room, *d.cites)})
    numbered = _number(drafts, by, rooms)
    facts = [facts_bytes(d.facts) for d in drafts]
    given = _insert_entries(numbered, facts)
    wrapping, rows = derived_key("wrap"), _Rows()
    entries = []
    for one, data in zip(numbered, facts, strict=True):
        entry = _entry(one, *given[one.draft.id])
        rows.add(one, entry, data, wrapping)
        entries.append(entry)
    rows.insert(rooms)
    return entries, {room.matter for room in rooms.values() if room.sealed}
