"""Lists of children for pages that are not about one child."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from holdfast.children import policies
from holdfast.children.codes import MEETING_WORDS, MeetingType
from holdfast.children.duties import named
from holdfast.children.ids import CaseId
from holdfast.children.models import Case, Meeting
from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.pages.components import Duty as Row
from holdfast.pages.components import Tag
from holdfast.pages.dates import day, moment
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import AgencyKind

#: Children who are missing now, at most so many; there are seldom more, and the board counts them all.
MOST = 20


def cases_of(acting: Acting) -> list[CaseId]:
    """The open cases of the children whom this person has, or whoever they manage has."""
    workers = [acting.worker, *partnership.managed_by(acting.worker, acting.agency)]
    return [CaseId(id_) for id_ in Case.objects.filter(allocated_to_id__in=workers, closed_at=None).values_list("id", flat=True)]


def next_meeting(acting: Acting) -> Row | None:
    """The next conference to which this person's organisation is asked, or of a child whom they have; None where there is none. The name is a look."""
    if acting.role is None or acting.has_role(*policies.NO_CASES):
        return None
    with viewing(acting.viewer):
        theirs = Q(room_id__in=Case.objects.filter(allocated_to_id=acting.worker, closed_at=None).values("id"))
        if acting.agency_kind is not AgencyKind.COUNCIL:
            theirs |= Q(agencies__contains=[str(acting.agency)])
        planned = Meeting.objects.filter(theirs, planned_on__gte=today(), concluded_at=None, called_off_at=None)
        found = planned.order_by("planned_on", "id").first()
    if found is None or found.planned_on is None:
        return None
    called = named([found.room_id], acting)[found.room_id].label
    where = reverse("children:meeting", args=[found.room_id, found.id])
    return Row(what=f"{MEETING_WORDS[MeetingType(found.type)]}, {day(found.planned_on, 'long')}", href=where, about=called)


def missing_now(acting: Acting) -> list[Row]:
    """The children who are missing now, of the cases that this person reads; longest missing first. Their names are looks."""
    if acting.role is None or acting.has_role(*policies.NO_CASES):
        return []
    with viewing(acting.viewer):
        found = list(Case.objects.filter(missing_since__isnull=False, closed_at=None).order_by("missing_since")[:MOST])
    called = named([c.id for c in found], acting) if found else {}
    return [
        Row(
            what=called[c.id].label,
            href=called[c.id].href,
            about=f"Missing since {moment(c.missing_since)}" if c.missing_since else "",
            marks=(Tag("Missing now", "late"),),
        )
        for c in found
        if c.id in called
    ]
