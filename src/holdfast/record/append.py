"""`append`: the only way to change the safeguarding record.

In one transaction, as the writer role: lock the rooms in id order; take number, position and time from the database; seal, commit and store; bring
the read models up to date; let the reactors answer, and append what they decide. Either all of it is there or none of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from holdfast.database.roles import as_writer
from holdfast.ledger.leaf import position_label
from holdfast.record.audience import opening_changes
from holdfast.record.entries import AnyEntry, Author, Draft, Entry
from holdfast.record.gate import check_may_record
from holdfast.record.projection import apply_changes, changes_of
from holdfast.record.reaction import DEEPEST, EndlessReaction, reactions_to
from holdfast.record.rooms import fresh_secret, open_secret
from holdfast.record.sealing import (
    Header,
    SealedPart,
    facts_bytes,
    leaf_bytes,
    opening_json,
    part_bytes,
    seal_parts,
)
from holdfast.vault.envelope import EntryKeys, wrap_keys
from holdfast.vault.master import derived_key


class NoSuchRoom(Exception):
    """An entry was to be appended to, or to cite, a room that does not exist."""


class RoomExists(Exception):
    """An entry was to open a room that is already open."""


class AlreadyRecorded(Exception):
    """An entry with this id is already in the record: the same form was sent twice."""

    def __init__(self, entry_id: UUID) -> None:
        super().__init__("this has already been recorded")
        self.entry_id = entry_id


def append(draft: Draft, *, by: Author) -> AnyEntry:
    """Append one entry. Raises AlreadyRecorded, NoSuchRoom, RoomExists, `gate.NotReady`."""
    return append_all([draft], by=by)[0]


def append_all(drafts: Sequence[Draft], *, by: Author, react: bool = True) -> list[AnyEntry]:
    """Append entries in their order, all or none. With `react=False` no reactor answers (history that is imported)."""
    if not drafts:
        return []
    check_may_record()
    with transaction.atomic(), as_writer():
        return _append(list(drafts), by, react=react)


def _append(drafts: list[Draft], by: Author, *, react: bool) -> list[AnyEntry]:
    first: list[AnyEntry] = []
    for depth in range(DEEPEST):
        entries = _write(drafts, by)
        apply_changes([*opening_changes(entries), *changes_of(entries)])
        if depth == 0:
            first = entries
        if not react:
            return first
        drafts = list(reactions_to(entries, [d.parts for d in drafts]))
        if not drafts:
            return first
    raise EndlessReaction(f"reactions went on for more than {DEEPEST} rounds, last with {drafts[0].facts.kind.name}")


@contextmanager
def holding(*rooms: UUID) -> Iterator[None]:
    """Hold the locks of these rooms, so that what is checked inside still holds when it is appended."""
    with transaction.atomic(), as_writer():
        _lock(set(rooms))
        yield


@dataclass(slots=True)
class _Held:
    """A locked room: its length so far and its secret."""

    length: int
    secret: bytes


def _lock(rooms: set[UUID]) -> dict[UUID, _Held]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h.room_id, h.length, s.secret FROM record_room_head h JOIN record_room s ON s.id = h.room_id "
            "WHERE h.room_id = ANY(%s) ORDER BY h.room_id FOR UPDATE OF h",
            [sorted(rooms)],
        )
        held = {room: _Held(length, open_secret(room, sealed)) for room, length, sealed in cursor.fetchall()}
    if missing := rooms - held.keys():
        raise NoSuchRoom(f"there is no room {min(missing, key=str)}")
    return held


def _open_rooms(drafts: Sequence[Draft]) -> None:
    opening = [(d.room, d.opens.type, fresh_secret(d.room)[1]) for d in drafts if d.opens is not None]
    if not opening:
        return
    ids, types, secrets = (list(column) for column in zip(*opening, strict=True))
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH opened AS (INSERT INTO record_room (id, type, secret) "
                "SELECT * FROM unnest(%s::uuid[], %s::text[], %s::bytea[]) RETURNING id) "
                "INSERT INTO record_room_head (room_id, length) SELECT id, 0 FROM opened",
                [ids, types, secrets],
            )
    except IntegrityError as taken:
        raise RoomExists("this room is already open") from taken


_ENTRY_COLUMNS = (
    ("id", "uuid"),
    ("kind", "text"),
    ("version", "smallint"),
    ("room_id", "uuid"),
    ("n", "integer"),
    ("author_type", "text"),
    ("author_agency", "uuid"),
    ("author_post", "uuid"),
    ("author_worker", "uuid"),
    ("author_teller", "uuid"),
    ("because", "uuid"),
    ("corrects", "uuid"),
    ("earliest", "timestamptz"),
    ("latest", "timestamptz"),
    ("precision", "text"),
    ("opening", "jsonb"),
    ("facts", "bytea"),
)
_NAMES = ", ".join(name for name, _ in _ENTRY_COLUMNS)
_ARRAYS = ", ".join(f"%s::{kind}[]" for _, kind in _ENTRY_COLUMNS)
_INSERT_ENTRIES = (
    f"INSERT INTO record_entry ({_NAMES}) SELECT {_NAMES} "  # noqa: S608
    f"FROM unnest({_ARRAYS}) WITH ORDINALITY AS given ({_NAMES}, ord) ORDER BY ord "
    "RETURNING id, position, recorded_at"
)

_INSERT_THE_REST = """
WITH part AS (INSERT INTO record_part (entry_id, room_id, name, sealed, commitment)
              SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::bytea[], %s::bytea[])),
     key AS (INSERT INTO vault_entry_key (entry_id, room_id, wrapped)
             SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::bytea[])),
     place AS (INSERT INTO record_position (room_id, n, entry_id, home, label)
               SELECT * FROM unnest(%s::uuid[], %s::integer[], %s::uuid[], %s::boolean[], %s::bytea[])),
     leaf AS (INSERT INTO record_leaf (entry_id, leaf) SELECT * FROM unnest(%s::uuid[], %s::bytea[]))
