"""Pages of flags: raising one, looking at it again, ending it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from holdfast.access.actions import look
from holdfast.children import flags, forms, policies
from holdfast.children.ids import CaseId
from holdfast.children.views import answers_of, case_or_404, deed_page
from holdfast.database.viewing import viewing
from holdfast.partnership import queries as partnership
from holdfast.partnership.shell import Refusing, acting_of, recorded, signed_in


@signed_in()
def raise_flag(request: HttpRequest, case: UUID) -> HttpResponse:
    """Say what whoever opens this record must know before anything else."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    policies.check_may_work(acting)
    form = forms.RaiseFlag(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            flags.raise_flag(child=CaseId(found.id), by=acting, entry_id=form.entry_id, **answers_of(form))
            return recorded(request, "The flag stands at the head of every page about the child.", "children:child", found.id)
    lead = "It stands at the head of every page about the child, for everyone involved, until somebody ends it."
    return deed_page(request, form, found, acting, heading="Raise a flag", button="Raise it", lead=lead)


@signed_in()
def flag(request: HttpRequest, case: UUID, flag_id: UUID) -> HttpResponse:
    """Look at a flag again: it stays, as it says from now on, or is ended with a reason."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    look(room=found.id, what="entry", reason="answering", by=acting)
    with viewing(acting.viewer):
        said = next((s for s in flags.flags_of(found.id) if s.flag.id == flag_id), None)
        stands_for = partnership.stands_for(acting.agency)
    if said is None or not flags.may_answer(said.flag, stands_for):
        raise Http404
    form = forms.AnswerFlag(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        form.initial["words"] = said.words
    if form.is_bound and form.is_valid():
        answered = answers_of(form)
        with Refusing(form):
            if answered.pop("stays"):
                said_again = {name: answered[name] for name in ("words", "danger", "review_on")}
                flags.review_flag(child=CaseId(found.id), flag=flag_id, by=acting, entry_id=form.entry_id, **said_again)
                return recorded(request, "The flag stays.", "children:child", found.id)
            flags.end_flag(child=CaseId(found.id), flag=flag_id, reason=answered["reason"], by=acting, entry_id=form.entry_id)
            return recorded(
                request, "The flag is ended. That it stood, and why it was ended, stays in what happened.", "children:child", found.id
            )
    return deed_page(request, form, found, acting, heading="Look at a flag again", button="Record it", lead=f"It says: {said.words}")
