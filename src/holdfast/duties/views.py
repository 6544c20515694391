"""Pages about duties: mine, one duty and what can be said about it, what we were told, the board, the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.access.actions import denied, look
from holdfast.database.time import now
from holdfast.database.viewing import viewing
from holdfast.duties import actions, forms, kinds, naming, offering, policies, presenters, queries, told_presenters
from holdfast.duties.board import sections
from holdfast.duties.doing import done_where
from holdfast.duties.ids import DutyId, OfferId
from holdfast.duties.models import Duty, Offer, State
from holdfast.duties.rulebook import rule
from holdfast.duties.telling import how_dealt_with
from holdfast.pages.components import sliced
from holdfast.pages.forms import Choice, Form
from holdfast.pages.shell import Link
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.shell import Refusing, acting_of, page, recorded, signed_in
from holdfast.record.kinds import Facts
from holdfast.record.queries import matter_of
from holdfast.record.refusal import Refused


def rows_for(acting: Acting, duties: list[Duty]) -> list[Any]:
    """Rows with names: looks are committed first, so call it outside any transaction."""
    names = naming.names_of([d.matter_id for d in duties], acting)
    with viewing(acting.viewer):
        return presenters.rows(duties, names=names, directory=partnership.directory(), acting=acting, now=now())


#: Duties of one list on one page.
SIZE = 50


@signed_in()
def mine(request: HttpRequest) -> HttpResponse:
    """What I owe, late first; what was offered to me; what the system has told me as a manager. Each a page at a time."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        count, told = queries.my_count(acting), queries.told_of_as_manager(acting).count()
        mine_here = sliced(request.GET.get("page", ""), count, SIZE, "?page=")
        told_here = sliced(request.GET.get("told", ""), told, SIZE, "?told=")
        owed = queries.my_duties(acting, start=mine_here.start, size=SIZE)
        offered = queries.offered_to_me(acting)
        escalated = queries.escalated_to_me(acting, start=told_here.start, size=SIZE)
        provisional = queries.provisional(acting.agency, now())
        offers = presenters.offer_rows(offered, partnership.directory(), now()) if offered else []
    listed = rows_for(acting, [*owed, *escalated])
    return page(
        request,
        "duties/mine.html",
        owed=listed[: len(owed)],
        owed_pages=mine_here.pages,
        offered=offers,
        escalated=listed[len(owed) :],
        escalated_pages=told_here.pages,
        told=told,
        count=count,
        to_confirm=sum(p.count for p in provisional),
    )


@dataclass(frozen=True)
class Deed:
    """One thing that can be said about a duty: its form, who may, and how it is recorded."""

    form: type[Form]
    title: str
    button: str
    may: Callable[[Duty, Acting], None]
    record: Callable[[Duty, Form, Acting], object]


def _answers(form: Form) -> dict[str, Any]:
    """What was answered, without the number under which the form is sent."""
    return {name: value for name, value in form.cleaned_data.items() if name != "once"}


def _record_offer(d: Duty, f: Form, a: Acting) -> object:
    return offering.offer(duty=DutyId(d.id), to=UUID(f.cleaned_data["to"]), words=f.cleaned_data["words"], by=a, entry_id=f.entry_id)


def _open(duty: Duty, by: Acting) -> None:
    policies.check_may_speak(by)
    policies.check_open(duty)


def _may_challenge(duty: Duty, by: Acting) -> None:
    policies.check_may_speak(by)
    policies.check_may_challenge(duty, by)


def _ended_by(duty: Duty, facts: type[Facts]) -> bool:
    return facts.kind.name in rule(duty.rule, duty.edition).ends


def _may_answer(duty: Duty, by: Acting) -> None:
    if not _ended_by(duty, kinds.DutyChallengeAnswered):
        raise NotPermitted("This is not a challenge.")
    policies.check_may_show_done(duty, by)


def _may_check(duty: Duty, by: Acting) -> None:
    if not _ended_by(duty, kinds.DutyShownChecked):
        raise NotPermitted("There is nothing here to look at in another system.")
    policies.check_may_show_done(duty, by)


