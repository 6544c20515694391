"""Pages of recording in a case: what can be recorded, recording it, correcting it, and marking what is on the wrong record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.access.actions import look
from holdfast.children import actions, forms, presenters, queries
from holdfast.children.event_table import BY_KIND, BY_SLUG, EVENTS
from holdfast.children.events import CONFERENCE, NONE_OF_THESE, POLICE, SECTION47, THEMES, WHY, Event, check_may_record, may_record
from holdfast.children.identity import identity_of
from holdfast.children.ids import CaseId
from holdfast.children.models import Case
from holdfast.children.views import answers_of, case_or_404, deed_page
from holdfast.database.viewing import viewing
from holdfast.duties.models import Duty, State
from holdfast.duties.queries import duties_of
from holdfast.erasure.links import link_to_ask
from holdfast.pages.dates import day, moment
from holdfast.pages.forms import Choice, Form
from holdfast.pages.shell import Link
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import SEES_NO_CHILD, AgencyKind
from holdfast.partnership.shell import Refusing, acting_of, page, recorded, signed_in
from holdfast.record.entries import AnyEntry
from holdfast.record.refusal import Refused


@signed_in()
def record(request: HttpRequest, case: UUID) -> HttpResponse:
    """What can be recorded now, by theme; what answers an open duty first."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    with viewing(acting.viewer):
        duties = duties_of(found.id)
        may = [e for e in EVENTS if may_record(e, found, acting)]
        possible = [e for e in may if not e.answers_only or not e.answers or _answerable(e, duties)]
    themes = [
        (
            theme,
            [
                *_meetings(theme, found, acting),
                *(Link(e.title, reverse("children:event", args=[found.id, e.slug])) for e in possible if e.theme == theme),
            ],
        )
        for theme in THEMES
    ]
    return page(
        request,
        "children/record.html",
        bar=identity_of(found, acting),
        themes=[(theme, links) for theme, links in themes if links],
        back=reverse("children:child", args=[found.id]),
    )


def _answerable(event: Event, duties: Sequence[Duty], corrects: UUID | None = None) -> list[Duty]:
    """The duties that this may answer: the open ones, the one that a corrected entry ended, and those answered before where it may answer again."""
    return [
        d
        for d in duties
        if d.rule in event.answered and (d.state == State.OPEN or event.answers_again or (corrects is not None and d.ended_by == corrects))
    ]


def _meetings(theme: str, found: Case, acting: Acting) -> list[Link]:
    """What begins on a page of its own: what is recorded with a meeting of this theme, and what is told to the LADO."""
    if theme == POLICE and not acting.has_role(*SEES_NO_CHILD):
        return [Link("An allegation about someone who works with children: tell the LADO", reverse("allegations:tell"))]
    if acting.agency_kind is not AgencyKind.COUNCIL or found.closed_at is not None:
        return []
    if theme == SECTION47:
        return [Link("A strategy discussion", reverse("children:open-strategy", args=[found.id]))]
    if theme == CONFERENCE:
        words = "A review conference" if found.cp_since is not None else "An initial conference"
        return [Link(words, reverse("children:arrange", args=[found.id]))]
    return []


def _answer_choices(event: Event, found: Case, corrects: UUID | None) -> list[Choice]:
    """The duties that this may answer, each by what was asked or agreed: the open ones, and the one that a corrected entry ended."""
    duties = _answerable(event, duties_of(found.id), corrects)
    triggers = {d.trigger_id for d in duties}
    told = {t.entry.id: t for t in queries.timeline(found.id, about=lambda e: e.id in triggers)}
    choices = [
        Choice(str(d.trigger_id), _asked(d, told.get(d.trigger_id)))
        for d in sorted(duties, key=lambda d: (d.state != State.OPEN, d.due_at))
    ]
    return choices if event.answers_only else [*choices, Choice(NONE_OF_THESE, "None of these: nothing here waited for it")]


def _asked(duty: Duty, told: queries.Told | None) -> str:
    if told is None:
        return f"Due {moment(duty.due_at)}"
    words = getattr(told.parts, "what", None) or getattr(told.parts, "words", None) or told.entry.kind.line
    return f"{day(told.entry.happened_at)}: {words[:120]} (due {day(duty.due_at)})"


@signed_in()
def event(request: HttpRequest, case: UUID, slug: str) -> HttpResponse:
    """Record one thing from the table."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    chosen = BY_SLUG.get(slug)
    if chosen is None:
        raise Http404
    return _record(request, acting, found, chosen, corrects=None)


@signed_in()
def entry(request: HttpRequest, case: UUID, entry: UUID) -> HttpResponse:
    """One entry, and what corrects it: it alone is opened. From here, and only from here, it is corrected."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    look(room=found.id, what="entry", reason="read", by=acting)
    with viewing(acting.viewer):
        told = queries.entry_told(found.id, entry)
        shown = presenters.event(told, partnership.directory(), acting, found.id) if told is not None else None
    if told is None or shown is None:
        raise Http404
    links = []
    if presenters.correctable(told, acting):
        links.append(Link("Correct it", reverse("children:correct", args=[found.id, entry])))
        links.append(Link("It belongs to another child’s record", reverse("children:misfiled", args=[found.id, entry])))
    links += link_to_ask(found.id, acting, told.entry) if told.parts.model_dump(exclude_none=True) else []
    return page(
        request,
        "children/entry.html",
        event=replace(shown, href=""),
        links=links,
        bar=identity_of(found, acting),
        back=reverse("children:child", args=[found.id]),
    )


