"""Pages of work that organisations do together: actions, asking, and stating who a child is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from holdfast.access.actions import look_at_names
from holdfast.children import actions, forms, policies, queries, surroundings
from holdfast.children.actions import ToDo
from holdfast.children.ids import CaseId
from holdfast.children.views import answers_of, case_or_404, deed_page
from holdfast.database.viewing import viewing
from holdfast.pages.dates import day
from holdfast.pages.forms import Choice, Form
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import AgencyKind
from holdfast.partnership.shell import Refusing, acting_of, page, recorded, signed_in
from holdfast.record.refusal import Refused
from holdfast.subjects.actions import NewPerson
from holdfast.subjects.codes import ETHNICITIES, EthnicityMissing, Relation, Scheme, Sex, ThingAspect, ThingKind
from holdfast.subjects.likeness import likely
from holdfast.subjects.queries import NAMELESS, births, find_people, names


def agencies(acting: Acting) -> list[Choice]:
    """The organisations that can take part: not the scrutineer's."""
    with viewing(acting.viewer):
        directory = partnership.directory()
        found = [a for a in partnership.agencies() if a.kind != AgencyKind.SCRUTINY]
    return [Choice(str(a.id), directory.name(a.id)) for a in found]


def owners(acting: Acting) -> list[Choice]:
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


def todos(form: Form) -> list[ToDo]:
    """The actions that a form gives in full."""
    answered = form.cleaned_data
    return [
        ToDo(what=answered[f"what_{n}"], owner=UUID(answered[f"owner_{n}"]), due_on=answered[f"due_{n}"])
        for n in range(1, forms.ACTIONS + 1)
        if answered.get(f"what_{n}") and answered.get(f"owner_{n}") and answered.get(f"due_{n}")
    ]


@signed_in()
def agree(request: HttpRequest, case: UUID) -> HttpResponse:
    """Agree actions, each with one owner and a day."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    form = forms.AgreeActions(request.POST if request.method == "POST" else None)
    of_actions = owners(acting)
    for n in range(1, forms.ACTIONS + 1):
        form.set_choices(f"owner_{n}", of_actions)
    if form.is_bound and form.is_valid():
        form.check_actions()
        if form.is_valid() and not todos(form):
            form.add_problem("what_1", "Enter at least one action")
    if form.is_bound and form.is_valid():
        with Refusing(form):
            actions.agree_actions(child=CaseId(found.id), todos=todos(form), by=acting, entry_id=form.entry_id)
            return recorded(request, "Agreed. Each action is owed by its owner.", "children:child", found.id)
    lead = "Each becomes a duty of its owner. The owner’s organisation sees the case from now on."
    return deed_page(request, form, found, acting, heading="Agree actions", button="Agree them", lead=lead)


@signed_in()
def ask(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask another organisation for what it holds; it owes an answer, or a reason, by a day."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    policies.check_may_work(acting)
    form = forms.AskInformation(request.POST if request.method == "POST" else None)
    form.set_choices("agency", [c for c in agencies(acting) if c.value != str(acting.agency)])
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
            return recorded(request, "Asked. They owe an answer by the day that you gave.", "children:child", found.id)
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
            actions.state_who(child=CaseId(found.id), new=new, by=acting)
            return recorded(request, "It is stated, beside what was stated before.", "children:child", found.id)
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
            return recorded(request, "It is recorded.", "children:child", found.id)
    lead = "The organisations involved with the child see it. Its number or name finds it again."
    return deed_page(request, form, found, acting, heading="Record a phone, vehicle, place or account", button="Record it", lead=lead)


@dataclass(frozen=True, slots=True)
class Found:
    """A person whom a search found: who, born when, in what like whoever is sought, and their case."""

    name: str
    born: str
    why: str
    case: UUID | None


@signed_in()
def find(request: HttpRequest) -> HttpResponse:
    """Find a child whom one may see: those who fit all that is given; and those who are like them, with in what. Whose names are shown is recorded."""
    acting = acting_of(request)
    policies.check_may_work(acting)
    form = forms.Find(request.POST if request.method == "POST" else None)
    fit: list[Found] | None = None
    alike: list[Found] = []
    if form.is_bound and form.is_valid():
        sought = form.cleaned_data
        if not any(sought.values()):
            form.add_problem("name", "Enter at least one of these")
        else:
            with viewing(acting.viewer):
                people = find_people(**sought)
                like = likely(
                    name=sought["name"] or None,
                    born=sought["born"],
                    about=sought["about"],
                    identifiers=[sought["identifier"]] if sought["identifier"] else [],
                )
            others = {one.person: ", ".join(one.why) for one in like if one.person not in set(people)}
            look_at_names([*people, *others], acting)
            found = _found([*people, *others], others, acting)
            fit, alike = found[: len(people)], found[len(people) :]
    return page(
        request, "children/find.html", status=422 if form.is_bound and not form.is_valid() else 200, form=form, fit=fit, alike=alike
    )


def _found(people: list[UUID], why: Mapping[UUID, str], acting: Acting) -> list[Found]:
    with viewing(acting.viewer):
        called, born, cases = names(people), births(people), queries.cases_of(people)
        numbers = queries.numbers_of([p for p in people if p not in called])
    return [
        Found(
            called.get(p) or numbers.get(p) or NAMELESS,
            f"born {day(born[p].earliest)}" if p in born else "birth not known",
            why.get(p, ""),
            cases.get(p),
        )
        for p in people
    ]


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
            return recorded(request, "They are recorded.", "children:child", found.id)
    return deed_page(request, form, found, acting, heading="Record a relative or someone of the household", button="Record them")
