"""On whose behalf the database is read.

A *principal* is a worker, an agency, a role, a receipt holder or the system, as a UUID. A *viewer* is the set of principals that one
person is. `viewing` sets them for one transaction; row-level policies compare them with each room's audience. Without one, reading
a protected table is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID, uuid5

from django.apps import apps
from django.db import DatabaseError, connection, transaction

_NAMESPACE = UUID("6f1c2b0e-8a57-5d3b-9c1e-3f2a7d4b6e58")

#: The system itself: projections, the duty run, verification. In the audience of every room; never a person.
SYSTEM = uuid5(_NAMESPACE, "system")
#: Everyone who is signed in: agencies, posts, rules in force. Never a person's record.
EVERYONE = uuid5(_NAMESPACE, "everyone")


def role_principal(role: str, agency: UUID | None = None) -> UUID:
    """The principal of all who hold a role, in one agency or (None) in the partnership as a whole."""
    return uuid5(_NAMESPACE, f"role:{role}:{agency or 'partnership'}")


@dataclass(frozen=True)
class Viewer:
    """The principals that one reader is."""

    principals: frozenset[UUID]

    @classmethod
    def of(cls, *principals: UUID) -> Viewer:
        return cls(frozenset(principals))

    def with_principals(self, more: Iterable[UUID]) -> Viewer:
        return Viewer(self.principals | frozenset(more))


#: Reads as the system. For background work only; a view that uses it would show everything.
SYSTEM_VIEWER = Viewer.of(SYSTEM, EVERYONE)


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
        cursor.execute("SELECT set_config('holdfast.viewer', %s, true)", [literal])


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
    return re.compile(r"\b(?:" + "|".join(sorted([*names, "record_line"])) + r")\b")
