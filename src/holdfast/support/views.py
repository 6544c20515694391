"""Pages of support: a plan, each kind of support in it, and what is done with that. Each is a look. Never for the police."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from holdfast.access.actions import denied, look, look_at_names
from holdfast.children.ids import CaseId
from holdfast.children.views import case_or_404
from holdfast.database.viewing import viewing
from holdfast.duties.queries import open_duties_of
from holdfast.duties.views import rows_for
from holdfast.pages.forms import Choice
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import SEES_NO_CHILD, AgencyKind, Role
from holdfast.partnership.shell import Refusing, acting_of, form_page, page, recorded, signed_in
from holdfast.subjects.queries import births
from holdfast.support import actions, forms, hers, policies, presenters, queries
from holdfast.support.codes import SUPPORT_WORDS, Support
from holdfast.support.deeds import DEEDS, possible
from holdfast.support.ids import PlanId
from holdfast.support.models import Item, Plan

READERS = tuple(role for role in Role if role not in (*SEES_NO_CHILD, Role.SCRUTINEER))


def _people(acting: Acting, *, own: bool = False) -> list[Choice]:
    with viewing(acting.viewer):
        directory = partnership.directory()
        found = queries.supporters()
    return [
        Choice(str(w), directory.known_to(w, acting.agency)) for w in found if not own or directory.agency_of_worker.get(w) == acting.agency
    ]


@signed_in(*READERS)
def mine(request: HttpRequest) -> HttpResponse:
    """The plans that I coordinate, or in which I am the advocate."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found = queries.mine(acting.worker)
    look_at_names([p.id for p in found], acting)
    with viewing(acting.viewer):
        called = queries.called([p.id for p in found])
    rows = [(called.get(p.id, "Her support"), reverse("support:plan", args=[p.id])) for p in found]
    begins = acting.agency_kind in (AgencyKind.CHARITY, AgencyKind.HEALTH, AgencyKind.COUNCIL)
    return page(request, "support/mine.html", rows=rows, begins=begins)


@signed_in(*READERS)
def adult(request: HttpRequest) -> HttpResponse:
    """Begin the plan of an adult survivor, in a matter of her own."""
    acting = acting_of(request)
    policies.check_may_open_for_adult(acting)
    form = forms.Begin(request.POST if request.method == "POST" else None)
    form.set_choices("coordinator", _people(acting, own=True))
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            plan = actions.begin_for_adult(called=a["called"], coordinator=UUID(a["coordinator"]), by=acting, entry_id=form.entry_id)
            return recorded(request, "It is begun. Offer her each kind of support.", "support:plan", plan)
    lead = "In a matter of her own: no case, no concern, and nobody of the police reads it."
    return form_page(request, form, "Begin the support plan of an adult survivor", "Begin it", reverse("support:mine"), lead)


@signed_in(*READERS)
def child(request: HttpRequest, case: UUID) -> HttpResponse:
    """A child’s plan: to it, or to begin it."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    with viewing(acting.viewer):
        there = queries.plan_of_case(case)
    if there is not None:
        return redirect("support:plan", there.id)
    policies.check_may_support(acting)
    form = forms.Begin(request.POST if request.method == "POST" else None)
    form.set_choices("coordinator", _people(acting))
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        look(room=found.id, what="case", reason="support", by=acting)
        born = _born(found.person_id, acting)
        with Refusing(form):
            plan = actions.begin_for_child(
                case=CaseId(case), called=a["called"], born=born, coordinator=UUID(a["coordinator"]), by=acting, entry_id=form.entry_id
            )
            return recorded(request, "It is begun. Offer her each kind of support.", "support:plan", plan)
    lead = "Whoever works with her and manages them reads it, whoever coordinates it, and her advocate. Nobody of the police does, and no panel."
    return form_page(request, form, "Begin her support plan", "Begin it", reverse("children:child", args=[case]), lead)


def _born(person: UUID, acting: Acting) -> date | None:
    with viewing(acting.viewer):
        found = births([person]).get(person)
    return found.earliest if found is not None else None


def _plan_or_404(acting: Acting, plan_id: UUID) -> tuple[Plan | None, dict[str, Item]]:
    """A plan, whole or only what somebody owes of it; else "not found"."""
    with viewing(acting.viewer):
        found, items = queries.plan(plan_id), queries.items(plan_id)
    if found is None and not items:
        denied(matter=plan_id, what="support", by=acting)
        raise Http404
    return found, items


@signed_in(*READERS)
def plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """A plan: each kind of support, gaps first. The look is recorded before it is opened."""
    acting = acting_of(request)
    found, items = _plan_or_404(acting, plan_id)
    look(room=plan_id, what="support", reason="plan" if found is not None else "owes_it", by=acting)
    with viewing(acting.viewer):
        directory = partnership.directory()
        called = queries.called([plan_id]).get(plan_id, "") if found is not None else ""
        rows = presenters.facts_of(found, directory, acting) if found is not None else []
        lines = presenters.lines(plan_id, items, directory, whole=found is not None)
        events = presenters.events(queries.story(plan_id), directory, acting)
        open_now = open_duties_of(plan_id)
    links = _links(found) if found is not None else []
    return page(
        request,
        "support/plan.html",
        title=f"Support for {called}" if called else "Support that your organisation owes",
        rows=rows,
        lines=lines,
        events=events,
        duties=rows_for(acting, open_now),
        links=links,
    )


def _links(found: Plan) -> list[tuple[str, str]]:
    links = [
        ("Name her advocate" if found.advocate_id is None else "Name another advocate", reverse("support:advocate", args=[found.id])),
        ("Give her a number to read it herself", reverse("support:number", args=[found.id])),
        ("Give it to another coordinator", reverse("support:coordinator", args=[found.id])),
    ]
    if found.handed_over_on is None and found.case_id is not None:
        links.append(("Hand it over to adults’ services", reverse("support:hand-over", args=[found.id])))
    return links


def _whole_or_404(acting: Acting, plan_id: UUID) -> Plan:
    found, _ = _plan_or_404(acting, plan_id)
    if found is None:
        raise Http404
    return found


@signed_in(*READERS)
def number(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Give her a number by which she reads her own plan: shown now, to be said to her, and never again."""
    acting = acting_of(request)
    _whole_or_404(acting, plan_id)
    form = forms.Confirm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            said = hers.give_number(plan=PlanId(plan_id), by=acting, entry_id=form.entry_id)
            return page(request, "support/number.html", number=said, back=reverse("support:plan", args=[plan_id]))
    lead = (
        "She sees what she was offered and where it stands, and switches the number off when she wants. Sit with her: where it is kept must be safe "
        "from whoever looks at her phone. One that she had opens nothing any more."
    )
    return form_page(request, form, "Give her a number", "Make a number", reverse("support:plan", args=[plan_id]), lead)


