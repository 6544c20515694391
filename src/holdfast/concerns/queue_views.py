"""The page of what waits at the front door."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from holdfast.concerns import policies, queue_presenters, waiting
from holdfast.database.time import now
from holdfast.database.viewing import viewing
from holdfast.pages.components import pages
from holdfast.partnership import queries as partnership
from holdfast.partnership.shell import acting_of, page, signed_in

#: Concerns on one page of the queue.
PAGE = 50


@signed_in(*policies.FRONT_DOOR)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, danger first, then by whose it is, as rated and by the time left; how many there are, and the pages of the rest."""
    acting, moment = acting_of(request), now()
    asked = int(request.GET["page"]) if request.GET.get("page", "").isdecimal() else 1
    with viewing(acting.viewer):
        parts = waiting.parts(acting, moment)
        count = -(-sum(p.total for p in parts) // PAGE) or 1
        number = max(1, min(asked, count))
        found = waiting.queue(acting, start=(number - 1) * PAGE, size=PAGE)
        to_answer = waiting.to_answer()
        directory = partnership.directory()
        sections = queue_presenters.queue_sections(found, parts, directory, acting, moment)
        answers = queue_presenters.to_answer_rows(to_answer, directory)
    return page(
        request,
        "concerns/queue.html",
        sections=sections,
        line=queue_presenters.queue_line(parts),
        pages=pages(number, count, "?page=") if count > 1 else None,
        to_answer=answers,
    )
