"""The clocks of every case, counted from its entries ahead of whoever asks: so that a page of figures is a query, and a look into the past as well.

A case is counted again when it has more entries than it had, or when what it is counted by has changed. Disposable: the entries are the truth, and
`script/holdfast history` counts from them alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid5

from django.db import connection

from holdfast.duties.clocks import Allowed
from holdfast.duties.history import Spell
from holdfast.duties.opening import local_values
from holdfast.duties.rulebook import rules
from holdfast.partnership import queries as partnership
from holdfast.partnership.working_days import WorkingCalendar
from holdfast.record import queries as record
from holdfast.record.holding import reading_all
from holdfast.returns.in_batches import in_batches
from holdfast.returns.kinds import returns_room_of
from holdfast.returns.models import CountedCase, CountedClock
from holdfast.returns.queries import spells_of

#: Cases counted in one transaction.
AT_ONCE = 500
#: Counted otherwise by a later release: everything is counted again.
_VERSION = 1
#: Later than anything that happened: what a day was said to be is not over yet counts as well.
_EVER = datetime(9999, 1, 1, tzinfo=UTC)

_STALE = """
SELECT c.id, h.entries::bigint FROM children_case c
JOIN (SELECT matter_id, sum(length) AS entries FROM record_room_head GROUP BY matter_id) h ON h.matter_id = c.id
LEFT JOIN returns_counted_case k ON k.case_id = c.id
WHERE k.case_id IS NULL OR k.entries <> h.entries OR k.basis <> %s
"""
_HOW_MANY = f"SELECT count(*) FROM ({_STALE}) stale"  # noqa: S608


def count_next(size: int = AT_ONCE) -> int:
    """Count some of the cases that are not counted, or no longer rightly. How many; 0: all are."""
    with reading_all():
        council = partnership.council()
        if council is None:
            return 0
        calendar, allowed = partnership.calendar(), local_values()
        basis = _basis(calendar, allowed)
        with connection.cursor() as cursor:
            cursor.execute(f"{_STALE} ORDER BY c.id LIMIT %s", [basis, size])
            stale: dict[UUID, int] = dict(cursor.fetchall())
        if not stale:
            return 0
        found = spells_of(list(stale), until=_EVER, calendar=calendar, council=council.id, allowed=allowed, since=None)
        room = returns_room_of(council.id)
        CountedClock.objects.filter(case_id__in=list(stale)).delete()
        CountedCase.objects.filter(case_id__in=list(stale)).delete()
        CountedClock.objects.bulk_create((c for case, spells in found.items() for c in _clocks(spells, case, room)), batch_size=1000)
        CountedCase.objects.bulk_create(CountedCase(case_id=case, room_id=room, entries=n, basis=basis) for case, n in stale.items())
    return len(stale)


def count_all() -> int:
    """Count every case that is not counted rightly. How many."""
    counted = 0
    for some in in_batches(iter(count_next, 0)):
        counted += some
    return counted


def newest_position() -> int:
    """The position of the newest entry: what cases are counted by changes by entries alone, days of the calendar and local values too."""
    with reading_all():
        return record.newest_position()


def waiting() -> int:
    """How many cases are not counted, or no longer rightly."""
    with reading_all(), connection.cursor() as cursor:
        cursor.execute(_HOW_MANY, [_basis(partnership.calendar(), local_values())])
        (found,) = cursor.fetchone()
    return int(found)


def _basis(calendar: WorkingCalendar, allowed: Mapping[str, Allowed]) -> str:
    """What the clocks are counted by, as a digest."""
    clocks = [(r.code, r.edition, str(r.allowed), str(allowed.get(r.code, ""))) for r in rules() if r.census]
    days = sorted((str(day), worked) for day, worked in calendar.overrides.items())
    return hashlib.sha256(json.dumps([_VERSION, clocks, days]).encode()).hexdigest()


def _clocks(spells: Sequence[Spell], case: UUID, room: UUID) -> Iterator[CountedClock]:
    for spell in spells:
        yield CountedClock(
            id=uuid5(spell.trigger, f"counted/{spell.rule.code}"),
            room_id=room,
            case_id=case,
            rule=spell.rule.code,
            began_at=spell.began_at,
            starts_at=spell.starts_at,
            due_at=spell.due_at,
            ended_at=spell.ended_at,
            superseded=spell.superseded,
            not_required=spell.not_required,
            may_be_silent=spell.may_be_silent,
            begun_at=spell.begun_at,
        )
