"""The entries by which a partnership is made up: agencies, teams, posts, workers, cover, days. Everyone signed in may read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID, uuid5

from holdfast.database.viewing import EVERYONE, relation_principal
from holdfast.partnership.models import Agency, Cover, DayOverride, DayProposal, Grader, Loss, Post, Shift, Team, Vetted, Worker
from holdfast.partnership.roles import AgencyKind, Role
from holdfast.record.entries import Entry, Opening
from holdfast.record.kinds import Code, Facts, Parts, kind
from holdfast.record.projection import Amend, Change, Put, Remove, projector
from holdfast.record.rooms import matter_type

#: The partnership's own arrangements; and what each organisation was told, a matter of its own for each.
matter_type("partnership")
matter_type("told", added=("offer",))


#: The one room in which a partnership's make-up is recorded.
PARTNERSHIP_ROOM = UUID("0b9a1c52-7c7e-5d62-9c3b-5a0f0d2d8a11")
PARTNERSHIP_OPENING = Opening("partnership", (EVERYONE,))


def post_principal(post: UUID) -> UUID:
    """Whoever holds a post, or covers whoever does, as a principal: another who is appointed reads what it was opened to."""
    return relation_principal("post", post)


def told_room_of(agency: UUID) -> UUID:
    """The room of what an agency has been told."""
    return uuid5(agency, "told")


class NameParts(Parts):
    """A name, as people know it."""

    name: str


class PartnershipParts(Parts):
    name: str


@kind("partnership.founded", version=1, parts=PartnershipParts, line="The partnership was founded")
class PartnershipFounded(Facts):
    """A partnership's record begins."""


@kind("agency.joined", version=1, parts=NameParts, line="An organisation joined the partnership")
class AgencyJoined(Facts):
    agency: UUID
    agency_kind: AgencyKind
    lea: Code | None = None
    census_source: Code | None = None


@kind("agency.told_opened", version=1, line="An organisation's record of what it is told was opened")
class ToldRoomOpened(Facts):
    """Opens the agency's own room, in which everything that it is told by the system is recorded."""

    agency: UUID


@kind("team.formed", version=1, parts=NameParts, line="A team was formed")
class TeamFormed(Facts):
    team: UUID
    agency: UUID
    out_of_hours: bool = False


class PostParts(Parts):
    title: str


@kind("post.created", version=1, parts=PostParts, line="A post was created")
class PostCreated(Facts):
    post: UUID
    agency: UUID
    role: Role
    team: UUID | None = None
    manager_post: UUID | None = None


@kind("worker.joined", version=1, parts=NameParts, line="A worker joined")
class WorkerJoined(Facts):
    worker: UUID
    agency: UUID
    caseload_cap: int | None = None


@kind("worker.appointed", version=1, line="A worker was appointed to a post")
class WorkerAppointed(Facts):
    worker: UUID
    post: UUID
    previous_holder: UUID | None = None
    #: The post that the worker held until now, which is empty from now: nobody holds two, and with them two roles.
    previous_post: UUID | None = None


@kind("worker.left", version=1, line="A worker left")
class WorkerLeft(Facts):
    worker: UUID
    post: UUID | None = None


class CoverParts(Parts):
    reason: str | None = None


@kind("cover.arranged", version=1, parts=CoverParts, line="Cover was arranged for a worker's absence")
class CoverArranged(Facts):
    worker: UUID
    covered_by: UUID
    starts_at: datetime
    ends_at: datetime


@kind("rota.shift_set", version=1, line="Who is on call was set")
class ShiftSet(Facts):
    worker: UUID
    starts_at: datetime
    ends_at: datetime


@kind("rota.shift_taken_off", version=1, line="A time on call was taken off the rota")
class ShiftTakenOff(Facts):
    shift: UUID


class ReasonParts(Parts):
    reason: str


@kind("working_day.proposed", version=1, parts=ReasonParts, line="It was proposed to declare a day working or not working")
class WorkingDayProposed(Facts):
    """By one organisation; it counts when someone of another agrees."""

    day: date
    working: bool


@kind("working_day.declined", version=1, parts=ReasonParts, line="A day was not declared working or not working")
class WorkingDayDeclined(Facts):
    proposed: UUID


