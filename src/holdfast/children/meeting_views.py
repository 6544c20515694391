"""Pages of the meetings about a child: strategy discussions and conferences."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.access.actions import look
from holdfast.children import forms, meetings, policies, presenters, queries
from holdfast.children.codes import MEETING_WORDS, MeetingType
from holdfast.children.identity import identity_of
from holdfast.children.ids import CaseId
from holdfast.children.kinds import meeting as kinds
from holdfast.children.models import Case, Meeting
from holdfast.children.views import answers_of, case_or_404, deed_page
from holdfast.children.work_views import agencies, owners, todos
from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.pages.forms import Choice, Form
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import AgencyKind
from holdfast.partnership.shell import Refusing, acting_of, page, recorded, signed_in


@signed_in()
def open_strategy(request: HttpRequest, case: UUID) -> HttpResponse:
    """Convene a strategy discussion."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    policies.check_council(acting)
    form = forms.OpenStrategy(request.POST if request.method == "POST" else None)
    form.set_choices("agencies", agencies(acting))
    if form.is_bound and form.is_valid():
        with Refusing(form):
            opened = meetings.open_strategy(
                child=CaseId(found.id),
                agencies=[UUID(a) for a in form.cleaned_data["agencies"]],
                words=form.cleaned_data["words"],
                about=form.cleaned_data["about"],
                by=acting,
                entry_id=form.entry_id,
            )
            return recorded(
                request, "The discussion is opened. Those who are asked see the case from now.", "children:meeting", found.id, opened
            )
    return deed_page(request, form, found, acting, heading="Open a strategy discussion", button="Open it")


@signed_in()
def arrange(request: HttpRequest, case: UUID) -> HttpResponse:
    """Arrange a conference; or put here one that was held."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    policies.check_council(acting)
    form = forms.ArrangeConference(request.POST if request.method == "POST" else None)
    form.set_choices("agencies", [c for c in agencies(acting) if c.value != str(acting.agency)])
    if form.is_bound and form.is_valid():
        with Refusing(form):
            arranged = meetings.arrange_conference(
                child=CaseId(found.id),
                type=MeetingType.REVIEW if found.cp_since is not None else MeetingType.INITIAL,
                planned_on=form.cleaned_data["planned_on"],
                agencies=[UUID(a) for a in form.cleaned_data["agencies"]],
                by=acting,
                entry_id=form.entry_id,
            )
            return recorded(
                request,
                "The conference is arranged. Each organisation that is asked owes its report before it.",
                "children:meeting",
                found.id,
                arranged,
            )
    heading = "Arrange a review conference" if found.cp_since is not None else "Arrange an initial conference"
    lead = (
        "Each organisation that you ask sees the case from now, and can give its report. If the conference was held already, give the day on which it "
        "was; then record what it came to."
    )
    return deed_page(request, form, found, acting, heading=heading, button="Arrange it", lead=lead)


def _meeting_or_404(acting: Acting, found: Case, meeting_id: UUID) -> Meeting:
    with viewing(acting.viewer):
        row = queries.meeting(found.id, meeting_id)
    if row is None:
        raise Http404
    return row


@signed_in()
def meeting(request: HttpRequest, case: UUID, meeting_id: UUID) -> HttpResponse:
    """A discussion or a conference: who is asked, what each shared, what was decided; sharing, concluding, issuing its record."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    row = _meeting_or_404(acting, found, meeting_id)
    form_of = forms.Share if row.type == MeetingType.STRATEGY else forms.Report
    may_share = row.concluded_at is None and row.called_off_at is None and meetings.takes_part(row, acting)
    form = form_of(request.POST if request.method == "POST" else None) if may_share else None
    if form is not None and form.is_bound and form.is_valid():
        with Refusing(form):
            meetings.share(child=CaseId(found.id), meeting_id=row.id, words=form.cleaned_data["words"], by=acting, entry_id=form.entry_id)
            return recorded(request, "It is shared with those who are asked.", "children:meeting", found.id, row.id)
    look(room=found.id, what="meeting", reason="takes_part", by=acting)
    with viewing(acting.viewer):
        directory = partnership.directory()
        told = sorted([*queries.told_of_meeting(found.id, row.id), *queries.timeline(row.id)], key=lambda t: t.entry.position)
        events = [presenters.event(t, directory, acting, found.id) for t in told]
        deeds = _deeds(row, acting)
    return page(
        request,
        "children/meeting.html",
        status=422 if form is not None and form.is_bound else 200,
        meeting=row,
        title=MEETING_WORDS[row.type],
        asked=[directory.name(UUID(a)) for a in row.agencies],
        state=presenters.state_of_meeting(row, today()),
        decision=presenters.decision_of_meeting(row),
        events=events,
        form=form,
        deeds=deeds,
        bar=identity_of(found, acting),
        back=reverse("children:child", args=[found.id]),
    )


