"""Pages of intelligence: giving it, grading it, and answering what was passed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.access.actions import look, look_at_names
from holdfast.access.finding import found_or_404
from holdfast.database.viewing import viewing
from holdfast.duties.queries import open_duties_of
from holdfast.duties.views import rows_for
from holdfast.intelligence import actions, forms, kinds, policies, presenters, queries
from holdfast.intelligence.codes import Close
from holdfast.intelligence.deeds import DEEDS, possible
from holdfast.intelligence.ids import ItemId
from holdfast.intelligence.models import Item
from holdfast.measures.policies import answers_for_post
from holdfast.pages.forms import Choice
from holdfast.partnership import queries as partnership
from holdfast.partnership import vetted
from holdfast.partnership.people import Acting
from holdfast.partnership.shell import Refusing, acting_of, form_page, page, recorded, signed_in
from holdfast.persons.views import READERS


@signed_in(*READERS)
def mine(request: HttpRequest) -> HttpResponse:
    """What was passed to my post, what I gave; and for a grader, what waits."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        grades = queries.grades_intelligence(acting.worker)
        given, waiting = queries.given_by(acting.worker), queries.to_grade() if grades else []
        passed = presenters.texts(queries.texts_for(acting.worker))
    look_at_names([i.id for i in (*given, *waiting)], acting)
    with viewing(acting.viewer):
        names = queries.about([*given, *waiting])
    return page(
        request,
        "intelligence/mine.html",
        given=presenters.listed(given, names),
        waiting=presenters.listed(waiting, names),
        passed=passed,
        grades=grades,
    )


@signed_in(*READERS)
def give(request: HttpRequest) -> HttpResponse:
    """Say what you know. What is covert is refused, and nothing of it kept."""
    acting = acting_of(request)
    policies.check_may_give(acting)
    form = forms.Give(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            parts = kinds.GivenParts(about=a["about"], what=a["what"], when=a["when"], how_known=a["how_known"], unit=a["unit"] or None)
            found = actions.give(
                parts=parts,
                close=Close(a["close"]),
                covert=a["covert"],
                danger=a["danger"],
                where=a.get("where") or None,
                by=acting,
                entry_id=form.entry_id,
            )
            return recorded(request, "It is received. It is graded, and you are answered once.", "intelligence:item", found)
    lead = "About people, places, cars, telephones, names online. A trained person grades it; danger goes at once to whoever is on call."
    return form_page(request, form, "Say what you know", "Send it", reverse("intelligence:mine"), lead)


def _item_or_404(acting: Acting, item_id: UUID) -> Item:
    return found_or_404(queries.item, item_id, what="intelligence", by=acting)


@signed_in(*READERS)
def item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """An item: for whoever gave it what they said and the reply; for its graders all of it. The look is recorded first."""
    acting = acting_of(request)
    found = _item_or_404(acting, item_id)
    look(room=found.id, what="intelligence", reason="gave_it" if found.giver_id == acting.worker else "grades", by=acting)
    with viewing(acting.viewer):
        directory, grade = partnership.directory(), queries.grade(found.id)
        title = queries.about([found]).get(found.id, "Information")
        events = presenters.events(queries.story([found.room_id, found.id]), directory, acting)
        deeds = [(DEEDS[name].title, reverse("intelligence:do", args=[found.id, name])) for name in possible(found, grade, acting)]
        open_now = open_duties_of(found.id)
    return page(
        request,
        "intelligence/item.html",
        title=title,
        state=presenters.state_of(found, grade, acting.worker),
        deeds=deeds,
        rows=presenters.facts_of(found),
        events=events,
        duties=rows_for(acting, open_now),
    )


@signed_in(*READERS)
def do(request: HttpRequest, item_id: UUID, name: str) -> HttpResponse:
    """One thing that is done with an item."""
    acting = acting_of(request)
    found = _item_or_404(acting, item_id)
    deed = DEEDS.get(name)
    with viewing(acting.viewer):
        able = possible(found, queries.grade(found.id), acting)
    if deed is None or (name not in able and request.method != "POST"):
        raise Http404
    form = deed.form(request.POST if request.method == "POST" else None)
    if "posts" in form.fields:
        with viewing(acting.viewer):
            directory = partnership.directory()
            form.set_choices(
                "posts", [Choice(str(p.id), f"{directory.name(p.id)}, {directory.name(p.agency_id)}") for p in queries.posts()]
            )
            others = [g.worker_id for g in vetted.graders() if g.worker_id != acting.worker]
            form.set_choices("second", [Choice(str(w), directory.known_to(w, acting.agency)) for w in others])
    if form.is_bound and form.is_valid():
        with Refusing(form):
            deed.record(ItemId(found.id), form.cleaned_data, acting, form.entry_id)
            return recorded(request, f"Recorded. {deed.said}", "intelligence:item", found.id)
    return form_page(request, form, deed.title, deed.button, reverse("intelligence:item", args=[found.id]))


@signed_in(*READERS)
def text(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """What was passed to a post: read it, and answer by the day. The look is recorded first."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found = queries.text(text_id)
        holds = found is not None and answers_for_post(acting, found.post_id)
    if found is None:
        raise Http404
    look(room=found.room_id, what="intelligence", reason="passed" if holds else "grades", by=acting)
    reviews = found.recalled_id is not None and found.reviewed_at is None
    waits = holds and (reviews or found.responded_at is None)
    form = (forms.Review if reviews else forms.Respond)(request.POST if request.method == "POST" else None)
    if waits and form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            if reviews:
                actions.review(text=found.id, words=a["words"], by=acting, entry_id=form.entry_id)
            else:
                actions.respond(text=found.id, acts=a["acts"], words=a["words"], by=acting, entry_id=form.entry_id)
            return recorded(request, "Recorded. Whoever passed it reads your answer.", "intelligence:text", found.id)
    with viewing(acting.viewer):
        events = presenters.events(queries.story([found.room_id]), partnership.directory(), acting)
    return page(
        request,
        "intelligence/text.html",
        status=422 if form.is_bound else 200,
        state=presenters.state_of_text(found),
        form=form if waits else None,
        events=events,
    )
