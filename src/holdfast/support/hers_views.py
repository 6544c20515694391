"""Her own page: what she was offered and where it stands, by a number that she was told. No account, and nothing in the address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from holdfast.concerns.public_views import NUMBER, register_opens
from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.partnership import queries as partnership
from holdfast.partnership.shell import page
from holdfast.support import hers, presenters

register_opens("support:hers", lambda hashed: hers.plan_of(hashed) is not None)


def hers_(request: HttpRequest) -> HttpResponse:
    """Each kind of support in a sentence; and switching the number off."""
    hashed = request.session.get(NUMBER)
    found = hers.plan_of(hashed) if hashed else None
    if hashed is None or found is None:
        return redirect("concerns:come-back")
    if request.method == "POST" and "off" in request.POST:
        hers.end_number(hashed=hashed)
        request.session.pop(NUMBER, None)
        return page(request, "concerns/switched_off.html")
    plan, items = found
    with viewing(Viewer.of(EVERYONE)):
        directory = partnership.directory()
    rows = presenters.hers(items)
    advocate = directory.post_and_agency(plan.advocate_id) if plan.advocate_id else ""
    return page(request, "support/hers.html", rows=rows, advocate=advocate, leave=reverse("concerns:leave"))
