"""Pages of questions to licensing."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.access.actions import look, look_at_names
from holdfast.access.finding import found_or_404
from holdfast.database.viewing import viewing
from holdfast.duties.queries import open_duties_of
from holdfast.duties.views import rows_for
from holdfast.licensing import actions, forms, kinds, policies, presenters, queries
from holdfast.licensing.codes import About
from holdfast.licensing.deeds import DEEDS, possible
from holdfast.licensing.ids import QuestionId
from holdfast.licensing.models import Question
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.shell import Refusing, acting_of, form_page, page, recorded, signed_in
from holdfast.persons.views import READERS


@signed_in(*READERS)
def all_of_them(request: HttpRequest) -> HttpResponse:
    """The questions that this person reads; and finding one by what was seen of a plate."""
    acting = acting_of(request)
    form = forms.Find(request.POST if request.method == "POST" else None)
    searched = form.is_bound and form.is_valid()
    with viewing(acting.viewer):
        found = queries.by_plate(form.cleaned_data["seen"]) if searched else queries.questions()
    look_at_names([q.id for q in found], acting)
    with viewing(acting.viewer):
        rows = presenters.listed(found, queries.called(found))
    status = 422 if form.is_bound and not searched else 200
    return page(request, "licensing/all.html", status=status, form=form, rows=rows, searched=searched)


@signed_in(*READERS)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask licensing."""
    acting = acting_of(request)
    policies.check_may_ask(acting)
    form = forms.Ask(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        parts = kinds.AskedParts(about=a["about"], shared=a["shared"], may_be_told=a["may_be_told"])
        with Refusing(form):
            found = actions.ask(what=About(a["what"]), parts=parts, by=acting, entry_id=form.entry_id)
            return recorded(request, "Licensing is asked, and owes an answer.", "licensing:question", found)
    return form_page(
        request,
        form,
        heading="Ask licensing: licensed by you?",
        lead="About a vehicle, a driver or an operator. Licensing answers who licenses it, decides, or sends it to the authority that does.",
        button="Ask licensing",
        back=reverse("licensing:all"),
    )


def _question_or_404(acting: Acting, question_id: UUID) -> Question:
    return found_or_404(queries.question, question_id, what="licensing", by=acting)


@signed_in(*READERS)
def question(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """A question. The look is recorded first."""
    acting = acting_of(request)
    found = _question_or_404(acting, question_id)
    look(room=found.id, what="licensing", reason="asked" if found.asker_id == acting.worker else "answers", by=acting)
    with viewing(acting.viewer):
        directory = partnership.directory()
        name = queries.called([found]).get(found.id, "A question")
        rows = presenters.facts_of(found, directory, acting)
        events = presenters.events(queries.story(found.id), directory, acting)
        deeds = [(DEEDS[each].title, reverse("licensing:do", args=[found.id, each])) for each in possible(found, acting)]
        open_now = open_duties_of(found.id)
    return page(
        request,
        "licensing/question.html",
        title=name,
        state=presenters.state_of(found),
        deeds=deeds,
        rows=rows,
        events=events,
        duties=rows_for(acting, open_now),
    )


@signed_in(*READERS)
def do(request: HttpRequest, question_id: UUID, name: str) -> HttpResponse:
    """What licensing does with a question."""
    acting = acting_of(request)
    found = _question_or_404(acting, question_id)
    deed = DEEDS.get(name)
    if deed is None:
        raise Http404
    form = deed.form(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            deed.record(QuestionId(found.id), form.cleaned_data, acting, form.entry_id)
            return recorded(request, f"Recorded. {deed.said}", "licensing:question", found.id)
    return form_page(
        request,
        form,
        heading=deed.title,
        lead=deed.lead,
        button=deed.button,
        back=reverse("licensing:question", args=[found.id]),
    )
