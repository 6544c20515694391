"""Pages of the register of investigations, and of challenging what it stands for."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.access.actions import look, look_at_names
from holdfast.access.finding import found_or_404
from holdfast.children.views import case_or_404
from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.duties.queries import open_duties_of
from holdfast.duties.views import rows_for
from holdfast.investigations import actions, forms, kinds, policies, presenters, queries
from holdfast.investigations.deeds import DEEDS, possible
from holdfast.investigations.ids import InvestigationId
from holdfast.investigations.models import Investigation
from holdfast.pages.components import Column
from holdfast.pages.dates import day
from holdfast.pages.forms import Choice
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import AgencyKind
from holdfast.partnership.shell import Refusing, acting_of, form_page, page, recorded, signed_in
from holdfast.persons.views import READERS


@signed_in(*READERS)
def register(request: HttpRequest) -> HttpResponse:
    """The investigations that go on, of those that this person reads: what is overdue first."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found = queries.register()
    look_at_names([i.id for i in found], acting)
    with viewing(acting.viewer):
        rows = presenters.register_rows(found, queries.references(found), today())
    columns = (Column("Reference"), Column("Last step"), Column("Next step by"), Column("Looked at"))
    return page(request, "investigations/register.html", rows=rows, columns=columns, opens=acting.agency_kind is AgencyKind.POLICE)


def _officers(acting: Acting) -> list[Choice]:
    with viewing(acting.viewer):
        directory = partnership.directory()
        here = partnership.workers_of(acting.agency)
    return sorted((Choice(str(w.id), directory.name(w.id)) for w in here), key=lambda c: c.label)


@signed_in(*READERS)
def open_one(request: HttpRequest) -> HttpResponse:
    """Enter an investigation in the register; of a child whose page it was come from, where it was."""
    acting = acting_of(request)
    policies.check_police(acting)
    case = request.GET.get("child")
    child = case_or_404(acting, _uuid_or_404(case)).id if case else None
    form = forms.Open(request.POST if request.method == "POST" else None)
    form.set_choices("officer", _officers(acting))
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            found = actions.open_investigation(
                parts=kinds.OpenedParts(reference=a["reference"], about=a["about"], next=a["next"]),
                officer=UUID(a["officer"]),
                opened_on=a["opened_on"],
                next_on=a["next_on"],
                review_on=a["review_on"],
                case=child,
                suspect=a["suspect"] or None,
                phone=a["phone"] or None,
                plate=a["plate"] or None,
                by=acting,
                entry_id=form.entry_id,
            )
            said = "It stands in the register. The next step is owed by the day you gave."
            with viewing(acting.viewer):
                reads = queries.investigation(found) is not None
            return (
                recorded(request, said, "investigations:investigation", found)
                if reads
                else recorded(request, said, "investigations:register")
            )
    lead = "Read by whoever investigates, the lead of the police and the vetted group. Others read only that there is police action."
    return form_page(request, form, "Enter an investigation in the register", "Enter it", reverse("investigations:register"), lead)


def _uuid_or_404(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _found_or_404(acting: Acting, investigation_id: UUID) -> Investigation:
    return found_or_404(queries.investigation, investigation_id, what="investigation", by=acting)


@signed_in(*READERS)
def investigation(request: HttpRequest, investigation_id: UUID) -> HttpResponse:
    """An investigation. The look is recorded first."""
    acting = acting_of(request)
    found = _found_or_404(acting, investigation_id)
    look(room=found.id, what="investigation", reason="officer" if found.officer_id == acting.worker else "vetted", by=acting)
    with viewing(acting.viewer):
        directory = partnership.directory()
        title = queries.references([found]).get(found.id, "An investigation")
        rows = presenters.facts_of(found, directory, acting, today())
        events = presenters.events(queries.story(found), directory, acting)
        waiting = queries.challenges(found.id)
        open_now = open_duties_of(found.id)
    deeds = [(DEEDS[name].title, reverse("investigations:do", args=[found.id, name])) for name in possible(found, acting)]
    if acting.agency_kind is AgencyKind.POLICE:
        deeds = [("Answer the challenge", reverse("investigations:answer", args=[c.id])) for c in waiting] + deeds
    return page(
        request,
        "investigations/investigation.html",
        title=title,
        state=presenters.state_of(found),
        deeds=deeds,
        rows=rows,
        events=events,
        duties=rows_for(acting, open_now),
    )


@signed_in(*READERS)
def do(request: HttpRequest, investigation_id: UUID, name: str) -> HttpResponse:
    """One thing that is done with an investigation."""
    acting = acting_of(request)
    found = _found_or_404(acting, investigation_id)
    deed = DEEDS.get(name)
    if deed is None:
        raise Http404
    form = deed.form(request.POST if request.method == "POST" else None)
    if "officer" in form.fields:
        form.set_choices("officer", _officers(acting))
    if form.is_bound and form.is_valid():
        with Refusing(form):
            deed.record(InvestigationId(found.id), form.cleaned_data, acting, form.entry_id)
            return recorded(request, f"Recorded. {deed.said}", "investigations:investigation", found.id)
    return form_page(request, form, deed.title, deed.button, reverse("investigations:investigation", args=[found.id]), deed.lead)


@signed_in(*READERS)
def challenge(request: HttpRequest, case: UUID) -> HttpResponse:
    """A partner who works with the child challenges what the police do, or do not."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    policies.check_challenges(acting)
    with viewing(acting.viewer):
        line = queries.line_of(found.id)
    if line is None:
        raise Http404
    form = forms.Challenge(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            actions.challenge(case=found.id, words=a["words"], child_risk=a["child_risk"], by=acting, entry_id=form.entry_id)
            return recorded(request, "It is sent. The police owe you an answer, on a clock.", "children:child", found.id)
    shown = (
        "Police action has ended."
        if line.ended
        else f"Police action, next review on {day(line.review_on)}."
        if line.review_on
        else "Police action."
    )
    lead = f"{shown} More of it is not shown. You may challenge that nothing happens, or what does; the police must answer."
    return form_page(request, form, "Challenge it", "Send the challenge", reverse("children:child", args=[found.id]), lead)


@signed_in(*READERS)
def answer(request: HttpRequest, challenge_id: UUID) -> HttpResponse:
    """A challenge: for the police to answer; for whoever challenged to read what was answered."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found = queries.challenge(challenge_id)
    if found is None:
        raise Http404
    look(room=found.room_id, what="challenge", reason="challenge", by=acting)
    form = forms.AnswerChallenge(request.POST if request.method == "POST" else None)
    answers = acting.agency_kind is AgencyKind.POLICE and found.answered_at is None
    if answers and form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            actions.answer_challenge(
                challenge=found.id, changed=a["changed"], words=a["words"], child_risk=a["child_risk"], by=acting, entry_id=form.entry_id
            )
            return recorded(request, "Whoever challenged it reads your answer.", "investigations:answer", found.id)
    with viewing(acting.viewer):
        events = presenters.events(queries.challenged(found.room_id), partnership.directory(), acting)
    status = 422 if form.is_bound else 200
    return page(request, "investigations/challenge.html", status=status, form=form if answers else None, events=events)