def _deeds(row: Meeting, acting: Acting) -> list[tuple[str, str]]:
    """What somebody does next with a meeting: whoever is recorded to have taken part says so, or that they did not; the council leads it on."""
    at = [row.room_id, row.id]
    if acting.agency_kind is AgencyKind.COUNCIL:
        return _of_the_council(row)
    if row.concluded_by is not None and acting.agency in meetings.said_to_have_taken_part(row):
        return [("Say whether you took part", reverse("children:took-part", args=at))]
    return []


def _of_the_council(row: Meeting) -> list[tuple[str, str]]:
    at = [row.room_id, row.id]
    if row.called_off_at is not None:
        return []
    if row.concluded_at is None and row.type == MeetingType.STRATEGY:
        return [("Conclude it", reverse("children:conclude", args=at))]
    if row.concluded_at is None:
        return [
            ("Record that it was held", reverse("children:conclude", args=at)),
            ("Move it to another day", reverse("children:move", args=at)),
            ("Call it off", reverse("children:call-off", args=at)),
        ]
    if row.type == MeetingType.STRATEGY and row.record_issued_at is None:
        return [("Issue the record", reverse("children:issue", args=at))]
    return []


@signed_in()
def took_part(request: HttpRequest, case: UUID, meeting_id: UUID) -> HttpResponse:
    """Say whether one's organisation took part in a meeting, as it is recorded to have."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    row = _meeting_or_404(acting, found, meeting_id)
    form = forms.TookPart(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            meetings.say_whether_it_took_part(
                child=CaseId(found.id), meeting_id=row.id, by=acting, entry_id=form.entry_id, **answers_of(form)
            )
            return recorded(request, "It stands beside what was recorded of the meeting.", "children:meeting", found.id, row.id)
    lead = "Your organisation is recorded to have taken part. If it was not there, say so: it cannot be taken away again."
    return deed_page(request, form, found, acting, heading="Say whether you took part", button="Record it", lead=lead)


@signed_in()
def conclude(request: HttpRequest, case: UUID, meeting_id: UUID) -> HttpResponse:
    """Conclude a strategy discussion with a decision, and actions each with an owner; or record what a conference came to."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    policies.check_council(acting)
    row = _meeting_or_404(acting, found, meeting_id)
    asked = [c for c in agencies(acting) if c.value in {*row.agencies, str(acting.agency)}]
    if row.type == MeetingType.STRATEGY:
        return _conclude_strategy(request, acting, found, row, asked)
    return _hold(request, acting, found, row, asked)


def _conclude_strategy(request: HttpRequest, acting: Acting, found: Case, row: Meeting, asked: list[Choice]) -> HttpResponse:
    form = forms.ConcludeStrategy(request.POST if request.method == "POST" else None)
    form.set_choices("attended", asked)
    of_actions = owners(acting)
    for n in range(1, forms.ACTIONS + 1):
        form.set_choices(f"owner_{n}", of_actions)
    if form.is_bound and form.is_valid():
        form.check_actions()
    if form.is_bound and form.is_valid():
        answered = form.cleaned_data
        names = ("reason", "investigation_timing", "who_tells_family", "medical", "other_children")
        with Refusing(form):
            meetings.conclude_strategy(
                child=CaseId(found.id),
                strategy=row.id,
                decision=answered["decision"],
                attended=[UUID(a) for a in answered["attended"]],
                words=kinds.Decided(**{name: answered[name] or None for name in names}),
                todos=todos(form),
                by=acting,
                entry_id=form.entry_id,
            )
            return recorded(request, "It is concluded. What was agreed is owed by its owners.", "children:meeting", found.id, row.id)
    return deed_page(request, form, found, acting, heading="Conclude the strategy discussion", button="Conclude it")


