"""The pages about one child: the overview, and what has happened, what is open, meetings, family, and who works with them. Each is a look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.access.actions import look
from holdfast.access.links import link_to_hand_out
from holdfast.accounts.drafts import drafts_of
from holdfast.children import overview, policies, presenters, queries
from holdfast.children.event_table import BY_SLUG, EVENTS
from holdfast.children.events import may_record
from holdfast.children.flags import flags_of
from holdfast.children.identity import born_of, identity, identity_of
from holdfast.children.links import links_of
from holdfast.children.models import Case, Meeting
from holdfast.children.queries import Told
from holdfast.children.story import latest, line_event, story
from holdfast.children.story_filter import VIEW_WORDS, chosen
from holdfast.children.views import case_or_404
from holdfast.concerns.queries import heard
from holdfast.database.time import now, today
from holdfast.database.viewing import viewing
from holdfast.duties.models import Duty, State
from holdfast.duties.naming import Named
from holdfast.duties.presenters import rows as duty_rows
from holdfast.duties.presenters import title_of
from holdfast.duties.queries import duties_of
from holdfast.pages.components import Event, Identity
from holdfast.pages.dates import day
from holdfast.pages.shell import Link
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.queries import Directory
from holdfast.partnership.shell import acting_of, page, signed_in
from holdfast.record.queries import gap_in
from holdfast.subjects import queries as subjects
from holdfast.subjects.models import Related


def _looked_at(request: HttpRequest, case: UUID) -> tuple[Acting, Case]:
    """Who looks, and at which case. The look is committed first."""
    acting = acting_of(request)
    found = case_or_404(acting, case)
    look(room=found.id, what="case", reason="allocated" if found.allocated_to_id == acting.worker else "involved", by=acting)
    return acting, found


@dataclass(frozen=True)
class Around:
    """What each of the pages needs: how much stands on the others."""

    duties: list[Duty]
    meetings: list[Meeting]
    relatives: list[Related]
    directory: Directory

    @classmethod
    def of(cls, case: Case) -> Around:
        return cls(duties_of(case.id), queries.meetings(case.id), queries.relatives(case.person_id), partnership.directory())

    @property
    def open_now(self) -> list[Duty]:
        """The open duties, the earliest due first."""
        return sorted((d for d in self.duties if d.state == State.OPEN), key=lambda d: d.due_at)

    @property
    def titles(self) -> dict[UUID, str]:
        return {d.id: title_of(d.rule) for d in self.duties}

    def sections(self, case: Case, current: str) -> list[Link]:
        return overview.sections(case, current, duties=self.duties, meetings=self.meetings, family=self.relatives)


def _page(request: HttpRequest, current: str, around: Around, case: Case, bar: Identity, **context: Any) -> HttpResponse:
    """One of the pages about a child: its template is called as its address is."""
    more: dict[str, Any] = {"child": case, "bar": bar, "sections": around.sections(case, current), "directory": around.directory}
    return page(request, f"children/{current}.html", **more, **context)


@signed_in()
def child(request: HttpRequest, case: UUID) -> HttpResponse:
    """The overview: who this is, what to read first, what is open and late first, the latest that happened."""
    acting, found = _looked_at(request, case)
    with viewing(acting.viewer):
        around = Around.of(found)
        directory, moment = around.directory, now()
        statements = subjects.statements(found.person_id)
        told = queries.unopened(found.id)
        first, last = _first_and_last(found, told, around, acting, moment)
        flags = flags_of(found.id)
        name = subjects.names([found.person_id]).get(found.person_id) or queries.numbers_of([found.person_id]).get(found.person_id)
        name = name or subjects.NAMELESS
        bar = identity(name, found, born_of(statements), queries.last_seen(found.id), directory, acting.agency, flags)
        # The child is named at the head of the page, and each duty is about them: no more looks, no more names.
        open_now = duty_rows(
            around.open_now[: overview.SHOWN], names={found.id: Named(name, "")}, directory=directory, acting=acting, now=moment
        )
        is_open = found.closed_at is None
        may_something = is_open and any(may_record(e, found, acting) for e in EVENTS)
        context: dict[str, Any] = {
            "first": first,
            "gap": gap_in(found.id),
            "links": links_of(found, acting),
            "latest": last,
            "may_write": is_open and may_record(BY_SLUG["summary"], found, acting),
            "flags": overview.flags_shown(flags, found, directory, acting),
            "who": presenters.who(statements, directory, whereabouts=subjects.whereabouts_held(found.person_id)),
            "told_us": [(c.id, c.told_at) for c in heard(queries.concerns_of(found.id))],
            "involved": [directory.name(i.agency_id) for i in queries.agencies_involved(found.id)],
            "waiting": presenters.waiting_to_be_authorised(told),
        }
    return _page(
        request,
        "child",
        around,
        found,
        bar,
        name=name,
        now=moment,
        duties=open_now,
        open_in_all=len(around.open_now),
        next_meeting=_next_meeting(around.meetings),
        relatives=len(around.relatives),
        allocated=directory.known_to(found.allocated_to_id, acting.agency) if found.allocated_to_id else "",
        deeds=_deeds(found, acting, may_something),
        unfinished=[d for d in drafts_of(acting.worker, moment) if d.path.startswith(request.path)],
        **context,
    )


def _first_and_last(
    found: Case, told: list[Told], around: Around, acting: Acting, moment: datetime
) -> tuple[overview.ReadFirst | None, list[Event]]:
    """What somebody wrote to be read first, and the latest that happened: opened together, and nothing else is."""
    last = latest(told, queries.lines(found.id, told), overview.SHOWN)
    summary = next((t for t in _each(told) if t.entry.id == found.summary_id), None)
    wanted = [*(t for t in last if isinstance(t, Told)), *([summary] if summary is not None else [])]
    opened = {t.entry.id: t for t in queries.opened(wanted)}
    directory = around.directory
    first = None
    if summary is not None:
        first = overview.read_first(summary.entry, opened[summary.entry.id].parts, directory, acting, moment)
    events = [
        presenters.event(opened[t.entry.id], directory, acting, found.id, around.titles)
        if isinstance(t, Told)
        else line_event(t, directory)
        for t in last
    ]
    return first, events


def _next_meeting(meetings: list[Meeting]) -> tuple[str, str, str] | None:
    """The next conference that is arranged: what it is called, its page, and on which day it is to be."""
    dated = [(m.planned_on, m.id, m) for m in meetings if m.planned_on is not None and m.concluded_at is None and m.called_off_at is None]
    planned = min((one for one in dated if one[0] >= today()), key=lambda one: one[:2], default=None)
    if planned is None:
        return None
    called, _, _, href = presenters.listed_meeting(planned[2], today())
    return called, href, day(planned[0], "long")


def _each(told: list[Told]) -> list[Told]:
    """These, and what corrects them."""
    return [t for one in told for t in (one, *one.corrections)]


@signed_in()
def happened(request: HttpRequest, case: UUID) -> HttpResponse:
    """Everything recorded of the case, as far as the viewer reads it: chosen, ordered, some at a time; or the whole, to print."""
    acting, found = _looked_at(request, case)
    with viewing(acting.viewer):
        around = Around.of(found)
        told = queries.unopened(found.id)
        lines = queries.lines(found.id, told)
        what = chosen(request.GET, told, lines, around.directory, acting)
        whole = request.GET.get("print") == "yes"
        shown = story(
            told,
            lines,
            what,
            case=found.id,
            duties=around.titles,
            directory=around.directory,
            acting=acting,
            page=request.GET.get("page", ""),
            whole=whole,
        )
        seen = queries.last_seen(found.id)
    return _page(
        request,
        "happened",
        around,
        found,
        identity_of(found, acting),
        whole=whole,
        story=shown,
        what=what,
        views=[Link(words, what.address(view=view), current=what.view is view) for view, words in VIEW_WORDS.items()],
        removable=list(what.removable()),
        seen=seen,
    )


@signed_in()
def plan(request: HttpRequest, case: UUID) -> HttpResponse:
    """What is open for the child, late first."""
    acting, found = _looked_at(request, case)
    bar = identity_of(found, acting)
    with viewing(acting.viewer):
        around = Around.of(found)
        rows = duty_rows(around.open_now, names={}, directory=around.directory, acting=acting, now=now())
    return _page(
        request,
        "plan",
        around,
        found,
        bar,
        duties=rows,
    )


@signed_in()
def meetings(request: HttpRequest, case: UUID) -> HttpResponse:
    """Strategy discussions and conferences."""
    acting, found = _looked_at(request, case)
    bar = identity_of(found, acting)
    with viewing(acting.viewer):
        around = Around.of(found)
    listed = [presenters.listed_meeting(m, today()) for m in around.meetings]
    return _page(
        request,
        "meetings",
        around,
        found,
        bar,
        meetings=listed,
    )


@signed_in()
def family(request: HttpRequest, case: UUID) -> HttpResponse:
    """Siblings and household; phones, vehicles, places and accounts."""
    acting, found = _looked_at(request, case)
    with viewing(acting.viewer):
        around = Around.of(found)
        others = [r.other_id for r in around.relatives]
        called, cases = subjects.names(others), queries.cases_of(others)
        things = subjects.things_of(found.person_id)
        words = subjects.words_of_things(t for t, _ in things)
    return _page(
        request,
        "family",
        around,
        found,
        identity_of(found, acting),
        relatives=[
            (called.get(r.other_id, subjects.NAMELESS), r.relation.replace("_", " "), cases.get(r.other_id)) for r in around.relatives
        ],
        things=[(t.kind, words.get(t.id, ""), link.aspect.replace("_", " "), around.directory.name(t.source_id)) for t, link in things],
    )


@signed_in()
def people(request: HttpRequest, case: UUID) -> HttpResponse:
    """Who works with the child, and when each last recorded something here."""
    acting, found = _looked_at(request, case)
    bar = identity_of(found, acting)
    with viewing(acting.viewer):
        around = Around.of(found)
        directory = around.directory
        told = queries.unopened(found.id)
        last = {t.entry.author.worker: t.entry.recorded_at for t in sorted(told, key=lambda t: t.entry.position)}
        workers = [
            (directory.post_and_agency(w), f"last recorded something {day(last[w])}" if w in last else "")
            for w in queries.people_working(told, found)
            if w != found.allocated_to_id
        ]
        involved = [(directory.name(i.agency_id), day(i.since)) for i in queries.agencies_involved(found.id)]
    return _page(
        request,
        "people",
        around,
        found,
        bar,
        allocated=directory.known_to(found.allocated_to_id, acting.agency) if found.allocated_to_id else "",
        workers=workers,
        involved=involved,
        links=link_to_hand_out(found.id, acting),
    )


def _may(check: Any, acting: Acting) -> bool:
    try:
        check(acting)
    except NotPermitted:
        return False
    return True


def _deeds(found: Case, acting: Acting, may_record_something: bool) -> list[Link]:
    """What this person can do here; the one most needed comes first."""
    case = found.id
    if found.closed_at is not None:
        return [Link("Record a further referral", reverse("children:refer", args=[case]))] if _may(policies.check_council, acting) else []
    links = []
    if found.allocated_to_id is None and _may(policies.check_may_allocate, acting):
        links.append(Link("Allocate to a worker", reverse("children:allocate", args=[case])))
    if may_record_something:
        links.append(Link("Record something", reverse("children:record", args=[case])))
    if _may(policies.check_council, acting):
        links.append(Link("Open a strategy discussion", reverse("children:open-strategy", args=[case])))
        review = "Arrange a review conference" if found.cp_since is not None else "Arrange an initial conference"
        links.append(Link(review, reverse("children:arrange", args=[case])))
    if _may(policies.check_may_work, acting):
        links.append(Link("Agree actions", reverse("children:actions", args=[case])))
        links.append(Link("Ask another organisation", reverse("children:ask", args=[case])))
        links.append(Link("Raise a flag", reverse("children:raise-flag", args=[case])))
    if found.allocated_to_id is not None and _may(policies.check_may_allocate, acting):
        links.append(Link("Allocate to someone else", reverse("children:allocate", args=[case])))
    if _may(policies.check_may_close, acting):
        links.append(Link("Close the case", reverse("children:close", args=[case])))
    return links
