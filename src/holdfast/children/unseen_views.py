"""The weekly list of children whom nobody has seen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from holdfast.children.duties import named
from holdfast.children.kinds.case import UnseenDelivered
from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.duties.naming import Named
from holdfast.duties.telling import latest_weekly
from holdfast.pages.components import Column, anchor
from holdfast.pages.dates import day
from holdfast.partnership import queries as partnership
from holdfast.partnership.shell import acting_of, page, signed_in

COLUMNS = (Column("Child"), Column("Allocated to"), Column("Last seen"), Column("Days", numeric=True))


@signed_in()
def unseen(request: HttpRequest) -> HttpResponse:
    """The children not seen, as the director was told on Monday: named for those who read their record, by the worker's post for others."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found = next((entry.facts for entry in latest_weekly(UnseenDelivered.kind.name)), None)
        directory = partnership.directory()
    called = named([item.case for item in found.items], acting) if found is not None else {}
    rows = [
        [
            _child(called.get(item.case)),
            directory.name(item.post) if item.post is not None else "nobody",
            day(item.seen_on) if item.seen_on is not None else "never, as far as the record shows",
            (today() - item.seen_on).days if item.seen_on is not None else "",
        ]
        for item in (found.items if found is not None else ())
    ]
    return page(request, "children/unseen.html", found=found, rows=rows, columns=COLUMNS)


def _child(called: Named | None) -> SafeString | str:
    return anchor(called.label, called.href) if called is not None else "A child whose record you do not read"
