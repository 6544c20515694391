"""What the leaving of a worker, or of a whole organisation, may write to beside the partnership: told by the packages that answer it, so that all of it
is held together. And that nobody is given anything at the moment in which they leave.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from holdfast.partnership.kinds import PARTNERSHIP_ROOM
from holdfast.record.holding import holding, reading_all
from holdfast.record.kinds import Facts
from holdfast.record.queries import entries_after, newest_position

Affected = Callable[[UUID], Iterable[UUID]]

Bound = Callable[[UUID], str | None]

_affected: list[Affected] = []
_of_agency: list[Affected] = []
_bound: list[Bound] = []


def register(function: Affected) -> Affected:
    """A package says which matters it writes to when a worker leaves."""
    _affected.append(function)
    return function


def affected_by(worker: UUID) -> set[UUID]:
    """Every matter that a worker's leaving may write to."""
    return {matter for ask in _affected for matter in ask(worker)}


def register_of_agency(function: Affected) -> Affected:
    """A package says which matters it writes to when an organisation leaves."""
    _of_agency.append(function)
    return function


def owed_by(agency: UUID) -> set[UUID]:
    """Every matter that an organisation's leaving may write to."""
    return {matter for ask in _of_agency for matter in ask(agency)}


def register_bound(function: Bound) -> Bound:
    """A package says in words what an organisation cannot leave behind, and what to do; None where there is nothing."""
    _bound.append(function)
    return function


def bound(agency: UUID) -> str | None:
    """What an organisation must see to before it can leave, the first of it in words."""
    return next((words for ask in _bound if (words := ask(agency)) is not None), None)


def keep_here(who: UUID) -> None:
    """Until this transaction ends the worker, or the organisation, does not leave. Whoever gives them something asks this first, and
    then whether they are there; the matters that it is written to are held already.
    """
    _lock("pg_advisory_xact_lock_shared", who)


def let_nobody_give(who: UUID) -> None:
    """Until this transaction ends nobody gives the worker, or the organisation, anything; those who are at it are waited for."""
    _lock("pg_advisory_xact_lock", who)


#: How often leaving is tried anew because something was given to who leaves meanwhile.
_TRIES = 5


def with_all_held(who: UUID, affected: Callable[[UUID], set[UUID]], record: Callable[[], None]) -> bool:
    """Record that a worker or an organisation leaves while every matter that it may write to is held, and nobody gives them anything. False where they
    are given something over and over: nothing was recorded. Raises as `record` does.
    """
    for _ in range(_TRIES):
        with reading_all():
            found = affected(who)
            with holding(PARTNERSHIP_ROOM, *found):
                let_nobody_give(who)
                if affected(who) <= found:  # else something was given meanwhile: once more, with that held too
                    record()
                    return True
    return False


def _lock(function: str, who: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [f"leaving/{who}"])


@dataclass(frozen=True)
class Passing:
    """What passes on when a worker leaves, moves or hands over: how many of what, in words, to whom (None: to nobody yet)."""

    count: int
    one: str
    many: str
    to: UUID | None
    has_heir: bool


#: Of a kind of entry by which something passes on: what it is, one and many, and the fact that names whom it passes to, if any does.
_passes: dict[str, tuple[str, str, str | None]] = {}


def register_passing(facts: type[Facts], one: str, many: str, *, to: str | None = None) -> None:
    """A package says in words what passes on by an entry of its own."""
    _passes[facts.kind.name] = (one, many, to)


def foresee(act: Callable[[], object]) -> list[Passing]:
    """What an act would pass on: it is done, looked at and undone, so that what is shown before is what would be recorded. Raises as the act does."""
    with transaction.atomic():
        with reading_all():
            before = newest_position()
        act()
        with reading_all():
            entries = entries_after(before, list(_passes))
        transaction.set_rollback(True)
    counted: Counter[tuple[str, str, UUID | None, bool]] = Counter()
    for entry in entries:
        one, many, to = _passes[entry.kind.name]
        counted[(one, many, getattr(entry.facts, to) if to else None, to is not None)] += 1
    return [Passing(n, one, many, to, heir) for (one, many, to, heir), n in counted.items()]
