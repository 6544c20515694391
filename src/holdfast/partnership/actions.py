"""What makes and changes a partnership. Before it is founded there is nobody to act: founding is the system's."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from holdfast.database.time import now, today
from holdfast.database.viewing import role_principal, viewing
from holdfast.partnership import kinds, queries
from holdfast.partnership.kinds import PARTNERSHIP_OPENING, PARTNERSHIP_ROOM, told_room_of
from holdfast.partnership.leaving import affected_by, let_nobody_give
from holdfast.partnership.models import DayProposal, Post, Shift
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import (
    ON_CALL,
    check_may_administer,
    check_may_arrange_cover,
    check_may_change_for_all,
    check_may_keep_rota,
    check_second_organisation,
)
from holdfast.partnership.roles import AgencyKind, Role, told_in
from holdfast.partnership.sealed import leaves_too_few
from holdfast.record.append import append, append_all, holding, recorded_before
from holdfast.record.entries import SYSTEM_AUTHOR, Author, Draft, Opening
from holdfast.record.holding import reading_all
from holdfast.record.kinds import Facts, NoParts, Parts
from holdfast.record.refusal import Refused


def _author(by: Acting | None) -> Author:
    if by is None:
        return SYSTEM_AUTHOR
    check_may_administer(by)
    return by.author


def _record(facts: Facts, parts: Parts, by: Acting | None) -> None:
    append(Draft(facts=facts, parts=parts, room=PARTNERSHIP_ROOM), by=_author(by))


def found(*, name: str) -> None:
    """Begin the partnership's record. Raises RoomExists when it has begun."""
    append(
        Draft(
            facts=kinds.PartnershipFounded(),
            parts=kinds.PartnershipParts(name=name),
            room=PARTNERSHIP_ROOM,
            opens=PARTNERSHIP_OPENING,
        ),
        by=SYSTEM_AUTHOR,
    )


def join_agency(*, name: str, kind: AgencyKind, lea: str | None = None, census_source: str | None = None, by: Acting | None = None) -> UUID:
    """An organisation joins, and the room of what it is told opens: seen by it and by the independent scrutineer."""
    agency = uuid4()
    append_all(
        [
            Draft(
                facts=kinds.AgencyJoined(agency=agency, agency_kind=kind, lea=lea, census_source=census_source),
                parts=kinds.NameParts(name=name),
                room=PARTNERSHIP_ROOM,
            ),
            Draft(
                facts=kinds.ToldRoomOpened(agency=agency),
                room=told_room_of(agency),
                opens=Opening("told", (told_in(agency), role_principal(Role.SCRUTINEER))),
            ),
        ],
        by=_author(by),
    )
    return agency


def form_team(*, agency: UUID, name: str, out_of_hours: bool = False, by: Acting | None = None) -> UUID:
    """A team is formed."""
    team = uuid4()
    _record(kinds.TeamFormed(team=team, agency=agency, out_of_hours=out_of_hours), kinds.NameParts(name=name), by)
    return team


def create_post(
    *,
    agency: UUID,
    title: str,
    role: Role,
    team: UUID | None = None,
    manager_post: UUID | None = None,
    by: Acting | None = None,
) -> UUID:
    """A post is created."""
    post = uuid4()
    _record(
        kinds.PostCreated(post=post, agency=agency, role=role, team=team, manager_post=manager_post),
        kinds.PostParts(title=title),
        by,
    )
    return post


def join_worker(*, agency: UUID, name: str, post: UUID | None = None, caseload_cap: int | None = None, by: Acting | None = None) -> UUID:
    """A worker joins an agency, and may take up a post at once."""
    worker = uuid4()
    _record(kinds.WorkerJoined(worker=worker, agency=agency, caseload_cap=caseload_cap), kinds.NameParts(name=name), by)
    if post is not None:
        appoint(worker=worker, post=post, by=by)
    return worker


def appoint(*, worker: UUID, post: UUID, by: Acting | None = None) -> None:
    """A worker takes up a post; whoever held it no longer does, and the worker leaves the one they held."""
    with reading_all():
        holder = Post.objects.filter(id=post).values_list("holder_id", flat=True).first()
        held = Post.objects.filter(holder_id=worker).exclude(id=post).values_list("id", flat=True).first()
    facts = kinds.WorkerAppointed(worker=worker, post=post, previous_holder=holder if holder != worker else None, previous_post=held)
    _record(facts, NoParts(), by)


#: How often leaving is tried anew because something was given to the leaver meanwhile.
_TRIES = 5


def record_leaver(*, worker: UUID, by: Acting | None = None) -> None:
    """A worker leaves: their post is empty and their sign-in ends. What they owed passes on (`duties` answers this entry). Raises Refused."""
    for _ in range(_TRIES):
        with reading_all():
            affected = affected_by(worker)
            with holding(PARTNERSHIP_ROOM, *affected):
                let_nobody_give(worker)
                if leaves_too_few(worker):
                    raise Refused(
                        "worker", "They are one of the few who read something. One of the others must name somebody in their place first"
                    )
                if affected_by(worker) <= affected:  # else somebody gave them something meanwhile: once more, with that held too
                    post = Post.objects.filter(holder_id=worker).values_list("id", flat=True).first()
                    _record(kinds.WorkerLeft(worker=worker, post=post), NoParts(), by)
                    return
    raise Refused("worker", "They are being given work at this moment. Nothing was recorded: try again")


