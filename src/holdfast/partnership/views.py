"""Pages of who is who, cover and the working calendar."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from datetime import time as time_of_day
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from holdfast.database.time import now
from holdfast.database.viewing import viewing
from holdfast.pages.components import Column
from holdfast.pages.dates import day, moment
from holdfast.pages.forms import Choice
from holdfast.partnership import actions, forms, queries, vetted
from holdfast.partnership.models import DayProposal
from holdfast.partnership.policies import KEEPS_ROTA, ON_CALL
from holdfast.partnership.roles import DESCRIPTIONS, LEADS, Role
from holdfast.partnership.rota import shift_of
from holdfast.partnership.shell import Refusing, acting_of, page, recorded, signed_in
from holdfast.record.refusal import Refused
from holdfast.when import LONDON


@signed_in()
def people(request: HttpRequest) -> HttpResponse:
    """Who is who: organisations and posts, and who holds them; names within one's own organisation."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        directory = queries.directory()
        sections = [
            (
                directory.name(agency.id),
                [
                    [
                        directory.name(post.id),
                        DESCRIPTIONS[Role(post.role)].name,
                        _holder(post.holder_id, directory, own=agency.id == acting.agency),
                    ]
                    for post in queries.posts_of(agency.id)
                ],
            )
            for agency in queries.agencies()
        ]
    columns = (Column("Post"), Column("Role"), Column("Held by"))
    may = {"keeps_rota": acting.has_role(*KEEPS_ROTA), "manages": acting.manages_accounts, "answers": queries.may_answer_changes(acting)}
    may["says"] = acting.has_role(Role.FRONT_DOOR_MANAGER, Role.NAMED_LEAD)
    return page(request, "partnership/people.html", sections=sections, columns=columns, **may)


def _holder(holder: UUID | None, directory: queries.Directory, *, own: bool) -> str:
    if holder is None:
        return "nobody now"
    return directory.name(holder) if own else "filled"


@signed_in()
def cover(request: HttpRequest) -> HttpResponse:
    """While I am away, who answers for my duties."""
    acting = acting_of(request)
    form = forms.ArrangeCover(request.POST if request.method == "POST" else None)
    with viewing(acting.viewer):
        directory = queries.directory()
        others = [w for w in queries.workers_of(acting.agency) if w.id != acting.worker]
        arranged = queries.covers_of(acting.worker)
    form.set_choices("covered_by", sorted((Choice(str(w.id), directory.name(w.id)) for w in others), key=lambda c: c.label))
    if form.is_bound and form.is_valid():
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
        with Refusing(form):
            actions.arrange_cover(
                worker=acting.worker,
                covered_by=UUID(form.cleaned_data["covered_by"]),
                starts_at=datetime.combine(first, time_of_day.min, tzinfo=LONDON),
                ends_at=datetime.combine(last + timedelta(days=1), time_of_day.min, tzinfo=LONDON),
                by=acting,
                entry_id=form.entry_id,
            )
            return recorded(request, "The cover is arranged.", "partnership:cover")
    rows = [[directory.name(c.covered_by_id), day(c.starts_at), day(c.ends_at)] for c in arranged]
    columns = (Column("Who answers"), Column("From"), Column("Until"))
    return page(request, "partnership/cover.html", status=422 if form.is_bound else 200, form=form, rows=rows, columns=columns)


#: For how many days the rota shows who is on call, and when nobody is.
ROTA_DAYS = 28


@signed_in(*KEEPS_ROTA)
def rota(request: HttpRequest) -> HttpResponse:
    """Who is on call while the office is shut, and when nobody is."""
    acting = acting_of(request)
    form = forms.SetShift(request.POST if request.method == "POST" and "off" not in request.POST else None)
    with viewing(acting.viewer):
        directory = queries.directory()
        able = [p for role in ON_CALL for p in queries.holders_of(role, agency=acting.agency)]
    form.set_choices("worker", [Choice(str(p.holder_id), f"{directory.name(p.holder_id)}, {directory.name(p.id)}") for p in able])
    if "off" in request.POST:
        with suppress(ValueError, Refused):  # what is gone already needs no taking off
            actions.take_off_shift(shift=UUID(request.POST["off"]), by=acting)
        return recorded(request, "They are no longer on call then.", "partnership:rota")
    if form.is_bound and form.is_valid():
        starts_at, ends_at = shift_of(form.cleaned_data["first"], form.cleaned_data["last"])
        with Refusing(form):
            worker = UUID(form.cleaned_data["worker"])
            actions.set_shift(worker=worker, starts_at=starts_at, ends_at=ends_at, by=acting, entry_id=form.entry_id)
            return recorded(request, "They are on call.", "partnership:rota")
    moment_now = now()
    with viewing(acting.viewer):
        on = [
            (directory.name(s.worker_id), moment(s.starts_at), moment(s.ends_at), s.id if s.starts_at > moment_now else None)
            for s in queries.shifts(ending_after=moment_now)
        ]
        nobody = [(moment(since), moment(until)) for since, until in queries.unstaffed(moment_now, ROTA_DAYS)]
    status = 422 if form.is_bound else 200
    return page(request, "partnership/rota.html", status=status, form=form, on=on, nobody=nobody, days=ROTA_DAYS)


