"""What stands: read models as a function of the set of a matter's standing entries, and of when things happened.

An entry stands that no later one corrects or withdraws. A *fold* makes a matter's rows from its standing entries of some kinds, in the order in which
things happened; *dated rows* are made from one standing entry each. Neither sees in which order entries arrived: a visit written up late does not move
"last seen" back, a corrected "seen" is not seen, an ended plan whose start is corrected stays ended. The same functions are called when an entry is
appended, by `rebuild` and by `verify`.

A row in a room is made of the entries whose home is that room, and of the lines of those that cite it: of these, a fold sees the facts that their kind
shows, and no others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from holdfast.record.entries import AnyEntry
from holdfast.record.erasing import EntryErased
from holdfast.record.kinds import Facts, Unreadable
from holdfast.record.projection import Change, Put, Remove, key_columns
from holdfast.record.queries import ENTRY_COLUMNS, entry_of
from holdfast.record.rooms import room_of

#: Matters whose entries are in memory at once when read models are made anew.
AT_ONCE = 500


class NotShown(AttributeError):
    """A fold asked a line for a fact that its kind does not show."""


class ShownFacts:
    """The facts of an entry in another room, as far as its line shows them."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def __getattr__(self, name: str) -> Any:
        if name not in self._facts.kind.shows:
            raise NotShown(f"the line of {self._facts.kind.name} does not show {name!r}")
        return getattr(self._facts, name)


@dataclass(frozen=True, slots=True)
class Standing:
    """A standing entry as folds see it: neither its number nor its position."""

    id: UUID
    kind: type[Facts]
    #: The facts; of an entry in another room, those that its line shows.
    facts: Any
    matter: UUID
    room: UUID
    #: The earliest and the latest it can have happened; never later than when it was recorded. What has no time of its own, and what happened on the
    #: day on which it was first recorded, happened then: a correction does not move it.
    earliest: datetime
    happened_at: datetime
    recorded_at: datetime
    worker: UUID | None
    agency: UUID | None
    #: Its words were erased by order: it stands, and is no longer found by what they were.
    erased: bool = False


#: Of a fold: it makes rows of each room of a matter on its own, from what lies there.
EACH = ""

Fold = Callable[[UUID, Sequence[Standing]], Iterable[Put]]
DatedRows = Callable[[Standing], Iterable[Put]]


@dataclass(frozen=True)
class _Fold:
    kinds: tuple[str, ...]
    room: str
    function: Fold


@dataclass(frozen=True)
class _Dated:
    room: str | None
    function: DatedRows


_folds: list[_Fold] = []
_dated: dict[str, list[_Dated]] = {}


def folds(*facts: type[Facts], room: str) -> Callable[[Fold], Fold]:
    """Register a fold over the standing entries of these kinds in a matter, which makes rows of one of its rooms, or (EACH) of each
    on its own. Of what happened at the same time,
    the kinds come in the order in which they are given. Keep the kinds few: all of a matter's are read when one is appended.
    """

    def register(function: Fold) -> Fold:
        _folds.append(_Fold(tuple(f.kind.name for f in facts), room, function))
        return function

    return register


def dated_rows(*facts: type[Facts], room: str | None = None) -> Callable[[DatedRows], DatedRows]:
    """Register what makes rows of each standing entry of these kinds: in its own room, or in the named room of its matter, which it cites."""

    def register(function: DatedRows) -> DatedRows:
        for each in facts:
            _dated.setdefault(each.kind.name, []).append(_Dated(room, function))
        return function

    return register


@dataclass(frozen=True, slots=True)
class _Known:
    """An entry, with when the first of those that it corrects was recorded."""

    entry: AnyEntry
    first_recorded_at: datetime
    erased: bool = False


def _times(known: _Known) -> tuple[datetime, datetime]:
    """The earliest and the latest that it can have happened."""
    entry, when = known.entry, known.entry.when
    if when is None or when.earliest is None or when.latest is None:
        return known.first_recorded_at, known.first_recorded_at
    if when.earliest <= known.first_recorded_at <= when.latest:
        return when.earliest, known.first_recorded_at
    return min(when.earliest, entry.recorded_at), min(when.latest, entry.recorded_at)