def _hold(request: HttpRequest, acting: Acting, found: Case, row: Meeting, asked: list[Choice]) -> HttpResponse:
    initial = row.type == MeetingType.INITIAL
    form = (forms.HoldInitial if initial else forms.HoldReview)(request.POST if request.method == "POST" else None)
    form.set_choices("attended", [c for c in asked if c.value != str(acting.agency)])
    if form.is_bound and form.is_valid():
        with Refusing(form):
            meetings.hold_conference(child=CaseId(found.id), conference=row.id, held_as=_came_to(form), by=acting, entry_id=form.entry_id)
            return recorded(request, _held_words(form), "children:meeting", found.id, row.id)
    lead = (
        "What was decided is read by everyone involved with the child, and takes effect when you record it: "
        + ("the plan starts." if initial else "the plan goes on, or ends.")
        + " The record is read by the council and those who took part."
    )
    heading = "Record the initial conference" if initial else "Record the review conference"
    return deed_page(request, form, found, acting, heading=heading, button="Record it", lead=lead)


def _held_words(form: Form) -> str:
    if form.cleaned_data["plan"]:
        return "The conference is recorded, and what it decided has effect."
    return "The conference is kept. That no plan begins, or one ends, stands once a manager agrees."


def _came_to(form: Form) -> meetings.Conference:
    answered = form.cleaned_data
    return meetings.Conference(
        on=answered["on"],
        attended=[UUID(a) for a in answered["attended"] or ()],
        plan=bool(answered["plan"]),
        category=answered.get("category") or None,
        decided=answered["decided"],
        minutes=kinds.Minutes(
            record=answered["record"],
            child_words=answered["child_words"] or None,
            family=answered["family"] or None,
            inquorate=answered["inquorate"] or None,
        ),
    )


@signed_in()
def move(request: HttpRequest, case: UUID, meeting_id: UUID) -> HttpResponse:
    """Move a conference to another day."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    policies.check_council(acting)
    row = _meeting_or_404(acting, found, meeting_id)
    form = forms.MoveConference(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            meetings.move_conference(child=CaseId(found.id), conference=row.id, by=acting, entry_id=form.entry_id, **answers_of(form))
            return recorded(request, "It is moved. Whoever has not reported is asked again.", "children:meeting", found.id, row.id)
    return deed_page(request, form, found, acting, heading="Move the conference to another day", button="Move it")


@signed_in()
def call_off(request: HttpRequest, case: UUID, meeting_id: UUID) -> HttpResponse:
    """Call a conference off."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    policies.check_may_chair(acting)
    row = _meeting_or_404(acting, found, meeting_id)
    form = forms.CallOff(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            meetings.call_off_conference(child=CaseId(found.id), conference=row.id, by=acting, entry_id=form.entry_id, **answers_of(form))
            return recorded(request, "It is called off. That one must be held stays owed.", "children:meeting", found.id, row.id)
    lead = "That a conference must be held stays owed, unless a manager records that none is required."
    return deed_page(request, form, found, acting, heading="Call the conference off", button="Call it off", lead=lead)


@signed_in()
def issue(request: HttpRequest, case: UUID, meeting_id: UUID) -> HttpResponse:
    """Issue the record of a strategy discussion to those who took part."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    policies.check_council(acting)
    row = _meeting_or_404(acting, found, meeting_id)
    form = forms.IssueRecord(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            meetings.issue_strategy_record(child=CaseId(found.id), strategy=row.id, by=acting, entry_id=form.entry_id)
            return recorded(request, "The record is issued.", "children:meeting", found.id, row.id)
    lead = "Every organisation that takes part sees the record on the case from now on."
    return deed_page(request, form, found, acting, heading="Issue the record", button="Issue it", lead=lead)
