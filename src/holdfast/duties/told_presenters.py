"""What organisations were told, as pages show it: as it was true when it was sent, and how it was dealt with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from holdfast.duties import kinds
from holdfast.duties.ladder import RUNG_WORDS, Rung
from holdfast.duties.models import BoardRow, State
from holdfast.duties.presenters import clock_of, title_of
from holdfast.duties.queries import Delivery
from holdfast.duties.rulebook import rule
from holdfast.duties.telling import Dealt
from holdfast.pages import components
from holdfast.pages.components import Column
from holdfast.pages.dates import day, plural
from holdfast.partnership.queries import Directory

#: In what an organisation was told: a duty was given more time.
EXTENDED = "extended"


@dataclass(frozen=True, slots=True)
class DeliveryShown:
    """One delivery as a page shows it."""

    id: UUID
    delivered_at: datetime
    items: list[list[object]]
    acknowledged_at: datetime | None
    acknowledged_by: str
    serious: bool


DELIVERY_COLUMNS = (Column("What is owed"), Column("By"), Column("Clock"), Column("Told as"))
_ITEMS_SHOWN = 100


def delivery(found: Delivery, directory: Directory) -> DeliveryShown:
    """A delivery in words, as it was true when it was sent; the longest overdue first, a hundred at most."""
    items = sorted(found.items, key=lambda i: (not i.serious, i.due_at))[:_ITEMS_SHOWN]
    return DeliveryShown(
        id=found.told.id,
        delivered_at=found.told.delivered_at,
        items=[
            [
                components.anchor(title_of(i.rule), reverse("duties:told-of", args=[found.told.id, i.duty])),
                owed_by(i, directory),
                clock_then(i, found.told.delivered_at),
                "organisation involved" if i.rung == EXTENDED else RUNG_WORDS[Rung(i.rung)],
            ]
            for i in items
        ],
        acknowledged_at=found.told.acknowledged_at,
        acknowledged_by=directory.post_and_agency(found.told.acknowledged_by) if found.told.acknowledged_by else "",
        serious=found.told.serious,
    )


def owed_by(item: kinds.ToldItem, directory: Directory) -> str:
    """Post and organisation, never a name."""
    return ", ".join(directory.name(id_) for id_ in (item.owner_post, item.owing_agency) if id_ is not None)


def clock_then(item: kinds.ToldItem, delivered_at: datetime) -> str:
    """The clock as it was when the organisation was told."""
    if item.rung == EXTENDED:
        return f"given more time, until {day(item.due_at)}"
    return clock_of(item.due_at, late_to(item.rule), delivered_at).text


def stands_now(row: BoardRow | None, now: datetime) -> str:
    """How a duty stands now, as everyone may see."""
    if row is None:
        return "It is not on the board"
    if row.state == State.OPEN:
        return f"Open: {clock_of(row.due_at, row.late_to, now).text}"
    return f"{State(row.state).label}{f', {day(row.ended_at)}' if row.ended_at else ''}"


PATTERN_COLUMNS = (
    Column("Organisation"),
    Column("Open", numeric=True),
    Column("Late to start", numeric=True),
    Column("Late to finish", numeric=True),
    Column("Others told", numeric=True),
    Column("Ended late, not done, in the week", numeric=True),
    Column("Cannot be done, in the week", numeric=True),
    Column("Was told, in the week", numeric=True),
    Column("Waits to be acknowledged", numeric=True),
)


def pattern_rows(found: kinds.PatternDelivered, before: kinds.PatternDelivered | None, directory: Directory) -> list[list[object]]:
    """A week's pattern, each count with what it was the week before, where that was another."""
    earlier = {line.agency: line for line in before.lines} if before is not None else {}
    names = ("open", "late_to_start", "late_to_finish", "told_outside", "ended_late", "cannot", "told", "unacknowledged")

    def count(line: kinds.PatternLine, name: str) -> str:
        was = getattr(earlier.get(line.agency), name, None)
        here = getattr(line, name)
        return f"{here} (was {was})" if was is not None and was != here else str(here)

    lines = sorted(found.lines, key=lambda line: (-line.late_to_start - line.late_to_finish, str(line.agency)))
    return [[directory.name(line.agency), *(count(line, name) for name in names)] for line in lines]


DEALT_COLUMNS = (
    Column("Organisation"),
    Column("Messages", numeric=True),
    Column("Late duties in them", numeric=True),
    Column("Wait to be acknowledged", numeric=True),
    Column("The oldest waits"),
    Column("Half acknowledged within"),
    Column("Acknowledged five or more at once", numeric=True),
)


def dealt_rows(found: Sequence[Dealt], directory: Directory, now: datetime) -> list[list[object]]:
    """What each organisation was told, and how it dealt with it."""
    return [
        [
            directory.name(d.agency),
            d.deliveries,
            d.duties,
            d.waiting,
            plural((now - d.waiting_since).days, "day") if d.waiting_since is not None else "",
            "" if d.half_within is None else plural(round(d.half_within.total_seconds() / 3600), "hour"),
            d.at_once,
        ]
        for d in found
    ]


def late_to(code: str) -> str:
    """Whether a rule is about starting or finishing."""
    try:
        return rule(code).late_to
    except KeyError:
        return "finish"
