"""What an organisation was told of others' late duties: opening one, saying what it does about it, and how what it is told is dealt with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from holdfast.duties import kinds
from holdfast.duties.models import BoardRow, Duty, Told, Weekly
from holdfast.duties.queries import entries_about
from holdfast.partnership import queries as partnership
from holdfast.partnership.kinds import told_room_of
from holdfast.partnership.roles import AgencyKind
from holdfast.record.entries import AnyEntry
from holdfast.record.queries import entries_with_ids, entry_with_id


def latest_weekly(kind: str, *, limit: int = 1) -> list[AnyEntry]:
    """The latest of the weekly reports of a kind that the viewer reads, the latest first."""
    rows = list(Weekly.objects.filter(kind=kind).order_by("-week", "id")[:limit])
    entries = entries_with_ids([row.id for row in rows])
    return [entries[row.id] for row in rows if row.id in entries]


#: Deliveries that one act acknowledges at once, from which on they were hardly read one by one.
MANY = 5


@dataclass(frozen=True, slots=True)
class ToldOf:
    """One late duty of which an organisation was told, as it was then; and how it stands now, as everyone may see."""

    told: Told
    item: kinds.ToldItem
    now: BoardRow | None


def told_of(agency: UUID, delivery: UUID, duty: UUID) -> ToldOf | None:
    """What an organisation was told of a duty in a delivery; None when it was not."""
    row = Told.objects.filter(id=delivery, room_id=told_room_of(agency)).first()
    entry = entry_with_id(delivery) if row is not None else None
    item = next((i for i in entry.facts.items if i.duty == duty), None) if entry is not None else None
    return ToldOf(row, item, BoardRow.objects.filter(id=duty).first()) if row is not None and item is not None else None


def was_told_of(duty: Duty, agency: UUID) -> bool:
    """Whether the system told an organisation of a duty, whether or not it reads the room in which it lies. Asked as the record's own."""
    return any(isinstance(e.facts, kinds.DutyEscalated) and agency in e.facts.told_agencies for e in entries_about(duty.id, duty.room_id))


@dataclass(frozen=True, slots=True)
class Dealt:
    """How much an organisation was told in a time, and what became of it."""

    agency: UUID
    deliveries: int
    duties: int
    waiting: int
    #: Since when the oldest that waits has waited.
    waiting_since: datetime | None
    #: Half were acknowledged within so long.
    half_within: timedelta | None
    #: Acknowledged in one act with `MANY` or more.
    at_once: int


def how_dealt_with(since: datetime) -> list[Dealt]:
    """By organisation: volume, age and dismissal of what it was told since an instant; whatever still waits counts, however old."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT agency_id, count(*) FILTER (WHERE delivered_at >= %s), coalesce(sum(count) FILTER (WHERE delivered_at >= %s), 0), "
            "count(*) FILTER (WHERE acknowledged_at IS NULL), "
            "min(delivered_at) FILTER (WHERE acknowledged_at IS NULL), "
            "percentile_cont(0.5) WITHIN GROUP (ORDER BY acknowledged_at - delivered_at), count(*) FILTER (WHERE acknowledged_with >= %s) "
            "FROM duties_digest WHERE delivered_at >= %s OR acknowledged_at IS NULL GROUP BY agency_id ORDER BY 4 DESC, agency_id",
            [since, since, MANY, since],
        )
        found = [Dealt(*row) for row in cursor.fetchall()]
    # The scrutineer is told, and owes no acknowledgement.
    scrutiny = {a.id for a in partnership.agencies_of_kind(AgencyKind.SCRUTINY)}
    return [d for d in found if d.agency not in scrutiny]
