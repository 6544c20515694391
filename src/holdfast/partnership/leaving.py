"""What a worker's leaving may write to beside the partnership: told by the packages that answer it, so that all of it is held together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

Affected = Callable[[UUID], Iterable[UUID]]

_affected: list[Affected] = []


def register(function: Affected) -> Affected:
    """A package says which matters it writes to when a worker leaves."""
    _affected.append(function)
    return function


def affected_by(worker: UUID) -> set[UUID]:
    """Every matter that a worker's leaving may write to."""
    return {matter for ask in _affected for matter in ask(worker)}