UPDATE record_room_head h SET length = given.length
FROM unnest(%s::uuid[], %s::integer[]) AS given (room_id, length) WHERE h.room_id = given.room_id
"""


@dataclass(slots=True)
class _Numbered:
    """A draft with its place in each of its rooms."""

    draft: Draft
    author: Author
    n: int
    cites: list[tuple[UUID, int]]
    labels: list[bytes]


def _number(drafts: Sequence[Draft], by: Author, held: dict[UUID, _Held]) -> list[_Numbered]:
    numbered = []
    for draft in drafts:
        places: list[tuple[UUID, int]] = []
        labels: list[bytes] = []
        for room in dict.fromkeys((draft.room, *draft.cites)):
            state = held[room]
            state.length += 1
            places.append((room, state.length))
            labels.append(position_label(state.secret, state.length))
        if (places[0][1] == 1) != (draft.opens is not None):
            raise RoomExists("the first entry of a room opens it, and only the first")
        numbered.append(_Numbered(draft, draft.by or by, places[0][1], places[1:], labels))
    return numbered


def _insert_entries(numbered: Sequence[_Numbered], facts: Sequence[bytes]) -> dict[UUID, tuple[int, Any]]:
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
            cursor.execute(_INSERT_ENTRIES, [list(column) for column in zip(*rows, strict=True)])
            return {entry: (position, recorded_at) for entry, position, recorded_at in cursor.fetchall()}
    except IntegrityError as conflict:
        if "record_entry_pkey" in str(conflict):
            raise AlreadyRecorded(numbered[0].draft.id) from conflict
        raise


def _write(drafts: Sequence[Draft], by: Author) -> list[AnyEntry]:
    _open_rooms(drafts)
    held = _lock({room for d in drafts for room in (d.room, *d.cites)})
    numbered = _number(drafts, by, held)
    facts = [facts_bytes(d.facts) for d in drafts]
    given = _insert_entries(numbered, facts)
    wrapping = derived_key("wrap")
    entries: list[AnyEntry] = []
    parts: list[tuple[UUID, UUID, SealedPart]] = []
    keys: list[tuple[UUID, UUID, bytes]] = []
    places: list[tuple[UUID, int, UUID, bool, bytes]] = []
    leaves: list[tuple[UUID, bytes]] = []
    for one, data in zip(numbered, facts, strict=True):
        draft = one.draft
        position, recorded_at = given[draft.id]
        entry_keys = EntryKeys.fresh()
        sealed = seal_parts(draft.room, draft.id, entry_keys, part_bytes(draft.parts, draft.when))
        kind = draft.facts.kind
        header = Header(
            id=draft.id,
            kind=kind.name,
            version=kind.version,
            room=draft.room,
            n=one.n,
            recorded_at=recorded_at,
            author=one.author,
            cites=one.cites,
            when=draft.when,
            corrects=draft.corrects,
            because=draft.because,
            opening=draft.opens,
        )
        leaf = leaf_bytes(header.canonical(), data, [(p.name, p.commitment) for p in sealed], entry_keys, one.labels)
        parts += [(draft.id, draft.room, part) for part in sealed]
        keys.append((draft.id, draft.room, wrap_keys(wrapping, draft.room, draft.id, entry_keys)))
        for i, ((room, n), label) in enumerate(zip(((draft.room, one.n), *one.cites), one.labels, strict=True)):
            places.append((room, n, draft.id, i == 0, label))
        leaves.append((draft.id, leaf))
        entries.append(
            Entry(
                id=draft.id,
                kind=kind,
                facts=draft.facts,
                room=draft.room,
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
        )
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT_THE_REST,
            [
                [e for e, _, _ in parts],
                [s for _, s, _ in parts],
                [p.name for _, _, p in parts],
                [p.sealed for _, _, p in parts],
                [p.commitment for _, _, p in parts],
                *_columns(keys, 3),
                *_columns(places, 5),
                *_columns(leaves, 2),
                list(held),
                [state.length for state in held.values()],
            ],
        )
    return entries


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    return [[row[i] for row in rows] for i in range(width)]
