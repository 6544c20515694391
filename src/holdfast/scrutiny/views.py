"""The page of the published counts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from holdfast.database.viewing import viewing
from holdfast.pages.components import Column
from holdfast.partnership import queries as partnership
from holdfast.partnership.roles import AgencyKind
from holdfast.partnership.shell import acting_of, page, signed_in
from holdfast.scrutiny import counting
from holdfast.scrutiny.publishing import by_code, published


@signed_in()
def counts(request: HttpRequest) -> HttpResponse:
    """How much was told, and what became of it: by the published rules, each beside what was published the week before."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        directory = partnership.directory()
        latest = published(limit=2)
        here = [a.id for a in partnership.agencies() if a.kind != AgencyKind.SCRUTINY]
    if not latest:
        return page(request, "scrutiny/counts.html", found=None, rules=counting.rules())
    now_, before = by_code(latest[0]), by_code(latest[1]) if len(latest) > 1 else {}
    whole = [
        [rule.title, now_[rule.code][None], before.get(rule.code, {}).get(None, "")]
        for rule in counting.rules()
        if None in now_.get(rule.code, {})
    ]
    per_agency = [rule for rule in counting.rules() if None not in now_.get(rule.code, {})]
    agencies = sorted({*here, *(a for rule in per_agency for a in now_.get(rule.code, {}) if a is not None)}, key=directory.name)
    rows = [[directory.name(agency), *(now_.get(rule.code, {}).get(agency, 0) for rule in per_agency)] for agency in agencies]
    return page(
        request,
        "scrutiny/counts.html",
        found=latest[0],
        rules=counting.rules(),
        whole=whole,
        whole_columns=(Column("What is counted"), Column("Number", numeric=True), Column("The week before", numeric=True)),
        agencies=rows,
        agency_columns=(Column("Organisation"), *(Column(rule.title, numeric=True) for rule in per_agency)),
    )