@kind("working_day.changed", version=1, parts=ReasonParts, line="A day was declared working or not working")
class WorkingDayChanged(Facts):
    proposed: UUID
    day: date
    working: bool


@kind("ledger.key_exchanged", version=1, parts=ReasonParts, line="A key of the ledger was exchanged")
class KeyExchanged(Facts):
    """Another key signs from now on: the ledger's heads, or the words given at once. The statement that both keys signed lies among the ledger's files,
    by this number and SHA-256.
    """

    purpose: Literal["checkpoint", "acknowledgement"]
    statement: int
    digest: Code


@kind("sealed_chain.entrusted", version=1, line="Two people were made guardians of what is sealed")
class ChainEntrusted(Facts):
    """Each of these workers, of two organisations, was given a half of the chain of that fingerprint."""

    first: UUID
    second: UUID
    fingerprint: Code


@kind("vetted.joined", version=1, line="Somebody joined the vetted group")
class VettedJoined(Facts):
    """`worker` may hear of police matters that other organisations may not yet: before anybody is charged, and when police action is late."""

    worker: UUID


@kind("vetted.left", version=1, line="Somebody is no longer of the vetted group")
class VettedLeft(Facts):
    worker: UUID


@kind("grader.trained", version=1, line="Somebody who was trained grades intelligence")
class GraderTrained(Facts):
    """`trained_on`: the day on which the training ended."""

    worker: UUID
    trained_on: date


@kind("grader.left", version=1, line="Somebody no longer grades intelligence")
class GraderLeft(Facts):
    worker: UUID


class LossParts(Parts):
    """How it came about, in words."""

    words: str


@kind("ledger.loss_declared", version=1, parts=LossParts, line="Entries were declared lost with an older backup")
class LossDeclared(Facts):
    """Entries that were signed are lost: how many, in how many known matters some of them stood, and of how many nobody knows where they stood."""

    lost: int
    matters: int
    elsewhere: int


@projector(AgencyJoined)
def agencies(entries: Sequence[Entry[AgencyJoined]]) -> Iterator[Change]:
    for e in entries:
        yield Put(
            Agency,
            {
                "id": e.facts.agency,
                "room_id": e.room,
                "entry_id": e.id,
                "kind": e.facts.agency_kind,
                "lea": e.facts.lea,
                "census_source": e.facts.census_source,
                "told_room_id": told_room_of(e.facts.agency),
            },
        )


@projector(TeamFormed)
def teams(entries: Sequence[Entry[TeamFormed]]) -> Iterator[Change]:
    for e in entries:
        yield Put(
            Team,
            {
                "id": e.facts.team,
                "room_id": e.room,
                "entry_id": e.id,
                "agency_id": e.facts.agency,
                "out_of_hours": e.facts.out_of_hours,
            },
        )


@projector(PostCreated)
def posts(entries: Sequence[Entry[PostCreated]]) -> Iterator[Change]:
    for e in entries:
        yield Put(
            Post,
            {
                "id": e.facts.post,
                "room_id": e.room,
                "entry_id": e.id,
                "agency_id": e.facts.agency,
                "team_id": e.facts.team,
                "role": e.facts.role,
                "principal": post_principal(e.facts.post),
                "manager_post_id": e.facts.manager_post,
            },
        )


@projector(WorkerJoined)
def workers(entries: Sequence[Entry[WorkerJoined]]) -> Iterator[Change]:
    for e in entries:
        yield Put(
            Worker,
            {
                "id": e.facts.worker,
                "room_id": e.room,
                "entry_id": e.id,
                "agency_id": e.facts.agency,
                "caseload_cap": e.facts.caseload_cap,
            },
        )


@projector(WorkerAppointed)
def appointments(entries: Sequence[Entry[WorkerAppointed]]) -> Iterator[Change]:
    for e in entries:
        if e.facts.previous_holder is not None:
            yield Amend(Worker, {"id": e.facts.previous_holder}, {"post_id": None})
        if e.facts.previous_post is not None:
            yield Amend(Post, {"id": e.facts.previous_post}, {"holder_id": None, "held_since": None})
        yield Amend(Post, {"id": e.facts.post}, {"holder_id": e.facts.worker, "held_since": e.recorded_at})
        yield Amend(Worker, {"id": e.facts.worker}, {"post_id": e.facts.post})


