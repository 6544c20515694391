"""Pages of the exploitation panel (MACE)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from holdfast.access.actions import look, look_at_names
from holdfast.access.finding import found_or_404
from holdfast.database.viewing import viewing
from holdfast.duties import naming
from holdfast.duties.queries import open_duties_of
from holdfast.duties.views import rows_for
from holdfast.pages.dates import day
from holdfast.pages.forms import Choice, Form
from holdfast.panel import actions, forms, policies, presenters, queries
from holdfast.panel.codes import About, Left, State
from holdfast.panel.ids import PanelId
from holdfast.panel.models import Panel, PanelItem
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.shell import Refusing, acting_of, form_page, page, recorded, signed_in
from holdfast.persons import queries as persons
from holdfast.persons.policies import DECIDERS
from holdfast.persons.views import READERS
from holdfast.record.entries import AnyEntry


def names_of(subjects: Iterable[UUID], acting: Acting) -> dict[UUID, str]:
    """What each person, place or child is called, of those that the viewer reads. The look is recorded first."""
    wanted = list(subjects)
    with viewing(acting.viewer):
        people = persons.those(wanted)
    look_at_names([p.id for p in people], acting)
    with viewing(acting.viewer):
        called = persons.called(people)
    others = naming.names_of([each for each in wanted if each not in called], acting)
    return {**called, **{matter: named.label for matter, named in others.items()}}


@signed_in(*READERS)
def all_of_them(request: HttpRequest) -> HttpResponse:
    """The meetings of which I am a member."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        rows = [(f"Panel of {day(p.held_on)}", reverse("panel:panel", args=[p.id])) for p in queries.panels()]
    return page(request, "panel/all.html", rows=rows, calls=acting.has_role(*DECIDERS))


@signed_in(*READERS)
def call(request: HttpRequest) -> HttpResponse:
    """Call the panel."""
    acting = acting_of(request)
    policies.check_may_call(acting)
    form = forms.Call(request.POST if request.method == "POST" else None)
    with viewing(acting.viewer):
        directory = partnership.directory()
        choices = [Choice(str(w), directory.known_to(w, acting.agency)) for w in queries.possible_members()]
    form.set_choices("chair", choices)
    form.set_choices("members", choices)
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            members = [UUID(m) for m in a["members"]]
            found = actions.call(on=a["on"], chair=UUID(a["chair"]), members=members, by=acting, entry_id=form.entry_id)
            with viewing(acting.viewer):
                reads = queries.panel(found) is not None
            return recorded(request, "It is called.", "panel:panel", found) if reads else recorded(request, "It is called.", "panel:all")
    lead = "Children, persons and places at risk of exploitation. It replaces no section 47 enquiry and no conference."
    return form_page(request, form, "Call the exploitation panel (MACE)", "Call it", reverse("panel:all"), lead)


def _panel_or_404(acting: Acting, panel_id: UUID) -> Panel:
    return found_or_404(queries.panel, panel_id, what="panel", by=acting)


