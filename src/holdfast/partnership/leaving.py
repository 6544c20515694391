"""What a worker's leaving may write to beside the partnership: told by the packages that answer it, so that all of it is held together. And that nobody
is given anything at the moment in which they leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import connection

Affected = Callable[[UUID], Iterable[UUID]]

_affected: list[Affected] = []


def register(function: Affected) -> Affected:
    """A package says which matters it writes to when a worker leaves."""
    _affected.append(function)
    return function


def affected_by(worker: UUID) -> set[UUID]:
    """Every matter that a worker's leaving may write to."""
    return {matter for ask in _affected for matter in ask(worker)}


def keep_here(worker: UUID) -> None:
    """Until this transaction ends the worker does not leave. Whoever gives them something asks this first, and then whether they are there; the
    matters that it is written to are held already.
    """
    _lock("pg_advisory_xact_lock_shared", worker)


def let_nobody_give(worker: UUID) -> None:
    """Until this transaction ends nobody gives the worker anything; those who are at it are waited for."""
    _lock("pg_advisory_xact_lock", worker)


def _lock(function: str, worker: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [f"leaving/{worker}"])
