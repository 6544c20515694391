"""Questions about who is who. All read through the audience of the partnership's room, which is everyone who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Subquery

from holdfast.database.time import now
from holdfast.partnership import rota
from holdfast.partnership.kinds import PARTNERSHIP_ROOM
from holdfast.partnership.models import (
    AccountManager,
    Agency,
    ChangeProposal,
    Cover,
    DayOverride,
    DayProposal,
    Loss,
    Post,
    Shift,
    Team,
    Worker,
)
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import LEADS, AgencyKind, Role
from holdfast.partnership.working_days import WorkingCalendar
from holdfast.record.queries import entries_of_room, opened_parts


def acting_for(worker: UUID) -> Acting | None:
    """The worker as one who acts now; None when there is no such worker or they have left."""
    kind = Agency.objects.filter(id=OuterRef("agency_id")).values("kind")[:1]
    post = Post.objects.filter(holder_id=OuterRef("id")).order_by("held_since", "id")
    manages = Exists(AccountManager.objects.filter(worker_id=OuterRef("id")))
    found = Worker.objects.filter(id=worker, left_at=None).annotate(
        agency_kind=Subquery(kind), held=Subquery(post.values("id")[:1]), role=Subquery(post.values("role")[:1]), manages=manages
    )
    row = found.values("agency_id", "agency_kind", "held", "role", "manages").first()
    if row is None:
        return None
    return Acting(
        worker=worker,
        agency=row["agency_id"],
        agency_kind=AgencyKind(row["agency_kind"]),
        post=row["held"],
        role=Role(row["role"]) if row["role"] is not None else None,
        manages_accounts=row["manages"],
    )


def agencies() -> list[Agency]:
    """Every agency of the partnership that has not left it."""
    return list(Agency.objects.filter(left_at=None).order_by("kind", "id"))


def agencies_of_kind(kind: AgencyKind) -> list[Agency]:
    return list(Agency.objects.filter(kind=kind, left_at=None).order_by("id"))


def council(lea: str | None = None) -> Agency | None:
    """The council: by its code in statutory returns, or the only one there is."""
    found = Agency.objects.filter(kind=AgencyKind.COUNCIL, left_at=None)
    return (found.filter(lea=lea) if lea is not None else found).order_by("id").first()


def agency(agency_id: UUID) -> Agency:
    return Agency.objects.get(id=agency_id)


def stands_for(agency_id: UUID) -> set[UUID]:
    """An organisation, and those that left and whose duties it took over, also by way of another that left since."""
    heirs = dict(Agency.objects.exclude(left_at=None).values_list("id", "heir_id"))
    found = {agency_id}
    while more := {left for left, heir in heirs.items() if heir in found} - found:
        found |= more
    return found


def that_left() -> set[UUID]:
    """The organisations that are not of the partnership any more."""
    return set(Agency.objects.exclude(left_at=None).values_list("id", flat=True))


def posts_of(agency_id: UUID) -> list[Post]:
    """The agency's posts that were not ended."""
    return list(Post.objects.filter(agency_id=agency_id, ended_at=None).order_by("role", "id"))


def teams_of(agency_id: UUID) -> list[Team]:
    return list(Team.objects.filter(agency_id=agency_id).order_by("id"))


def workers_of(agency_id: UUID) -> list[Worker]:
    """The agency's workers who have not left."""
    return list(Worker.objects.filter(agency_id=agency_id, left_at=None).order_by("id"))


def worker(worker_id: UUID) -> Worker | None:
    return Worker.objects.filter(id=worker_id).first()


def holders_of(role: Role, *, agency: UUID | None = None, agency_kind: AgencyKind | None = None) -> list[Post]:
    """The filled posts with this role, in one agency, in agencies of a kind, or anywhere; longest held first."""
    posts = Post.objects.filter(role=role, holder_id__isnull=False)
    if agency is not None:
        posts = posts.filter(agency_id=agency)
    if agency_kind is not None:
        posts = posts.filter(agency_id__in=Agency.objects.filter(kind=agency_kind).values("id"))
    return list(posts.order_by("held_since", "id"))


def holder_of(role: Role, *, agency: UUID | None = None, agency_kind: AgencyKind | None = None) -> UUID | None:
    """The worker who holds (longest) a post with this role; None when nobody does."""
    posts = holders_of(role, agency=agency, agency_kind=agency_kind)
    return posts[0].holder_id if posts else None


def manager_of(worker_id: UUID) -> UUID | None:
    """The worker who holds the post that this worker's post answers to, or the next one up that is held."""
    post = Post.objects.filter(holder_id=worker_id).first()
    seen: set[UUID] = set()
    while post is not None and post.manager_post_id is not None and post.manager_post_id not in seen:
        seen.add(post.manager_post_id)
        post = Post.objects.filter(id=post.manager_post_id).first()
        if post is not None and post.holder_id is not None and post.holder_id != worker_id:
            return post.holder_id
    return None


