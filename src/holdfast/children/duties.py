"""What the duty engine asks of cases: who a child is allocated to, who is involved, what a case is called; and sections of the board."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta
from uuid import UUID

from django.urls import reverse

from holdfast.access.actions import look_at_names
from holdfast.children import queries
from holdfast.children.codes import CLOSURES
from holdfast.children.event_table import EVENTS
from holdfast.children.events import may_record
from holdfast.children.kinds import pathway
from holdfast.children.kinds.authorising import AuthorisationAnswered
from holdfast.children.kinds.case import ChildAllocated, ChildIdentified
from holdfast.children.kinds.overview import FlagEnded
from holdfast.children.models import Case, Flag, Involvement
from holdfast.database.time import now
from holdfast.database.viewing import viewing
from holdfast.duties import board, doing, naming, owners
from holdfast.duties.board import Section
from holdfast.duties.models import Duty
from holdfast.duties.naming import Named
from holdfast.duties.rulebook import rule
from holdfast.pages.components import Column
from holdfast.pages.dates import day
from holdfast.pages.shell import Link
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import AgencyKind
from holdfast.subjects.queries import NAMELESS, names


@owners.register_allocation
def allocated(room: UUID) -> UUID | None:
    return Case.objects.filter(id=room).values_list("allocated_to_id", flat=True).first()


@owners.register_involved
def involved(matters: Collection[UUID]) -> Iterator[tuple[UUID, UUID]]:
    """The council, whose case each is, and every organisation that became involved."""
    cases = list(Case.objects.filter(id__in=matters).values_list("id", flat=True))
    council = partnership.council() if cases else None
    if council is not None:
        yield from ((case, council.id) for case in cases)
    yield from Involvement.objects.filter(room_id__in=cases).order_by("since").values_list("room_id", "agency_id")


def named(rooms: list[UUID], acting: Acting) -> dict[UUID, Named]:
    """Children's names, for those who may see the case; the look is recorded first."""
    with viewing(acting.viewer):
        people = dict(Case.objects.filter(id__in=rooms).values_list("id", "person_id"))
    look_at_names(list(people), acting)
    with viewing(acting.viewer):
        called = names(people.values())
        numbers = queries.numbers_of([p for p in people.values() if p not in called])
    return {
        room: Named(called.get(person) or numbers.get(person) or NAMELESS, reverse("children:child", args=[room]))
        for room, person in people.items()
    }


naming.register("case", named)


def where_done(duty: Duty, acting: Acting) -> Iterator[Link]:
    """The forms of the case that record what ends a duty: its own in the table, a meeting's page, an answer to what waits to be authorised."""
    found = Case.objects.filter(id=duty.matter_id).first()
    if found is None:
        return
    ends = rule(duty.rule, duty.edition).ends
    for event in EVENTS:
        if event.facts.kind.name in ends and may_record(event, found, acting):
            yield Link(event.title, reverse("children:event", args=[found.id, event.slug]))
    meeting = queries.meeting(found.id, duty.trigger_id)
    council = acting.agency_kind is AgencyKind.COUNCIL
    if meeting is not None:
        yield Link("Open the meeting", reverse("children:meeting", args=[found.id, meeting.id]))
    elif council and {pathway.IcpcHeld.kind.name, pathway.CpPlanReviewed.kind.name} & set(ends):
        yield Link("Arrange the conference, or record it", reverse("children:arrange", args=[found.id]))
    elif council and pathway.StrategyConcluded.kind.name in ends:
        yield Link("Open a strategy discussion", reverse("children:open-strategy", args=[found.id]))
    if AuthorisationAnswered.kind.name in ends and council:
        yield Link("Read it, and answer", reverse("children:authorise", args=[found.id, duty.trigger_id]))
    if ChildAllocated.kind.name in ends and council:
        yield Link("Allocate the child", reverse("children:allocate", args=[found.id]))
    if FlagEnded.kind.name in ends and (flag := Flag.objects.filter(case_id=found.id, said_by=duty.trigger_id).first()) is not None:
        yield Link("Look at it again, or end it", reverse("children:flag", args=[found.id, flag.id]))
    if ChildIdentified.kind.name in ends:
        yield Link("State who the child is", reverse("children:state", args=[found.id]))


doing.register("case", where_done)


@board.register_section
def unallocated(acting: Acting) -> Section | None:
    """Children whom nobody is allocated to: for the council's own, by name on their page; for others, a number."""
    with viewing(acting.viewer):
        moment = now()
        found = queries.unallocated(limit=50) if acting.agency_kind is AgencyKind.COUNCIL else []
        total = queries.count_unallocated() if acting.agency_kind is AgencyKind.COUNCIL else 0
    if acting.agency_kind is not AgencyKind.COUNCIL:
        return None
    called = named([c.id for c in found], acting)
    rows = [[called[c.id].label, day(c.opened_at), f"{(moment - c.opened_at).days} days"] for c in found]
    columns = (Column("Child"), Column("Case opened"), Column("Unallocated for"))
    lead = f"{total} children have no worker; the longest waiting are shown." if total > len(found) else ""
    return Section("Unallocated children", columns, rows, "Every open case is allocated.", lead)


@board.register_section
def caseloads(acting: Acting) -> Section | None:
    """Caseload by worker: names within the council, posts for the scrutineer's and others' eyes."""
    if acting.agency_kind is not AgencyKind.COUNCIL:
        return None
    with viewing(acting.viewer):
        directory = partnership.directory()
        loads = queries.caseloads(acting.agency)
    rows = [
        [directory.name(load.worker), load.children, load.cap, "over the agreed most" if load.children > load.cap else ""] for load in loads
    ]
    columns = (Column("Worker"), Column("Children", numeric=True), Column("Agreed most", numeric=True), Column("To note"))
    return Section("Caseload by worker", columns, rows, "Nobody has a child allocated.")


#: For how long back the board counts who agreed to what.
COUNTED = timedelta(days=91)


@board.register_section
def authorised(acting: Acting) -> Section | None:
    """Who agreed to what others recorded, and how often that let something end or lessen (row 18): for the council's own."""
    if acting.agency_kind is not AgencyKind.COUNCIL:
        return None
    with viewing(acting.viewer):
        directory = partnership.directory()
        found = queries.authorisers(now() - COUNTED)
    rows = [[directory.name(a.worker), a.agreed, a.lessened, a.refused] for a in found]
    columns = (
        Column("Who"),
        Column("Agreed", numeric=True),
        Column("Of those, ended or lessened something", numeric=True),
        Column("Did not agree", numeric=True),
    )
    return Section("Authorised in the last three months", columns, rows, "Nothing was authorised.")


@board.register_section
def closed_with_what_could_not_be_done(acting: Acting) -> Section | None:
    """Cases that were closed although some of their duties "could not be done" (row 15): a number for each, with its ground."""
    if acting.agency_kind is not AgencyKind.COUNCIL:
        return None
    with viewing(acting.viewer):
        found = queries.closed_with_cannot(now() - COUNTED)
    called = named([c.id for c in found], acting)
    rows = [
        [called[c.id].label, day(c.closed_at), c.closed_with_cannot, CLOSURES.get(c.close_reason or "", "")] for c in found if c.closed_at
    ]
    columns = (Column("Child"), Column("Closed"), Column("Duties that could not be done", numeric=True), Column("Reason"))
    return Section("Closed with duties that could not be done", columns, rows, "None in the last three months.")
