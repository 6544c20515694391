"""Recording looks: each in a transaction of its own that is committed before anything is opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from uuid import UUID

from holdfast.access.kinds import BundleGiven, LookRecorded, looks_room_of
from holdfast.access.models import Look
from holdfast.database.time import now
from holdfast.database.viewing import role_principal
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import Role
from holdfast.record.append import RoomExists, append_all
from holdfast.record.entries import Draft, Opening
from holdfast.record.holding import reading_all, those_that_exist
from holdfast.record.kinds import NoParts, Parts
from holdfast.record.sealed import named_readers
from holdfast.when import LONDON, london_day

#: What a name in a list is, as a look.
NAME = "name"


def look(*, room: UUID, what: str, reason: str, by: Acting, refused: bool = False) -> None:
    """Record that this person looks at a room, before it is read. Raises RuntimeError inside another transaction."""
    _record([room], what=what, reason=reason, by=by, refused=refused)


def denied(*, matter: UUID, what: str, by: Acting) -> None:
    """Somebody asked for what they may not see: recorded where there is such a thing, and answered as if there were none."""
    with reading_all():
        there = those_that_exist([matter])
    if there:
        look(room=matter, what=what, reason="denied", by=by, refused=True)


def look_at_names(rooms: Sequence[UUID], by: Acting) -> None:
    """Record that this person sees the names of these in a list; once a day for each."""
    wanted = list(dict.fromkeys(rooms))
    if not wanted:
        return
    midnight = datetime.combine(london_day(now()), time.min, tzinfo=LONDON)
    with reading_all():
        seen = Look.objects.filter(worker_id=by.worker, looked_at__gte=midnight, about_id__in=wanted)
        already = set(seen.values_list("about_id", flat=True))
    if fresh := [room for room in wanted if room not in already]:
        _record(fresh, what=NAME, reason="list", by=by, refused=False)


def _record(rooms: Sequence[UUID], *, what: str, reason: str, by: Acting, refused: bool) -> None:
    record_looks([LookRecorded(about=room, what=what, reason=reason, refused=refused) for room in rooms], by=by)


def record_looks(looks: Sequence[LookRecorded | BundleGiven], parts: Parts | None = None, *, by: Acting) -> list[UUID]:
    """Record looks, each in the looks room of what it is about, before anything is opened; their ids. Raises RuntimeError inside another transaction."""
    # Looks are read by those who answer for the record: the council's named lead and the independent scrutineer.
    audience = (role_principal(Role.NAMED_LEAD), role_principal(Role.SCRUTINEER))
    with reading_all():  # who looked at what is sealed is as sealed
        named = named_readers({facts.about for facts in looks})
    drafts = [
        Draft(
            facts=facts,
            parts=parts or NoParts(),
            room=looks_room_of(facts.about),
            opens=Opening(
                "looks",
                tuple(named.get(facts.about, audience)),
                matter=looks_room_of(facts.about),
                if_absent=True,
                sealed=facts.about in named,
            ),
        )
        for facts in looks
    ]
    for _ in range(3):
        try:
            # Durable: committed here and now, whatever becomes of the page. Django refuses it inside another transaction.
            recorded = append_all(drafts, by=by.author, durable=True)
        except RoomExists:
            continue  # somebody else's first look opened the room meanwhile
        return [entry.id for entry in recorded]
    raise RoomExists("looks could not be recorded")
