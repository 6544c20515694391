"""Publishing the counts each week, and counting them again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from holdfast.database.viewing import EVERYONE
from holdfast.duties.weekly import register_weekly, weekly_id
from holdfast.partnership.queries import agencies
from holdfast.record.entries import Draft, Opening
from holdfast.record.queries import entries_of_kinds, entries_of_room
from holdfast.scrutiny.counting import LOOKED_AT, Counts, count
from holdfast.scrutiny.kinds import COUNTS_ROOM, Counted, CountsPublished
from holdfast.when import LONDON

#: So many weeks are one period.
WEEKS = 13


def counted_again(since: datetime, until: datetime) -> dict[str, Counts]:
    """The counts of a period from the entries alone. Asked as the record's own, or by whoever reads them all."""
    entries = entries_of_kinds([each.kind.name for each in LOOKED_AT], before=until)
    return count(entries, since=since, until=until)


@register_weekly("counts", rooms=lambda: [COUNTS_ROOM] if agencies() else [])
def publish(week: date, moment: datetime) -> Iterator[Draft]:
    """The counts of the thirteen weeks before this one."""
    until = datetime.combine(week, time.min, tzinfo=LONDON)
    since = datetime.combine(week - timedelta(weeks=WEEKS), time.min, tzinfo=LONDON)
    rows = [
        Counted(code=code, agency=agency, number=number)
        for code, found in counted_again(since, until).items()
        for agency, number in sorted(found.items(), key=lambda item: str(item[0]))
    ]
    facts = CountsPublished(since=since, until=until, counted=tuple(rows))
    opens = Opening("counts", (EVERYONE,), if_absent=True)
    yield Draft(facts=facts, room=COUNTS_ROOM, id=weekly_id(COUNTS_ROOM, "counts", week), opens=opens)


def published(*, limit: int = 13) -> list[CountsPublished]:
    """What was published, the latest first, for everyone."""
    found = [e.facts for e in entries_of_room(COUNTS_ROOM) if isinstance(e.facts, CountsPublished)]
    return found[::-1][:limit]


def by_code(facts: CountsPublished) -> dict[str, Counts]:
    """Published counts by code, and by organisation."""
    found: dict[str, Counts] = {}
    for row in facts.counted:
        found.setdefault(row.code, {})[row.agency] = row.number
    return found


def differences(said: Mapping[str, Counts], again: Mapping[str, Counts]) -> list[tuple[str, UUID | None, int, int]]:
    """Where a count that was published is another than what is counted now: code, organisation, what was said, what it is."""
    keys = {(code, agency) for counts in (said, again) for code, found in counts.items() for agency in found}
    pairs = [(code, agency, said.get(code, {}).get(agency, 0), again.get(code, {}).get(agency, 0)) for code, agency in keys]
    return sorted((p for p in pairs if p[2] != p[3]), key=lambda p: (p[0], str(p[1])))
