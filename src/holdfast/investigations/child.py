"""What the register adds to a child’s page: that there is police action, for everybody involved; and to challenge it."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from holdfast.children import links
from holdfast.children.models import Case
from holdfast.investigations import queries
from holdfast.pages.dates import day
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import AgencyKind


@links.register
def police_action(found: Case, acting: Acting) -> Iterator[Link]:
    """One line, and nothing else of it."""
    line = queries.line_of(found.id)
    if line is None:
        return
    words = (
        "Police action has ended"
        if line.ended
        else f"Police action, next review on {day(line.review_on)}"
        if line.review_on
        else "Police action"
    )
    if acting.agency_kind is AgencyKind.POLICE:
        yield Link(words, reverse("investigations:register"))
    else:
        yield Link(f"{words}: challenge it", reverse("investigations:challenge", args=[found.id]))
