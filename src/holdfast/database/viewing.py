"""On whose behalf the database is read.

A *principal* is a worker, a role in an organisation, a relation to a matter (whoever a case is allocated to, and their manager), or the holder of a
number, as a UUID; never the system, and never an organisation as such. A *viewer* is the set of principals that one person is. `viewing` sets them
for one transaction, with the worker's relations as they are then; row-level policies compare them with each room's audience. Without one, reading
a protected table is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from uuid import UUID, uuid5

from django.apps import apps
from django.db import DatabaseError, connection, transaction

_NAMESPACE = UUID("6f1c2b0e-8a57-5d3b-9c1e-3f2a7d4b6e58")

#: Everyone who is signed in: agencies, posts, rules in force. Never a person's record.
EVERYONE = uuid5(_NAMESPACE, "everyone")


@lru_cache(maxsize=10_000)
def role_principal(role: str, agency: UUID | None = None) -> UUID:
    """The principal of all who hold a role, in one agency or (None) in the partnership as a whole."""
    return uuid5(_NAMESPACE, f"role:{role}:{agency or 'partnership'}")


@lru_cache(maxsize=10_000)
def circle_principal(circle: str, agency: UUID) -> UUID:
    """The principal of everyone in an organisation whose role belongs to a circle (the roles that work cases, or those that answer for its part)."""
    return uuid5(_NAMESPACE, f"circle:{circle}:{agency}")


def relation_principal(relation: str, matter: UUID) -> UUID:
    """The principal of whoever stands in a relation to a matter at the time: reallocation, cover and leaving change no audience."""
    return uuid5(_NAMESPACE, f"relation:{relation}:{matter}")


def holder_principal(hashed: str) -> UUID:
    """The principal of whoever holds a number to come back with, by its keyed hash."""
    return uuid5(_NAMESPACE, f"holder:{hashed}")


@dataclass(frozen=True)
class Viewer:
    """The principals that one reader is; of a worker, their relations to matters are added as each transaction begins."""

    principals: frozenset[UUID]
    worker: UUID | None = None

    @classmethod
    def of(cls, *principals: UUID) -> Viewer:
        return cls(frozenset(principals))


@contextmanager
def viewing(viewer: Viewer) -> Iterator[None]:
    """Open a transaction (or a savepoint of the present one) that reads on behalf of `viewer`."""
    inside = connection.in_atomic_block
    outer: Viewer | None = getattr(connection, "holdfast_reads_as", None)
    with transaction.atomic():
        if not (inside and outer == viewer):
            _read_as(viewer)
        connection.holdfast_reads_as = viewer  # type: ignore[attr-defined]
        try:
            yield
        finally:
            connection.holdfast_reads_as = outer  # type: ignore[attr-defined]
        # After an error the savepoint's rollback restores the setting; at the end of a whole transaction it goes by itself.
        if inside and outer != viewer:
            _read_as(outer)


def _read_as(viewer: Viewer | None) -> None:
    literal = "{" + ",".join(str(p) for p in sorted(viewer.principals, key=str)) + "}" if viewer is not None else ""
    with connection.cursor() as cursor:
        if viewer is None or viewer.worker is None:
            cursor.execute("SELECT set_config('holdfast.viewer', %s, true)", [literal])
        else:
            with_relations = "SELECT set_config('holdfast.viewer', (%s::uuid[] || holdfast_relations(%s))::text, true)"
            cursor.execute(with_relations, [literal, viewer.worker])


class NoViewer(DatabaseError):
    """A protected table was asked about with nobody set as the reader."""


def refuse_reading_for_nobody(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Wraps every query of the application's connection. The policies fail on a row; this fails even where there is no row."""
    here = context["connection"]
    if getattr(here, "holdfast_reads_as", None) is None and not getattr(here, "holdfast_writes", False) and _protected().search(sql):
        raise NoViewer("no viewer has been set for this transaction; open one with `database.viewing.viewing`")
    return execute(sql, params, many, context)


@cache
def _protected() -> re.Pattern[str]:
    names = [m._meta.db_table for m in apps.get_models() if getattr(m, "audience_by", None) is not None]
    return re.compile(r"\b(?:" + "|".join(sorted([*names, "record_line", "record_gap"])) + r")\b")
