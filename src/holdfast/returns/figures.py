"""Figures of the clocks, from what was counted: as at any day, by clock, by the month in which it fell due, by child; and one year beside another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth

from holdfast.duties.clocks import end_of
from holdfast.duties.history import Outcome, Tally
from holdfast.returns.models import CountedClock
from holdfast.returns.queries import since_when
from holdfast.when import LONDON


def _ended(as_of: datetime) -> Q:
    return Q(ended_at__lte=as_of)


def conditions(as_of: datetime) -> dict[Outcome, Q]:
    """Which clocks came out how, as at an instant: what ended later was open then."""
    ended = _ended(as_of)
    still = Q(ended_at__isnull=True) | Q(ended_at__gt=as_of)
    done = ended & Q(superseded=False, not_required=False)
    needless = ended & Q(superseded=True)
    return {
        Outcome.MET: done & Q(ended_at__lte=F("due_at")),
        Outcome.LATE: done & Q(ended_at__gt=F("due_at")),
        Outcome.NEVER_MET: needless & Q(ended_at__gt=F("due_at")),
        Outcome.SUPERSEDED: needless & Q(ended_at__lte=F("due_at")),
        Outcome.NOT_REQUIRED: ended & Q(superseded=False, not_required=True),
        Outcome.OVERDUE: still & Q(due_at__lt=as_of),
        Outcome.OPEN: still & Q(due_at__gte=as_of),
    }


def clocks(as_of: datetime) -> QuerySet[CountedClock]:
    """The clocks that had begun at an instant, but for those of which a census that is not here may say what became of them."""
    found = CountedClock.objects.filter(began_at__lte=as_of)
    since = since_when(as_of.astimezone(LONDON).date())
    if since is None:
        return found
    first = datetime(since.year, since.month, since.day, tzinfo=LONDON)
    here = Q(may_be_silent=False) | Q(starts_at__gte=first)
    return found.filter(here | (_ended(as_of) & Q(superseded=False)) | Q(begun_at__lte=as_of))


def _counts(as_of: datetime) -> dict[str, Count]:
    return {f"n_{outcome}": Count("id", filter=condition) for outcome, condition in conditions(as_of).items()}


def _tally(row: Mapping[str, Any]) -> Tally:
    counts = {outcome: int(row[f"n_{outcome}"]) for outcome in Outcome}
    return Tally(
        opened=sum(counts.values()),
        met=counts[Outcome.MET],
        late=counts[Outcome.LATE],
        never_met=counts[Outcome.NEVER_MET],
        not_required=counts[Outcome.NOT_REQUIRED],
        open=counts[Outcome.OPEN] + counts[Outcome.OVERDUE],
        overdue=counts[Outcome.OVERDUE],
        superseded=counts[Outcome.SUPERSEDED],
    )


def by_clock(as_of: datetime, *, due_from: date | None = None, due_to: date | None = None) -> dict[str, Tally]:
    """By rule, as at an instant: of all clocks, or of those that fell due between two days."""
    found = _due_between(clocks(as_of), due_from, due_to)
    rows = found.order_by("rule").values("rule").annotate(**_counts(as_of))
    counted: list[dict[str, Any]] = [dict(row) for row in rows]
    return {row["rule"]: _tally(row) for row in counted}


def _due_between(found: QuerySet[CountedClock], first: date | None, last: date | None) -> QuerySet[CountedClock]:
    if first is not None:
        found = found.filter(due_at__gte=datetime(first.year, first.month, first.day, tzinfo=LONDON))
    return found if last is None else found.filter(due_at__lte=end_of(last))


@dataclass(frozen=True, slots=True)
class Month:
    """The clocks of one rule that fell due in one month."""

    first: date
    tally: Tally


def by_month(rule: str, as_of: datetime) -> list[Month]:
    """Of one rule, the clocks that fell due in each month up to an instant, the earliest first."""
    found = clocks(as_of).filter(rule=rule, due_at__lte=as_of)
    rows = found.annotate(month=TruncMonth("due_at", tzinfo=LONDON)).order_by("month").values("month")
    counted: list[dict[str, Any]] = [dict(row) for row in rows.annotate(**_counts(as_of))]
    return [Month(row["month"].astimezone(LONDON).date(), _tally(row)) for row in counted]


@dataclass(frozen=True, slots=True)
class OneClock:
    """One running of one clock of one child, and how it came out as at an instant."""

    clock: CountedClock
    outcome: Outcome


def of_rule(rule: str, as_of: datetime, *, outcome: Outcome | None = None, month: date | None = None) -> QuerySet[CountedClock]:
    """The runnings of one clock, those due first first: of one outcome, of one month in which they fell due."""
    found = clocks(as_of).filter(rule=rule)
    if outcome is not None:
        found = found.filter(conditions(as_of)[outcome])
    if month is not None:
        after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        found = _due_between(found, month, None).filter(due_at__lt=datetime(after.year, after.month, 1, tzinfo=LONDON))
    return found.order_by("due_at", "id")


def of_case(case: UUID, as_of: datetime) -> list[OneClock]:
    """Every clock of one child, in the order in which they began."""
    return came_out(list(clocks(as_of).filter(case_id=case).order_by("starts_at", "rule", "id")), as_of)


def came_out(found: list[CountedClock], as_of: datetime) -> list[OneClock]:
    """How each came out as at an instant."""
    return [OneClock(clock, _outcome(clock, as_of)) for clock in found]


def _outcome(clock: CountedClock, as_of: datetime) -> Outcome:
    if clock.ended_at is None or clock.ended_at > as_of:
        return Outcome.OVERDUE if as_of > clock.due_at else Outcome.OPEN
    if clock.superseded:
        return Outcome.NEVER_MET if clock.ended_at > clock.due_at else Outcome.SUPERSEDED
    if clock.not_required:
        return Outcome.NOT_REQUIRED
    return Outcome.MET if clock.ended_at <= clock.due_at else Outcome.LATE
