"""Pages of persons of concern. No page lists them all: one finds somebody for a purpose, or sees what is one's own to do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.access.actions import look, look_at_names
from holdfast.access.finding import found_or_404
from holdfast.database.viewing import viewing
from holdfast.disruption import resting
from holdfast.disruption import terms as agreed
from holdfast.disruption.codes import TERM_WORDS, Term
from holdfast.duties.queries import open_duties_of
from holdfast.duties.views import rows_for
from holdfast.erasure.links import link_to_ask
from holdfast.pages.components import Column
from holdfast.pages.forms import Choice, Form
from holdfast.partnership import queries as partnership
from holdfast.partnership.kinds import PARTNERSHIP_ROOM
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import LEADS, SEES_NO_CHILD, Role
from holdfast.partnership.shell import Refusing, acting_of, form_page, page, recorded, signed_in, to_show_again
from holdfast.persons import forms, presenters, queries, sections, sharing
from holdfast.persons.codes import State
from holdfast.persons.deeds import DEEDS, possible
from holdfast.persons.kinds import TellingParts
from holdfast.persons.models import Person
from holdfast.record.queries import opened_parts
from holdfast.record.sealed import readers_if_sealed

#: Who may look for somebody, and have something of their own here: whoever works with children.
READERS = tuple(role for role in Role if role not in (*SEES_NO_CHILD, Role.SCRUTINEER))


@signed_in(*READERS)
def mine(request: HttpRequest) -> HttpResponse:
    """Those whom I own, and on whom I was asked to answer; and where to look for somebody."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        asked, owned = queries.waiting_for(acting.worker), queries.owned_by(acting.worker)
    look_at_names([p.id for p in (*asked, *owned)], acting)
    with viewing(acting.viewer):
        names = queries.called([*asked, *owned])
        lacking = agreed.missing()
    return page(
        request,
        "persons/mine.html",
        asked=presenters.found_rows(asked, names),
        owned=[(*row, p.next_on) for row, p in zip(presenters.found_rows(owned, names), owned, strict=True)],
        lacking=lacking if acting.has_role(*LEADS) else [],
    )


@signed_in(*READERS)
def find(request: HttpRequest) -> HttpResponse:
    """Look for somebody who was named, for a purpose; the search is recorded before anything is shown."""
    acting = acting_of(request)
    form = forms.Find(request.POST if request.method == "POST" else None)
    found: list[tuple[str, object, str]] | None = None
    also: list[list[object]] = []
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        if not (a["name"] or a["phone"] or a["plate"]):
            form.add_problem("name", "Enter a name, a telephone number or a registration mark")
        else:
            look(room=PARTNERSHIP_ROOM, what="person_search", reason=a["purpose"], by=acting)
            with viewing(acting.viewer):
                people = queries.find(name=a["name"], phone=a["phone"], plate=a["plate"])
            look_at_names([p.id for p in people], acting)
            with viewing(acting.viewer):
                found = [*presenters.found_rows(people, queries.called(people))]
                also = presenters.shared_rows(sharing.shared(sharing.marks(phones=[a["phone"]], plates=[a["plate"]])))
    status = 422 if form.is_bound and found is None else 200
    return page(request, "persons/find.html", status=status, form=form, found=found, also=also, columns=presenters.SHARED_COLUMNS)


def _person_or_404(acting: Acting, person_id: UUID) -> Person:
    return found_or_404(queries.person, person_id, what="person_of_concern", by=acting)


@signed_in(*READERS)
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Somebody who was named. The look is recorded first."""
    acting = acting_of(request)
    found = _person_or_404(acting, person_id)
    if readers_if_sealed(found.id) and (asked := to_show_again(request)) is not None:
        return asked
    why = "owner" if found.owner_id == acting.worker else "second_person" if found.second_id == acting.worker else "decides"
    look(room=found.id, what="person_of_concern", reason=why, by=acting)
    with viewing(acting.viewer):
        directory = partnership.directory()
        alike = queries.alike(found.id) if found.state in (State.NAMED, State.SECOND_ASKED) else []
        told = queries.told(found)
        recipients = opened_parts([t.id for t in told], ["recipient"])
        deeds = [(DEEDS[name].title, reverse("persons:do", args=[found.id, name])) for name in possible(found, acting)]
        shown: dict[str, Any] = {
            "called": queries.called([found]).get(found.id, "Not described"),
            "rows": presenters.facts_of(found, directory, acting),
            "allegations": presenters.allegation_rows(queries.allegations(found)),
            "told": presenters.told_rows(told, {t: str(p["recipient"]) for t, p in recipients.items() if p.get("recipient")}, directory),
            "events": presenters.events(queries.story(found.id), directory, acting),
            "sections": sections.of(found, acting),
            "alike": presenters.found_rows(alike, queries.called(alike)),
        }
        open_now = open_duties_of(found.id)
    return page(
        request,
        "persons/person.html",
        found=found,
        state=presenters.state_of(found),
        deeds=deeds,
        duties=rows_for(acting, open_now),
        told_columns=(Column("Who"), Column("When"), Column("Correction")),
        into=reverse("persons:person", args=[found.into_id]) if found.into_id else "",
        links=link_to_ask(found.id, acting),
        **shown,
    )


@signed_in(*READERS)
def shared(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What else has their telephone number or car: one hop, of what this person reads. The look is recorded first."""
    acting = acting_of(request)
    found = _person_or_404(acting, person_id)
    look(room=found.id, what="person_of_concern", reason="shared", by=acting)
    with viewing(acting.viewer):
        called = queries.called([found]).get(found.id, "Not described")
        marks = sharing.marks_of(found.id)
        rows = presenters.shared_rows(sharing.shared(marks, but=found.id))
    return page(request, "persons/shared.html", called=called, marks=marks, columns=presenters.SHARED_COLUMNS, rows=rows)


