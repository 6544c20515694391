"""What waits at the front door, and whose it is: danger first, then what nobody has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from holdfast.concerns.codes import Rating, State
from holdfast.concerns.models import Concern
from holdfast.duties.models import Duty
from holdfast.duties.models import State as DutyState
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting

DANGER_WAITS = Q(danger_now=True, danger_answered_at=None)
_WAITS = ~Q(state=State.DECIDED) | DANGER_WAITS | Q(unread_addition=True)


class Whose(IntEnum):
    """The parts of the queue, in the order in which they stand."""

    DANGER = 0
    NOBODY = 1
    YOURS = 2
    OTHERS = 3
    ANSWER = 4


@dataclass(frozen=True, slots=True)
class Waiting:
    """A concern in the queue, with its earliest clock, and whose it is for whoever looks."""

    concern: Concern
    due_at: datetime | None
    late_to: str
    rule: str
    """Of what that clock is."""
    whose: Whose
    away: bool
    """Whoever has it is away: it is nobody's until they are back, or somebody takes it."""


@dataclass(frozen=True, slots=True)
class Part:
    """How many stand in one part of the queue, and how many of them are late."""

    whose: Whose
    total: int
    late: int


def _clocks() -> QuerySet[Duty]:
    return Duty.objects.filter(matter_id=OuterRef("id"), state=DutyState.OPEN).order_by("due_at")


def _waiting(acting: Acting, away: Iterable[UUID]) -> QuerySet[Any]:
    nobodys = Q(taken_by_id=None) | Q(taken_by_id__in=list(away))
    whose = Case(
        When(DANGER_WAITS, then=Value(Whose.DANGER)),
        When(Q(state=State.AWAITING_SECOND, unread_addition=False), then=Value(Whose.ANSWER)),
        When(Q(taken_by_id=acting.worker), then=Value(Whose.YOURS)),
        When(nobodys, then=Value(Whose.NOBODY)),
        default=Value(Whose.OTHERS),
        output_field=IntegerField(),
    )
    return Concern.objects.filter(_WAITS).annotate(whose=whose)


def queue(acting: Acting, *, start: int = 0, size: int | None = None) -> list[Waiting]:
    """What waits at the front door: danger to which nothing was done yet first, then by whose it is, as rated (red before what is not yet rated, amber
    with it, green after), and by the time left.
    """
    away = partnership.away()
    rated = Case(When(rating=Rating.RED, then=Value(0)), When(rating=Rating.GREEN, then=Value(2)), default=Value(1))
    first: dict[str, Any] = {name: Subquery(_clocks().values(name)[:1]) for name in ("due_at", "late_to", "rule")}
    waiting = _waiting(acting, away).annotate(rated=rated, **first)
    found = waiting.order_by("whose", "rated", Coalesce("due_at", "told_at"), "id")
    return [
        Waiting(c, c.due_at, c.late_to or "", c.rule or "", Whose(c.whose), c.taken_by_id in away)
        for c in found[start : None if size is None else start + size]
    ]


def parts(acting: Acting, moment: datetime) -> list[Part]:
    """How many wait in each part of the queue in which any does, and how many of them are late."""
    late = Exists(Duty.objects.filter(matter_id=OuterRef("id"), state=DutyState.OPEN, due_at__lt=moment))
    rows = (
        _waiting(acting, partnership.away(moment))
        .annotate(is_late=late)
        .values("whose")
        .annotate(total=Count("id"), late=Count("id", filter=Q(is_late=True)))
        .order_by("whose")
    )
    return [Part(Whose(row["whose"]), row["total"], row["late"]) for row in rows]


@dataclass(frozen=True, slots=True)
class Load:
    """What one person at the front door has now."""

    concerns: int
    serious: int
    """Of these, rated red, or in which there was danger."""


def loads() -> dict[UUID, Load]:
    """How much of what waits each person at the front door has."""
    serious = Q(rating=Rating.RED) | Q(danger_now=True)
    found = Concern.objects.filter(_WAITS, taken_by_id__isnull=False).values(worker=F("taken_by_id"))
    rows = found.annotate(n=Count("id"), serious=Count("id", filter=serious)).order_by()
    return {row["worker"]: Load(row["n"], row["serious"]) for row in rows}


def count_waiting() -> int:
    """How many wait at the front door."""
    return Concern.objects.filter(_WAITS).count()


def dangers() -> list[Concern]:
    """Where somebody is in danger now and nothing was done yet, the oldest first."""
    return list(Concern.objects.filter(DANGER_WAITS).order_by("told_at"))


def to_answer() -> list[Concern]:
    """Decided, told by a professional, and the outcome not yet told."""
    found = Concern.objects.filter(state=State.DECIDED, channel="professional", outcome_told_at=None)
    return list(found.order_by("stands_at"))
