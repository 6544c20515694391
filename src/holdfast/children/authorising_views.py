"""The page on which a manager says whether what somebody recorded stands."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.access.actions import look
from holdfast.children import authorising, forms, presenters
from holdfast.children.identity import identity_of
from holdfast.children.ids import CaseId
from holdfast.children.kinds.authorising import AuthorisationAsked
from holdfast.children.views import case_or_404
from holdfast.database.viewing import viewing
from holdfast.partnership import queries as partnership
from holdfast.partnership.shell import Refusing, acting_of, page, recorded, signed_in
from holdfast.record.queries import entry_with_id


@signed_in()
def authorise(request: HttpRequest, case: UUID, asked: UUID) -> HttpResponse:
    """What was recorded, as it will stand; and whether it does."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    with viewing(acting.viewer):
        entry = entry_with_id(asked)
    if entry is None or entry.matter != found.id or not isinstance(entry.facts, AuthorisationAsked):
        raise Http404
    authorising.check_may_authorise(entry, found, acting)
    look(room=found.id, what="authorisation", reason="manager", by=acting)
    form = forms.Authorise(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            answered = {"agrees": form.cleaned_data["agrees"], "reason": form.cleaned_data["reason"]}
            authorising.answer(child=CaseId(found.id), asked=asked, by=acting, entry_id=form.entry_id, **answered)
            words = (
                "Your answer is recorded, and what was recorded stands now."
                if answered["agrees"]
                else "Your answer is recorded. Nothing stands."
            )
            return recorded(request, words, "children:child", found.id)
    with viewing(acting.viewer):
        directory = partnership.directory()
        proposed = [presenters.proposed(d, entry, directory, acting) for d in authorising.asked_for(entry)]
    return page(
        request,
        "children/authorise.html",
        status=422 if form.is_bound else 200,
        form=form,
        proposed=proposed,
        bar=identity_of(found, acting),
        back=reverse("children:child", args=[found.id]),
    )
