"""Reading entries, through the audience of each room: entries, their parts opened, the lines that a cited room shows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from holdfast.record.entries import AnyEntry, Author, AuthorType, Entry, Opening
from holdfast.record.kinds import Facts, Kind, KindError, NoParts, Parts, Unreadable, all_kinds, kind_named, read_facts
from holdfast.record.sealing import AS_SAID, WHY, Header
from holdfast.vault.envelope import CannotOpen, part_place, unseal, unwrap_keys
from holdfast.vault.master import derived_key
from holdfast.when import Precision, When

ENTRY_COLUMNS = (
    "e.id, e.position, e.kind, e.version, e.room_id, e.matter_id, e.n, e.recorded_at, e.author_type, e.author_agency, e.author_post, "
    "e.author_worker, e.author_teller, e.because, e.corrects, e.earliest, e.latest, e.precision, e.opening, e.facts"
)


def _opening(stored: dict[str, Any]) -> Opening:
    audience = tuple(UUID(p) for p in stored["audience"])
    chain = stored.get("sealed", 0)
    return Opening(stored["type"], audience, stored["kind"], UUID(stored["matter"]), stored["number"], sealed=bool(chain), chain=chain)


def _told(kind_name: str, version: int, facts: bytes, *, strict: bool) -> tuple[Kind, Facts]:
    try:
        return kind_named(kind_name), read_facts(kind_name, version, json.loads(facts))
    except (KindError, ValueError):
        if strict:
            raise
        return Unreadable.kind, Unreadable()


def entry_of(row: Sequence[Any], *, strict: bool = True, cites: tuple[UUID, ...] = ()) -> AnyEntry:
    """An entry from a row of ENTRY_COLUMNS (cites are not among them). Raises KindError, ValueError; where not strict, one that cannot be
    read is `Unreadable` instead.
    """
    (entry_id, position, kind, version, room, matter, n, recorded_at, author_type, agency, post, worker, teller) = row[:13]
    because, corrects, earliest, latest, precision, opening, facts = row[13:20]
    if isinstance(opening, str):
        opening = json.loads(opening)
    known, read = _told(kind, version, bytes(facts), strict=strict)
    return Entry(
        id=entry_id,
        kind=known,
        facts=read,
        room=room,
        matter=matter,
        n=n,
        position=position,
        recorded_at=recorded_at,
        author=Author(AuthorType(author_type), agency, post, worker, teller),
        cites=cites,
        when=When(earliest, latest, Precision(precision)) if precision else None,
        corrects=corrects,
        because=because,
        opening=_opening(opening) if opening else None,
    )


def header_of(entry: AnyEntry, row: Sequence[Any], cites: Sequence[tuple[UUID, int]]) -> bytes:
    """The header of an entry as it was committed to, from the row of ENTRY_COLUMNS that it was read from: an older version is read as the present one,
    and was not committed to as that.
    """
    return replace(Header.of(entry, cites), kind=row[2], version=row[3]).canonical()


def _rows(where: str, parameters: Sequence[Any], order: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        # The condition is one of the program's own; what it is about are the parameters.
        cursor.execute(f"SELECT {ENTRY_COLUMNS} FROM record_entry e WHERE {where} ORDER BY {order}", parameters)  # noqa: S608
        return list(cursor.fetchall())


def _entries(where: str, parameters: Sequence[Any], order: str) -> list[AnyEntry]:
    return [entry_of(row, strict=False) for row in _rows(where, parameters, order)]


def readable(where: str, parameters: Sequence[Any]) -> list[AnyEntry]:
    """For what looks at the record as a whole (`verify`): the entries for which a condition on `e` holds, in the order in which they were recorded.
    What cannot be read is not among them: `verify` names it.
    """
    return _readable(_rows(where, parameters, "e.position"))


def readable_batches(where: str, parameters: Sequence[Any]) -> Iterator[list[AnyEntry]]:
    """The same where they are very many: some thousands at a time."""
    after = 0
    while found := _rows(f"({where}) AND e.position > %s", [*parameters, after], "e.position LIMIT 5000"):
        after = found[-1][1]
        yield _readable(found)


def _readable(rows: Iterable[Sequence[Any]]) -> list[AnyEntry]:
    found = []
    for row in rows:
        try:
            found.append(entry_of(row))
        except (KindError, ValueError):
            continue
    return found


def entries_of_room(room: UUID) -> list[AnyEntry]:
    """Every entry whose home is this room, in order."""
    return _entries("e.room_id = %s", [room], "e.n")


def entries_of_matter(matter: UUID) -> list[AnyEntry]:
    """Every entry of a matter in the rooms that are open to the viewer, in the order in which they were recorded."""
    return _entries("e.matter_id = %s", [matter], "e.position")


def entries_of_rooms(rooms: Iterable[UUID]) -> dict[UUID, list[AnyEntry]]:
    """The same for many rooms, in one query."""
    found: dict[UUID, list[AnyEntry]] = {}
    for entry in _entries("e.room_id = ANY(%s)", [list(rooms)], "e.room_id, e.n"):
        found.setdefault(entry.room, []).append(entry)
    return found


def entries_of_matters(matters: Iterable[UUID]) -> dict[UUID, list[AnyEntry]]:
    """The same for many matters, in one query."""
    found: dict[UUID, list[AnyEntry]] = {}
    for entry in _entries("e.matter_id = ANY(%s)", [list(matters)], "e.matter_id, e.position"):
        found.setdefault(entry.matter, []).append(entry)
    return found


def entries_with_ids(ids: Iterable[UUID]) -> dict[UUID, AnyEntry]:
    """Those of these entries that the viewer may see."""
    return {e.id: e for e in _entries("e.id = ANY(%s)", [list(ids)], "e.position")}


def entry_with_id(entry_id: UUID) -> AnyEntry | None:
    """One entry, or None when there is none that the viewer may see."""
    return entries_with_ids([entry_id]).get(entry_id)


def matter_of(room: UUID) -> tuple[UUID, str]:
    """The matter of a room that the viewer may see, and its type. Raises LookupError."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT matter_id, matter_type FROM record_room WHERE id = %s", [room])
        row = cursor.fetchone()
    if row is None:
        raise LookupError(f"there is no room {room} that this viewer may see")
    return row[0], row[1]