@signed_in(again=LEADS)
def vetted_group(request: HttpRequest) -> HttpResponse:
    """Who is in the vetted group: everybody sees it by post; whoever answers for an organisation says who of it is."""
    acting = acting_of(request)
    may = acting.has_role(*LEADS)
    form = forms.Vet(request.POST if request.method == "POST" and "off" not in request.POST else None) if may else None
    if may and "off" in request.POST:
        with suppress(ValueError, Refused):  # whoever is gone already need not leave
            vetted.leave(worker=UUID(request.POST["off"]), by=acting)
        return recorded(request, "They are no longer in the vetted group.", "partnership:vetted")
    with viewing(acting.viewer):
        directory, found = queries.directory(), vetted.members()
        wrong = vetted.why_not_whole(found)
        there = {each.worker_id for each in found}
        others = [w for w in queries.workers_of(acting.agency) if w.id not in there] if may else []
    if form is not None:
        form.set_choices("worker", sorted((Choice(str(w.id), directory.name(w.id)) for w in others), key=lambda c: c.label))
        if form.is_bound and form.is_valid():
            with Refusing(form):
                vetted.join(worker=UUID(form.cleaned_data["worker"]), by=acting, entry_id=form.entry_id)
                return recorded(request, "They are in the vetted group from now.", "partnership:vetted")
    rows = [
        (directory.known_to(v.worker_id, acting.agency), day(v.since), v.worker_id if may and v.agency_id == acting.agency else None)
        for v in found
    ]
    status = 422 if form is not None and form.is_bound else 200
    return page(request, "partnership/vetted.html", status=status, form=form, rows=rows, wrong=wrong)


@signed_in(again=LEADS)
def graders(request: HttpRequest) -> HttpResponse:
    """Who grades intelligence: everybody sees it by post; whoever answers for an organisation says who of it was trained."""
    acting = acting_of(request)
    may = acting.has_role(*LEADS)
    form = forms.Train(request.POST if request.method == "POST" and "off" not in request.POST else None) if may else None
    if may and "off" in request.POST:
        with suppress(ValueError, Refused):  # whoever is gone already need not leave
            vetted.no_longer_grades(worker=UUID(request.POST["off"]), by=acting)
        return recorded(request, "They no longer grade.", "partnership:graders")
    with viewing(acting.viewer):
        directory, found = queries.directory(), vetted.graders()
        others = queries.workers_of(acting.agency) if may else []
    if form is not None:
        form.set_choices("worker", sorted((Choice(str(w.id), directory.name(w.id)) for w in others), key=lambda c: c.label))
        if form.is_bound and form.is_valid():
            with Refusing(form):
                a = form.cleaned_data
                vetted.train(worker=UUID(a["worker"]), trained_on=a["trained_on"], by=acting, entry_id=form.entry_id)
                return recorded(request, "They grade from now.", "partnership:graders")
    rows = [
        (directory.known_to(g.worker_id, acting.agency), day(g.since), g.worker_id if may and g.agency_id == acting.agency else None)
        for g in found
    ]
    return page(request, "partnership/graders.html", status=422 if form is not None and form.is_bound else 200, form=form, rows=rows)


@signed_in(*LEADS)
def working_days(request: HttpRequest) -> HttpResponse:
    """Days declared working or not, whatever the calendar library says; and proposing one to the other organisations."""
    acting = acting_of(request)
    form = forms.ProposeDay(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("day", "working", "reason")}
        with Refusing(form):
            actions.propose_working_day(by=acting, entry_id=form.entry_id, **given)
            return recorded(request, "Proposed. It counts when someone of another organisation agrees.", "partnership:working-days")
    with viewing(acting.viewer):
        declared = sorted(queries.day_overrides().items())
        directory = queries.directory()
        waiting = [(p.id, _day_words(p), directory.post_and_agency(p.proposed_by)) for p in queries.day_proposals()]
    rows = [[day(on, "full"), "working day" if working else "not a working day"] for on, working in declared]
    columns = (Column("Day"), Column("Declared"))
    status = 422 if form.is_bound else 200
    return page(request, "partnership/working_days.html", status=status, form=form, rows=rows, columns=columns, waiting=waiting)


def _day_words(proposal: DayProposal) -> str:
    return f"{day(proposal.day, 'full')} {'would be' if proposal.working else 'would not be'} a working day"


@signed_in(*LEADS)
def working_day_proposal(request: HttpRequest, proposal: UUID) -> HttpResponse:
    """Agree, or not, to a day that another organisation proposed."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        found = next((p for p in queries.day_proposals() if p.id == proposal), None)
        if found is None:
            raise Http404
        by = queries.directory().post_and_agency(found.proposed_by)
    form = forms.AnswerDay(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("agree", "reason")}
        with Refusing(form):
            actions.answer_working_day(proposal=found.id, by=acting, entry_id=form.entry_id, **given)
            words = "It counts from now, for everyone." if form.cleaned_data["agree"] else "It is not agreed, and nothing changes."
            return recorded(request, words, "partnership:working-days")
    status = 422 if form.is_bound else 200
    return page(request, "partnership/working_day.html", status=status, form=form, words=_day_words(found), by=by)
