"""Pages of the front door and of those who tell for their organisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from holdfast.access.actions import denied, look, look_at_names
from holdfast.access.finding import found_or_404
from holdfast.access.links import link_to_hand_out
from holdfast.allegations.views import employers
from holdfast.concerns import forms, kinds, policies, presenters, queries, telling
from holdfast.concerns.codes import Alleged, Nature, State
from holdfast.concerns.deeds import DEEDS, graded, possible
from holdfast.concerns.ids import ConcernId
from holdfast.concerns.journeys import professional
from holdfast.concerns.kept_briefly import Drafts
from holdfast.concerns.models import Concern
from holdfast.concerns.public_views import when_of
from holdfast.concerns.steps import rows_of, steps_of
from holdfast.concerns.telling import Telling
from holdfast.concerns.waiting import loads
from holdfast.database.time import now
from holdfast.database.viewing import viewing
from holdfast.duties.queries import open_duties_of
from holdfast.duties.views import rows_for
from holdfast.erasure.links import link_to_ask
from holdfast.pages.dates import plural
from holdfast.pages.forms import Choice, Form
from holdfast.pages.journeys import JourneyView
from holdfast.pages.wizard import Answers, Progress, Step, Store
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import AgencyKind
from holdfast.partnership.shell import Refusing, acting_of, page, page_context, recorded, signed_in
from holdfast.record.queries import gap_in
from holdfast.subjects.queries import earlier_concerns, names


class TellForOrganisation(JourneyView):
    """Someone signed in tells for their organisation."""

    journey = professional.JOURNEY
    address = "concerns:tell-us"
    check_title = "Check what you are telling us"
    send_button = "Send it to the front door"

    def store(self) -> Store:
        # Kept under the browser's id and the worker: another worker at the same machine finds nothing.
        return Drafts(f"tell-us/{acting_of(self.request).worker}", signed_in=True)

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


@signed_in()
def mine(request: HttpRequest) -> HttpResponse:
    """What I told, and what became of it; and where I was asked to be the second person."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        told = queries.told_by(acting)
        asked = queries.second_asked_of(acting)
    look_at_names([each.telling.id for each in told], acting)
    with viewing(acting.viewer):
        children = queries.children_named(each.telling.id for each in told)
    rows = presenters.told_rows(told, children, now())
    return page(request, "concerns/mine.html", rows=rows, asked=presenters.asked_rows(asked))


def concern_or_404(acting: Acting, concern_id: UUID) -> Concern:
    """A concern that this person may see; else "not found"."""
    return found_or_404(queries.concern, concern_id, what="concern", by=acting)