@dataclass(frozen=True, slots=True)
class Line:
    """What the readers of a room see of one entry in it: for a cited entry, no more than this."""

    room: UUID
    n: int
    home: bool
    entry_id: UUID
    kind: str
    text: str
    recorded_at: datetime
    author_type: AuthorType
    author_agency: UUID | None
    corrects: UUID | None
    when: When | None

    @property
    def happened_at(self) -> datetime:
        """The latest it can have happened, or when it was recorded."""
        return self.when.latest if self.when is not None and self.when.latest is not None else self.recorded_at


def _line(kind: str) -> str:
    try:
        return kind_named(kind).line
    except KindError:
        return Unreadable.kind.line


def lines_of_room(room: UUID) -> list[Line]:
    """Every position of a room as a line, home and cited, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT room_id, n, home, entry_id, kind, recorded_at, author_type, author_agency, corrects, earliest, latest, precision "
            "FROM record_line WHERE room_id = %s ORDER BY n",
            [room],
        )
        return [
            Line(
                room=row[0],
                n=row[1],
                home=row[2],
                entry_id=row[3],
                kind=row[4],
                text=_line(row[4]),
                recorded_at=row[5],
                author_type=AuthorType(row[6]),
                author_agency=row[7],
                corrects=row[8],
                when=When(row[9], row[10], Precision(row[11])) if row[11] else None,
            )
            for row in cursor.fetchall()
        ]


#: What stands where words were that were erased by order (`record.erasing`).
ERASED = "[Erased by order. What else was recorded of it stands.]"


def words_in_place(kind_name: str, name: str) -> str | None:
    """What stands in place of an erased part: words where its kind holds words there, and nothing where it holds something else."""
    if name in (AS_SAID, WHY):
        return ERASED
    try:
        declared: dict[str, FieldInfo] = kind_named(kind_name).parts.__pydantic_fields__
    except KindError:
        return None
    return ERASED if name in declared and declared[name].annotation in (str, str | None) else None


@dataclass(frozen=True, slots=True)
class Gap:
    """Entries of a matter, of the rooms that the viewer reads, that were lost with an older backup and not found again."""

    entries: int
    declared_at: datetime


def gap_in(matter: UUID) -> Gap | None:
    """What is lost of a matter, as far as the viewer would have read it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT entries, declared_at FROM record_gap WHERE matter_id = %s", [matter])
        row = cursor.fetchone()
    return Gap(*row) if row else None


class ContentLost(Exception):
    """An entry's content cannot be opened: its key is gone or its bytes were altered. `verify` says which."""


def opened_parts(entry_ids: Iterable[UUID], names: Sequence[str] | None = None, *, misfiled: bool = False) -> dict[UUID, dict[str, Any]]:
    """The parts of these entries in the clear, as JSON values by name; only those named, when names are given. What was marked as filed on the wrong
    record stays shut, unless asked for by whoever decides on the breach. Where words were erased by order, ERASED stands.

    The caller has recorded the look first (`access`). Raises ContentLost.
    """
    ids = list(entry_ids)
    if not ids:
        return {}
    chosen = list(names) if names is not None else None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.entry_id, p.room_id, p.name, p.sealed, k.room_id, k.wrapped, x.kind FROM record_part p "
            "LEFT JOIN vault_entry_key k ON k.entry_id = p.entry_id "
            "LEFT JOIN (record_erased gone JOIN record_entry x ON x.id = gone.entry_id) ON x.id = p.entry_id "
            "WHERE p.entry_id = ANY(%s) AND (%s::text[] IS NULL OR p.name = ANY(%s)) AND (%s OR NOT EXISTS ("
            "WITH RECURSIVE later(id, kind) AS (SELECT c.id, c.kind FROM record_entry c WHERE c.corrects = p.entry_id UNION ALL "
            "SELECT c.id, c.kind FROM later JOIN record_entry c ON c.corrects = later.id) SELECT 1 FROM later WHERE kind = 'entry.misfiled'))",
            [ids, chosen, chosen, misfiled],
        )
        rows = cursor.fetchall()
    wrapping = derived_key("wrap")
    opened: dict[UUID, dict[str, Any]] = {}
    for entry_id, room, name, sealed, key_room, wrapped, erased in rows:
        if erased is not None:
            if (words := words_in_place(erased, name)) is not None:
                opened.setdefault(entry_id, {})[name] = words
            continue
        if wrapped is None:
            raise ContentLost(f"the key of entry {entry_id} is not there")
        try:
            keys = unwrap_keys(wrapping, key_room, entry_id, bytes(wrapped))
            data = unseal(keys.content, bytes(sealed), part_place(room, entry_id, name))
        except CannotOpen as wrong:
            raise ContentLost(f"entry {entry_id}: {wrong}") from wrong
        opened.setdefault(entry_id, {})[name] = json.loads(data)
    return opened


