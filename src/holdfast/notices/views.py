"""Pages of notices: telling organisations, and what they do about it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.access.actions import look
from holdfast.access.finding import found_or_404
from holdfast.database.viewing import viewing
from holdfast.notices import actions, forms, policies, presenters, queries
from holdfast.notices.codes import About
from holdfast.notices.ids import NoticeId
from holdfast.notices.models import Notice
from holdfast.pages.forms import Choice, Form
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import AgencyKind
from holdfast.partnership.shell import Refusing, acting_of, form_page, page, recorded, signed_in


@signed_in()
def tell(request: HttpRequest) -> HttpResponse:
    """Tell organisations a list, a report or a recommendation."""
    acting = acting_of(request)
    policies.check_may_tell(acting)
    form = forms.Tell(request.POST if request.method == "POST" else None)
    with viewing(acting.viewer):
        directory = partnership.directory()
        others = [a for a in partnership.agencies() if a.kind != AgencyKind.SCRUTINY]
    form.set_choices("agencies", [Choice(str(a.id), directory.name(a.id)) for a in others])
    if form.is_bound and form.is_valid():
        answered = form.cleaned_data
        with Refusing(form):
            told = actions.tell(
                about=About(answered["about"]),
                exploitation=answered["exploitation"],
                words=answered["words"],
                agencies=[UUID(a) for a in answered["agencies"]],
                by=acting,
                entry_id=form.entry_id,
            )
            return recorded(request, "They are told. Each owes you who does what by when, or why not.", "notices:notice", told)
    lead = "Each organisation that you tell owes an answer: who does what by when, or why not. To have noted it is no answer."
    return form_page(request, form, heading="Tell organisations a list, a report or a recommendation", button="Tell them", lead=lead)


@signed_in()
def all_of_them(request: HttpRequest) -> HttpResponse:
    """The notices that this person reads, with what each organisation said."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found = queries.notices()
        rows = presenters.listed(found, queries.responses([n.id for n in found]), partnership.directory())
    return page(request, "notices/all.html", found=rows)


def _found_or_404(acting: Acting, notice_id: UUID) -> Notice:
    return found_or_404(queries.notice, notice_id, what="notice", by=acting)


@signed_in()
def notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """A notice, and what was done about it. The look is recorded first."""
    acting = acting_of(request)
    found = _found_or_404(acting, notice_id)
    look(room=found.id, what="notice", reason="answers_for_it", by=acting)
    with viewing(acting.viewer):
        directory = partnership.directory()
        responses = queries.responses([found.id])[found.id]
        events = presenters.events(queries.story(found.id), directory, acting)
    waits = any(r.agency_id == acting.agency and r.responded_at is None for r in responses)
    return page(
        request,
        "notices/notice.html",
        found=found,
        title=presenters.title_of(found),
        said=presenters.said_by(responses, directory),
        events=events,
        respond=reverse("notices:respond", args=[found.id]) if waits and acting.has_role(*policies.RESPONDS) else "",
    )


@signed_in()
def respond(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Say who does what by when, or why not."""
    acting = acting_of(request)
    found = _found_or_404(acting, notice_id)
    policies.check_may_respond(acting, acting.agency)
    form = forms.Respond(request.POST if request.method == "POST" else None)
    with viewing(acting.viewer):
        directory = partnership.directory()
        workers = [Choice(str(w.id), directory.name(w.id)) for w in partnership.workers_of(acting.agency) if w.post_id]
    for n in range(1, forms.ACTIONS + 1):
        form.set_choices(f"owner_{n}", sorted(workers, key=lambda c: c.label))
    if form.is_bound and form.is_valid():
        with Refusing(form):
            actions.respond(
                notice=NoticeId(found.id),
                acts=form.cleaned_data["acts"],
                words=form.cleaned_data["words"],
                todos=_todos(form),
                by=acting,
                entry_id=form.entry_id,
            )
            return recorded(request, "Recorded. What was agreed is owed by its owners.", "notices:notice", found.id)
    back = reverse("notices:notice", args=[found.id])
    return form_page(request, form, heading="Say who does what by when, or why not", button="Record it", back=back)


def _todos(form: Form) -> list[actions.ToDo]:
    """The actions that a form gives in full."""
    answered = form.cleaned_data
    return [
        actions.ToDo(answered[f"what_{n}"], UUID(answered[f"owner_{n}"]), answered[f"due_{n}"])
        for n in range(1, forms.ACTIONS + 1)
        if answered.get(f"what_{n}") and answered.get(f"owner_{n}") and answered.get(f"due_{n}")
    ]


@signed_in()
def done(request: HttpRequest, notice_id: UUID, action: UUID) -> HttpResponse:
    """Say what shows that an action was done."""
    acting = acting_of(request)
    found = _found_or_404(acting, notice_id)
    form = forms.Done(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            actions.action_done(
                notice=NoticeId(found.id), action=action, words=form.cleaned_data["words"], by=acting, entry_id=form.entry_id
            )
            return recorded(request, "Recorded.", "notices:notice", found.id)
    back = reverse("notices:notice", args=[found.id])
    return form_page(request, form, heading="Say what shows that it was done", button="Record it", back=back)
