"""Pages of what somebody asks who thinks that something is held of them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.access.actions import look
from holdfast.database.viewing import viewing
from holdfast.pages.components import Row
from holdfast.pages.dates import day
from holdfast.partnership.roles import LEADS
from holdfast.partnership.shell import Refusing, acting_of, form_page, page, recorded, signed_in
from holdfast.persons import forms, kinds, rights
from holdfast.persons.codes import ANSWER_TO_ALL, ASKS_WORDS, Asks
from holdfast.persons.models import RightsRequest
from holdfast.persons.views import READERS
from holdfast.record.queries import opened_parts

MOST = 50


@signed_in(*READERS)
def receive(request: HttpRequest) -> HttpResponse:
    """Record that somebody asked. Whoever records it is shown nothing."""
    acting = acting_of(request)
    form = forms.Receive(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            parts = kinds.AskedParts(who=a["who"], reach=a["reach"], words=a["words"])
            rights.receive(parts=parts, asks=Asks(a["asks"]), received_on=a["received_on"], by=acting, entry_id=form.entry_id)
            return recorded(request, "Recorded. Say that they are answered within a month. Confirm nothing.", "home")
    return form_page(
        request,
        form,
        heading="Somebody asks what is held of them",
        lead="Whoever they are: look nothing up, confirm nothing, deny nothing. The council’s named lead looks into it and answers.",
        button="Record it",
        back=reverse("disruption:landing"),
    )


@signed_in(*LEADS)
def requests(request: HttpRequest) -> HttpResponse:
    """What was asked, of what this person reads: what waits first."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found = list(RightsRequest.objects.order_by("answered_on", "received_on", "id")[:MOST])
    rows = [
        (
            f"{ASKS_WORDS[Asks(r.asks)]}, received {day(r.received_on)}",
            "Answered" if r.answered_on else "Waits",
            reverse("persons:request", args=[r.id]),
        )
        for r in found
    ]
    return page(request, "persons/requests.html", rows=rows)


@signed_in(*LEADS)
def one(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """What somebody asked: look into it, then answer it in the words in which everybody is answered. The look is recorded first."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found = RightsRequest.objects.filter(id=request_id).first()
    if found is None:
        raise Http404
    look(room=found.id, what="rights_request", reason="answers_for_it", by=acting)
    to_check = found.checked_at is None
    form = (forms.Check if to_check else forms.AnswerRequest)(request.POST if request.method == "POST" else None)
    if found.answered_on is None and form.is_bound and form.is_valid():
        with Refusing(form):
            if to_check:
                rights.check(request=found.id, words=form.cleaned_data["words"], by=acting, entry_id=form.entry_id)
            else:
                rights.answer(request=found.id, on=form.cleaned_data["on"], by=acting, entry_id=form.entry_id)
            return recorded(request, "Recorded.", "persons:request", found.id)
    with viewing(acting.viewer):
        parts = opened_parts([found.received_entry_id]).get(found.received_entry_id, {})
    rows = [
        Row("Who asks", str(parts.get("who", ""))),
        Row("Reached", str(parts.get("reach", ""))),
        Row("They say", str(parts.get("words", ""))),
    ]
    return page(
        request,
        "persons/request.html",
        status=422 if form.is_bound else 200,
        found=found,
        title=f"{ASKS_WORDS[Asks(found.asks)]}, received {day(found.received_on)}",
        rows=rows,
        form=form if found.answered_on is None else None,
        to_check=to_check,
        words=ANSWER_TO_ALL,
    )