@projector(WorkerLeft)
def leavers(entries: Sequence[Entry[WorkerLeft]]) -> Iterator[Change]:
    for e in entries:
        yield Amend(Worker, {"id": e.facts.worker}, {"left_at": e.recorded_at, "post_id": None})
        yield Remove(Vetted, {"worker_id": e.facts.worker})
        yield Remove(Grader, {"worker_id": e.facts.worker})
        if e.facts.post is not None:
            yield Amend(Post, {"id": e.facts.post}, {"holder_id": None, "held_since": None})


@projector(CoverArranged)
def covers(entries: Sequence[Entry[CoverArranged]]) -> Iterator[Change]:
    for e in entries:
        yield Put(
            Cover,
            {
                "id": e.id,
                "room_id": e.room,
                "worker_id": e.facts.worker,
                "covered_by_id": e.facts.covered_by,
                "starts_at": e.facts.starts_at,
                "ends_at": e.facts.ends_at,
            },
        )


@projector(ShiftSet)
def shifts(entries: Sequence[Entry[ShiftSet]]) -> Iterator[Change]:
    for e in entries:
        times = {"starts_at": e.facts.starts_at, "ends_at": e.facts.ends_at}
        yield Put(Shift, {"id": e.id, "room_id": e.room, "worker_id": e.facts.worker, **times})


@projector(ShiftTakenOff)
def shifts_taken_off(entries: Sequence[Entry[ShiftTakenOff]]) -> Iterator[Change]:
    for e in entries:
        yield Remove(Shift, {"id": e.facts.shift})


#: The vetted group, as a principal of rooms.
VETTED = relation_principal("vetted", PARTNERSHIP_ROOM)


@projector(VettedJoined)
def vetted(entries: Sequence[Entry[VettedJoined]]) -> Iterator[Change]:
    for e in entries:
        row = {"worker_id": e.facts.worker, "room_id": e.room, "agency_id": e.author.agency, "principal": VETTED, "since": e.recorded_at}
        yield Put(Vetted, row, replace=True)


@projector(VettedLeft)
def no_longer_vetted(entries: Sequence[Entry[VettedLeft]]) -> Iterator[Change]:
    for e in entries:
        yield Remove(Vetted, {"worker_id": e.facts.worker})


#: Those who grade intelligence, as a principal of rooms.
GRADERS = relation_principal("grader", PARTNERSHIP_ROOM)


@projector(GraderTrained)
def graders(entries: Sequence[Entry[GraderTrained]]) -> Iterator[Change]:
    for e in entries:
        row = {"worker_id": e.facts.worker, "room_id": e.room, "agency_id": e.author.agency, "principal": GRADERS, "since": e.recorded_at}
        yield Put(Grader, row, replace=True)


@projector(GraderLeft)
def no_longer_graders(entries: Sequence[Entry[GraderLeft]]) -> Iterator[Change]:
    for e in entries:
        yield Remove(Grader, {"worker_id": e.facts.worker})


@projector(LossDeclared)
def losses(entries: Sequence[Entry[LossDeclared]]) -> Iterator[Change]:
    for e in entries:
        row = {"id": e.id, "room_id": e.room, "lost": e.facts.lost, "matters": e.facts.matters, "elsewhere": e.facts.elsewhere}
        yield Put(Loss, {**row, "declared_at": e.recorded_at})


@projector(WorkingDayProposed)
def days_proposed(entries: Sequence[Entry[WorkingDayProposed]]) -> Iterator[Change]:
    for e in entries:
        who = {"proposed_by": e.author.worker, "agency_id": e.author.agency, "proposed_at": e.recorded_at}
        yield Put(DayProposal, {"id": e.id, "room_id": e.room, "day": e.facts.day, "working": e.facts.working, **who})


@projector(WorkingDayDeclined)
def days_declined(entries: Sequence[Entry[WorkingDayDeclined]]) -> Iterator[Change]:
    for e in entries:
        yield Remove(DayProposal, {"id": e.facts.proposed})


@projector(WorkingDayChanged)
def day_overrides(entries: Sequence[Entry[WorkingDayChanged]]) -> Iterator[Change]:
    for e in entries:
        yield Remove(DayProposal, {"id": e.facts.proposed})
        yield Put(
            DayOverride,
            {"day": e.facts.day, "room_id": e.room, "entry_id": e.id, "working": e.facts.working},
            replace=True,
        )
