"""Each week, to whoever heads the council's children's services: the children whom nobody has seen for weeks (row 29)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from holdfast.children.kinds.case import UnseenChild, UnseenDelivered
from holdfast.children.queries import not_seen_since
from holdfast.duties import owners
from holdfast.duties.projectors import weekly_row
from holdfast.duties.weekly import register_weekly, weekly_id
from holdfast.partnership import queries as partnership
from holdfast.partnership.kinds import told_room_of
from holdfast.partnership.roles import Role
from holdfast.record.entries import Draft, Entry
from holdfast.record.projection import Change, projector
from holdfast.when import london_day

#: A child whom nobody has been shown to see for so long stands on the list (a local default: the longest time between the visits of any plan).
NOT_SEEN_FOR = timedelta(weeks=6)
#: Whose post it goes to: the director of children's services, then whoever answers for the council.
_TO = (Role.DELEGATED_PARTNER, Role.LEAD_PARTNER, Role.NAMED_LEAD)


def _rooms() -> Iterator[UUID]:
    council = partnership.council()
    if council is not None and _post(council.id) is not None:
        yield told_room_of(council.id)


@register_weekly("unseen", rooms=_rooms)
def unseen(week: date, moment: datetime) -> Iterator[Draft]:
    """The children not seen, the longest first; a week in which there is none is told too."""
    council = partnership.council()
    post = _post(council.id) if council is not None else None
    if council is None or post is None:
        return
    room = told_room_of(council.id)
    items = [
        UnseenChild(case=case.id, post=owners.post_of(case.allocated_to_id), seen_on=london_day(seen) if seen is not None else None)
        for case, seen in not_seen_since(moment - NOT_SEEN_FOR, limit=None)
        if seen is not None or case.opened_at < moment - NOT_SEEN_FOR
    ]
    facts = UnseenDelivered(agency=council.id, post=post, week=week, days=NOT_SEEN_FOR.days, items=tuple(items))
    yield Draft(facts=facts, room=room, id=weekly_id(room, "unseen", week))


def _post(council: UUID) -> UUID | None:
    for role in _TO:
        if found := partnership.holders_of(role, agency=council):
            return found[0].id
    return None


@projector(UnseenDelivered)
def unseen_delivered(entries: Sequence[Entry[UnseenDelivered]]) -> Iterator[Change]:
    for e in entries:
        yield weekly_row(e)
