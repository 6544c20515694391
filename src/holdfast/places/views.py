"""Pages of places of concern."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from holdfast.access.actions import look
from holdfast.access.finding import found_or_404
from holdfast.children.duties import named as children_named
from holdfast.database.viewing import viewing
from holdfast.disruption import resting
from holdfast.duties.queries import open_duties_of
from holdfast.duties.views import rows_for
from holdfast.pages.forms import Choice
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.shell import Refusing, acting_of, form_page, page, recorded, signed_in
from holdfast.persons.queries import possible_owners
from holdfast.persons.views import READERS
from holdfast.places import actions, forms, kinds, presenters, queries, sections
from holdfast.places.codes import PlaceKind
from holdfast.places.deeds import DEEDS, possible
from holdfast.places.ids import PlaceId
from holdfast.places.models import Place


@signed_in(*READERS)
def all_of_them(request: HttpRequest) -> HttpResponse:
    """The places that this person reads and that are not at an end: what is due first."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found = queries.places()
        rows = presenters.listed(found, queries.called(found))
    return page(request, "places/all.html", rows=rows, most=queries.MOST_FOUND)


@signed_in(*READERS)
def report(request: HttpRequest) -> HttpResponse:
    """Report a place; where one of that name is on the record, what is said belongs there."""
    acting = acting_of(request)
    form = forms.Report(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        parts = kinds.ReportedParts(name=a["name"], where=a["where"] or None, said=a["words"])
        with Refusing(form):
            try:
                found = actions.report(place=PlaceKind(a["place"]), parts=parts, by=acting, entry_id=form.entry_id)
            except actions.KnownAlready as there:
                actions.report_again(place=PlaceId(there.place), words=a["words"], by=acting, entry_id=form.entry_id)
                return recorded(request, "The place was on the record already. What you said stands there.", "places:place", there.place)
            with viewing(acting.viewer):
                reads = queries.place(found) is not None
            if not reads:
                return recorded(request, "It is reported, and to be assessed.", "home")
            return recorded(request, "It is reported, and to be assessed.", "places:place", found)
    return form_page(
        request,
        form,
        heading="Report a place",
        lead="A place where children are harmed, or are met by those who harm them. It is assessed, somebody owns it, and the place is changed.",
        button="Report it",
        back=reverse("places:all"),
    )


def _place_or_404(acting: Acting, place_id: UUID) -> Place:
    return found_or_404(queries.place, place_id, what="place", by=acting)


@signed_in(*READERS)
def place(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """A place, with the children found there whom the viewer reads. The look is recorded first."""
    acting = acting_of(request)
    found = _place_or_404(acting, place_id)
    look(room=found.id, what="place", reason="owner" if found.owner_id == acting.worker else "works_with_children", by=acting)
    with viewing(acting.viewer):
        directory = partnership.directory()
        name = queries.called([found]).get(found.id, "A place")
        rows = presenters.facts_of(found, directory, acting)
        told, earlier = queries.story(found.id, everything="everything" in request.GET)
        events = presenters.events(told, directory, acting)
        added = sections.of(found, acting)
        there = queries.found_there(found)
        open_now = open_duties_of(found.id)
    children = sorted((named.label, named.href) for named in children_named(there, acting).values()) if there else []
    return page(
        request,
        "places/place.html",
        title=name,
        state=presenters.state_of(found),
        deeds=[(DEEDS[each].title, reverse("places:do", args=[found.id, each])) for each in possible(found, acting)],
        rows=rows,
        sections=added,
        children=children,
        events=events,
        earlier=earlier,
        duties=rows_for(acting, open_now),
    )


@signed_in(*READERS)
def do(request: HttpRequest, place_id: UUID, name: str) -> HttpResponse:
    """One thing that is done with a place."""
    acting = acting_of(request)
    found = _place_or_404(acting, place_id)
    deed = DEEDS.get(name)
    if deed is None:
        raise Http404
    if name not in possible(found, acting) and request.method != "POST":
        return redirect("places:place", found.id)
    form = deed.form(request.POST if request.method == "POST" else None)
    if "worker" in form.fields:
        with viewing(acting.viewer):
            resting.offer(form, acting)
            directory = partnership.directory()
            form.set_choices("worker", [Choice(str(w), directory.known_to(w, acting.agency)) for w in possible_owners(acting)])
    if form.is_bound and form.is_valid():
        with Refusing(form):
            deed.record(PlaceId(found.id), form.cleaned_data, acting, form.entry_id)
            return recorded(request, f"Recorded. {deed.said}", "places:place", found.id)
    return form_page(
        request,
        form,
        heading=deed.title,
        lead="",
        button=deed.button,
        back=reverse("places:place", args=[found.id]),
    )