@dataclass(frozen=True, slots=True)
class Opened:
    """What is sealed of an entry, in the clear: its parts, the words in which its time was told, and, of a correction, why it was made."""

    parts: Parts
    as_said: str = ""
    why: str = ""


def open_entries(entries: Sequence[AnyEntry], *, misfiled: bool = False) -> dict[UUID, Opened]:
    """What is sealed of these entries, in one question; as `opened_parts`. Raises ContentLost."""
    opened = opened_parts([e.id for e in entries], misfiled=misfiled)
    result: dict[UUID, Opened] = {}
    for entry in entries:
        if isinstance(entry.facts, Unreadable):
            result[entry.id] = Opened(NoParts())
            continue
        there = opened.get(entry.id, {})
        values = {name: value for name, value in there.items() if name not in (AS_SAID, WHY)}
        result[entry.id] = Opened(_parts(entry.kind, values, shut=entry.id not in opened), there.get(AS_SAID, ""), there.get(WHY, ""))
    return result


def open_parts(entries: Sequence[AnyEntry]) -> dict[UUID, Parts]:
    """The parts of these entries in the clear, each as its kind's Parts. Raises ContentLost."""
    return {entry: opened.parts for entry, opened in open_entries(entries).items()}


def _parts(kind: Kind, values: dict[str, Any], *, shut: bool) -> Parts:
    try:
        return kind.parts.model_validate(values)
    except ValidationError:
        if shut:  # filed on the wrong record, and hidden
            return NoParts()
        raise


def all_entries_in_ledger_order(batch: int = 5_000) -> Iterator[list[AnyEntry]]:
    """Every entry in the order of the ledger, in batches; those that await the sequencer last, in the order they will get.

    For the system only; nobody else sees all.
    """
    after = -1
    while rows := _batch("i.index FROM record_ledger_index i JOIN record_entry e ON e.id = i.entry_id WHERE i.index", after, batch):
        after = rows[-1][20]
        yield [entry_of(row) for row in rows]
    after = 0
    waiting = "e.position FROM record_entry e WHERE NOT EXISTS (SELECT 1 FROM record_ledger_index i WHERE i.entry_id = e.id) AND e.position"
    while rows := _batch(waiting, after, batch):
        after = rows[-1][20]
        yield [entry_of(row) for row in rows]


def _batch(source: str, after: int, limit: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {ENTRY_COLUMNS}, {source} > %s ORDER BY 21 LIMIT %s", [after, limit])
        return list(cursor.fetchall())


def entries_of_kinds(names: Sequence[str], *, before: datetime) -> list[AnyEntry]:
    """Every entry of these kinds that was recorded before an instant, of those that the viewer reads, in order."""
    return _entries("e.kind = ANY(%s) AND e.recorded_at < %s", [list(names), before], "e.position")


def unreadable_after(position: int) -> tuple[list[UUID], int]:
    """The entries after a position whose kind is not known here, and the last position looked at. For the system only."""
    known = [kind.name for kind in all_kinds()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(position), %s), array_agg(id ORDER BY position) FILTER (WHERE kind <> ALL(%s)) FROM record_entry "
            "WHERE position > %s",
            [position, known, position],
        )
        last, found = cursor.fetchone()
    return list(found or ()), last


def ledger_waiting() -> tuple[int, float]:
    """How many entries wait for the ledger, and the oldest for how many seconds. Cheap: for a page that is asked for all the time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT waiting, seconds FROM holdfast_ledger_waiting()")
        waiting, seconds = cursor.fetchone()
    return waiting, float(seconds)


def newest_position() -> int:
    """The position of the newest entry; 0 where there is none. For the system only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(position), 0) FROM record_entry")
        (found,) = cursor.fetchone()
    return int(found)


def entries_after(position: int, names: Sequence[str]) -> list[AnyEntry]:
    """Every entry of these kinds after a position, in order. For the system only."""
    return _entries("e.kind = ANY(%s) AND e.position > %s", [list(names), position], "e.position")