def managed_by(worker_id: UUID, agency_id: UUID) -> list[UUID]:
    """The workers of an organisation whom a worker manages: the nearest filled post above theirs is this worker's. One question for all of them."""
    posts = {p.id: p for p in Post.objects.filter(agency_id=agency_id)}

    def above(post: Post) -> UUID | None:
        seen: set[UUID] = set()
        at = post
        while at.manager_post_id is not None and at.manager_post_id not in seen and at.manager_post_id in posts:
            seen.add(at.manager_post_id)
            at = posts[at.manager_post_id]
            if at.holder_id is not None and at.holder_id != post.holder_id:
                return at.holder_id
        return None

    return [p.holder_id for p in posts.values() if p.holder_id is not None and above(p) == worker_id]


def holder_above(post_id: UUID) -> UUID | None:
    """The worker who holds the nearest filled post above this one; None where there is none."""
    seen = {post_id}
    post = Post.objects.filter(id=post_id).first()
    while post is not None and post.manager_post_id is not None and post.manager_post_id not in seen:
        seen.add(post.manager_post_id)
        post = Post.objects.filter(id=post.manager_post_id).first()
        if post is not None and post.holder_id is not None:
            return post.holder_id
    return None


def agency_lead_of(agency_id: UUID) -> UUID | None:
    """The worker who answers for the agency's part in safeguarding."""
    return holder_of(Role.AGENCY_LEAD, agency=agency_id) or holder_of(Role.NAMED_LEAD, agency=agency_id)


def covering(worker_id: UUID, at: datetime | None = None) -> UUID:
    """Who answers for this worker's duties at an instant (now): the worker, or whoever covers an absence, followed at most five deep."""
    moment = at or now()
    answered = worker_id
    for _ in range(5):
        cover = Cover.objects.filter(worker_id=answered, starts_at__lte=moment, ends_at__gt=moment).order_by("-starts_at", "id").first()
        if cover is None or cover.covered_by_id == worker_id:
            break
        answered = cover.covered_by_id
    return answered


def covered_by(worker_id: UUID, at: datetime | None = None) -> set[UUID]:
    """The workers for whom this worker answers at an instant (now), themself included."""
    moment = at or now()
    found, wave = {worker_id}, {worker_id}
    for _ in range(5):  # a cover may be covered in turn, as deep as `covering` follows
        rows = Cover.objects.filter(covered_by_id__in=wave, starts_at__lte=moment, ends_at__gt=moment)
        wave = set(rows.values_list("worker_id", flat=True)) - found
        if not wave:
            break
        found |= wave
    return found


def away(at: datetime | None = None) -> set[UUID]:
    """The workers for whom another answers at an instant (now)."""
    moment = at or now()
    return set(Cover.objects.filter(starts_at__lte=moment, ends_at__gt=moment).values_list("worker_id", flat=True))


def covers_of(worker_id: UUID) -> list[Cover]:
    """The cover arranged for a worker, the latest first."""
    return list(Cover.objects.filter(worker_id=worker_id).order_by("-starts_at", "id")[:20])


def shifts(*, ending_after: datetime) -> list[Shift]:
    """Who is on call, from what has not ended by an instant, the earliest first."""
    return list(Shift.objects.filter(ends_at__gt=ending_after).order_by("starts_at", "id"))


def on_call(moment: datetime) -> UUID | None:
    """The worker who is on call at an instant: of several, whoever came on last. None when nobody is."""
    now_on = Shift.objects.filter(starts_at__lte=moment, ends_at__gt=moment).order_by("-starts_at", "id")
    left = Worker.objects.filter(id=OuterRef("worker_id"), left_at=None)
    return now_on.filter(Exists(left)).values_list("worker_id", flat=True).first()


def has_a_rota() -> bool:
    """Whether anybody was ever put on call: before that, nothing goes live."""
    return Shift.objects.exists()


def unstaffed(moment: datetime, days: int) -> list[rota.Span]:
    """When, in the days to come, the office is shut and nobody is on call."""
    spans = [(s.starts_at, s.ends_at) for s in shifts(ending_after=moment)]
    return rota.gaps(moment, moment + timedelta(days=days), spans, calendar())


def day_overrides() -> dict[Any, bool]:
    """Days declared working or not, whatever the calendar library says."""
    return {row.day: row.working for row in DayOverride.objects.all()}


def calendar() -> WorkingCalendar:
    """The partnership's working days."""
    return WorkingCalendar(day_overrides())


