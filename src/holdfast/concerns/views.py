"""Pages of the front door and of those who tell for their organisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from holdfast.access.actions import look, look_at_names
from holdfast.concerns import forms, kinds, policies, presenters, queries, telling
from holdfast.concerns.codes import Alleged, Nature
from holdfast.concerns.deeds import DEEDS, graded, possible
from holdfast.concerns.ids import ConcernId
from holdfast.concerns.journeys import professional
from holdfast.concerns.kept_briefly import Drafts
from holdfast.concerns.models import Concern
from holdfast.concerns.public_views import when_of
from holdfast.concerns.telling import Telling
from holdfast.database.time import now
from holdfast.database.viewing import viewing
from holdfast.duties.queries import open_duties_of
from holdfast.duties.views import rows_for
from holdfast.pages.forms import Choice, Form
from holdfast.pages.journeys import JourneyView
from holdfast.pages.wizard import Answers, Progress, Step, Store
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.shell import Refusing, acting_of, page, page_context, signed_in
from holdfast.subjects.actions import NewPerson, record_person
from holdfast.subjects.queries import births, find_people, names


class TellForOrganisation(JourneyView):
    """Someone signed in tells for their organisation."""

    journey = professional.JOURNEY
    address = "concerns:tell-us"
    check_title = "Check what you are telling us"
    send_button = "Send it to the front door"

    def store(self) -> Store:
        # Kept under the browser's id and the worker: another worker at the same machine finds nothing.
        return Drafts(f"tell-us/{acting_of(self.request).worker}")

    def context(self, step: Step | None, progress: Progress) -> Mapping[str, Any]:
        return page_context(self.request)

    def kept(self, request: HttpRequest, step: Step, answers: Answers, once: UUID) -> None:
        """That there is danger now goes to the record, and to whoever is on call, before anything else is asked."""
        if answers("danger", "now") is True and step.name == "danger":
            telling.say_danger(once=once, where=answers("danger", "where") or None, by=acting_of(request))

    def sent(self, request: HttpRequest, answers: Answers, once: UUID, form: Form) -> HttpResponse:
        child = answers("child", "child") or answers("maybe-child", "child") or None
        words = kinds.ToldParts(
            worry=answers("worry", "worry"),
            child=child,
            child_said=answers("worry", "child_said") or None,
            tried=answers("worry", "tried") or None,
            where_child_is=answers("danger", "where") or None,
            consent_reason=answers("consent", "consent_reason") or None,
        )
        nature = Nature(answers("what", "nature"))
        told = Telling(
            words=words,
            nature=nature,
            danger_now=answers("danger", "now") is True,
            alleged=tuple(Alleged(a) for a in answers("kinds", "alleged")),
            child_named=child is not None,
            consent=answers("consent", "consent"),
            grading=graded(answers.page("grade")) if nature is Nature.INTELLIGENCE else None,
            when=when_of(answers("when", "when")),
        )
        received = telling.tell_as_professional(told, by=acting_of(request), once=once)
        return self._received(request, received)

    def sent_before(self, request: HttpRequest, once: UUID) -> HttpResponse:
        return redirect("concerns:mine")

    @staticmethod
    def _received(request: HttpRequest, received: telling.Received) -> HttpResponse:
        return page(
            request,
            "concerns/received_from_professional.html",
            href=reverse("concerns:told", args=[received.concern]),
            acknowledgement=received.acknowledgement,
        )


@signed_in(*policies.FRONT_DOOR)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, by the time left."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        waiting = queries.queue()
        to_answer = queries.to_answer()
        rows = presenters.queue_rows(waiting, partnership.directory(), now())
        answers = presenters.to_answer_rows(to_answer, partnership.directory())
    return page(request, "concerns/queue.html", rows=rows, to_answer=answers)


@signed_in()
def mine(request: HttpRequest) -> HttpResponse:
    """What I told, and what became of it; and where I was asked to be the second person."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        told = queries.told_by(acting)
        asked = queries.second_asked_of(acting)
    return page(request, "concerns/mine.html", rows=presenters.told_rows(told), asked=presenters.asked_rows(asked))


def _concern_or_404(acting: Acting, concern_id: UUID) -> Concern:
    with viewing(acting.viewer):
        found = queries.concern(concern_id)
    if found is None:
        raise Http404
    return found


