"""What the duty engine asks of notices: what one is called, who is involved in it, and where it is answered."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from django.urls import reverse

from holdfast.database.viewing import viewing
from holdfast.duties import doing, naming, owners
from holdfast.duties.models import Duty
from holdfast.duties.naming import Named
from holdfast.duties.rulebook import rule
from holdfast.notices import kinds
from holdfast.notices.codes import ABOUT_WORDS, About
from holdfast.notices.models import Notice, Response
from holdfast.pages.dates import day
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting


@owners.register_involved
def involved(matters: Collection[UUID]) -> Iterator[tuple[UUID, UUID]]:
    """Whoever told it, and everybody who was told: each hears when another does not respond."""
    for notice, agency in Notice.objects.filter(id__in=matters, told_by_agency_id__isnull=False).values_list("id", "told_by_agency_id"):
        assert agency is not None
        yield notice, agency
    yield from Response.objects.filter(room_id__in=list(matters)).values_list("room_id", "agency_id")


def named(matters: list[UUID], acting: Acting) -> dict[UUID, Named]:
    """What it is, and when it was told; nothing of what it says."""
    with viewing(acting.viewer):
        rows = Notice.objects.filter(id__in=matters)
        return {n.id: Named(f"{ABOUT_WORDS[About(n.about)]}, told {day(n.told_at)}", reverse("notices:notice", args=[n.id])) for n in rows}


naming.register("notice", named)


def where_done(duty: Duty, acting: Acting) -> Iterator[Link]:
    """The form that responds, or that says what shows an action done."""
    ends = rule(duty.rule, duty.edition).ends
    if duty.owing_agency_id != acting.agency:
        return
    if kinds.NoticeResponded.kind.name in ends:
        yield Link("Say who does what by when, or why not", reverse("notices:respond", args=[duty.matter_id]))
    if kinds.NoticeActionDone.kind.name in ends:
        yield Link("Say what shows that it was done", reverse("notices:done", args=[duty.matter_id, duty.trigger_id]))


doing.register("notice", where_done)