@dataclass(frozen=True)
class Directory:
    """The names of agencies, teams, posts and workers, opened."""

    names: dict[UUID, str]
    agency_of_worker: dict[UUID, UUID]
    post_of_worker: dict[UUID, UUID]
    role_of_post: dict[UUID, str]
    partnership: str = ""

    def name(self, id_: UUID | None) -> str:
        return self.names.get(id_, "not known") if id_ is not None else "nobody yet"

    def worker_with_agency(self, worker_id: UUID | None) -> str:
        if worker_id is None:
            return "nobody yet"
        return f"{self.name(worker_id)}, {self.name(self.agency_of_worker.get(worker_id))}"

    def known_to(self, worker_id: UUID, agency: UUID) -> str:
        """A worker as somebody of an organisation knows them: by name within it, by post and organisation outside."""
        return self.worker_with_agency(worker_id) if self.agency_of_worker.get(worker_id) == agency else self.post_and_agency(worker_id)

    def post_and_agency(self, worker_id: UUID) -> str:
        """A worker as other agencies see them: post and organisation, never the name."""
        return f"{self.name(self.post_of_worker.get(worker_id))}, {self.name(self.agency_of_worker.get(worker_id))}"


_directories: dict[str, tuple[UUID | None, Directory]] = {}


def directory() -> Directory:
    """The directory, opened once for each state of the partnership's room and kept in memory."""
    database = f"{connection.settings_dict['HOST']}/{connection.settings_dict['NAME']}"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.entry_id FROM record_room_head h JOIN record_position p ON p.room_id = h.room_id AND p.n = h.length "
            "WHERE h.room_id = %s",
            [PARTNERSHIP_ROOM],
        )
        row = cursor.fetchone()
    latest = row[0] if row else None
    kept = _directories.get(database)
    if kept is None or kept[0] != latest or latest is None:
        kept = _directories[database] = (latest, _open_directory())
    return kept[1]


def _open_directory() -> Directory:
    rows: list[tuple[UUID, UUID, str]] = [
        *((a.id, a.entry_id, "name") for a in Agency.objects.all()),
        *((t.id, t.entry_id, "name") for t in Team.objects.all()),
        *((w.id, w.entry_id, "name") for w in Worker.objects.all()),
        *((p.id, p.entry_id, "title") for p in Post.objects.all()),
    ]
    opened = opened_parts([entry for _, entry, _ in rows])
    return Directory(
        names={id_: opened.get(entry, {}).get(part, "not known") for id_, entry, part in rows},
        agency_of_worker=dict(Worker.objects.values_list("id", "agency_id")),
        post_of_worker={h: p for p, h in Post.objects.values_list("id", "holder_id") if h is not None},
        role_of_post=dict(Post.objects.values_list("id", "role")),
        partnership=_partnership_name(),
    )


def _partnership_name() -> str:
    first = entries_of_room(PARTNERSHIP_ROOM)[:1]
    return opened_parts([e.id for e in first], ["name"]).get(first[0].id, {}).get("name", "") if first else ""


#: For so long a declared loss stands on everybody's home.
LOSS_SHOWN = timedelta(days=30)


def losses(moment: datetime) -> list[Loss]:
    """Losses that were declared lately, the last first."""
    return list(Loss.objects.filter(declared_at__gt=moment - LOSS_SHOWN).order_by("-declared_at", "id"))


def day_proposals() -> list[DayProposal]:
    """Days that wait for a second organisation, the earliest first."""
    return list(DayProposal.objects.order_by("day", "id"))


def day_proposals_for(acting: Acting) -> int:
    """How many days proposed by other organisations wait for somebody like this person."""
    return DayProposal.objects.exclude(agency_id=acting.agency).count() if acting.has_role(*LEADS) else 0


def change_proposals() -> list[ChangeProposal]:
    """What waits for a second organisation, the longest first."""
    return list(ChangeProposal.objects.order_by("proposed_at", "id"))


def change_proposals_for(acting: Acting) -> int:
    """How many changes proposed by other organisations this person may answer."""
    return ChangeProposal.objects.exclude(agency_id=acting.agency).count() if may_answer_changes(acting) else 0


def may_answer_changes(acting: Acting) -> bool:
    """Whether somebody may agree, for their organisation, to what another proposes."""
    return acting.manages_accounts or acting.has_role(*LEADS)


def account_managers(agency_id: UUID) -> list[UUID]:
    """The account managers of an organisation, the longest first."""
    return list(AccountManager.objects.filter(agency_id=agency_id).order_by("since", "worker_id").values_list("worker_id", flat=True))


def words_of_change(proposal: UUID) -> dict[str, str]:
    """Why a change was proposed, and of an organisation that joins its name and its first account manager's."""
    return opened_parts([proposal]).get(proposal, {})