@signed_in(*READERS)
def advocate(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Name her advocate."""
    acting = acting_of(request)
    _whole_or_404(acting, plan_id)
    form = forms.Advocate(request.POST if request.method == "POST" else None)
    form.set_choices("advocate", _people(acting))
    if form.is_bound and form.is_valid():
        with Refusing(form):
            actions.name_advocate(plan=PlanId(plan_id), advocate=UUID(form.cleaned_data["advocate"]), by=acting, entry_id=form.entry_id)
            return recorded(request, "They are her advocate, and read the plan.", "support:plan", plan_id)
    return form_page(
        request, form, "Name her advocate", "Name them", reverse("support:plan", args=[plan_id]), "Independent of whoever works with her."
    )


@signed_in(*READERS)
def coordinator(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Give it to another coordinator."""
    acting = acting_of(request)
    _whole_or_404(acting, plan_id)
    form = forms.Coordinator(request.POST if request.method == "POST" else None)
    form.set_choices("coordinator", _people(acting))
    if form.is_bound and form.is_valid():
        with Refusing(form):
            who = UUID(form.cleaned_data["coordinator"])
            actions.set_coordinator(plan=PlanId(plan_id), coordinator=who, by=acting, entry_id=form.entry_id)
            return recorded(request, "They coordinate it now.", "support:plan", plan_id)
    return form_page(request, form, "Give it to another coordinator", "Give it to them", reverse("support:plan", args=[plan_id]))


@signed_in(*READERS)
def hand_over(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Hand it over to adults’ services."""
    acting = acting_of(request)
    _whole_or_404(acting, plan_id)
    form = forms.HandOver(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            actions.hand_over(plan=PlanId(plan_id), on=a["on"], to=a["to"], by=acting, entry_id=form.entry_id)
            return recorded(request, "It is handed over.", "support:plan", plan_id)
    return form_page(request, form, "Hand her support over to adults’ services", "Record it", reverse("support:plan", args=[plan_id]))


def _what_or_404(what: str) -> Support:
    try:
        return Support(what)
    except ValueError:
        raise Http404 from None


@signed_in(*READERS)
def item(request: HttpRequest, plan_id: UUID, what: str) -> HttpResponse:
    """One kind of support: where it stands, and what follows."""
    acting, kind = acting_of(request), _what_or_404(what)
    found, items = _plan_or_404(acting, plan_id)
    there = items.get(kind)
    if found is None and there is None:
        raise Http404
    look(room=plan_id, what="support", reason="plan" if found is not None else "owes_it", by=acting)
    deeds = [
        (DEEDS[name].title, reverse("support:do", args=[plan_id, kind, name])) for name in possible(there, acting, keeps=found is not None)
    ]
    with viewing(acting.viewer):
        directory = partnership.directory()
        story = [(e, parts) for e, parts in queries.story(plan_id) if getattr(e.facts, "what", None) == kind]
        events = presenters.events(story, directory, acting)
    return page(
        request,
        "support/item.html",
        title=SUPPORT_WORDS[kind],
        state=presenters.state_of(there),
        deeds=deeds,
        events=events,
        back=reverse("support:plan", args=[plan_id]),
    )


@signed_in(*READERS)
def do(request: HttpRequest, plan_id: UUID, what: str, name: str) -> HttpResponse:
    """One thing that is done with a kind of support."""
    acting, kind = acting_of(request), _what_or_404(what)
    found, items = _plan_or_404(acting, plan_id)
    deed = DEEDS.get(name)
    if deed is None or name not in possible(items.get(kind), acting, keeps=found is not None):
        raise Http404
    form = deed.form(request.POST if request.method == "POST" else None)
    with viewing(acting.viewer):
        directory = partnership.directory()
        agencies = [a for a in partnership.agencies() if a.kind not in (AgencyKind.POLICE, AgencyKind.SCRUTINY)]
    if "agency" in form.fields:
        form.set_choices("agency", [Choice(str(a.id), directory.name(a.id)) for a in agencies])
    if "commissioner" in form.fields:
        pays = [a for a in agencies if a.kind in (AgencyKind.COUNCIL, AgencyKind.HEALTH)]
        form.set_choices("commissioner", [Choice(str(a.id), directory.name(a.id)) for a in pays])
    if form.is_bound and form.is_valid():
        with Refusing(form):
            deed.record(PlanId(plan_id), kind, form.cleaned_data, acting, form.entry_id)
            return recorded(request, deed.said, "support:plan", plan_id)
    heading = f"{SUPPORT_WORDS[kind]}: {deed.title[:1].lower()}{deed.title[1:]}"
    return form_page(request, form, heading, deed.button, reverse("support:item", args=[plan_id, kind]), deed.lead)
