"""Pages of what an organisation was told: acknowledging it, opening one late duty, answering and challenging."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.database.time import now
from holdfast.database.viewing import viewing
from holdfast.duties import actions, forms, policies, presenters, queries, told_presenters
from holdfast.duties.ids import DutyId
from holdfast.duties.kinds import PatternDelivered
from holdfast.duties.rulebook import rule
from holdfast.duties.telling import ToldOf, latest_weekly, told_of
from holdfast.duties.views import is_uuid
from holdfast.pages.shell import Link
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.shell import Refusing, acting_of, page, recorded, signed_in
from holdfast.record.refusal import Refused


@signed_in()
def told(request: HttpRequest) -> HttpResponse:
    """What our organisation was told, and acknowledging it."""
    acting = acting_of(request)
    problem = ""
    if request.method == "POST":
        chosen = [UUID(d) for d in request.POST.getlist("delivered") if is_uuid(d)]
        try:
            actions.acknowledge_told(delivered=chosen, by=acting)
            return recorded(request, "Acknowledged. What is late stays late, and the ladder goes on.", "duties:told")
        except Refused as why:
            problem = str(why)
    with viewing(acting.viewer):
        waiting = queries.told_to(acting.agency, unacknowledged=True)
        before = [d for d in queries.told_to(acting.agency) if d.told.acknowledged_at is not None]
        directory = partnership.directory()
    return page(
        request,
        "duties/told.html",
        status=422 if problem else 200,
        problem=problem,
        waiting=[told_presenters.delivery(d, directory) for d in waiting],
        before=[told_presenters.delivery(d, directory) for d in before],
        delivery_columns=told_presenters.DELIVERY_COLUMNS,
        may_acknowledge=policies.may_acknowledge(acting, acting.agency),
    )


def _told_of_or_404(acting: Acting, delivery: UUID, duty: UUID) -> ToldOf:
    with viewing(acting.viewer):
        found = told_of(acting.agency, delivery, duty)
    if found is None:
        raise Http404
    return found


@signed_in()
def one_told(request: HttpRequest, delivery: UUID, duty: UUID) -> HttpResponse:
    """One late duty of which the organisation was told: as it was then, as it stands now; and what can be said about it."""
    acting = acting_of(request)
    found = _told_of_or_404(acting, delivery, duty)
    with viewing(acting.viewer):
        directory = partnership.directory()
        reads = queries.duty(duty) is not None
    return page(
        request,
        "duties/told_of.html",
        found=found,
        title=presenters.title_of(found.item.rule),
        owed_by=told_presenters.owed_by(found.item, directory),
        then=told_presenters.clock_then(found.item, found.told.delivered_at),
        stands=told_presenters.stands_now(found.now, now()),
        source=rule(found.item.rule).source,
        opens=reverse("duties:duty", args=[duty]) if reads else "",
        links=_links(found, acting),
        back=reverse("duties:told"),
    )


def _links(found: ToldOf, acting: Acting) -> list[Link]:
    if found.item.owing_agency == acting.agency or acting.role is None:
        return []
    at = [found.told.id, found.item.duty]
    links = [Link("Challenge it: they must answer", reverse("duties:told-deed", args=[*at, "challenge"]))]
    if found.now is not None and found.now.ended_at is None:
        links.insert(0, Link("Say what your organisation does about it", reverse("duties:told-deed", args=[*at, "answer"])))
    return links


@signed_in()
def told_deed(request: HttpRequest, delivery: UUID, duty: UUID, name: str) -> HttpResponse:
    """Answer or challenge a late duty of which the organisation was told, whether or not it reads what it is about."""
    acting = acting_of(request)
    found = _told_of_or_404(acting, delivery, duty)
    if name not in ("answer", "challenge"):
        raise Http404
    policies.check_may_speak(acting)
    answers = name == "answer"
    form_of, act = (forms.AnswerTold, actions.answer_told) if answers else (forms.Challenge, actions.challenge)
    form = form_of(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with Refusing(form):
            act(duty=DutyId(duty), words=form.cleaned_data["words"], by=acting, entry_id=form.entry_id)
            said = "Recorded. Those who owe it read it." if answers else "Sent. They owe your organisation an answer, on a clock."
            return recorded(request, said, "duties:told-of", delivery, duty)
    return page(
        request,
        "duties/deed.html",
        status=422 if form.is_bound else 200,
        form=form,
        heading="Say what your organisation does about it" if answers else "Challenge it",
        button="Record it" if answers else "Send the challenge",
        what=presenters.title_of(found.item.rule),
        back=reverse("duties:told-of", args=[delivery, duty]),
    )


@signed_in()
def pattern(request: HttpRequest) -> HttpResponse:
    """What the independent scrutineer was told of the last weeks: by organisation, what is late, each beside the week before."""
    acting = acting_of(request)
    with viewing(acting.viewer):
        weeks = latest_weekly(PatternDelivered.kind.name, limit=13)
        directory = partnership.directory()
    if not weeks:
        raise Http404
    facts = [entry.facts for entry in weeks]
    shown = [
        (found.week, told_presenters.pattern_rows(found, facts[n + 1] if n + 1 < len(facts) else None, directory))
        for n, found in enumerate(facts[:12])
    ]
    return page(request, "duties/pattern.html", weeks=shown, columns=told_presenters.PATTERN_COLUMNS)
