"""Pages for those who load returns: which files were taken, what of each was not and why, to read and to take away."""

from __future__ import annotations

import csv
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.access.actions import look
from holdfast.database.time import now
from holdfast.database.viewing import viewing
from holdfast.duties.confirming import seeing
from holdfast.duties.presenters import PROVISIONAL_COLUMNS, provisional_rows
from holdfast.duties.queries import provisional
from holdfast.partnership.roles import Role
from holdfast.partnership.shell import acting_of, page, signed_in
from holdfast.returns import presenters, queries, uploading
from holdfast.returns.queries import Taken

WHO = (Role.ANALYST, Role.NAMED_LEAD, Role.MANAGER, Role.DELEGATED_PARTNER, Role.LEAD_PARTNER)
#: Lines of a list on the page; the whole of it is to be taken away.
SHOWN = 100


@signed_in(*WHO)
def imports(request: HttpRequest) -> HttpResponse:
    """The files that were taken in, those that wait, and what they brought that waits to be confirmed."""
    acting, moment = acting_of(request), now()
    with viewing(acting.viewer):
        found = queries.imports()
    with seeing(acting):
        digest = provisional(acting.agency, moment)
    return page(
        request,
        "returns/imports.html",
        imports=found,
        uploads=presenters.upload_rows(uploading.uploads_of(acting.agency, moment)),
        may_upload=acting.has_role(*uploading.UPLOADERS),
        digest=provisional_rows(digest),
        provisional_columns=PROVISIONAL_COLUMNS,
    )


def _taken(request: HttpRequest, import_id: UUID, what: str) -> Taken:
    """The file, once the look at it is recorded. Raises Http404."""
    acting = acting_of(request)
    look(room=import_id, what=what, reason="loaded", by=acting)
    with viewing(acting.viewer):
        found = queries.import_with_id(import_id)
    if found is None:
        raise Http404
    return found


@signed_in(*WHO)
def one(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """One file: its digest, its counts, its clocks, and each thing that was rejected or is asked about, with the rule."""
    found = _taken(request, import_id, "return")
    rejected, queried = (presenters.listed_rows(listed[:SHOWN]) for listed in (found.rejected, found.queried))
    return page(
        request,
        "returns/import.html",
        row=found.row,
        file=found.file,
        clocks=presenters.clock_rows(found.counted),
        clock_columns=presenters.CLOCK_COLUMNS,
        rejected=rejected,
        queried=queried,
        unknown=sorted(found.unknown.items()),
        columns=presenters.LISTED_COLUMNS,
        back=reverse("returns:imports"),
    )


@signed_in(*WHO)
def listed(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """What of one file was rejected and what is asked about, as a table to take away."""
    found = _taken(request, import_id, "return")
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="census-{found.row.year}-to-look-at.csv"'
    response.write("\ufeff")  # spreadsheets read it as UTF-8 by this alone
    out = csv.writer(response)
    out.writerow(("What became of it", "Child’s number", "Field", "As found", "Rule"))
    for became, lines in (("Not taken", found.rejected), ("Taken, and to be looked at", found.queried)):
        out.writerows([became, *map(presenters.cell, row)] for row in presenters.listed_rows(lines))
    return response
