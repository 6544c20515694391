"""Pages for those who load returns: which files were taken, and what of them was not."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.access.actions import look
from holdfast.database.time import now
from holdfast.database.viewing import viewing
from holdfast.duties.confirming import seeing
from holdfast.duties.presenters import PROVISIONAL_COLUMNS, provisional_rows
from holdfast.duties.queries import provisional
from holdfast.pages.components import Column
from holdfast.partnership.roles import Role
from holdfast.partnership.shell import acting_of, page, signed_in
from holdfast.returns import queries

WHO = (Role.ANALYST, Role.NAMED_LEAD, Role.MANAGER, Role.DELEGATED_PARTNER, Role.LEAD_PARTNER)


@signed_in(*WHO)
def imports(request: HttpRequest) -> HttpResponse:
    """The files that were taken in, and what they brought that waits to be confirmed."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found = queries.imports()
    with seeing(acting):
        digest = provisional(acting.agency, now())
    return page(request, "returns/imports.html", imports=found, digest=provisional_rows(digest), provisional_columns=PROVISIONAL_COLUMNS)


@signed_in(*WHO)
def one(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """One file: its digest, its counts, and each thing that was rejected, with the rule."""
    acting = acting_of(request)
    look(room=import_id, what="return", reason="loaded", by=acting)
    with viewing(acting.viewer):
        found = queries.import_with_id(import_id)
    if found is None:
        raise Http404
    row, parts = found
    columns = (Column("Child’s number"), Column("Field"), Column("As found"), Column("Rule"))
    rejected, queried = (
        [[r["child"], r["field"], r["value"], r["rule"]] for r in (listed or [])[:500]] for listed in (parts.rejected, parts.queried)
    )
    return page(
        request,
        "returns/import.html",
        row=row,
        file=parts.file,
        rejected=rejected,
        queried=queried,
        queried_in_all=len(parts.queried or []),
        columns=columns,
        back=reverse("returns:imports"),
    )
