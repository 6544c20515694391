"""What a census brought and nobody has confirmed: confirmed, or said not to be so and agreed to by a second person; one, many or all."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from holdfast.access.actions import look
from holdfast.children.queries import numbers_of_cases
from holdfast.database.time import now
from holdfast.duties import confirming, policies, presenters, queries
from holdfast.duties.models import Duty
from holdfast.duties.naming import names_of
from holdfast.duties.rulebook import rules
from holdfast.duties.views import is_uuid
from holdfast.pages.components import sliced
from holdfast.pages.dates import plural
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import Role
from holdfast.partnership.shell import Refusing, acting_of, page, recorded, signed_in
from holdfast.record.queries import entries_with_ids, open_parts
from holdfast.returns import forms
from holdfast.returns.kinds import returns_room_of
from holdfast.returns.presenters import WAITING_COLUMNS, declining_rows, reason_words, waiting_rows

#: Duties on one page.
SIZE = 50


def _labels(found: list[Duty], acting: Acting) -> dict[UUID, str]:
    """Whom duties are about: by name and recorded as a look at it; for the analyst by the number that the census has."""
    matters = [duty.matter_id for duty in found]
    if acting.role is not Role.ANALYST:
        return {matter: named.label for matter, named in names_of(matters, acting).items()}
    if matters:
        look(room=returns_room_of(acting.agency), what="return", reason="loaded", by=acting)
    with confirming.seeing(acting):
        return numbers_of_cases(matters)


@signed_in(*policies.CONFIRMING)
def to_confirm(request: HttpRequest) -> HttpResponse:
    """What a census brought, "as at" its date: confirm those chosen, or all."""
    acting = acting_of(request)
    code = _rule(request.POST if request.method == "POST" else request.GET)
    if request.method == "POST":
        confirmed = confirming.confirm(duties=_chosen(request.POST, acting), by=acting)
        with confirming.seeing(acting):
            left = queries.waiting_to_be_confirmed(acting.agency, code or None).count()
        words = f"Confirmed: {plural(confirmed, 'duty', 'duties')}. From here they are like any other. {left:,} still wait."
        return recorded(request, words if confirmed else "Nothing was chosen. Nothing was recorded.", _here(code))
    with confirming.seeing(acting):
        digest = queries.provisional(acting.agency, now())
        total = sum(p.count for p in digest if code in ("", p.rule))
        here = sliced(request.GET.get("page", ""), total, SIZE, f"?{urlencode({'rule': code})}&page=")
        found = list(queries.waiting_to_be_confirmed(acting.agency, code or None)[here.start : here.start + SIZE])
        declinings = queries.declinings(acting.agency)
    labels = _labels(found, acting)
    return page(
        request,
        "returns/to_confirm.html",
        digest=presenters.provisional_rows(digest),
        rules=[(p.rule, presenters.title_of(p.rule), p.count) for p in digest],
        chosen_rule=code,
        rows=waiting_rows(found, labels, now(), links=acting.role is not Role.ANALYST),
        columns=WAITING_COLUMNS,
        provisional_columns=presenters.PROVISIONAL_COLUMNS,
        pages=here.pages,
        total=total,
        most=confirming.AT_ONCE,
        declinings=declinings,
    )


def _rule(sent: QueryDict) -> str:
    """The rule that is asked for; all of them, where there is no such rule."""
    code = sent.get("rule", "")
    return code if any(code == each.code for each in rules()) else ""


def _here(code: str) -> str:
    return f"{reverse('returns:to-confirm')}?{urlencode({'rule': code})}" if code else reverse("returns:to-confirm")


def _chosen(sent: QueryDict, acting: Acting) -> list[UUID]:
    """The duties that a form names, or, of all, as many as are taken at once: the longest overdue first."""
    if sent.get("all"):
        if sent.get("rule") and not _rule(sent):
            return []  # not all of them, where what was asked for is not understood
        with confirming.seeing(acting):
            waiting = queries.waiting_to_be_confirmed(acting.agency, _rule(sent) or None)
            return list(waiting.values_list("id", flat=True)[: confirming.AT_ONCE])
    return [UUID(d) for d in sent.getlist("duty") if is_uuid(d)]


@signed_in(*policies.CONFIRMING)
def decline(request: HttpRequest) -> HttpResponse:
    """Say of those chosen, or of all, that they are not so, and why; a second person is then asked."""
    acting = acting_of(request)
    if request.method != "POST":
        raise Http404
    chosen = _chosen(request.POST, acting)
    if not chosen:
        return recorded(request, "Nothing was chosen. Nothing was recorded.", _here(_rule(request.POST)))
    form = forms.Decline(request.POST if "once" in request.POST else None)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            answers = form.cleaned_data
            said = confirming.propose_declining(
                duties=chosen, reason=answers["reason"], words=answers["words"], by=acting, proposal=form.entry_id
            )
            words = (
                f"Said not to be so: {plural(said, 'duty', 'duties')}. A second person is asked to agree. Until then they wait as before."
            )
            return recorded(request, words, _here(_rule(request.POST)))
    return page(
        request,
        "returns/decline.html",
        status=422 if form.is_bound else 200,
        form=form,
        count=len(chosen),
        all=request.POST.get("all", ""),
        rule=_rule(request.POST),
        chosen=[] if request.POST.get("all") else chosen,
        back=_here(_rule(request.POST)),
    )


@signed_in(*policies.CONFIRMING)
def declining(request: HttpRequest, proposal: UUID) -> HttpResponse:
    """What somebody says is not so, and why; a second person agrees, or not, about those chosen."""
    acting = acting_of(request)
    form = forms.AnswerDeclining(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        answer = confirming.agree_to_decline if form.cleaned_data["agree"] else confirming.refuse_to_decline
        with Refusing(form):
            answered = answer(proposal=proposal, duties=_of_proposal(proposal, request.POST, acting), by=acting)
            agreed = "Agreed: nothing is owed by" if form.cleaned_data["agree"] else "Not agreed. They wait to be confirmed as before:"
            words = f"{agreed} {plural(answered, 'duty', 'duties')}."
            return recorded(request, words if answered else "Nothing was chosen. Nothing was recorded.", reverse("returns:to-confirm"))
    with confirming.seeing(acting):
        of_proposal = queries.waiting_to_be_confirmed(acting.agency).filter(declining_id=proposal)
        total = of_proposal.count()
        here = sliced(request.GET.get("page", ""), total, SIZE, "?page=")
        found = list(of_proposal[here.start : here.start + SIZE])
        if not found:
            raise Http404
        entry = confirming.proposed_id(proposal, found[0].id)
        said = open_parts(list(entries_with_ids([entry]).values())).get(entry)
        directory = partnership.directory()
    first = found[0]
    return page(
        request,
        "returns/declining.html",
        status=422 if form.is_bound else 200,
        form=form,
        by=directory.post_and_agency(first.declining_by) if first.declining_by else "",
        reason=reason_words(first.declining_reason or ""),
        words=getattr(said, "words", ""),
        rows=waiting_rows(found, _labels(found, acting), now(), links=acting.role is not Role.ANALYST, chosen=True),
        columns=WAITING_COLUMNS,
        pages=here.pages,
        total=total,
        most=confirming.AT_ONCE,
        may_answer=policies.may_agree_to_decline(acting) and first.declining_by != acting.worker,
        back=reverse("returns:to-confirm"),
    )


def _of_proposal(proposal: UUID, sent: QueryDict, acting: Acting) -> list[UUID]:
    if not sent.get("all"):
        return [UUID(d) for d in sent.getlist("duty") if is_uuid(d)]
    with confirming.seeing(acting):
        of_proposal = queries.waiting_to_be_confirmed(acting.agency).filter(declining_id=proposal)
        return list(of_proposal.values_list("id", flat=True)[: confirming.AT_ONCE])


@signed_in(*policies.CONFIRMING)
def declinings(request: HttpRequest) -> HttpResponse:
    """What waits for a second person."""
    acting = acting_of(request)
    with confirming.seeing(acting):
        found = queries.declinings(acting.agency)
        rows = declining_rows(found, partnership.directory())
    return page(request, "returns/declinings.html", rows=rows, back=reverse("returns:to-confirm"))
