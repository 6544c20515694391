"""The entries by which it is said who is who: agencies, teams, posts, workers, account managers, cover. Everyone signed in may read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from holdfast.partnership.kinds.rooms import post_principal, told_room_of
from holdfast.partnership.models import AccountManager, Agency, Cover, Grader, Post, Team, Vetted, Worker
from holdfast.partnership.roles import AgencyKind, Role
from holdfast.record.entries import Entry
from holdfast.record.kinds import Code, Facts, Parts, kind
from holdfast.record.projection import Amend, Change, Put, Remove, projector


class NameParts(Parts):
    """A name, as people know it."""

    name: str


@kind("agency.joined", version=1, parts=NameParts, line="An organisation joined the partnership")
class AgencyJoined(Facts):
    """`proposed`: what one organisation proposed and another agreed to, once there are any."""

    agency: UUID
    agency_kind: AgencyKind
    lea: Code | None = None
    census_source: Code | None = None
    proposed: UUID | None = None


@kind("agency.left", version=1, line="An organisation left the partnership")
class AgencyLeft(Facts):
    """What it recorded stays, and what it was told. Nobody of it is here any more; what it owed, and would come to owe, is owed by `heir`."""

    agency: UUID
    heir: UUID
    proposed: UUID


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


@kind("post.changed", version=1, parts=PostParts, line="A post was changed")
class PostChanged(Facts):
    """What it is called, its team and whom it answers to; never its role, which decides what its holder reads."""

    post: UUID
    team: UUID | None = None
    manager_post: UUID | None = None


@kind("post.ended", version=1, line="A post was ended")
class PostEnded(Facts):
    """Nobody held it, and no post answered to it."""

    post: UUID


@kind("worker.joined", version=1, parts=NameParts, line="A worker joined")
class WorkerJoined(Facts):
    worker: UUID
    agency: UUID
    caseload_cap: int | None = None
    proposed: UUID | None = None


@kind("worker.renamed", version=1, parts=NameParts, line="A worker has another name")
class WorkerRenamed(Facts):
    worker: UUID


@kind("worker.appointed", version=1, line="A worker was appointed to a post")
class WorkerAppointed(Facts):
    worker: UUID
    post: UUID
    previous_holder: UUID | None = None
    #: The post that the worker held until now, which is empty from now: nobody holds two, and with them two roles.
    previous_post: UUID | None = None
    #: Of a wide role: what one organisation proposed and another agreed to.
    proposed: UUID | None = None


@kind("worker.handed_over", version=1, line="A worker handed over what they owed")
class WorkerHandedOver(Facts):
    """They stay, in another post or away for long: what they owed and held passes on as if they had left."""

    worker: UUID
    post: UUID | None = None


@kind("worker.left", version=1, line="A worker left")
class WorkerLeft(Facts):
    worker: UUID
    post: UUID | None = None


@kind("account_manager.named", version=1, line="Somebody became an account manager")
class AccountManagerNamed(Facts):
    """`worker` says who of their organisation works here, in which post, and invites them to sign in. It lets nobody read anything."""

    worker: UUID
    agency: UUID
    proposed: UUID | None = None


@kind("account_manager.ended", version=1, line="Somebody is no longer an account manager")
class AccountManagerEnded(Facts):
    worker: UUID


class CoverParts(Parts):
    reason: str | None = None


@kind("cover.arranged", version=1, parts=CoverParts, line="Cover was arranged for a worker's absence")
class CoverArranged(Facts):
    worker: UUID
    covered_by: UUID
    starts_at: datetime
    ends_at: datetime


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


@projector(AgencyLeft)
def agencies_that_left(entries: Sequence[Entry[AgencyLeft]]) -> Iterator[Change]:
    for e in entries:
        yield Amend(Agency, {"id": e.facts.agency}, {"left_at": e.recorded_at, "heir_id": e.facts.heir})


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


@projector(PostChanged)
def posts_changed(entries: Sequence[Entry[PostChanged]]) -> Iterator[Change]:
    for e in entries:
        now = {"entry_id": e.id, "team_id": e.facts.team, "manager_post_id": e.facts.manager_post}
        yield Amend(Post, {"id": e.facts.post}, now)


@projector(PostEnded)
def posts_ended(entries: Sequence[Entry[PostEnded]]) -> Iterator[Change]:
    for e in entries:
        yield Amend(Post, {"id": e.facts.post}, {"ended_at": e.recorded_at})


@projector(WorkerRenamed)
def workers_renamed(entries: Sequence[Entry[WorkerRenamed]]) -> Iterator[Change]:
    for e in entries:
        yield Amend(Worker, {"id": e.facts.worker}, {"entry_id": e.id})


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
        yield Remove(AccountManager, {"worker_id": e.facts.worker})
        if e.facts.post is not None:
            yield Amend(Post, {"id": e.facts.post}, {"holder_id": None, "held_since": None})


@projector(AccountManagerNamed)
def account_managers(entries: Sequence[Entry[AccountManagerNamed]]) -> Iterator[Change]:
    for e in entries:
        row = {"worker_id": e.facts.worker, "room_id": e.room, "agency_id": e.facts.agency, "since": e.recorded_at}
        yield Put(AccountManager, row, replace=True)


@projector(AccountManagerEnded)
def no_longer_account_managers(entries: Sequence[Entry[AccountManagerEnded]]) -> Iterator[Change]:
    for e in entries:
        yield Remove(AccountManager, {"worker_id": e.facts.worker})


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
