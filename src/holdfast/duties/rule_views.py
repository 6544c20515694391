"""Pages of the clocks themselves: where each comes from, and changing a local value by two people of two organisations."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.database.viewing import viewing
from holdfast.duties import changing, forms, policies, presenters, queries
from holdfast.duties.clocks import Unit
from holdfast.duties.rulebook import rule
from holdfast.partnership import queries as partnership
from holdfast.partnership.roles import LEADS
from holdfast.partnership.shell import Refusing, acting_of, page, recorded, signed_in
from holdfast.record.refusal import Refused


@signed_in()
def rules_in_force(request: HttpRequest) -> HttpResponse:
    """Every clock: how long, where it comes from, which local values were changed, by whom and why, and what waits to be agreed."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        values = queries.rule_values()
        directory = partnership.directory()
        changes = presenters.rule_changes(queries.rule_changes(), directory)
        waiting = presenters.proposal_rows(queries.rule_proposals(), values, directory)
    return page(request, "duties/rules.html", rules=presenters.rule_rows(values, acting), changes=changes, waiting=waiting)


@signed_in(*LEADS)
def change_rule(request: HttpRequest, code: str) -> HttpResponse:
    """Propose another local value; it counts when someone of another organisation agrees."""
    acting = acting_of(request)
    try:
        found = rule(code)
        policies.check_may_change_rule(acting, found)
        least, most = found.bounds
    except (KeyError, ValueError, Refused) as why:
        raise Http404 from why
    form = forms.ChangeRule(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        answers = form.cleaned_data
        value = {"amount": answers["amount"], "unit": Unit(answers["unit"])}
        with Refusing(form):
            changing.propose(code=code, reason=answers["reason"], by=acting, entry_id=form.entry_id, **value)
            return recorded(request, "Proposed. It counts when someone of another organisation agrees.", "duties:rules")
    return page(
        request,
        "duties/deed.html",
        status=422 if form.is_bound else 200,
        form=form,
        heading="Propose how long is allowed",
        lead=f"Between {least} and {most}. It counts when someone of another organisation agrees.",
        button="Propose it",
        what=found.title,
        back=reverse("duties:rules"),
    )


@signed_in(*LEADS)
def rule_proposal(request: HttpRequest, proposal: UUID) -> HttpResponse:
    """Agree, or not, to what another organisation proposed."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found = queries.rule_proposal(proposal)
        if found is None:
            raise Http404
        (row,) = presenters.proposal_rows([found], queries.rule_values(), partnership.directory())
        reason = queries.reason_of(found.id)
    form = forms.AnswerProposal(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        answer = changing.agree if form.cleaned_data["agree"] else changing.decline
        with Refusing(form):
            answer(proposal=found.id, reason=form.cleaned_data["reason"], by=acting, entry_id=form.entry_id)
            agreed = form.cleaned_data["agree"]
            return recorded(
                request, "It counts from now, for everyone." if agreed else "It is not agreed, and nothing changes.", "duties:rules"
            )
    return page(
        request,
        "duties/deed.html",
        status=422 if form.is_bound else 200,
        form=form,
        heading="Do you agree to this change?",
        lead=f"{row.words} Proposed by {row.by}: {reason}",
        button="Record your answer",
        what=row.title,
        back=reverse("duties:rules"),
    )
