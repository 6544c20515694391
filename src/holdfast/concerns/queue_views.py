"""The page of what waits at the front door."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from holdfast.concerns import policies, queue_presenters, waiting
from holdfast.database.time import now
from holdfast.database.viewing import viewing
from holdfast.pages.components import sliced
from holdfast.partnership import queries as partnership
from holdfast.partnership.shell import acting_of, page, signed_in

#: Concerns on one page of the queue.
PAGE = 50


@signed_in(*policies.FRONT_DOOR)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, danger first, then by whose it is, as rated and by the time left; how many there are, and the pages of the rest."""
    acting, moment = acting_of(request), now()
    with viewing(acting.viewer):
        parts = waiting.parts(acting, moment)
        here = sliced(request.GET.get("page", ""), sum(p.total for p in parts), PAGE, "?page=")
        found = waiting.queue(acting, start=here.start, size=PAGE)
        to_answer = waiting.to_answer()
        directory = partnership.directory()
        sections = queue_presenters.queue_sections(found, parts, directory, acting, moment)
        answers = queue_presenters.to_answer_rows(to_answer, directory)
    return page(
        request,
        "concerns/queue.html",
        sections=sections,
        line=queue_presenters.queue_line(parts),
        pages=here.pages,
        to_answer=answers,
    )