DEEDS: dict[str, Deed] = {
    "answer": Deed(
        forms.AnswerChallenge,
        "Answer the challenge",
        "Record the answer",
        _may_answer,
        lambda d, f, a: actions.answer_challenge(duty=DutyId(d.id), challenge=d.trigger_id, by=a, entry_id=f.entry_id, **_answers(f)),
    ),
    "done": Deed(
        forms.ShowDone,
        "Say where another system shows it",
        "Record what shows it",
        policies.check_may_show_elsewhere,
        lambda d, f, a: actions.show_done(duty=DutyId(d.id), by=a, entry_id=f.entry_id, **_answers(f)),
    ),
    "check-shown": Deed(
        forms.CheckShown,
        "Say what you found there",
        "Record what you found",
        _may_check,
        lambda d, f, a: actions.check_shown(duty=DutyId(d.id), by=a, entry_id=f.entry_id, **_answers(f)),
    ),
    "assure": Deed(
        forms.Assure,
        "Say that it is in hand",
        "Record what was said",
        _open,
        lambda d, f, a: actions.assure(duty=DutyId(d.id), by=a, entry_id=f.entry_id, **_answers(f)),
    ),
    "offer": Deed(forms.Offer, "Offer it to someone else", "Offer it", policies.check_may_offer, _record_offer),
    "extend": Deed(
        forms.Extend,
        "Give it more time",
        "Give it more time",
        policies.check_may_extend,
        lambda d, f, a: actions.extend(duty=DutyId(d.id), by=a, entry_id=f.entry_id, **_answers(f)),
    ),
    "transfer-out": Deed(
        forms.TransferOut,
        "Record that another authority accepted it",
        "Record it",
        policies.check_may_end,
        lambda d, f, a: actions.transfer_out(duty=DutyId(d.id), by=a, entry_id=f.entry_id, **_answers(f)),
    ),
    "cannot": Deed(
        forms.CannotBeDone,
        "Record that it cannot now be done",
        "Record that it cannot be done",
        policies.check_may_end,
        lambda d, f, a: actions.cannot_be_done(duty=DutyId(d.id), by=a, entry_id=f.entry_id, **_answers(f)),
    ),
    "challenge": Deed(
        forms.Challenge,
        "Challenge it",
        "Send the challenge",
        _may_challenge,
        lambda d, f, a: actions.challenge(duty=DutyId(d.id), by=a, entry_id=f.entry_id, **_answers(f)),
    ),
}


def _may(deed: Deed, duty: Duty, acting: Acting) -> bool:
    try:
        deed.may(duty, acting)
    except (NotPermitted, Refused):
        return False
    return True


def _duty_or_404(acting: Acting, duty_id: UUID) -> Duty:
    with viewing(acting.viewer):
        found = queries.duty(duty_id)
    if found is None:
        if (matter := queries.matter_of_duty(duty_id)) is not None:
            denied(matter=matter, what="duty", by=acting)
        raise Http404
    return found


@signed_in()
def one(request: HttpRequest, duty_id: UUID) -> HttpResponse:
    """One duty: its clock, where its rule comes from, what has been said and done, and what can be."""
    acting = acting_of(request)
    duty = _duty_or_404(acting, duty_id)
    (row,) = rows_for(acting, [duty])
    about = naming.names_of([duty.matter_id], acting).get(duty.matter_id)
    look(room=duty.matter_id, what="duty", reason="owner" if duty.owner_id == acting.worker else "readers", by=acting)
    with viewing(acting.viewer):
        asked = [*presenters.ends_when(duty), *presenters.asked_in(duty, acting, partnership.directory())]
        ahead = presenters.ladder_ahead(duty, partnership.calendar()) if duty.state == State.OPEN else []
        doing = done_where(duty, matter_of(duty.room_id)[1], acting) if duty.state == State.OPEN else []
        events = presenters.events_about(duty, acting, partnership.directory())
        possible = [(name, deed) for name, deed in DEEDS.items() if _may(deed, duty, acting)]
    return page(
        request,
        "duties/duty.html",
        duty=duty,
        row=row,
        about=about,
        asked=asked,
        ahead=ahead,
        doing=doing,
        rule=rule(duty.rule, duty.edition),
        state=presenters.ended_words(duty),
        events=events,
        possible=[Link(deed.title, reverse("duties:deed", args=[duty.id, name])) for name, deed in possible],
    )


