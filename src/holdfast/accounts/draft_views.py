"""Pages of what somebody has not finished: going on with it, throwing it away."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from holdfast.accounts import drafts
from holdfast.pages.form_id import DRAFT
from holdfast.partnership.shell import acting_of, page, recorded, signed_in


@signed_in()
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A draft: back to its page with what was typed, where nothing is recorded until it is sent; or away with it."""
    acting = acting_of(request)
    found = drafts.draft(draft_id, acting.worker)
    if found is None:
        raise Http404
    if request.method == "POST":
        drafts.throw_away(draft_id, acting.worker)
        return recorded(request, "The draft is gone. Nothing of it was ever recorded.", "home")
    return page(request, "accounts/draft.html", draft=found, once=DRAFT)
