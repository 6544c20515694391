"""The home, the front page for those with no account, and whether the service is healthy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve, reverse

from holdfast.accounts import admitting, drafts
from holdfast.children.duties import named
from holdfast.children.kinds.case import UnseenDelivered
from holdfast.children.lists import cases_of, missing_now, next_meeting
from holdfast.concerns import queries as concerns
from holdfast.concerns import waiting as front_door
from holdfast.concerns.policies import FRONT_DOOR
from holdfast.concerns.presenters import asked_rows, danger_rows
from holdfast.database.time import now
from holdfast.database.viewing import viewing
from holdfast.duties import home as owed_now
from holdfast.duties import queries as duties
from holdfast.duties.actions import step_now
from holdfast.duties.confirming import seeing
from holdfast.duties.kinds import PatternDelivered
from holdfast.duties.policies import may_acknowledge
from holdfast.duties.presenters import offer_rows
from holdfast.duties.telling import latest_weekly
from holdfast.duties.views import rows_for
from holdfast.erasure import queries as erasure
from holdfast.pages.dates import plural
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.public_words import public_words
from holdfast.partnership.roles import Role
from holdfast.partnership.shell import page
from holdfast.record.queries import ledger_waiting
from holdfast.web import status, worker
from holdfast.web.health import running_problems

#: How many duties of each group the home shows; the rest are one link away.
SHOWN = 5


def home(request: HttpRequest) -> HttpResponse:
    """What needs me now, and what is late and why; nothing else competes with it."""
    acting: Acting | None = getattr(request, "acting", None)
    if acting is None:
        return page(request, "web/front.html", said=public_words())
    with viewing(acting.viewer):
        moment = now()
        in_danger = owed_now.in_danger(acting, cases_of(acting))
        groups = owed_now.groups(acting, moment, size=SHOWN)
        late_others = owed_now.escalated(acting, moment, limit=SHOWN)
        late_count = owed_now.count_escalated(acting)
        offered = duties.offered_to_me(acting)
        told = duties.waiting_for_acknowledgement(acting.agency) if may_acknowledge(acting, acting.agency) else 0
        asked = concerns.second_asked_of(acting)
        dangers = front_door.dangers() if acting.has_role(*FRONT_DOOR) else []
        waiting = front_door.count_waiting() if acting.has_role(*FRONT_DOOR) else 0
        proposed = duties.proposals_for(acting)
        days_proposed = partnership.day_proposals_for(acting)
        changes_proposed = partnership.change_proposals_for(acting)
        to_vouch = len(admitting.waiting(acting))
        orders = erasure.waiting_for(acting)
        losses = partnership.losses(moment)
        to_confirm = sum(p.count for p in duties.provisional(acting.agency, moment))
        declining = duties.declinings_for(acting)
        offers = offer_rows(offered, partnership.directory(), moment) if offered else []
        weekly = list(_weekly(acting))
    if acting.role is Role.ANALYST:
        with seeing(acting):
            to_confirm = sum(p.count for p in duties.provisional(acting.agency, moment))
    # A danger that was told of stands there as its concern: what is owed about it is not said a second time.
    told_of = {concern.id for concern in dangers}
    in_danger = [duty for duty in in_danger if duty.matter_id not in told_of]
    listed = iter(rows_for(acting, [*in_danger, *(d for group in groups for d in group.duties), *late_others]))
    danger = [*danger_rows(dangers, moment), *missing_now(acting), *(next(listed) for _ in in_danger)]
    owed = [(group.title, [next(listed) for _ in group.duties], group.total) for group in groups]
    asked_of_me = [*asked_rows(asked), *offers]
    late_told = list(listed)
    waits = (
        danger,
        owed,
        asked_of_me,
        told,
        late_told,
        waiting,
        to_confirm,
        declining,
        proposed,
        days_proposed,
        changes_proposed,
        orders,
        weekly,
    )
    return page(
        request,
        "web/home.html",
        danger=danger,
        late_count=late_count,
        late_more=max(0, late_count - len(late_others)),
        owed=owed,
        late_others=late_told,
        told=told,
        asked=asked_of_me,
        waiting=waiting,
        to_confirm=to_confirm,
        declining=declining,
        proposed=proposed,
        days_proposed=days_proposed,
        changes_proposed=changes_proposed,
        to_vouch=to_vouch,
        orders=orders,
        losses=losses,
        weekly=weekly,
        unfinished=_unfinished(acting, moment),
        nothing=not any(waits),
        next=None if any(waits) else next_meeting(acting),
    )


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Something that somebody has begun to write: what, about which child, and where they go on."""

    title: str
    about: str
    saved_at: datetime
    old: bool
    href: str


def _unfinished(acting: Acting, moment: datetime) -> list[Unfinished]:
    """What this person has begun and not sent; a child's name is a look."""
    begun = drafts.drafts_of(acting.worker, moment)
    cases = {d.id: _case_in(d.path) for d in begun}
    called = named([case for case in cases.values() if case is not None], acting) if any(cases.values()) else {}

    def about(draft: drafts.Draft) -> str:
        case = cases[draft.id]
        return called[case].label if case in called else ""

    return [Unfinished(d.title or "A form", about(d), d.saved_at, d.old(moment), reverse("accounts:draft", args=[d.id])) for d in begun]


def _case_in(path: str) -> UUID | None:
    """The case that a page is about; None where it is about none, or there is no such page any more."""
    try:
        case: UUID | None = resolve(path).kwargs.get("case")
    except Resolver404:
        return None
    return case


def _weekly(acting: Acting) -> Iterator[tuple[str, str]]:
    """What this week brought to this person's post: words, and where it is."""
    if acting.has_role(Role.SCRUTINEER):
        if found := latest_weekly(PatternDelivered.kind.name):
            late = sum(line.late_to_start + line.late_to_finish for line in found[0].facts.lines)
            yield f"This week’s pattern: {plural(late, 'late duty', 'late duties')} across the organisations", reverse("duties:pattern")
        since = now() - timedelta(days=7)
        serious = sum(d.told.serious and d.told.delivered_at >= since for d in duties.told_to(acting.agency, limit=200))
        if serious:
            yield f"Serious and late: {plural(serious, 'message')} in the last seven days", reverse("duties:told")
    found = latest_weekly(UnseenDelivered.kind.name) if acting.post is not None else []
    if found and found[0].facts.post == acting.post and found[0].facts.items:
        yield (
            f"{plural(len(found[0].facts.items), 'child', 'children')} not seen for {found[0].facts.days} days",
            reverse("children:unseen"),
        )


def healthy(request: HttpRequest) -> HttpResponse:
    """For machines: whether the database answers, and what is wrong behind it, in words. No content, no names.

    A background process that is in trouble is a problem to see to, and no reason to take telling down: the status stays 200 while the
    database answers.
    """
    try:
        problems = running_problems()
        steps = step_now(now())
        waiting, _ = ledger_waiting()
    except DatabaseError:
        said = {name: status.problem_of(name) for name in (worker.LEDGER, worker.DUTIES, worker.RETURNS)}
        return JsonResponse({"database": "does not answer", "problems": {name: words for name, words in said.items() if words}}, status=503)
    return JsonResponse({"database": "answers", "steps_due": steps, "ledger_waiting": waiting, "problems": problems})
