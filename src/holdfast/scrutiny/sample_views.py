"""Pages of the scrutineer's sample: drawing it, reading each decision, saying what she finds, and the organisation's answer."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.access.actions import look
from holdfast.access.finding import found_or_404
from holdfast.database.viewing import viewing
from holdfast.pages.components import Column
from holdfast.pages.dates import plural
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import LEADS, Role
from holdfast.partnership.shell import Refusing, acting_of, form_page, page, recorded, signed_in
from holdfast.scrutiny import forms, presenters, queries, sampling
from holdfast.scrutiny.codes import SampleOf
from holdfast.scrutiny.models import Sampled

READERS = (*LEADS, Role.SCRUTINEER)


@signed_in(*READERS)
def sample(request: HttpRequest) -> HttpResponse:
    """What was drawn, and what became of it: codes and dates, and never about whom."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        rows = presenters.sample_rows(queries.sample(), partnership.directory())
        drawn = presenters.draw_rows(queries.draws())
    columns = (Column("Decision"), Column("Of"), Column("Decided"), Column("Now"))
    draw_columns = (Column("On"), Column("Of which decisions"), Column("Drawn", numeric=True), Column("Of so many", numeric=True))
    draws = acting.has_role(Role.SCRUTINEER)
    return page(request, "scrutiny/sample.html", rows=rows, columns=columns, drawn=drawn, draw_columns=draw_columns, draws=draws)


@signed_in(Role.SCRUTINEER)
def draw(request: HttpRequest) -> HttpResponse:
    """Draw by chance."""
    acting = acting_of(request)
    form = forms.DrawSample(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            drawn = sampling.draw(what=SampleOf(a["what"]), how_many=a["how_many"], by=acting, entry_id=form.entry_id)
            return recorded(request, f"{plural(drawn, 'decision was', 'decisions were')} drawn. Read each.", "scrutiny:sample")
    return form_page(
        request,
        form,
        heading="Draw a sample",
        lead="Drawn by chance, of the last half year. You read the decision and its reason, not who was named. What is sealed is never drawn.",
        button="Draw it",
        back=reverse("scrutiny:sample"),
    )


def _found_or_404(acting: Acting, sampled_id: UUID) -> Sampled:
    return found_or_404(queries.sampled, sampled_id, what="sampled", by=acting)


@signed_in(*READERS)
def sampled(request: HttpRequest, sampled_id: UUID) -> HttpResponse:
    """One decision: for the scrutineer to judge, for its organisation to answer. The look is recorded first."""
    acting = acting_of(request)
    found = _found_or_404(acting, sampled_id)
    look(room=found.room_id, what="sampled", reason="sampled", by=acting)
    judges = acting.has_role(Role.SCRUTINEER) and found.judged_id is None
    answers = found.sound is False and found.answered_at is None and acting.agency == found.agency_id
    data = request.POST if request.method == "POST" else None
    form = forms.Judge(data) if judges else forms.AnswerScrutineer(data) if answers else None
    if form is not None and form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            if judges:
                sampling.judge(sampled=found.id, sound=a["sound"], words=a["words"], by=acting, entry_id=form.entry_id)
                said = "Recorded." if a["sound"] else "Recorded. Whoever answers for the organisation owes you an answer."
                return recorded(request, said, "scrutiny:sample")
            sampling.answer(sampled=found.id, changes=a["changes"], words=a["words"], by=acting, entry_id=form.entry_id)
            return recorded(request, "The scrutineer reads your answer.", "scrutiny:sampled", found.id)
    with viewing(acting.viewer):
        directory = partnership.directory()
        events = presenters.events(queries.story(found), directory, acting)
    return page(
        request,
        "scrutiny/sampled.html",
        status=422 if form is not None and form.is_bound else 200,
        title=presenters.title_of(found),
        state=presenters.state_of(found),
        rows=presenters.facts_of(found, directory),
        events=events,
        form=form,
        asked="Say what you find" if judges else "Answer the scrutineer",
    )