@signed_in()
def told(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """What I told, with its acknowledgement and outcome; asking again."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found = queries.told(concern_id, acting)
    if found is None:
        raise Http404
    concern = found.telling
    form = forms.Chase(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        telling.chase(concern=ConcernId(concern.id), words=form.cleaned_data["words"], by=acting, entry_id=form.entry_id)
        return redirect("concerns:told", concern.id)
    look(room=concern.id, what="concern", reason="told_it", by=acting)
    with viewing(acting.viewer):
        events = presenters.events_for_teller(queries.story(concern.id), concern.read_at, partnership.directory(), acting)
    return page(request, "concerns/told.html", status=422 if form.is_bound else 200, told=found, events=events, form=form)


@signed_in()
def concern(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """A concern at the front door, or for the person asked to be the second. The look is recorded first."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        if queries.concern(concern_id) is None and queries.telling(concern_id) is not None:
            return redirect("concerns:told", concern_id)
    found = _concern_or_404(acting, concern_id)
    second = found.second_id == acting.worker
    look(room=found.id, what="concern", reason="second_person" if second else "front_door", by=acting)
    with viewing(acting.viewer):
        story = queries.story(found.id)
        teller = queries.teller_of(found.id) if acting.has_role(*telling.REACH_TELLER_ROLES) else None
        events = presenters.events(story, partnership.directory(), acting)
        summary = presenters.summary(story, found, partnership.directory())
        open_now = open_duties_of(found.id)
    return page(
        request,
        "concerns/concern.html",
        concern=found,
        danger=queries.danger_waits(found),
        summary=summary,
        events=events,
        duties=rows_for(acting, open_now),
        teller=presenters.teller_rows(teller),
        next_steps=[(DEEDS[name].title, reverse("concerns:do", args=[found.id, name])) for name in possible(found, acting)],
    )


#: Children whom somebody found or recorded for a concern, in the session of whoever decides it.
_CHILDREN = "children-for"


@signed_in()
def do(request: HttpRequest, concern_id: UUID, name: str) -> HttpResponse:
    """One thing that is done with a concern."""
    acting = acting_of(request)
    found = _concern_or_404(acting, concern_id)
    deed = DEEDS.get(name)
    if deed is None:
        raise Http404
    if name not in possible(found, acting) and request.method != "POST":
        return redirect("concerns:concern", found.id)
    form = deed.form(request.POST if request.method == "POST" else None)
    if name == "decide":
        _offer_choices(request, form, found, acting)
    if name == "replace-second":
        _offer_seconds(form, found, acting)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            try:
                deed.record(found, form.cleaned_data, acting, form.entry_id)
            except LookupError as gone:
                raise Http404 from gone
            return redirect("concerns:concern", found.id)
    template = "concerns/decide.html" if name == "decide" else "concerns/do.html"
    return page(
        request,
        template,
        status=422 if form.is_bound else 200,
        form=form,
        heading=deed.title,
        button=deed.button,
        concern=found,
        back=reverse("concerns:concern", args=[found.id]),
    )


def _offer_choices(request: HttpRequest, form: Form, concern: Concern, acting: Acting) -> None:
    chosen = [UUID(c) for c in request.session.get(_CHILDREN, {}).get(str(concern.id), [])]
    look_at_names(chosen, acting)
    with viewing(acting.viewer):
        called = names(chosen)
        told = queries.ever_alleged(concern.id)
    form.set_choices("children", [Choice(str(c), called.get(c, "Name not known")) for c in chosen])
    if not form.is_bound and "alleged" in form.fields:
        form.initial["alleged"] = list(told)
    _offer_seconds(form, concern, acting)


def _offer_seconds(form: Form, concern: Concern, acting: Acting) -> None:
    """Who may be asked to be the second person. Where nothing is alleged yet, anybody who may be asked in either case: the decision tells."""
    with viewing(acting.viewer):
        directory = partnership.directory()
        another = policies.needs_another_agency(queries.ever_alleged(concern.id))
        inside = [] if another else queries.possible_seconds(acting, another_agency=False)
        seconds = [*inside, *queries.possible_seconds(acting, another_agency=True)]
    form.set_choices("second", [Choice(str(p.holder_id), directory.post_and_agency(p.holder_id)) for p in seconds if p.holder_id])


@signed_in(*policies.FRONT_DOOR)
def child(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Find the child whom a concern is about, or record them."""
    acting = acting_of(request)
    concern = _concern_or_404(acting, concern_id)
    search = forms.FindChild(request.POST if "search" in request.POST else None, prefix="find")
    new = forms.NewChild(request.POST if "record" in request.POST else None, prefix="new")
    rows: list[tuple[UUID, str, str]] | None = None
    if "choose" in request.POST:
        with viewing(acting.viewer):
            chosen = [p for p in _uuids(request.POST.getlist("choose")) if names([p])]
        _remember(request, concern.id, chosen)
        return redirect("concerns:do", concern.id, "decide")
    if new.is_bound and new.is_valid():
        council = partnership_council(acting)
        person = record_person(
            NewPerson(name=new.cleaned_data["name"], born=new.cleaned_data["born"]),
            source=council,
            agencies=[council],
            by=acting,
            person=new.entry_id,
        )
        _remember(request, concern.id, [person])
        return redirect("concerns:do", concern.id, "decide")
    if search.is_bound and search.is_valid():
        with viewing(acting.viewer):
            found = find_people(**search.cleaned_data)
        look_at_names(found, acting)
        with viewing(acting.viewer):
            rows = presenters.found_rows(found, names(found), births(found))
    return page(
        request,
        "concerns/child.html",
        concern=concern,
        search=search,
        new=new,
        rows=rows,
        errors=[*search.error_summary(), *new.error_summary()],
        back=reverse("concerns:concern", args=[concern.id]),
    )


def partnership_council(acting: Acting) -> UUID:
    """The council, which keeps the case; the person's own organisation where there is none."""
    with viewing(acting.viewer):
        council = partnership.council()
    return council.id if council else acting.agency


def _uuids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _remember(request: HttpRequest, concern: UUID, people: list[UUID]) -> None:
    kept = request.session.get(_CHILDREN, {})
    kept[str(concern)] = list(dict.fromkeys([*map(str, people), *kept.get(str(concern), [])]))[:10]
    request.session[_CHILDREN] = kept


tell_us = signed_in()(TellForOrganisation.as_view())