@signed_in()
def told(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """What I told, with its acknowledgement and outcome; asking again."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found = queries.told(concern_id, acting)
    if found is None:
        denied(matter=concern_id, what="concern", by=acting)
        raise Http404
    concern = found.telling
    form = forms.Chase(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        telling.chase(concern=ConcernId(concern.id), words=form.cleaned_data["words"], by=acting, entry_id=form.entry_id)
        return recorded(request, "It is sent. The front door owes it a reading.", "concerns:told", concern.id)
    look(room=concern.id, what="concern", reason="told_it", by=acting)
    with viewing(acting.viewer):
        events = presenters.events_for_teller(queries.story(concern.id), concern.read_at, partnership.directory(), acting)
        child = queries.children_named([concern.id]).get(concern.id, "")
    return page(
        request,
        "concerns/told.html",
        status=422 if form.is_bound else 200,
        told=found,
        child=child,
        clock=presenters.answer_clock(found, now()),
        may_challenge=acting.agency_kind is not AgencyKind.COUNCIL,
        events=events,
        form=form,
    )


@signed_in()
def challenge(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Whoever told it challenges what was decided, or that nothing was: the front door owes an answer."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found = queries.told(concern_id, acting)
    if found is None:
        denied(matter=concern_id, what="concern", by=acting)
        raise Http404
    form = forms.Challenge(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            telling.challenge(concern=ConcernId(concern_id), words=form.cleaned_data["words"], by=acting, entry_id=form.entry_id)
            return recorded(request, "It is sent. The council owes you an answer, on a clock.", "concerns:told", concern_id)
    return page(
        request,
        "concerns/do.html",
        status=422 if form.is_bound else 200,
        form=form,
        heading="Challenge it",
        button="Send the challenge",
        concern=found.telling,
        back=reverse("concerns:told", args=[concern_id]),
    )


@signed_in()
def heard(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """What was told, in the teller's own words, for whoever works with the child. The look is recorded first."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found = queries.telling(concern_id)
    if found is None:
        denied(matter=concern_id, what="concern", by=acting)
        raise Http404
    look(room=found.id, what="concern", reason="case", by=acting)
    with viewing(acting.viewer):
        events = presenters.events(queries.story(found.id), partnership.directory(), acting)
    return page(request, "concerns/heard.html", telling=found, events=events)


@signed_in()
def concern(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """A concern at the front door, or for the person asked to be the second. The look is recorded first."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        if queries.concern(concern_id) is None and queries.telling(concern_id) is not None:
            return redirect("concerns:told" if queries.told(concern_id, acting) else "concerns:heard", concern_id)
    found = concern_or_404(acting, concern_id)
    second = found.second_id == acting.worker
    look(room=found.id, what="concern", reason="second_person" if second else "front_door", by=acting)
    with viewing(acting.viewer):
        story = queries.story(found.id)
        teller = queries.teller_of(found.id) if acting.has_role(*telling.REACH_TELLER_ROLES) else None
        events = presenters.events(story, partnership.directory(), acting)
        summary = [*presenters.summary(story, found, partnership.directory()), *rows_of(found)]
        others = steps_of(found, acting)
        open_now = open_duties_of(found.id)
        away = found.taken_by_id in partnership.away()
        gap = gap_in(found.id)
    return page(
        request,
        "concerns/concern.html",
        links=[*link_to_hand_out(found.id, acting), *link_to_ask(found.id, acting)],
        gap=gap,
        concern=found,
        danger=queries.danger_waits(found),
        summary=summary,
        events=events,
        duties=rows_for(acting, open_now),
        teller=presenters.teller_rows(teller),
        next_steps=[*_next_steps(found, acting, away), *((link.text, link.href) for link in others)],
    )


def _next_steps(found: Concern, acting: Acting, away: bool) -> list[tuple[str, str]]:
    """What can be done with it, the most needed first; which child it is about beside it."""
    steps = [(DEEDS[name].title, reverse("concerns:do", args=[found.id, name])) for name in possible(found, acting, holder_away=away)]
    if acting.has_role(*policies.FRONT_DOOR) and found.state in (State.NEW, State.READ):
        steps.insert(min(2, len(steps)), ("Say which child", reverse("concerns:child", args=[found.id])))
    return steps


@signed_in()
def do(request: HttpRequest, concern_id: UUID, name: str) -> HttpResponse:
    """One thing that is done with a concern."""
    acting = acting_of(request)
    found = concern_or_404(acting, concern_id)
    deed = DEEDS.get(name)
    if deed is None:
        raise Http404
    if name not in possible(found, acting) and request.method != "POST":
        return redirect("concerns:concern", found.id)
    form = deed.form(request.POST if request.method == "POST" else None)
    if name == "decide":
        _offer_choices(form, found, acting)
    if name == "give":
        form.set_choices("worker", _at_the_front_door(acting, found))
    if name == "tell-lado":
        form.set_choices("employer", employers(acting))
    if name == "replace-second":
        _offer_seconds(form, found, acting)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            try:
                deed.record(found, form.cleaned_data, acting, form.entry_id)
            except LookupError as gone:
                raise Http404 from gone
            return recorded(request, f"Recorded. {deed.said}", "concerns:concern", found.id)
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


def _offer_choices(form: Form, concern: Concern, acting: Acting) -> None:
    with viewing(acting.viewer):
        chosen = queries.children_found(concern.id)
    look_at_names(chosen, acting)
    with viewing(acting.viewer):
        called = names(chosen)
        told = queries.ever_alleged(concern.id)
        before = earlier_concerns(chosen)
    form.set_choices(
        "children", [Choice(str(c), called.get(c, "Not yet identified"), hint=presenters.earlier_words(before.get(c, []))) for c in chosen]
    )
    if not form.is_bound and "alleged" in form.fields:
        form.initial["alleged"] = list(told)
    _offer_seconds(form, concern, acting)


def _at_the_front_door(acting: Acting, concern: Concern) -> list[Choice]:
    """Who works at the front door, with what each has now, and who is away or on call; not whoever has this one."""
    moment = now()
    with viewing(acting.viewer):
        directory, has, away, on_call = partnership.directory(), loads(), partnership.away(moment), partnership.on_call(moment)
        posts = [post for role in policies.FRONT_DOOR for post in partnership.holders_of(role)]

    def words(worker: UUID) -> str:
        load = has.get(worker)
        said = [plural(load.concerns, "concern") + f", {load.serious} of them red or with danger" if load else "no concern now"]
        return "; ".join([*said, *(["away now"] if worker in away else []), *(["on call now"] if worker == on_call else [])])

    return [
        Choice(str(p.holder_id), directory.known_to(p.holder_id, acting.agency), hint=words(p.holder_id))
        for p in posts
        if p.holder_id is not None and p.holder_id != concern.taken_by_id
    ]


def _offer_seconds(form: Form, concern: Concern, acting: Acting) -> None:
    """Who may be asked to be the second person. Where nothing is alleged yet, anybody who may be asked in either case: the decision tells."""
    with viewing(acting.viewer):
        directory = partnership.directory()
        another = policies.needs_another_agency(queries.ever_alleged(concern.id))
        inside = [] if another else queries.possible_seconds(acting, another_agency=False)
        seconds = [*inside, *queries.possible_seconds(acting, another_agency=True)]
    form.set_choices("second", [Choice(str(p.holder_id), directory.post_and_agency(p.holder_id)) for p in seconds if p.holder_id])


tell_us = signed_in()(TellForOrganisation.as_view())