@signed_in(*READERS)
def panel(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """A meeting: its agenda, what the record proposes, what was decided. The look is recorded first."""
    acting = acting_of(request)
    found = _panel_or_404(acting, panel_id)
    chairs = found.chair_id == acting.worker
    if chairs and "take" in request.POST:
        about, _, subject = request.POST["take"].partition(" ")
        actions.take(panel=PanelId(found.id), about=_about_or_404(about), subject=_uuid_or_404(subject), by=acting)
        return recorded(request, "It is on the agenda. Each member says whether they are connected.", "panel:panel", found.id)
    look(room=found.id, what="panel", reason="member", by=acting)
    with viewing(acting.viewer):
        items = queries.items(found.id)
        proposed = queries.proposed(found) if chairs else []
        to_declare = len(queries.to_declare(found, acting.worker))
        directory = partnership.directory()
        items_shut = {i.id for i in items if str(acting.worker) in i.connected}
        decided = queries.actions_of(found.id)
        shut = items_shut | {a.id for a in decided if a.item_id in items_shut}
        events = presenters.events([(e, p) for e, p in queries.story(found.id) if not _of(e) & shut], directory, acting)
        rows = presenters.action_rows([a for a in decided if a.id not in shut], directory, acting)
        open_now = open_duties_of(found.id)
    names = names_of([*(i.subject_id for i in items), *(p.subject for p in proposed)], acting)
    return page(
        request,
        "panel/panel.html",
        title=f"Panel of {day(found.held_on)}",
        to_declare=reverse("panel:connected", args=[found.id]) if to_declare else "",
        chair=directory.known_to(found.chair_id, acting.agency),
        members=[directory.known_to(UUID(m), acting.agency) for m in found.members],
        lines=presenters.lines(items, names, found, acting.worker),
        proposed=presenters.proposed(proposed, names),
        decided=rows,
        duties=rows_for(acting, open_now),
        events=events,
    )


@signed_in(*READERS)
def connected(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """Say at once, of everything on the agenda, with what one is connected; before any of it opens. The look is recorded first."""
    acting = acting_of(request)
    found = _panel_or_404(acting, panel_id)
    look(room=found.id, what="panel", reason="member", by=acting)
    with viewing(acting.viewer):
        waiting = queries.to_declare(found, acting.worker)
    if not waiting:
        return redirect("panel:panel", found.id)
    names = names_of([i.subject_id for i in waiting], acting)
    form = forms.DeclareAll(request.POST if request.method == "POST" else None)
    choices = [Choice(str(i.id), presenters.subject_of(i.about, i.subject_id, names)[0]) for i in waiting]
    form.set_choices("connected", [*choices, Choice(forms.NONE_OF_THEM, "With none of them", exclusive=True, divider="or")])
    if form.is_bound and form.is_valid():
        chosen = [UUID(each) for each in form.cleaned_data["connected"] if each != forms.NONE_OF_THEM]
        with Refusing(form):
            items = [i.id for i in waiting]
            words = form.cleaned_data["words"] or None
            actions.declare_all(panel=PanelId(found.id), items=items, connected=chosen, words=words, by=acting, entry_id=form.entry_id)
            return recorded(request, "Recorded. What you are not connected with is open to you.", "panel:panel", found.id)
    return form_page(request, form, "Before the agenda opens", "Record it", reverse("panel:panel", args=[found.id]))


def _of(entry: AnyEntry) -> set[UUID]:
    """The items and actions that an entry is about."""
    return {entry.id, getattr(entry.facts, "item", entry.id), getattr(entry.facts, "answers", entry.id)}


def _about_or_404(code: str) -> About:
    try:
        return About(code)
    except ValueError:
        raise Http404 from None


def _uuid_or_404(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _item_or_404(acting: Acting, item_id: UUID) -> tuple[Panel, PanelItem]:
    with viewing(acting.viewer):
        found = queries.item(item_id)
        if found is None or str(acting.worker) in found.connected:
            raise Http404
        panel_ = queries.panel(found.panel_id)
    if panel_ is None:
        raise Http404
    return panel_, found


@signed_in(*READERS)
def item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """An item: each member says first whether they are connected; then it opens."""
    acting = acting_of(request)
    panel_, found = _item_or_404(acting, item_id)
    back = reverse("panel:panel", args=[panel_.id])
    if str(acting.worker) not in found.unconnected and found.state == State.TAKEN:
        form = forms.Declare(request.POST if request.method == "POST" else None)
        names = names_of([found.subject_id], acting)
        if form.is_bound and form.is_valid():
            a = form.cleaned_data
            with Refusing(form):
                actions.declare(item=found.id, connected=a["connected"], words=a.get("words") or None, by=acting, entry_id=form.entry_id)
                return recorded(request, "Recorded.", "panel:panel", panel_.id)
        lead = f"About: {presenters.subject_of(found.about, found.subject_id, names)[0]}."
        return form_page(request, form, "Before it opens", "Record it", back, lead)
    look(room=panel_.id, what="panel", reason="member", by=acting)
    names = names_of([found.subject_id], acting)
    title, href = presenters.subject_of(found.about, found.subject_id, names)
    with viewing(acting.viewer):
        directory = partnership.directory()
        story = [(e, p) for e, p in queries.story(panel_.id) if found.id in _of(e)]
        events = presenters.events(story, directory, acting)
    chairs = policies.chairs(acting.worker, panel_, found) and found.state == State.TAKEN
    deeds = [(words, reverse("panel:do", args=[found.id, name])) for name, words in _DEEDS.items()] if chairs else []
    return page(request, "panel/item.html", title=title, href=href, deeds=deeds, events=events, back=back)


_DEEDS = {"decide": "Decide who does what", "heard": "It was heard", "leave": "It is not heard now"}
_FORMS: dict[str, type[Form]] = {"decide": forms.Decide, "heard": forms.Words, "leave": forms.Leave}


@signed_in(*READERS)
def do(request: HttpRequest, item_id: UUID, name: str) -> HttpResponse:
    """What the chair records of an item."""
    acting = acting_of(request)
    panel_, found = _item_or_404(acting, item_id)
    if name not in _FORMS or not policies.chairs(acting.worker, panel_, found):
        raise Http404
    form = _FORMS[name](request.POST if request.method == "POST" else None)
    if "worker" in form.fields:
        with viewing(acting.viewer):
            directory = partnership.directory()
        members = [UUID(m) for m in panel_.members if m not in found.connected]
        form.set_choices("worker", [Choice(str(m), directory.known_to(m, acting.agency)) for m in members])
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            if name == "decide":
                actions.decide(
                    item=found.id, words=a["words"], worker=UUID(a["worker"]), due_on=a["due_on"], by=acting, entry_id=form.entry_id
                )
            elif name == "heard":
                actions.heard(item=found.id, words=a["words"], by=acting, entry_id=form.entry_id)
            else:
                actions.leave(item=found.id, why=Left(a["why"]), words=a["words"] or None, by=acting, entry_id=form.entry_id)
            return recorded(request, "Recorded.", "panel:item", found.id)
    return form_page(request, form, _DEEDS[name], "Record it", reverse("panel:item", args=[found.id]))


@signed_in(*READERS)
def done(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """Say that what the panel decided was done, and what shows it."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found = queries.action(action_id)
    if found is None:
        raise Http404
    form = forms.Words(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            actions.done(action=found.id, words=form.cleaned_data["words"], by=acting, entry_id=form.entry_id)
            return recorded(request, "Recorded.", "panel:panel", found.panel_id)
    return form_page(request, form, "It was done", "Record it", reverse("panel:panel", args=[found.panel_id]), "Say what shows it.")