@signed_in()
def correct(request: HttpRequest, case: UUID, entry: UUID) -> HttpResponse:
    """Record a correction: a new entry beside the one that it corrects, which stays as it was."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    look(room=found.id, what="entry", reason="correction", by=acting)
    with viewing(acting.viewer):
        told = queries.entry_told(found.id, entry)
        before = presenters.event(told, partnership.directory(), acting, found.id) if told is not None else None
    if told is None or told.entry.kind.name not in BY_KIND or told.entry.author.agency != acting.agency:
        raise Http404
    return _record(request, acting, found, BY_KIND[told.entry.kind.name], corrects=told.entry, before=before)


@signed_in()
def misfiled(request: HttpRequest, case: UUID, entry: UUID) -> HttpResponse:
    """Mark an entry as filed on the wrong child's record."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    with viewing(acting.viewer):
        told = queries.entry_told(found.id, entry)
    if told is None or not told.stands or told.entry.kind.name not in BY_KIND or told.entry.author.agency != acting.agency:
        raise Http404
    form = forms.Misfiled(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            actions.mark_misfiled(child=CaseId(found.id), entry=entry, by=acting, entry_id=form.entry_id, **answers_of(form))
            words = "It is hidden here. Whoever answers for your organisation decides on it within 72 hours."
            return recorded(request, words, "children:child", found.id)
    lead = (
        "It is hidden from everyone who reads this record, and kept. Whoever answers for your organisation must decide within 72 hours whether the "
        "breach is reported, and who is told. Record it on the right child’s record as well."
    )
    return deed_page(request, form, found, acting, heading="This is on the wrong record", button="Hide it here", lead=lead)


def _record(
    request: HttpRequest, acting: Acting, found: Case, chosen: Event, *, corrects: AnyEntry | None, before: Any = None
) -> HttpResponse:
    try:
        with viewing(acting.viewer):
            if corrects is None:
                check_may_record(chosen, found, acting)
            else:
                chosen.who(acting)
    except Refused as why:
        raise NotPermitted(str(why)) from why
    form = chosen.form(correcting=corrects is not None)(request.POST if request.method == "POST" else None)
    if chosen.answers:
        look(room=found.id, what="entry", reason="answering", by=acting)
    with viewing(acting.viewer):
        if chosen.answers:
            form.set_choices("answers", _answer_choices(chosen, found, corrects.id if corrects is not None else None))
    hidden = _misfiled(found, acting) if chosen.reads_misfiled else []
    if form.is_bound and form.is_valid() and _recorded(chosen, form, found, acting, corrects):
        waits = "It is kept, and stands once a manager who did not do this work agrees."
        return recorded(request, waits if chosen.authorised else f"Recorded. {chosen.facts.kind.line}.", "children:child", found.id)
    return page(
        request,
        "children/event.html",
        status=422 if form.is_bound else 200,
        form=form,
        heading=chosen.title if corrects is None else f"Correct: {chosen.title[0].lower()}{chosen.title[1:]}",
        bar=identity_of(found, acting),
        before=before,
        hidden=hidden,
        readers=presenters.readers(chosen.facts),
        authorised=chosen.authorised,
        misfiled=reverse("children:misfiled", args=[found.id, corrects.id]) if corrects is not None else "",
        back=reverse("children:child", args=[found.id]),
    )


def _misfiled(found: Case, acting: Acting) -> list[Any]:
    """What was hidden here, for whoever decides on it: a look of its own, committed before it is opened."""
    look(room=found.id, what="misfiled", reason="breach", by=acting)
    with viewing(acting.viewer):
        directory = partnership.directory()
        return [presenters.event(t, directory, acting, found.id) for t in queries.misfiled(found.id, acting.agency)]


def _recorded(chosen: Event, form: Form, found: Case, acting: Acting, corrects: AnyEntry | None) -> bool:
    """Record it, or put what is wrong on the form."""
    answered = {name: value for name, value in form.cleaned_data.items() if name != "once"}
    with Refusing(form):
        when = chosen.when(answered)
        facts, parts = chosen.entry(answered, acting, corrected=corrects.facts if corrects is not None else None)
        actions.record(
            child=CaseId(found.id),
            facts=facts,
            parts=parts,
            when=when,
            by=acting,
            corrects=corrects.id if corrects is not None else None,
            why=answered.get(WHY),
            entry_id=form.entry_id,
        )
        return True
    return False