def _people(acting: Acting, duty: Duty) -> list[Choice]:
    """Whom a duty can be offered to: workers of one's own organisation by name, leads of the others by post."""
    directory = partnership.directory()
    own = [Choice(str(w.id), directory.name(w.id)) for w in partnership.workers_of(acting.agency) if w.id != duty.owner_id]
    leads = [
        Choice(str(lead), directory.post_and_agency(lead))
        for agency in partnership.agencies()
        if agency.id != acting.agency
        and policies.may_pass_to(duty, agency.id)
        and (lead := partnership.agency_lead_of(agency.id)) is not None
    ]
    return sorted(own, key=lambda c: c.label) + sorted(leads, key=lambda c: c.label)


@signed_in()
def deed(request: HttpRequest, duty_id: UUID, name: str) -> HttpResponse:
    """Say one thing about a duty."""
    acting = acting_of(request)
    duty = _duty_or_404(acting, duty_id)
    found = DEEDS.get(name)
    if found is None:
        raise Http404
    form = found.form(request.POST if request.method == "POST" else None)
    with viewing(acting.viewer):
        if name == "offer":
            form.set_choices("to", _people(acting, duty))
        try:
            found.may(duty, acting)
        except Refused as why:
            raise NotPermitted(str(why)) from why
    if form.is_bound and form.is_valid():
        with Refusing(form):
            found.record(duty, form, acting)
            return recorded(
                request, "It is recorded. The clock of what is owed runs on until something shows that it was done.", "duties:duty", duty.id
            )
    return page(
        request,
        "duties/deed.html",
        status=422 if form.is_bound else 200,
        form=form,
        heading=found.title,
        button=found.button,
        what=presenters.title_of(duty.rule),
        back=reverse("duties:duty", args=[duty.id]),
    )


@signed_in()
def offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """What someone is asked to take over: what, by when and by whom, and nothing about the child; and their answer."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found = queries.offer(offer_id)
        if found is None:
            raise Http404
        words, directory, moment = queries.words_of_offer(found), partnership.directory(), now()
    form = forms.AnswerOffer(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            try:
                return _answered(request, found, form, acting)
            except LookupError:
                raise Refused("offer", "This is no longer offered to you. Nothing was recorded.") from None
    return page(
        request,
        "duties/offer.html",
        status=422 if form.is_bound else 200,
        form=form,
        offer=found,
        words=words,
        title=presenters.title_of(found.rule),
        source=rule(found.rule, found.edition).source,
        by=presenters.asked_by(found, directory),
        clock=presenters.clock_of(found.due_at, found.late_to, moment),
    )


def _answered(request: HttpRequest, offer: Offer, form: Form, acting: Acting) -> HttpResponse:
    """Accept or decline. Raises Refused, LookupError."""
    if form.cleaned_data["accept"]:
        offering.accept(offer=OfferId(offer.id), by=acting, entry_id=form.entry_id)
        return recorded(request, "It is yours now, and its clock runs on.", "duties:duty", offer.duty_id)
    if not form.cleaned_data["words"]:
        raise Refused("words", "Say why not, so that its owner knows what to do next")
    offering.decline(offer=OfferId(offer.id), words=form.cleaned_data["words"], by=acting, entry_id=form.entry_id)
    return recorded(request, "Declined. It stays with its owner, who reads why.", "duties:mine")


def is_uuid(text: str) -> bool:
    """Whether what a form sent is an id."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@signed_in()
def board(request: HttpRequest) -> HttpResponse:
    """The partnership board: by organisation, late to start and late to finish; of whom others were told; what packages add."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        moment = now()
        owed = queries.board(moment)
        late = queries.escalated(moment)
        directory = partnership.directory()
        changes = queries.rule_values().values()
        provisional = queries.provisional(acting.agency, moment)
        dealt = how_dealt_with(moment - timedelta(days=90))
    more = sections(acting)
    return page(
        request,
        "duties/board.html",
        owed=presenters.board_rows(owed, directory),
        escalated=presenters.escalated_rows(late, directory, moment),
        loosened=[presenters.title_of(value.rule) for value in changes if value.loosened],
        provisional=presenters.provisional_rows(provisional),
        board_columns=presenters.BOARD_COLUMNS,
        escalated_columns=presenters.ESCALATED_COLUMNS,
        provisional_columns=presenters.PROVISIONAL_COLUMNS,
        dealt=told_presenters.dealt_rows(dealt, directory, moment),
        dealt_columns=told_presenters.DEALT_COLUMNS,
        sections=more,
    )