def _standing(known: _Known, room: UUID | None) -> Standing | None:
    """An entry as the rows of a room may see it; None where it neither lies there nor cites it."""
    entry = known.entry
    if room is not None and entry.room != room and room not in entry.cites:
        return None
    earliest, latest = _times(known)
    return Standing(
        id=entry.id,
        kind=type(entry.facts),
        facts=entry.facts if room is None or entry.room == room else ShownFacts(entry.facts),
        matter=entry.matter,
        room=entry.room,
        earliest=earliest,
        happened_at=latest,
        recorded_at=entry.recorded_at,
        worker=entry.author.worker,
        agency=entry.author.agency,
        erased=known.erased,
    )


def _rows_of(fold: _Fold, matter: UUID, known: Iterable[_Known]) -> Iterator[Put]:
    if fold.room != EACH:
        yield from _rows_of_room(fold, matter, room_of(matter, fold.room), known)
        return
    by_room: dict[UUID, list[_Known]] = defaultdict(list)
    for k in known:
        if k.entry.kind.name in fold.kinds:
            by_room[k.entry.room].append(k)
    for room in sorted(by_room, key=str):
        yield from _rows_of_room(fold, matter, room, by_room[room])


def _rows_of_room(fold: _Fold, matter: UUID, room: UUID, known: Iterable[_Known]) -> Iterator[Put]:
    order = {name: at for at, name in enumerate(fold.kinds)}
    seen = [s for k in known if k.entry.kind.name in order and (s := _standing(k, room)) is not None]
    yield from fold.function(matter, sorted(seen, key=lambda s: (s.happened_at, order[s.kind.kind.name], s.id)))


def _dated_rows_of(known: _Known) -> Iterator[Put]:
    for dated in _dated.get(known.entry.kind.name, ()):
        seen = _standing(known, room_of(known.entry.matter, dated.room) if dated.room is not None else None)
        if seen is not None:
            yield from dated.function(seen)


def _key(row: Put) -> tuple[Any, ...]:
    return (row.model, *(row.values[column] for column in key_columns(row.model)))


def difference(before: Iterable[Put], after: Iterable[Put]) -> Iterator[Change]:
    """The changes that bring rows from what they were to what they are."""
    old = {_key(row): row for row in before}
    if not old:
        yield from (Put(row.model, row.values, replace=True) for row in after)
        return
    new = {_key(row): row for row in after}
    for key, row in old.items():
        if key not in new:
            yield Remove(row.model, dict(zip(key_columns(row.model), key[1:], strict=True)))
    for key, row in new.items():
        if key not in old or old[key].values != row.values:
            yield Put(row.model, row.values, replace=True)


def folded_changes(entries: Sequence[AnyEntry]) -> Iterator[Change]:
    """What these entries, just stored, change in the rows of what stands."""
    corrected = {e.corrects for e in entries if e.corrects is not None}
    again = {k.entry.id: k for k in _with_ids([*corrected, *(e.id for e in entries if e.corrects is not None)])}
    fresh = [again.get(e.id) or _Known(e, e.recorded_at) for e in entries]
    before = [again[entry] for entry in corrected]
    yield from difference(
        (row for k in before for row in _dated_rows_of(k)),
        (row for k in fresh if k.entry.id not in corrected for row in _dated_rows_of(k)),
    )
    yield from _erased_changes(entries)
    yield from _folded(fresh, before, corrected)


def _erased_changes(entries: Sequence[AnyEntry]) -> Iterator[Change]:
    """What entries whose words these erase are no longer found by, of those that stand."""
    if gone := [each.entry for e in entries if isinstance(e.facts, EntryErased) for each in e.facts.gone]:
        for known in _read("WHERE e.id = ANY(%s) AND NOT EXISTS (SELECT 1 FROM record_entry c WHERE c.corrects = e.id)", [gone]):
            yield from difference(_dated_rows_of(known), _dated_rows_of(replace(known, erased=True)))


