"""Pages of what takes two organisations: proposing it, and answering what another proposed. And what each role may do."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.database.viewing import viewing
from holdfast.pages.forms import Choice, Form
from holdfast.partnership import changing, keeping, leaving, public_words, queries
from holdfast.partnership import managing_forms as forms
from holdfast.partnership import managing_presenters as show
from holdfast.partnership.changing import Proposed
from holdfast.partnership.forms import SetPublicWords
from holdfast.partnership.kinds import Wide
from holdfast.partnership.managing_views import MINE, managers_only
from holdfast.partnership.models import ChangeProposal
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import DESCRIPTIONS, WIDE, AgencyKind, Role
from holdfast.partnership.shell import Refusing, acting_of, form_page, page, recorded, signed_in
from holdfast.record.refusal import Refused

_PROPOSED = "Proposed. It counts when somebody of another organisation agrees."


@signed_in()
def roles(request: HttpRequest) -> HttpResponse:
    """What each role is for, and what its holder may read and do."""
    described = [(DESCRIPTIONS[role], role in WIDE) for role in DESCRIPTIONS]
    return page(request, "partnership/roles.html", described=described)


def _propose(request: HttpRequest, form: Form, change: Proposed, acting: Acting) -> HttpResponse:
    changing.propose(change, reason=form.cleaned_data["reason"], by=acting, entry_id=form.entry_id)
    return recorded(request, _PROPOSED, MINE)


@managers_only
def manager(request: HttpRequest) -> HttpResponse:
    """Who manages my organisation's accounts; proposing another, or ending it."""
    acting = acting_of(request)
    if "off" in request.POST:
        try:
            keeping.end_manager(worker=UUID(request.POST["off"]), by=acting)
        except ValueError as why:
            raise Http404 from why
        except Refused as why:
            return recorded(request, f"Nothing was recorded. {why.sentence}.", "partnership:managers")
        return recorded(
            request, "They no longer manage accounts.", "partnership:managers" if acting.worker != UUID(request.POST["off"]) else "home"
        )
    form = forms.NamesManager(request.POST if request.method == "POST" else None)
    with viewing(acting.viewer):
        directory, managers = queries.directory(), queries.account_managers(acting.agency)
        others = [w for w in queries.workers_of(acting.agency) if w.id not in managers]
    form.set_choices("worker", sorted((Choice(str(w.id), directory.name(w.id)) for w in others), key=lambda c: c.label))
    if form.is_bound and form.is_valid():
        with Refusing(form):
            return _propose(request, form, Proposed(what=Wide.ACCOUNT_MANAGER, worker=UUID(form.cleaned_data["worker"])), acting)
    rows = [(directory.name(w), w) for w in managers]
    status = 422 if form.is_bound else 200
    return page(request, "partnership/managers.html", status=status, form=form, rows=rows, last=len(managers) == 1, back=reverse(MINE))


@managers_only
def joins(request: HttpRequest) -> HttpResponse:
    """Propose that an organisation joins."""
    acting = acting_of(request)
    form = forms.OrganisationJoins(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        change = Proposed(
            what=Wide.ORGANISATION_JOINS, organisation=a["organisation"], manager=a["manager"], agency_kind=AgencyKind(a["agency_kind"])
        )
        with Refusing(form):
            return _propose(request, form, change, acting)
    lead = "It joins when somebody of another organisation agrees. Whoever manages its accounts then says who works there."
    return form_page(request, form, "An organisation joins", "Propose it", back=reverse(MINE), lead=lead)


@managers_only
def leaves_partnership(request: HttpRequest) -> HttpResponse:
    """Propose that an organisation leaves."""
    acting = acting_of(request)
    form = forms.OrganisationLeaves(request.POST if request.method == "POST" else None)
    with viewing(acting.viewer):
        directory = queries.directory()
        for name in ("agency", "heir"):
            form.set_choices(name, [Choice(str(a.id), directory.name(a.id)) for a in queries.agencies()])
    if form.is_bound and form.is_valid():
        with Refusing(form):
            agency, heir = (UUID(form.cleaned_data[name]) for name in ("agency", "heir"))
            return _propose(request, form, Proposed(what=Wide.ORGANISATION_LEAVES, agency=agency, heir=heir), acting)
    lead = "Its people leave first, one by one, so that what they owe passes on. What it recorded stays."
    return form_page(request, form, "An organisation leaves", "Propose it", back=reverse(MINE), lead=lead)


@signed_in()
def changes(request: HttpRequest) -> HttpResponse:
    """What waits for a second organisation."""
    acting = acting_of(request)
    if not queries.may_answer_changes(acting):
        raise Http404
    with viewing(acting.viewer):
        waiting = show.waiting_rows(acting.agency, queries.directory())
    return page(request, "partnership/changes.html", waiting=waiting)


@signed_in(again=True)
def change(request: HttpRequest, proposal: UUID) -> HttpResponse:
    """Agree, or not, to what another organisation proposes."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found = next((p for p in queries.change_proposals() if p.id == proposal), None)
        if found is None or not queries.may_answer_changes(acting):
            raise Http404
        directory, said = queries.directory(), queries.words_of_change(proposal)
        words = show.change_words(found, directory, said, acting.agency)
        by = directory.post_and_agency(found.proposed_by)
    form = forms.AnswerChange(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            given = {name: form.cleaned_data[name] for name in ("agree", "reason")}
            changing.answer(proposal, by=acting, entry_id=form.entry_id, **given)
            done = "It counts from now." if form.cleaned_data["agree"] else "It is not agreed, and nothing changes."
            return recorded(request, done, "home")
    mine = found.agency_id == acting.agency
    passing = _would_pass_on(found, directory, acting) if not mine else []
    status = 422 if form.is_bound else 200
    shown = {"words": words, "by": by, "why": said.get("reason", ""), "mine": mine, "passing": passing}
    return page(request, "partnership/change.html", status=status, form=form, **shown)


def _would_pass_on(found: ChangeProposal, directory: queries.Directory, acting: Acting) -> list[str]:
    """Of an organisation that would leave: what passes to whom by this person's yes."""
    if found.what != Wide.ORGANISATION_LEAVES:
        return []
    try:
        passing = leaving.foresee(lambda: changing.answer(found.id, agree=True, reason="Foreseen", by=acting))
    except (Refused, NotPermitted) as why:
        return [str(why) if isinstance(why, NotPermitted) else f"It cannot leave yet. {why.sentence}."]
    return show.passing_words(passing, directory) or ["It owes nothing: nothing passes on."]


@signed_in(Role.FRONT_DOOR_MANAGER, Role.NAMED_LEAD)
def public(request: HttpRequest) -> HttpResponse:
    """What public pages say of this partnership."""
    acting, said = acting_of(request), public_words.public_words()
    given = {"front_door": said.front_door, "out_of_hours": said.out_of_hours, "words": said.words}
    form = SetPublicWords(request.POST if request.method == "POST" else None, initial=given)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            answers = {name: form.cleaned_data[name] for name in given}
            public_words.set_public_words(by=acting, entry_id=form.entry_id, **answers)
            return recorded(request, "Public pages say it from now on.", "partnership:people")
    lead = f"Now they say when messages are read: “{public_words.when_read()}” That follows the rota, and is not typed."
    return form_page(request, form, "What public pages say", "Say it from now on", back=reverse("partnership:people"), lead=lead)
