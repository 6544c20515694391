"""Pages of the arrangement between the partners: which organisation signed which document, and saying that one's own did."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.database.viewing import viewing
from holdfast.pages.components import Column
from holdfast.pages.dates import day
from holdfast.pages.forms import Choice
from holdfast.partnership import arrangement, queries
from holdfast.partnership.managing_forms import ANOTHER, SignsArrangement
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.shell import Refusing, acting_of, form_page, page, recorded, signed_in

_COLUMNS = (Column("Organisation"), Column("Signed by"), Column("On"), Column("Document"), Column("Its fingerprint"))


@signed_in()
def signatures(request: HttpRequest) -> HttpResponse:
    """Who signed the arrangement, and whose signature nobody has recorded."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        directory, found = queries.directory(), arrangement.signatures()
        names = sorted(directory.name(agency) for agency in arrangement.unsigned(found))
    rows = [[directory.name(s.agency), s.signed_by, day(s.signed_on), s.title, f"{s.digest[:16]}…"] for s in found]
    try:
        arrangement.check_signs(acting)
        may = True
    except NotPermitted:
        may = False
    return page(request, "partnership/arrangement.html", columns=_COLUMNS, rows=rows, missing=names, may=may)


@signed_in(again=True)
def sign(request: HttpRequest) -> HttpResponse:
    """Say that one's own organisation signed."""
    acting = acting_of(request)
    arrangement.check_signs(acting)
    form = SignsArrangement(request.POST if request.method == "POST" else None)
    with viewing(acting.viewer):
        known = {s.digest: s.title for s in arrangement.signatures()}
    another = Choice(ANOTHER, "Another document", reveals=("title", "digest"))
    form.set_choices("document", [*(Choice(digest, f"{title} ({digest[:8]}…)") for digest, title in known.items()), another])
    if form.is_bound and form.is_valid():
        with Refusing(form):
            a, chosen = form.cleaned_data, form.cleaned_data["document"]
            document = {"title": a["title"], "digest": a["digest"]} if chosen == ANOTHER else {"title": known[chosen], "digest": chosen}
            arrangement.sign(**document, signed_by=a["signed_by"], signed_on=a["signed_on"], by=acting, entry_id=form.entry_id)
            return recorded(request, "It is recorded that your organisation signed.", "partnership:arrangement")
    return form_page(request, form, "Your organisation signed", "Record it", back=reverse("partnership:arrangement"))