def _folded(fresh: Sequence[_Known], before: Sequence[_Known], corrected: Collection[UUID]) -> Iterator[Change]:
    touched: dict[UUID, set[str]] = defaultdict(set)
    for k in (*fresh, *before):
        touched[k.entry.matter].add(k.entry.kind.name)
    affected = [(fold, matter) for matter, names in touched.items() for fold in _folds if names & set(fold.kinds)]
    if not affected:
        return
    ids = {k.entry.id for k in fresh}
    opened_now = {k.entry.opening.matter for k in fresh if k.entry.opening is not None and k.entry.opening.number == 1}
    older = {matter for _, matter in affected if matter not in opened_now}
    known = _of_matters(older, {name for fold, _ in affected for name in fold.kinds}, ids)
    for k in fresh:
        known[k.entry.matter].append(k)
    for fold, matter in affected:
        then = [k for k in known[matter] if k.entry.id not in ids]
        now = [k for k in known[matter] if k.entry.id not in corrected]
        yield from difference(_rows_of(fold, matter, then), _rows_of(fold, matter, now))


#: Entries with the rooms that they cite, and when the first of what they correct was recorded.
_KNOWN = (
    f"SELECT {ENTRY_COLUMNS}, ARRAY(SELECT p.room_id FROM record_position p WHERE p.entry_id = e.id AND NOT p.home), "  # noqa: S608
    "CASE WHEN e.corrects IS NULL THEN e.recorded_at ELSE (WITH RECURSIVE chain(corrects, recorded_at) AS ("
    "SELECT x.corrects, x.recorded_at FROM record_entry x WHERE x.id = e.corrects UNION ALL "
    "SELECT x.corrects, x.recorded_at FROM chain JOIN record_entry x ON x.id = chain.corrects"
    ") SELECT min(recorded_at) FROM chain) END, EXISTS (SELECT 1 FROM record_erased x WHERE x.entry_id = e.id) FROM record_entry e "
)


def _read(where: str, parameters: Sequence[Any]) -> Iterator[_Known]:
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN + where, parameters)
        rows = cursor.fetchall()
    for row in rows:
        entry = entry_of(row[:20], cites=tuple(row[20]))
        if not isinstance(entry.facts, Unreadable):
            yield _Known(entry, row[21], row[22])


def _with_ids(ids: Sequence[UUID]) -> list[_Known]:
    return list(_read("WHERE e.id = ANY(%s)", [list(ids)])) if ids else []


def _of_matters(matters: Collection[UUID], kinds: Collection[str], fresh: Collection[UUID]) -> dict[UUID, list[_Known]]:
    """The entries of these kinds that stood in these matters before `fresh` were recorded."""
    found: dict[UUID, list[_Known]] = defaultdict(list)
    if matters:
        # By the index of each matter, and of what corrects an entry, whatever the server knows of the table: one that was filled just now it would read
        # whole, for every few matters.
        where = (
            "WHERE e.id IN (SELECT i.id FROM unnest(%s::uuid[]) AS m(id) CROSS JOIN LATERAL "
            "(SELECT x.id FROM record_entry x WHERE x.matter_id = m.id AND x.kind = ANY(%s) AND NOT x.id = ANY(%s) OFFSET 0) i) "
            "AND (SELECT count(*) FROM record_entry c WHERE c.corrects = e.id AND NOT c.id = ANY(%s)) = 0"
        )
        for known in _read(where, [list(matters), list(kinds), list(fresh), list(fresh)]):
            found[known.entry.matter].append(known)
    return found


def _folded_kinds() -> list[str]:
    return sorted({*_dated, *(name for fold in _folds for name in fold.kinds)})


def folded_matters() -> list[UUID]:
    """Every matter of which something stands. For `rebuild` and `verify`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT matter_id FROM record_entry WHERE kind = ANY(%s) ORDER BY matter_id", [_folded_kinds()])
        return [matter for (matter,) in cursor.fetchall()]


def all_folded_rows(matters: Sequence[UUID]) -> Iterator[list[Put]]:
    """Every row of what stands of these matters, made anew, `AT_ONCE` of them at a time. For `rebuild` and `verify`."""
    kinds = _folded_kinds()
    for start in range(0, len(matters), AT_ONCE):
        known = _of_matters(matters[start : start + AT_ONCE], kinds, [])
        rows = [row for of_matter in known.values() for k in of_matter for row in _dated_rows_of(k)]
        for matter, of_matter in known.items():
            names = {k.entry.kind.name for k in of_matter}
            rows += [row for fold in _folds if names & set(fold.kinds) for row in _rows_of(fold, matter, of_matter)]
        yield rows
