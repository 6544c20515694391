"""Pages of children: lists, the case page, recording from the table, allocation and closure."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.access.actions import denied, look
from holdfast.children import actions, closing, forms, policies, presenters, queries
from holdfast.children.duties import named
from holdfast.children.identity import identity_of
from holdfast.children.ids import CaseId
from holdfast.children.models import Case
from holdfast.database.viewing import viewing
from holdfast.duties.queries import open_duties_of, open_duties_of_matters
from holdfast.duties.views import rows_for
from holdfast.pages.components import Column, Tag
from holdfast.pages.components import Duty as Listed
from holdfast.pages.dates import day
from holdfast.pages.forms import Choice, Form
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import AgencyKind
from holdfast.partnership.shell import Refusing, acting_of, page, recorded, signed_in
from holdfast.subjects import queries as subjects


def case_or_404(acting: Acting, case: UUID) -> Case:
    """The case, for someone whose post may see one; else "not found", which says nothing of whether it exists."""
    found = None
    if acting.role is not None and not acting.has_role(*policies.NO_CASES):
        with viewing(acting.viewer):
            found = queries.child(case)
    if found is None:
        denied(matter=case, what="case", by=acting)
        raise Http404
    return found


def _listed(children: list[Case], acting: Acting) -> list[Listed]:
    """Children as rows: name, what is latest, the earliest clock."""
    labels = named([c.id for c in children], acting)
    with viewing(acting.viewer):
        clocks = open_duties_of_matters([c.id for c in children])
        directory = partnership.directory()
    rows = rows_for(acting, [clocks[c.id][0] for c in children if clocks.get(c.id)])
    by_case = dict(zip([c.id for c in children if clocks.get(c.id)], rows, strict=True))
    found = []
    for child in children:
        row = by_case.get(child.id)
        found.append(
            Listed(
                what=labels[child.id].label,
                href=labels[child.id].href,
                about=row.what if row else "",
                owner=directory.known_to(child.allocated_to_id, acting.agency) if child.allocated_to_id else "not allocated to anyone",
                due=row.due if row else "",
                clock=row.clock if row else Tag("", "quiet"),
                marks=tuple(presenters.tags(child)),
            )
        )
    late = {"late": 0, "soon": 1}
    return sorted(found, key=lambda r: late.get(r.clock.tone, 2))


@signed_in()
def mine(request: HttpRequest) -> HttpResponse:
    """The children I work with; my team's; those nobody has been given; those my organisation is involved with."""
    acting = acting_of(request)
    if acting.role is None or acting.has_role(*policies.NO_CASES):
        return page(request, "children/mine.html", sections=[], may_find=False)
    with viewing(acting.viewer):
        sections: list[tuple[str, list[Case], int]] = [("My children", queries.allocated_to(acting.worker), 0)]
        if acting.agency_kind is AgencyKind.COUNCIL:
            if acting.has_role(*policies.ALLOCATORS):
                total = queries.count_unallocated()
                sections.append(("Not allocated to anyone", queries.unallocated(limit=50), total))
                sections.append(("My team’s children", queries.of_workers(queries.team_of(acting)), 0))
        else:
            sections.append(("Children my organisation is involved with", queries.involving(acting.agency), 0))
    shown_sections = [(title, _listed(children, acting), max(len(children), total)) for title, children, total in sections if children]
    return page(request, "children/mine.html", sections=shown_sections, may_find=True)


def answers_of(form: Form) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "once"}


def deed_page(request: HttpRequest, form: Form, found: Case, acting: Acting, *, heading: str, button: str, lead: str = "") -> HttpResponse:
    """A page with one form about a case."""
    return page(
        request,
        "children/deed.html",
        status=422 if form.is_bound else 200,
        form=form,
        heading=heading,
        button=button,
        lead=lead,
        bar=identity_of(found, acting),
        back=reverse("children:child", args=[found.id]),
    )


@signed_in(*policies.ALLOCATORS)
def allocate(request: HttpRequest, case: UUID) -> HttpResponse:
    """Allocate a child to one named worker."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    form = forms.Allocate(request.POST if request.method == "POST" else None)
    with viewing(acting.viewer):
        directory = partnership.directory()
        loads = {load.worker: load.children for load in queries.caseloads(acting.agency)}
        team = queries.team_of(acting) or [w.id for w in partnership.workers_of(acting.agency)]
        form.set_choices("worker", [Choice(str(w), f"{directory.name(w)}: {loads.get(w, 0)} children") for w in team])
    if form.is_bound and form.is_valid():
        with Refusing(form):
            worker = UUID(form.cleaned_data["worker"])
            actions.allocate(
                child=CaseId(found.id), worker=worker, reason=form.cleaned_data["reason"] or None, by=acting, entry_id=form.entry_id
            )
            return recorded(request, "The child is allocated, and what is owed goes with them.", "children:child", found.id)
    return deed_page(request, form, found, acting, heading="Allocate the child", button="Allocate")


@signed_in(*policies.ALLOCATORS)
def close(request: HttpRequest, case: UUID) -> HttpResponse:
    """Close a case, once every duty has come to one of its endings."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    form = forms.Close(request.POST if request.method == "POST" else None)
    with viewing(acting.viewer):
        open_now = open_duties_of(found.id)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            closed = closing.close_case(child=CaseId(found.id), by=acting, entry_id=form.entry_id, **answers_of(form))
            words = "The case is closed." if closed else "It is kept: the case is closed once a second person agrees."
            return recorded(request, words, "children:child", found.id)
    return page(
        request,
        "children/close.html",
        status=422 if form.is_bound else 200,
        form=form,
        duties=rows_for(acting, open_now),
        bar=identity_of(found, acting),
        back=reverse("children:child", args=[found.id]),
    )


@signed_in()
def refer(request: HttpRequest, case: UUID) -> HttpResponse:
    """Record a further referral."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    policies.check_council(acting)
    form = forms.ReferAgain(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            actions.refer_again(child=CaseId(found.id), by=acting, entry_id=form.entry_id, **answers_of(form))
            return recorded(request, "The referral is recorded.", "children:child", found.id)
    return deed_page(request, form, found, acting, heading="A further referral", button="Record it")


@signed_in()
def restricted(request: HttpRequest, case: UUID) -> HttpResponse:
    """Addresses, placements and schools: a look of its own, committed before they are opened."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    with viewing(acting.viewer):
        refused = not subjects.may_open_whereabouts(found.person_id)
    look(room=found.id, what="restricted", reason="asked_for", by=acting, refused=refused)
    if refused:
        raise NotPermitted("Where the child is to be found is open to the council and the police, and to whoever stated it.")
    with viewing(acting.viewer):
        statements = subjects.whereabouts(found.person_id)
        directory = partnership.directory()
    rows = [
        [s.facts.aspect.value.capitalize(), s.said.words if s.said else "", directory.name(s.facts.source), day(s.entry.recorded_at)]
        for s in statements
    ]
    columns = (Column("What"), Column("As stated"), Column("By"), Column("On"))
    return page(
        request,
        "children/restricted.html",
        bar=identity_of(found, acting),
        rows=rows,
        columns=columns,
        back=reverse("children:child", args=[found.id]),
    )
