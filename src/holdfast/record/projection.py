"""Projectors as a mechanism: pure functions from entries to changes of read models, and the one place that applies the changes.

A projector takes entries of one kind in bulk, in order, and yields changes. It may not ask a clock, a calendar, settings or the database: the
same entries always give the same changes, so `rebuild` replays them and `verify` compares. It follows what happens by being recorded, under the
matter's lock (a duty opens, a decision is made, a post is filled), which never arrives late and is not corrected. What happened elsewhere, and is
recorded late or corrected, is folded: see `folding`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, connection, models

from holdfast.database.tables import ReadModel
from holdfast.record.entries import AnyEntry, Entry
from holdfast.record.kinds import Facts

Key = Any


@dataclass(frozen=True, slots=True)
class Put:
    """A new row. `values` includes the primary key's columns. A second row with the same key is an error, unless `replace`."""

    model: type[ReadModel]
    values: Mapping[str, Any]
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Amend:
    """New values for some columns of the row with that key; nothing when there is no such row."""

    model: type[ReadModel]
    key: Mapping[str, Any]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Remove:
    """The row with that key goes."""

    model: type[ReadModel]
    key: Mapping[str, Any]


Change = Put | Amend | Remove
FactsT = TypeVar("FactsT", bound=Facts)
Projector = Callable[[Sequence[Entry[Any]]], Iterable[Change]]

_projectors: dict[str, list[Projector]] = {}


def projector(*facts: type[Facts]) -> Callable[[Projector], Projector]:
    """Register a projector for the kinds with these facts."""

    def register(function: Projector) -> Projector:
        for each in facts:
            _projectors.setdefault(each.kind.name, []).append(function)
        return function

    return register


def can_be_corrected(kind: str) -> bool:
    """Whether an entry of this kind may be corrected. What a projector follows happened when it was recorded, in that order: what is so now is
    recorded beside it.
    """
    return kind not in _projectors


def changes_of(entries: Sequence[AnyEntry]) -> Iterator[Change]:
    """All changes that these entries make, in their order: runs of one kind go to their projectors together."""
    start = 0
    for end in range(1, len(entries) + 1):
        if end == len(entries) or entries[end].kind is not entries[start].kind:
            run = entries[start:end]
            for function in _projectors.get(run[0].kind.name, ()):
                yield from function(run)
            start = end


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (UUID, date, datetime)):
        return value.isoformat() if isinstance(value, (date, datetime)) else str(value)
    if isinstance(value, (bytes, memoryview)):
        return "\\x" + bytes(value).hex()
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(v) for v in value]
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    return value


@cache
def key_columns(model: type[models.Model]) -> tuple[str, ...]:
    """The columns of a model's primary key."""
    pk = model._meta.pk
    if isinstance(pk, models.CompositePrimaryKey):
        return tuple(pk.field_names)
    assert pk is not None
    return (pk.attname,)


class _Table:
    """The net changes of one table within a batch."""

    def __init__(self, model: type[ReadModel]) -> None:
        self.model = model
        self.key = key_columns(model)
        self.columns = [f.attname for f in model._meta.concrete_fields if not isinstance(f, models.CompositePrimaryKey)]
        self.put: dict[tuple[Any, ...], dict[str, Any]] = {}
        self.replace: dict[tuple[Any, ...], dict[str, Any]] = {}
        self.amend: dict[tuple[Any, ...], dict[str, Any]] = {}
        self.remove: dict[tuple[Any, ...], None] = {}

    def take(self, change: Change) -> None:
        if isinstance(change, Put):
            row = {c: change.values.get(c) for c in self.columns}
            unknown = set(change.values) - set(self.columns)
            if unknown:
                raise ValueError(f"{self.model.__name__} has no column {', '.join(sorted(unknown))}")
            key = tuple(row[k] for k in self.key)
            if not change.replace and key in self.put:
                raise IntegrityError(f"{self.model.__name__}: two rows for the key {key}")
            (self.replace if change.replace and key not in self.put else self.put)[key] = row
            return
        key = tuple(change.key[k] for k in self.key)
        if isinstance(change, Remove):
            if self.put.pop(key, None) is None:
                self.remove[key] = None
                self.replace.pop(key, None)
            self.amend.pop(key, None)
        elif (there := self.put.get(key) or self.replace.get(key)) is not None:
            there.update(change.values)
        else:
            self.amend.setdefault(key, {}).update(change.values)

    def apply(self) -> None:
        table = self.model._meta.db_table
        keys = ", ".join(f'"{k}"' for k in self.key)
        match = " AND ".join(f't."{k}" = r."{k}"' for k in self.key)
        with connection.cursor() as cursor:
            if self.remove:
                rows = [dict(zip(self.key, key, strict=True)) for key in self.remove]
                cursor.execute(
                    f'DELETE FROM "{table}" t USING jsonb_populate_recordset(NULL::"{table}", %s) r WHERE {match}',  # noqa: S608
                    [json.dumps(_plain(rows))],
                )
            columns = ", ".join(f'"{c}"' for c in self.columns)
            update = ", ".join(f'"{c}" = EXCLUDED."{c}"' for c in self.columns if c not in self.key)
            on_conflict = f"ON CONFLICT ({keys}) DO " + (f"UPDATE SET {update}" if update else "NOTHING")
            for inserted, conflict in ((self.put, ""), (self.replace, on_conflict)):
                if inserted:
                    cursor.execute(
                        f'INSERT INTO "{table}" ({columns}) SELECT {columns} '  # noqa: S608
                        f'FROM jsonb_populate_recordset(NULL::"{table}", %s) {conflict}',
                        [json.dumps(_plain(list(inserted.values())))],
                    )
            by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
            for key, values in self.amend.items():
                by_columns.setdefault(tuple(sorted(values)), []).append({**dict(zip(self.key, key, strict=True)), **values})
            for names, rows in by_columns.items():
                assignments = ", ".join(f'"{c}" = r."{c}"' for c in names)
                cursor.execute(
                    f'UPDATE "{table}" t SET {assignments} '  # noqa: S608
                    f'FROM jsonb_populate_recordset(NULL::"{table}", %s) r WHERE {match}',
                    [json.dumps(_plain(rows))],
                )


def apply_changes(changes: Iterable[Change]) -> None:
    """Apply changes, netted by table and key, in one statement per table and shape. Unqualified names follow the search path."""
    tables: dict[type[ReadModel], _Table] = {}
    for change in changes:
        table = tables.get(change.model)
        if table is None:
            table = tables[change.model] = _Table(change.model)
        table.take(change)
    for table in tables.values():
        table.apply()


def read_models() -> list[type[ReadModel]]:
    """Every read model, by table name."""
    found = [m for m in apps.get_models() if issubclass(m, ReadModel)]
    return sorted(found, key=lambda m: m._meta.db_table)
