"""Recording looks: each in a transaction of its own that is committed before anything is opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from uuid import UUID

from django.db import transaction

from holdfast.access.kinds import LookRecorded, looks_stream_of
from holdfast.access.models import Look
from holdfast.database.time import LONDON, london_day, now
from holdfast.database.viewing import SYSTEM_VIEWER, role_principal, viewing
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import Role
from holdfast.record.append import StreamExists, append_all
from holdfast.record.entries import Draft, Opening
from holdfast.record.models import StreamHead

#: What a name in a list is, as a look.
NAME = "name"


def look(*, stream: UUID, what: str, reason: str, by: Acting, refused: bool = False) -> None:
    """Record that this person looks at a stream, before it is read. Raises RuntimeError inside another transaction."""
    _record([stream], what=what, reason=reason, by=by, refused=refused)


def look_at_names(streams: Sequence[UUID], by: Acting) -> None:
    """Record that this person sees the names of these in a list; once a day for each."""
    wanted = list(dict.fromkeys(streams))
    if not wanted:
        return
    midnight = datetime.combine(london_day(now()), time.min, tzinfo=LONDON)
    with viewing(SYSTEM_VIEWER):
        seen = Look.objects.filter(worker_id=by.worker, looked_at__gte=midnight, about_id__in=wanted)
        already = set(seen.values_list("about_id", flat=True))
    if fresh := [stream for stream in wanted if stream not in already]:
        _record(fresh, what=NAME, reason="list", by=by, refused=False)


def _record(streams: Sequence[UUID], *, what: str, reason: str, by: Acting, refused: bool) -> None:
    for _ in range(3):
        try:
            # Durable: committed here and now, whatever becomes of the page. Django refuses it inside another transaction.
            with transaction.atomic(durable=True):
                _append(streams, what, reason, by, refused)
        except StreamExists:
            continue  # somebody else's first look opened the stream meanwhile
        return
    raise StreamExists("looks could not be recorded")


def _append(streams: Sequence[UUID], what: str, reason: str, by: Acting, refused: bool) -> None:
    places = {looks_stream_of(stream): stream for stream in streams}
    with viewing(SYSTEM_VIEWER):
        opened = set(StreamHead.objects.filter(stream_id__in=list(places)).values_list("stream_id", flat=True))
    # Looks are read by those who answer for the record: the council's named lead and the independent scrutineer.
    audience = (role_principal(Role.NAMED_LEAD), role_principal(Role.SCRUTINEER))
    drafts = [
        Draft(
            facts=LookRecorded(about=about, what=what, reason=reason, refused=refused),
            stream=place,
            opens=None if place in opened else Opening("looks", audience),
        )
        for place, about in places.items()
    ]
    append_all(drafts, by=by.author)