def arrange_cover(
    *,
    worker: UUID,
    covered_by: UUID,
    starts_at: datetime,
    ends_at: datetime,
    by: Acting,
    reason: str | None = None,
    entry_id: UUID | None = None,
) -> UUID:
    """While a worker is away another answers for their duties. Raises Refused, NotPermitted."""
    with viewing(by.viewer):
        check_may_arrange_cover(by, worker=worker)
    if worker == covered_by:
        raise Refused("covered_by", "Choose someone else: nobody covers for themself")
    if ends_at <= starts_at:
        raise Refused("ends", "The last day must be after the first")
    if ends_at <= now():
        raise Refused("ends", "The last day must be in the future")
    draft = Draft(
        facts=kinds.CoverArranged(worker=worker, covered_by=covered_by, starts_at=starts_at, ends_at=ends_at),
        parts=kinds.CoverParts(reason=reason),
        room=PARTNERSHIP_ROOM,
        id=entry_id or uuid4(),
    )
    return append(draft, by=by.author).id


#: How long one may be on call at once.
LONGEST_SHIFT = timedelta(days=15)


def set_shift(*, worker: UUID, starts_at: datetime, ends_at: datetime, by: Acting, entry_id: UUID | None = None) -> UUID:
    """Somebody is on call: danger that is told while the office is shut is theirs to answer. Raises Refused, NotPermitted."""
    check_may_keep_rota(by)
    if before := recorded_before(entry_id, by=by.author, matter=PARTNERSHIP_ROOM):
        return before.id
    with viewing(by.viewer):
        found = queries.acting_for(worker)
    if found is None or found.agency != by.agency or not found.has_role(*ON_CALL):
        raise Refused("worker", "Choose somebody of the front door or the out-of-hours team who has not left")
    if ends_at <= starts_at or ends_at <= now():
        raise Refused("last", "The last night must not be before the first, nor in the past")
    if ends_at - starts_at > LONGEST_SHIFT:
        raise Refused("last", "Nobody is on call for more than two weeks at once. Choose an earlier night")
    facts = kinds.ShiftSet(worker=worker, starts_at=starts_at, ends_at=ends_at)
    return append(Draft(facts=facts, room=PARTNERSHIP_ROOM, id=entry_id or uuid4()), by=by.author).id


def take_off_shift(*, shift: UUID, by: Acting) -> None:
    """A time on call is taken off the rota; what has begun stays. Raises Refused, NotPermitted."""
    check_may_keep_rota(by)
    with viewing(by.viewer), holding(PARTNERSHIP_ROOM):
        found = Shift.objects.filter(id=shift).first()
        if found is None or found.starts_at <= now():
            raise Refused("shift", "This is not on the rota, or has begun. Put somebody else on for the same time instead")
        append(Draft(facts=kinds.ShiftTakenOff(shift=shift), room=PARTNERSHIP_ROOM), by=by.author)


#: Weekdays of one year that can be declared not worked: room for a state funeral or a storm, and none for letting every clock run on.
MOST_DAYS_OFF = 4
MOST_DAYS_AHEAD = 366


def _check_day(day: date, working: bool) -> None:
    first = today()
    if not first < day <= first + timedelta(days=MOST_DAYS_AHEAD):
        raise Refused("day", "The day must be after today, and within a year")
    calendar = queries.calendar()
    if calendar.is_working(day) == working:
        raise Refused("day", "The calendar says so already")
    off = [on for on, declared in calendar.overrides.items() if not declared and on.year == day.year and on.weekday() < 5]
    if not working and len(off) >= MOST_DAYS_OFF:
        raise Refused("day", f"{MOST_DAYS_OFF} weekdays of {day.year} are declared not worked already, and that is the most in a year")


def propose_working_day(*, day: date, working: bool, reason: str, by: Acting, entry_id: UUID | None = None) -> UUID:
    """Propose to declare a day working or not, whatever the calendar library says: a royal holiday, for one. Nothing changes yet.

    Raises NotPermitted, Refused.
    """
    check_may_change_for_all(by)
    if before := recorded_before(entry_id, by=by.author, matter=PARTNERSHIP_ROOM):
        return before.id
    with viewing(by.viewer):
        _check_day(day, working)
        if DayProposal.objects.filter(day=day, working=working).exists():
            raise Refused("day", "This has been proposed already, and waits for another organisation")
    facts, parts = kinds.WorkingDayProposed(day=day, working=working), kinds.ReasonParts(reason=reason)
    return append(Draft(facts=facts, parts=parts, room=PARTNERSHIP_ROOM, id=entry_id or uuid4()), by=by.author).id


def answer_working_day(*, proposal: UUID, agree: bool, reason: str, by: Acting, entry_id: UUID | None = None) -> UUID:
    """Someone of another organisation agrees, and it counts; or not. One of the two people is the council's. Raises NotPermitted, Refused."""
    with viewing(by.viewer), holding(PARTNERSHIP_ROOM):
        found = DayProposal.objects.filter(id=proposal).first()
        if found is None:
            raise Refused("day", "This was answered already. Nothing was recorded.")
        if agree:
            check_second_organisation(by, proposed_by=found.agency_id, council=True)
            _check_day(found.day, found.working)
            facts: Facts = kinds.WorkingDayChanged(proposed=proposal, day=found.day, working=found.working)
        else:
            check_may_change_for_all(by)
            facts = kinds.WorkingDayDeclined(proposed=proposal)
        parts = kinds.ReasonParts(reason=reason)
        return append(Draft(facts=facts, parts=parts, room=PARTNERSHIP_ROOM, id=entry_id or uuid4()), by=by.author).id
