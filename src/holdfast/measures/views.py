"""Pages of measures: the bodies of a matter, a body’s list and its rows, one measure and what is done with it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.access.actions import denied, look
from holdfast.database.time import now
from holdfast.database.viewing import viewing
from holdfast.disruption import resting
from holdfast.disruption.catalogue import measure as row_of
from holdfast.disruption.codes import BODY_WORDS
from holdfast.measures import asking, forms, policies, presenters, queries
from holdfast.measures.codes import UNCLEARED_WORDS, NotAsked, Rejected, Uncleared
from holdfast.measures.deeds import DEEDS, OWED, possible
from holdfast.measures.ids import AskId, MeasureId
from holdfast.measures.models import Ask, Measure
from holdfast.measures.subjects import Subject, called, subject_for
from holdfast.pages.components import Column
from holdfast.pages.dates import day
from holdfast.pages.forms import Choice, Form
from holdfast.partnership import queries as partnership
from holdfast.partnership import vetted
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import LEADS, Role
from holdfast.partnership.shell import Refusing, acting_of, form_page, page, recorded, signed_in
from holdfast.persons.views import READERS
from holdfast.record.sealed import readers_if_sealed

#: For how long back reasons are counted.
COUNTED = timedelta(days=91)
_OWED_WORDS = {
    "breach": "The breach of",
    "appeal": "The appeal of",
    "effect": "What it changed since it was in force,",
    "effect_at_end": "What it changed by its end,",
    "review": "Since",
    "sample": "Rejected",
}


def _subject_or_404(acting: Acting, matter: UUID) -> Subject:
    found = subject_for(matter, acting)
    if found is None:
        denied(matter=matter, what="measures", by=acting)
        raise Http404
    return found


@signed_in(*READERS)
def bodies(request: HttpRequest, matter: UUID) -> HttpResponse:
    """Each body that holds measures against somebody: asked or not, and what it answered. The look is recorded first."""
    acting = acting_of(request)
    found = _subject_or_404(acting, matter)
    look(room=matter, what="measures", reason="decides", by=acting)
    with viewing(acting.viewer):
        holders = found.holders() if found.stands else []
        may_ask = found.stands and found.may_keep(acting)
        shown = presenters.bodies(
            matter, holders, queries.asks_of(matter), queries.not_asked(matter), queries.measures_of(matter), may_ask=may_ask
        )
        title = f"{called(matter)}: {'what protects the child' if found.protects else 'what could be done'}"
    return page(request, "measures/bodies.html", title=title, bodies=shown, back=found.href)


@signed_in(*READERS)
def ask_body(request: HttpRequest, matter: UUID, body: str) -> HttpResponse:
    """Ask a body, and decide what it is told."""
    acting = acting_of(request)
    found = _subject_or_404(acting, matter)
    if body not in BODY_WORDS:
        raise Http404
    with viewing(acting.viewer):
        before = next((a for a in queries.asks_of(matter) if a.body == body and a.connected), None)
        rows = found.rows_of(body)
    form = forms.Ask(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            instead = before.declared_id if before is not None else None
            asking.ask(
                matter=matter, body=body, about=a["about"], shared=a["shared"], instead_of=instead, by=acting, entry_id=form.entry_id
            )
            return recorded(request, "It is asked, and owes an answer to each row.", "measures:bodies", matter)
    lead = "It is asked about: " + "; ".join(row.title for row in rows) if rows else ""
    return form_page(request, form, f"Ask: {BODY_WORDS[body]}", "Ask it", reverse("measures:bodies", args=[matter]), lead)


@signed_in(*READERS)
def not_ask(request: HttpRequest, matter: UUID, body: str) -> HttpResponse:
    """Say why a body is not asked."""
    acting = acting_of(request)
    _subject_or_404(acting, matter)
    if body not in BODY_WORDS:
        raise Http404
    form = forms.DoNotAsk(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            asking.not_ask(matter=matter, body=body, why=NotAsked(a["why"]), words=a["words"], by=acting, entry_id=form.entry_id)
            return recorded(request, "Recorded. Others who decide read the reason.", "measures:bodies", matter)
    lead = "Its measures then stand as not considered, with your reason."
    return form_page(request, form, f"Do not ask: {BODY_WORDS[body]}", "Record the reason", reverse("measures:bodies", args=[matter]), lead)


def _ask_or_404(acting: Acting, ask_id: UUID) -> Ask:
    with viewing(acting.viewer):
        found = queries.ask(ask_id)
    if found is None:
        raise Http404
    return found


@signed_in(*READERS)
def ask(request: HttpRequest, ask_id: UUID) -> HttpResponse:
    """A body’s list. Whoever is to answer says first whether they are connected; the look is recorded before anything is opened."""
    acting = acting_of(request)
    found = _ask_or_404(acting, ask_id)
    with viewing(acting.viewer):
        holds = policies.answers_for_post(acting, found.post_id)
    look(room=found.room_id, what="measures", reason="answers" if holds else "decides", by=acting)
    with viewing(acting.viewer):
        about = queries.about_of([ask_id]).get(ask_id, "")
    if holds and found.connected is not False:
        return _declaring(request, found, about, acting)
    with viewing(acting.viewer):
        shared = queries.shared(ask_id)
        lines = presenters.lines(found, queries.answered(ask_id))
    return page(
        request,
        "measures/list.html",
        body=BODY_WORDS[found.body],
        about=about,
        shared=shared.shared if shared is not None else "",
        lines=lines,
        found=found,
        may_answer=holds,
        next=next((line.href for line in lines if not line.answered), "") if holds else "",
    )


def _declaring(request: HttpRequest, found: Ask, about: str, acting: Acting) -> HttpResponse:
    """Before what is shared: whether whoever was asked is connected."""
    if found.connected:
        return page(request, "measures/connected.html", body=BODY_WORDS[found.body])
    form = forms.Declare(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            asking.declare(ask=AskId(found.id), connected=a["connected"], words=a.get("words") or None, by=acting, entry_id=form.entry_id)
            said = "Another is asked. You read no more of it." if a["connected"] else "Recorded. Answer each row."
            return recorded(request, said, "measures:ask", found.id)
    lead = f"You are asked, for {BODY_WORDS[found.body].lower()}, which of its measures it takes. Say first whether you are connected with: {about}."
    return form_page(request, form, "Before you read it", "Record it", reverse("home"), lead)


@signed_in(*READERS)
def answer(request: HttpRequest, ask_id: UUID, code: str) -> HttpResponse:
    """Answer one row; then comes the next."""
    acting = acting_of(request)
    found = _ask_or_404(acting, ask_id)
    with viewing(acting.viewer):
        holds = policies.answers_for_post(acting, found.post_id)
    if not holds or code not in found.offered or found.connected is not False:
        raise Http404
    form = forms.AnswerRow(request.POST if request.method == "POST" else None)
    with viewing(acting.viewer):
        directory = partnership.directory()
        here = partnership.workers_of(acting.agency)
        resting.offer(form, acting)
    form.set_choices("decided_by", sorted((Choice(str(w.id), directory.name(w.id)) for w in here), key=lambda c: c.label))
    if not form.is_bound:
        form.initial["decided_by"] = str(acting.worker)
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            asking.answer_row(
                ask=AskId(ask_id),
                code=code,
                chosen=a["chosen"],
                why=Rejected(a["why"]) if a.get("why") else None,
                reason=a["reason"],
                decided_by=UUID(a["decided_by"]),
                rests_on=resting.chosen(a),
                by=acting,
                entry_id=form.entry_id,
            )
            return _next_row(request, ask_id, acting)
    row = row_of(code)
    return page(
        request,
        "measures/row.html",
        status=422 if form.is_bound else 200,
        form=form,
        heading=row.title,
        rows=presenters.row_facts(row),
        back=reverse("measures:ask", args=[ask_id]),
    )


def _next_row(request: HttpRequest, ask_id: UUID, acting: Acting) -> HttpResponse:
    with viewing(acting.viewer):
        found = queries.ask(ask_id)
        done = {m.code for m in queries.answered(ask_id)}
    left = [code for code in found.offered if code not in done] if found is not None else []
    if left:
        return recorded(request, f"Recorded. {len(left)} still to answer.", "measures:answer", ask_id, left[0])
    return recorded(request, "Every row is answered.", "measures:ask", ask_id)


def _measure_or_404(acting: Acting, measure_id: UUID) -> Measure:
    with viewing(acting.viewer):
        found = queries.measure(measure_id)
    if found is None:
        raise Http404
    return found


@signed_in(*READERS)
def measure(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """One measure: where it stands, what is next, what was recorded. The look is recorded first."""
    acting = acting_of(request)
    found = _measure_or_404(acting, measure_id)
    look(room=found.room_id, what="measures", reason="measure", by=acting)
    with viewing(acting.viewer):
        directory = partnership.directory()
        about = queries.about_of([found.ask_id]).get(found.ask_id, "")
        deeds = [(DEEDS[name].title, reverse("measures:do", args=[found.id, name])) for name in possible(found, acting)]
        events = presenters.events(queries.story(found), directory, acting)
        rows = presenters.facts_of(found, directory, acting)
    return page(
        request,
        "measures/measure.html",
        heading=presenters.title_of(found.code),
        about=about,
        state=presenters.state_of(found),
        deeds=deeds,
        rows=rows,
        events=events,
        back=reverse("measures:ask", args=[found.ask_id]),
        code=found.code,
    )


@signed_in(*READERS)
def do(request: HttpRequest, measure_id: UUID, name: str) -> HttpResponse:
    """One thing that is done with a measure."""
    acting = acting_of(request)
    found = _measure_or_404(acting, measure_id)
    if (deed := DEEDS.get(name)) is None:
        raise Http404
    form = deed.form(request.POST if request.method == "POST" else None)
    _offer(form, found, name, acting)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            deed.record(MeasureId(found.id), form.cleaned_data, acting, form.entry_id)
            return recorded(request, f"Recorded. {deed.said}", "measures:measure", found.id)
    heading = f"{deed.title}: {presenters.title_of(found.code)}"
    return form_page(request, form, heading, deed.button, reverse("measures:measure", args=[found.id]), deed.lead)


def _offer_readers(form: Form, found: Measure, acting: Acting) -> None:
    """Of what is sealed, those of other organisations who read it; of anything else the question is not asked."""
    readers = readers_if_sealed(found.matter_id)
    if not readers:
        del form.fields["with_reader"]
        form.set_choices("uncleared", [Choice(code, words) for code, words in UNCLEARED_WORDS.items() if code is not Uncleared.SEALED])
        return
    directory = partnership.directory()
    others = sorted(w for w in readers if directory.agency_of_worker.get(w) != acting.agency)
    form.set_choices("with_reader", [Choice(str(w), directory.known_to(w, acting.agency)) for w in others])


def _offer(form: Form, found: Measure, name: str, acting: Acting) -> None:
    with viewing(acting.viewer):
        directory = partnership.directory()
        if "breach_owner" in form.fields:
            here = partnership.workers_of(acting.agency)
            form.set_choices("breach_owner", sorted((Choice(str(w.id), directory.name(w.id)) for w in here), key=lambda c: c.label))
        if "born_on" in form.fields and not policies.by_birthday(row_of(found.code)):
            del form.fields["born_on"], form.fields["in_care"]
        if "with_reader" in form.fields:
            _offer_readers(form, found, acting)
        if "with_worker" in form.fields:
            others = [v.worker_id for v in vetted.members() if v.agency_id != acting.agency]
            form.set_choices("with_worker", [Choice(str(w), directory.known_to(w, acting.agency)) for w in others])
        if "owed" in form.fields:
            waiting = [each for each in queries.owed_of(found.id) if OWED[each.what] == name]
            form.set_choices("owed", [Choice(str(o.id), f"{_OWED_WORDS[o.what]} {day(o.since)}") for o in waiting])
            if len(waiting) == 1 and not form.is_bound:
                form.initial["owed"] = str(waiting[0].id)


@signed_in(*LEADS, Role.SCRUTINEER)
def reasons(request: HttpRequest) -> HttpResponse:
    """How often each body gave each reason for not taking a measure: numbers, and never about whom."""
    rows = presenters.reason_rows(queries.reasons(since=now() - COUNTED))
    columns = (Column("Body"), Column("Reason"), Column("In the last three months", numeric=True))
    return page(request, "measures/reasons.html", rows=rows, columns=columns)
