"""Pages of work that organisations do together: strategy discussions, actions, asking, and stating who a child is."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from holdfast.access.actions import look, look_at_names
from holdfast.children import actions, forms, policies, presenters, queries, surroundings
from holdfast.children.actions import ToDo
from holdfast.children.ids import CaseId
from holdfast.children.kinds import meeting
from holdfast.children.models import Case, Strategy
from holdfast.children.views import answers_of, case_or_404, deed_page, name_of
from holdfast.database.viewing import viewing
from holdfast.pages.dates import day
from holdfast.pages.forms import Choice, Form
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import AgencyKind
from holdfast.partnership.shell import Refusing, acting_of, page, signed_in
from holdfast.record.refusal import Refused
from holdfast.subjects.actions import NewPerson, state
from holdfast.subjects.codes import ETHNICITIES, EthnicityMissing, Relation, Scheme, Sex, ThingAspect, ThingKind
from holdfast.subjects.ids import PersonId
from holdfast.subjects.queries import NAMELESS, births, find_people, names


def _agencies(acting: Acting) -> list[Choice]:
    """The organisations that can take part: not the scrutineer's."""
    with viewing(acting.viewer):
        directory = partnership.directory()
        found = [a for a in partnership.agencies() if a.kind != AgencyKind.SCRUTINY]
    return [Choice(str(a.id), directory.name(a.id)) for a in found]


def _owners(acting: Acting) -> list[Choice]:
    """Who can own an action: one's own colleagues by name, the others' by post."""
    with viewing(acting.viewer):
        directory = partnership.directory()
        own = [Choice(str(w.id), directory.name(w.id)) for w in partnership.workers_of(acting.agency) if w.post_id]
        others = [
            Choice(str(post.holder_id), directory.post_and_agency(post.holder_id))
            for agency in partnership.agencies()
            if agency.id != acting.agency and agency.kind != AgencyKind.SCRUTINY
            for post in partnership.posts_of(agency.id)
            if post.holder_id is not None
        ]
    return [*sorted(own, key=lambda c: c.label), *sorted(others, key=lambda c: c.label)]


def _todos(form: Form) -> list[ToDo]:
    answered = form.cleaned_data
    return [
        ToDo(what=answered[f"what_{n}"], owner=UUID(answered[f"owner_{n}"]), due_on=answered[f"due_{n}"])
        for n in range(1, forms.ACTIONS + 1)
        if answered.get(f"what_{n}") and answered.get(f"owner_{n}") and answered.get(f"due_{n}")
    ]


@signed_in()
def open_strategy(request: HttpRequest, case: UUID) -> HttpResponse:
    """Convene a strategy discussion."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    policies.check_council(acting)
    form = forms.OpenStrategy(request.POST if request.method == "POST" else None)
    form.set_choices("agencies", _agencies(acting))
    if form.is_bound and form.is_valid():
        with Refusing(form):
            agencies = [UUID(a) for a in form.cleaned_data["agencies"]]
            strategy = actions.open_strategy(
                child=CaseId(found.id),
                agencies=agencies,
                words=form.cleaned_data["words"],
                about=form.cleaned_data["about"],
                by=acting,
                entry_id=form.entry_id,
            )
            return redirect("children:strategy", found.id, strategy)
    return deed_page(request, form, found, acting, heading="Open a strategy discussion", button="Open it")


def _strategy_or_404(acting: Acting, found: Case, strategy: UUID) -> Strategy:
    with viewing(acting.viewer):
        row = queries.strategy(found.id, strategy)
    if row is None:
        raise Http404
    return row


@signed_in()
def strategy(request: HttpRequest, case: UUID, strategy_id: UUID) -> HttpResponse:
    """A strategy discussion: who takes part, what each shared, the decision; sharing, concluding, issuing its record."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    row = _strategy_or_404(acting, found, strategy_id)
    takes_part = acting.agency_kind is AgencyKind.COUNCIL or str(acting.agency) in row.agencies
    share = forms.Share(request.POST if request.method == "POST" else None) if row.concluded_at is None and takes_part else None
    if share is not None and share.is_bound and share.is_valid():
        with Refusing(share):
            words = share.cleaned_data["words"]
            actions.share_in_strategy(child=CaseId(found.id), strategy=row.id, words=words, by=acting, entry_id=share.entry_id)
            return redirect("children:strategy", found.id, row.id)
    look(room=found.id, what="strategy", reason="takes_part", by=acting)
    with viewing(acting.viewer):
        directory = partnership.directory()
        of_case = [t for t in queries.timeline(found.id) if t.entry.id == row.id or getattr(t.entry.facts, "strategy", None) == row.id]
        told = sorted([*of_case, *queries.timeline(row.id)], key=lambda t: t.entry.position)
        events = [presenters.event(t, directory, acting, found.id) for t in told]
    council = acting.agency_kind is AgencyKind.COUNCIL
    return page(
        request,
        "children/strategy.html",
        status=422 if share is not None and share.is_bound else 200,
        strategy=row,
        agencies=[directory.name(UUID(a)) for a in row.agencies],
        events=events,
        form=share,
        may_conclude=council and row.concluded_at is None,
        may_issue=council and row.concluded_at is not None and row.record_issued_at is None,
        name=name_of(found, acting),
        back=reverse("children:child", args=[found.id]),
        case=found.id,
    )


