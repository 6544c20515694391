"""What goes out once a week, by itself: to the independent scrutineer the pattern of what is late; and what other packages register.

Each report is an entry in the room of the organisation that is told, once for each week, whoever runs this and however often: that it was told, and of
what, is a fact nobody can remove.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from holdfast.database.time import now
from holdfast.duties.kinds import PatternDelivered, PatternLine
from holdfast.duties.queries import board
from holdfast.duties.telling import how_dealt_with
from holdfast.partnership import queries as partnership
from holdfast.partnership.kinds import told_room_of
from holdfast.partnership.roles import AgencyKind
from holdfast.record.append import append_all
from holdfast.record.entries import SYSTEM_AUTHOR, Draft
from holdfast.record.holding import reading_all
from holdfast.record.queries import entries_with_ids
from holdfast.when import london_day

#: The rooms in which a report is recorded; and what makes its drafts for a week, with ids by `weekly_id`. Called as the record's own.
Rooms = Callable[[], Iterable[UUID]]
Report = Callable[[date, datetime], Iterable[Draft]]

_reports: dict[str, tuple[Rooms, Report]] = {}


def register_weekly(name: str, *, rooms: Rooms) -> Callable[[Report], Report]:
    """A package says what it reports each week: under which name, in which rooms, and from the Monday of the week and the moment, its drafts."""

    def register(report: Report) -> Report:
        _reports[name] = rooms, report
        return report

    return register


def weekly_id(room: UUID, name: str, week: date) -> UUID:
    """The id of a report's entry in a room for a week."""
    return uuid5(room, f"weekly/{name}/{week.isoformat()}")


def week_of(moment: datetime) -> date:
    """The Monday of the week, in London."""
    day = london_day(moment)
    return day - timedelta(days=day.weekday())


def run_weekly() -> int:
    """Send what this week has not brought yet. How many reports were sent. Where all were, it asks for no more than their ids."""
    moment = now()
    week = week_of(moment)
    sent = 0
    for name, (rooms, report) in _reports.items():
        with reading_all():
            wanted = {weekly_id(room, name, week) for room in rooms()}
            missing = wanted - set(entries_with_ids(wanted))
            drafts = [d for d in report(week, moment) if d.id in missing] if missing else []
        if drafts:
            append_all(drafts, by=SYSTEM_AUTHOR)
            sent += len(drafts)
    return sent


def _scrutiny_rooms() -> Iterator[UUID]:
    yield from (told_room_of(a.id) for a in partnership.agencies_of_kind(AgencyKind.SCRUTINY))


@register_weekly("pattern", rooms=_scrutiny_rooms)
def pattern(week: date, moment: datetime) -> Iterator[Draft]:
    """To the independent scrutineer: by organisation, what is late, of what others were told, and how what they are told is dealt with."""
    scrutiny = [a.id for a in partnership.agencies_of_kind(AgencyKind.SCRUTINY)]
    if not scrutiny:
        return
    dealt = {d.agency: d for d in how_dealt_with(moment - timedelta(days=7))}
    owed = {o.agency: o for o in board(moment, days=7)}
    lines = []
    for agency in dict.fromkeys([*owed, *dealt]):
        o, d = owed.get(agency), dealt.get(agency)
        lines.append(
            PatternLine(
                agency=agency,
                open=o.open if o else 0,
                late_to_start=o.late_to_start if o else 0,
                late_to_finish=o.late_to_finish if o else 0,
                told_outside=o.told_outside if o else 0,
                ended_late=o.ended_late if o else 0,
                cannot=o.cannot if o else 0,
                told=d.deliveries if d else 0,
                unacknowledged=d.waiting if d else 0,
            )
        )
    for agency in scrutiny:
        room = told_room_of(agency)
        facts = PatternDelivered(agency=agency, week=week, lines=tuple(lines))
        yield Draft(facts=facts, room=room, id=weekly_id(room, "pattern", week))
