"""Lists of children for pages that are not about one child."""

from __future__ import annotations

from holdfast.children import policies
from holdfast.children.duties import named
from holdfast.children.models import Case
from holdfast.database.viewing import viewing
from holdfast.pages.components import Duty as Row
from holdfast.pages.components import Tag
from holdfast.pages.dates import moment
from holdfast.partnership.people import Acting

#: Children who are missing now, at most so many; there are seldom more, and the board counts them all.
MOST = 20


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