@signed_in(*READERS)
def do(request: HttpRequest, person_id: UUID, name: str) -> HttpResponse:
    """One thing that is done with somebody who was named."""
    acting = acting_of(request)
    found = _person_or_404(acting, person_id)
    deed = DEEDS.get(name)
    if deed is None:
        raise Http404
    form = deed.form(request.POST if request.method == "POST" else None)
    _offer(form, found, acting)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            deed.record(found, form.cleaned_data, acting, form.entry_id)
            return recorded(request, f"Recorded. {deed.said}", "persons:person", found.id)
    return form_page(
        request,
        form,
        heading=deed.title,
        lead=deed.lead,
        button=deed.button,
        back=reverse("persons:person", args=[found.id]),
    )


def _offer(form: Form, found: Person, acting: Acting) -> None:
    """What can be chosen on a form, by what it asks; a question with nothing to choose from is not asked."""
    with viewing(acting.viewer):
        directory = partnership.directory()
        resting.offer(form, acting)

        def people(workers: list[UUID]) -> list[Choice]:
            return [Choice(str(w), directory.known_to(w, acting.agency)) for w in workers]

        if "worker" in form.fields:
            form.set_choices("worker", people(queries.possible_owners(acting)))
        if "second" in form.fields:
            form.set_choices("second", people(queries.possible_seconds(acting)))
        if "agency" in form.fields:
            form.set_choices("agency", [Choice(str(a.id), directory.name(a.id)) for a in partnership.agencies()])
        others: list[Choice] = []
        if "told_apart" in form.fields or "into" in form.fields:
            alike = queries.alike(found.id)
            names = queries.called(alike)
            others = [Choice(str(p.id), names.get(p.id, "Not described"), hint=presenters.state_of(p).text) for p in alike]
            for field in ("told_apart", "into"):
                if field in form.fields:
                    form.set_choices(field, others)
        if "allegation" in form.fields:
            form.set_choices(
                "allegation", [Choice(str(s.allegation.id), presenters.what_is_alleged(s)) for s in queries.allegations(found)]
            )
        if "owed" in form.fields:
            form.set_choices("owed", _owed(found, directory))
    if "told_apart" in form.fields and not others:
        del form.fields["told_apart"]


def _owed(found: Person, directory: partnership.Directory) -> list[Choice]:
    waiting = [t for t in queries.told(found) if t.owed_entry_id is not None and t.corrected_on is None]
    recipients = {t: TellingParts.model_validate(p) if "words" in p else None for t, p in opened_parts([t.id for t in waiting]).items()}
    names = {t: p.recipient for t, p in recipients.items() if p is not None and p.recipient}
    return [Choice(str(t.owed_entry_id), names.get(t.id) or directory.name(t.agency_id)) for t in waiting]


@signed_in(*LEADS, Role.SCRUTINEER)
def counted(request: HttpRequest) -> HttpResponse:
    """How complete ethnicity and nationality are: numbers by organisation. Of whom stands on no page (row 31)."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        directory = partnership.directory()
    rows = presenters.completeness_rows(queries.complete_for_all(), directory)
    columns = (
        Column("Organisation"),
        Column("Persons of concern", numeric=True),
        Column("Ethnicity as they say", numeric=True),
        Column("Ethnicity as observed", numeric=True),
        Column("Said why it is not known", numeric=True),
        Column("Nationality known", numeric=True),
    )
    return page(request, "persons/counted.html", rows=rows, columns=columns)


@signed_in(*LEADS)
def terms(request: HttpRequest) -> HttpResponse:
    """What must be agreed before a real installation keeps anything of persons of concern, and recording that it was."""
    acting = acting_of(request)
    form = forms.Agreed(request.POST if request.method == "POST" else None)
    with viewing(acting.viewer):
        lacking = agreed.missing()
    form.set_choices("term", [Choice(term, TERM_WORDS[term]) for term in Term])
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            agreed.record(term=Term(a["term"]), agreed_on=a["agreed_on"], where=a["where"], by=acting, entry_id=form.entry_id)
            return recorded(request, "Recorded.", "persons:terms")
    return page(
        request, "persons/terms.html", status=422 if form.is_bound else 200, form=form, lacking=[TERM_WORDS[term] for term in lacking]
    )