@signed_in()
def conclude(request: HttpRequest, case: UUID, strategy_id: UUID) -> HttpResponse:
    """Conclude a strategy discussion with a decision, and actions each with an owner."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    policies.check_council(acting)
    row = _strategy_or_404(acting, found, strategy_id)
    form = forms.ConcludeStrategy(request.POST if request.method == "POST" else None)
    form.set_choices("attended", [c for c in _agencies(acting) if c.value in {*row.agencies, str(acting.agency)}])
    owners = _owners(acting)
    for n in range(1, forms.ACTIONS + 1):
        form.set_choices(f"owner_{n}", owners)
    if form.is_bound and form.is_valid():
        form.check_actions()
    if form.is_bound and form.is_valid():
        answered = form.cleaned_data
        names = ("reason", "investigation_timing", "who_tells_family", "medical", "other_children")
        with Refusing(form):
            actions.conclude_strategy(
                child=CaseId(found.id),
                strategy=row.id,
                decision=answered["decision"],
                attended=[UUID(a) for a in answered["attended"]],
                words=meeting.Decided(**{name: answered[name] or None for name in names}),
                todos=_todos(form),
                by=acting,
                entry_id=form.entry_id,
            )
            return redirect("children:strategy", found.id, row.id)
    return deed_page(request, form, found, acting, heading="Conclude the strategy discussion", button="Conclude it")


@signed_in()
def issue(request: HttpRequest, case: UUID, strategy_id: UUID) -> HttpResponse:
    """Issue the record of a strategy discussion to those who took part."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    policies.check_council(acting)
    row = _strategy_or_404(acting, found, strategy_id)
    form = forms.IssueRecord(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            actions.issue_strategy_record(child=CaseId(found.id), strategy=row.id, by=acting, entry_id=form.entry_id)
            return redirect("children:strategy", found.id, row.id)
    lead = "Every organisation that takes part sees the record on the case from now on."
    return deed_page(request, form, found, acting, heading="Issue the record", button="Issue it", lead=lead)


@signed_in()
def agree(request: HttpRequest, case: UUID) -> HttpResponse:
    """Agree actions, each with one owner and a day."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    form = forms.AgreeActions(request.POST if request.method == "POST" else None)
    owners = _owners(acting)
    for n in range(1, forms.ACTIONS + 1):
        form.set_choices(f"owner_{n}", owners)
    if form.is_bound and form.is_valid():
        form.check_actions()
        if form.is_valid() and not _todos(form):
            form.add_problem("what_1", "Enter at least one action")
    if form.is_bound and form.is_valid():
        with Refusing(form):
            actions.agree_actions(child=CaseId(found.id), todos=_todos(form), by=acting, entry_id=form.entry_id)
            return redirect("children:child", found.id)
    lead = "Each becomes a duty of its owner. The owner’s organisation sees the case from now on."
    return deed_page(request, form, found, acting, heading="Agree actions", button="Agree them", lead=lead)


@signed_in()
def ask(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask another organisation for what it holds; it owes an answer, or a reason, by a day."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    policies.check_may_work(acting)
    form = forms.AskInformation(request.POST if request.method == "POST" else None)
    form.set_choices("agency", [c for c in _agencies(acting) if c.value != str(acting.agency)])
    if form.is_bound and form.is_valid():
        answered = form.cleaned_data
        with Refusing(form):
            actions.ask_information(
                child=CaseId(found.id),
                agency=UUID(answered["agency"]),
                what=answered["what"],
                due_on=answered["due_on"],
                by=acting,
                entry_id=form.entry_id,
            )
            return redirect("children:child", found.id)
    lead = "It sees the case from now on, and owes you an answer, or the reason why not."
    return deed_page(request, form, found, acting, heading="Ask another organisation", button="Ask", lead=lead)


@signed_in()
def state_more(request: HttpRequest, case: UUID) -> HttpResponse:
    """State more about who the child is: a new statement beside the old."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    policies.check_may_work(acting)
    form = forms.State(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        answered = answers_of(form)
        ethnicity = answered["ethnicity"]
        number = (Scheme(answered["scheme"]), answered["number"]) if answered["scheme"] and answered["number"] else None
        new = NewPerson(
            name=answered["name"] or None,
            born=answered["born"],
            sex=Sex(answered["sex"]) if answered["sex"] else None,
            ethnicity=ethnicity if ethnicity in ETHNICITIES else None,
            ethnicity_missing=EthnicityMissing(ethnicity) if ethnicity and ethnicity not in ETHNICITIES else None,
            identifiers=[number] if number else [],
            phone=answered["phone"] or None,
            address=answered["address"] or None,
            school=answered["school"] or None,
        )
        with Refusing(form):
            if bool(answered["scheme"]) != bool(answered["number"]):
                raise Refused("number", "Give both the kind of number and the number")
            state(PersonId(found.person_id), new, by=acting)
            return redirect("children:child", found.id)
    lead = "What was stated before stays beside it, with its source and its day."
    return deed_page(request, form, found, acting, heading="State who this is", button="State it", lead=lead)


@signed_in()
def thing(request: HttpRequest, case: UUID) -> HttpResponse:
    """Record a phone, vehicle, place or account that has to do with the child, as one's own organisation knows it."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    policies.check_may_work(acting)
    form = forms.RecordThing(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        answered = form.cleaned_data
        with Refusing(form):
            surroundings.record_thing(
                child=CaseId(found.id),
                kind=ThingKind(answered["kind"]),
                value=answered["value"],
                aspect=ThingAspect(answered["aspect"]),
                words=answered["words"],
                by=acting,
                entry_id=form.entry_id,
            )
            return redirect("children:child", found.id)
    lead = "The organisations involved with the child see it. Its number or name finds it again."
    return deed_page(request, form, found, acting, heading="Record a phone, vehicle, place or account", button="Record it", lead=lead)


@signed_in()
def find(request: HttpRequest) -> HttpResponse:
    """Find a child whom one may see: by name, birth, number or telephone. Whose names are shown is recorded."""
    acting = acting_of(request)
    policies.check_may_work(acting)
    form = forms.Find(request.POST if request.method == "POST" else None)
    rows: list[tuple[str, str, UUID | None]] | None = None
    if form.is_bound and form.is_valid():
        if not any(form.cleaned_data.values()):
            form.add_problem("name", "Enter at least one of these")
        else:
            with viewing(acting.viewer):
                people = find_people(**form.cleaned_data)
            look_at_names(people, acting)
            with viewing(acting.viewer):
                called, born, cases = names(people), births(people), queries.cases_of(people)
                numbers = queries.numbers_of([p for p in people if p not in called])
            rows = [
                (called.get(p) or numbers.get(p) or NAMELESS, day(born[p].earliest) if p in born else "birth not known", cases.get(p))
                for p in people
            ]
    return page(request, "children/find.html", status=422 if form.is_bound and not form.is_valid() else 200, form=form, rows=rows)


@signed_in()
def relative(request: HttpRequest, case: UUID) -> HttpResponse:
    """Record someone of the child's family or household."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    policies.check_may_work(acting)
    form = forms.Relate(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        answered = form.cleaned_data
        with Refusing(form):
            surroundings.record_relative(
                child=CaseId(found.id),
                name=answered["name"],
                born=answered["born"],
                relation=Relation(answered["relation"]),
                by=acting,
                entry_id=form.entry_id,
            )
            return redirect("children:child", found.id)
    return deed_page(request, form, found, acting, heading="Record a relative or someone of the household", button="Record them")
