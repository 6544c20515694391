"""What the board says of support: gaps and waits, by kind, in numbers."""

from __future__ import annotations

from holdfast.database.time import today
from holdfast.duties.board import Section, register_section
from holdfast.pages.components import Column
from holdfast.pages.dates import plural
from holdfast.partnership.people import Acting
from holdfast.support import queries
from holdfast.support.codes import SUPPORT_WORDS, Support


@register_section
def gaps_and_waits(acting: Acting) -> Section | None:
    """How many children and survivors have nothing of each kind of support, and for how long the longest."""
    rows = [
        [
            SUPPORT_WORDS[Support(gap.what)],
            gap.without,
            gap.waiting,
            plural((today() - gap.longest).days, "day", "days") if gap.longest else "",
        ]
        for gap in queries.gaps()
        if gap.without or gap.waiting
    ]
    columns = (
        Column("Support"),
        Column("Have nothing of it yet", numeric=True),
        Column("Of those, wait for it", numeric=True),
        Column("The longest since", numeric=True),
    )
    return Section(
        "Support: gaps and waits", columns, rows, "No plan has a gap.", "Children and survivors with a support plan. Nobody is named."
    )
