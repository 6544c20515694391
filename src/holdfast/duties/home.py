"""What the home asks of duties: first those in which somebody may be in danger, then what is owed, by how soon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, FloatField, Func, Q, QuerySet, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import NullIf

from holdfast.duties import queries
from holdfast.duties.clocks import end_of
from holdfast.duties.models import Duty, State
from holdfast.duties.rulebook import dangers
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.when import london_day


@dataclass(frozen=True, slots=True)
class Group:
    """Some of what a person owes: how soon, the first of them, and how many there are."""

    title: str
    duties: list[Duty]
    total: int


def groups(acting: Acting, moment: datetime, *, size: int) -> list[Group]:
    """What this person owes, by how soon: late, today, within a week, later; the first of each, and how many. In each the serious first, then by how
    much of the time allowed is used. Not those in which somebody may be in danger: they stand above all of these.
    """
    today, week = end_of(london_day(moment)), end_of(london_day(moment) + timedelta(days=7))
    parts = {
        "Late": Q(due_at__lt=moment),
        "Today": Q(due_at__gte=moment, due_at__lte=today),
        "Within a week": Q(due_at__gt=today, due_at__lte=week),
        "Later": Q(due_at__gt=week),
    }
    mine = queries.mine(acting).filter(provisional=False).exclude(rule__in=dangers())
    totals = mine.aggregate(**{f"n{i}": Count("id", filter=part) for i, part in enumerate(parts.values())})
    return [
        Group(title, list(mine.filter(part).order_by("-serious", _used(moment).desc(), "opened_at", "id")[:size]), totals[f"n{i}"])
        for i, (title, part) in enumerate(parts.items())
        if totals[f"n{i}"]
    ]


def _used(moment: datetime) -> CombinedExpression:
    """How much of the time allowed is used: 1 when it is due, more when it is late."""

    def seconds(of: Any) -> Func:
        return Func(of, function="EXTRACT", template="%(function)s(EPOCH FROM (%(expressions)s))::float", output_field=FloatField())

    return seconds(Value(moment) - F("starts_at")) / NullIf(seconds(F("due_at") - F("starts_at")), Value(0.0))


def in_danger(acting: Acting, matters: Iterable[UUID]) -> list[Duty]:
    """The open duties in which somebody may be in danger: of this person, of those whom they manage or answer for, of nobody where they lead, and
    whosever they are in these matters; the first due first.
    """
    whose = Q(owner_id__in=[*partnership.covered_by(acting.worker), *partnership.managed_by(acting.worker, acting.agency)])
    whose |= Q(matter_id__in=list(matters))
    if partnership.agency_lead_of(acting.agency) == acting.worker:
        whose |= Q(owing_agency_id=acting.agency, owner_id=None)
    return list(Duty.objects.filter(whose, state=State.OPEN, provisional=False, rule__in=dangers()).order_by("due_at", "id"))


def escalated(acting: Acting, moment: datetime, *, limit: int) -> list[Duty]:
    """Late duties of others of which the system has told this person; the serious first, then by how much of the time allowed is used."""
    return list(_escalated(acting).order_by("-serious", _used(moment).desc(), "opened_at", "id")[:limit])


def count_escalated(acting: Acting) -> int:
    """How many there are, shown or not."""
    return _escalated(acting).count()


def _escalated(acting: Acting) -> QuerySet[Duty]:
    return queries.told_of_as_manager(acting).exclude(rule__in=dangers())
