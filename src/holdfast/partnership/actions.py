"""What makes and changes a partnership. Before it is founded there is nobody to act: founding is the system's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from holdfast.database.time import now, today
from holdfast.database.viewing import role_principal, viewing
from holdfast.partnership import kinds, queries
from holdfast.partnership.kinds import PARTNERSHIP_ROOM, told_room_of
from holdfast.partnership.leaving import affected_by, with_all_held
from holdfast.partnership.models import DayProposal, Post, Shift, Worker
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import (
    ON_CALL,
    check_manages_accounts,
    check_manages_people_of,
    check_may_arrange_cover,
    check_may_change_for_all,
    check_may_keep_rota,
    check_second_organisation,
)
from holdfast.partnership.roles import ROLES_OF, SEES_NO_CHILD, WIDE, Role, told_in
from holdfast.partnership.sealed import leaves_too_few
from holdfast.record.append import append, append_all, holding, recorded_before
from holdfast.record.entries import SYSTEM_AUTHOR, Author, Draft, Opening
from holdfast.record.holding import reading_all
from holdfast.record.kinds import Facts, Parts
from holdfast.record.refusal import Refused


def _author(by: Acting | None, agency: UUID | None) -> Author:
    """The author of an entry about who is who in an organisation; the system's own, where nobody acts yet. Raises NotPermitted."""
    if by is None:
        return SYSTEM_AUTHOR
    if agency is None:
        check_manages_accounts(by)
    else:
        check_manages_people_of(by, agency)
    return by.author


def _record(facts: Facts, parts: Parts, by: Acting | None, agency: UUID | None = None, entry_id: UUID | None = None) -> None:
    append(Draft(facts=facts, parts=parts, room=PARTNERSHIP_ROOM, id=entry_id or uuid4()), by=_author(by, agency))


def joining(facts: kinds.AgencyJoined, name: str) -> list[Draft]:
    """The drafts by which an organisation joins, and the room of what it is told opens: seen by it and by the independent scrutineer."""
    readers = (told_in(facts.agency), role_principal(Role.SCRUTINEER))
    told = Draft(facts=kinds.ToldRoomOpened(agency=facts.agency), room=told_room_of(facts.agency), opens=Opening("told", readers))
    return [Draft(facts=facts, parts=kinds.NameParts(name=name), room=PARTNERSHIP_ROOM), told]


def form_team(*, agency: UUID, name: str, out_of_hours: bool = False, by: Acting | None = None, entry_id: UUID | None = None) -> UUID:
    """A team is formed. Raises NotPermitted."""
    team = entry_id or uuid4()
    facts = kinds.TeamFormed(team=team, agency=agency, out_of_hours=out_of_hours)
    _record(facts, kinds.NameParts(name=name), by, agency, entry_id)
    return team


def create_post(
    *,
    agency: UUID,
    title: str,
    role: Role,
    team: UUID | None = None,
    manager_post: UUID | None = None,
    by: Acting | None = None,
    entry_id: UUID | None = None,
) -> UUID:
    """A post is created; nobody holds it yet. Raises NotPermitted, Refused for a role that is not this kind of organisation's."""
    if by is not None and role not in ROLES_OF[by.agency_kind]:
        raise Refused("role", "A post of this organisation cannot have that role")
    post = entry_id or uuid4()
    facts = kinds.PostCreated(post=post, agency=agency, role=role, team=team, manager_post=manager_post)
    _record(facts, kinds.PostParts(title=title), by, agency, entry_id)
    return post


def join_worker(
    *,
    agency: UUID,
    name: str,
    post: UUID | None = None,
    caseload_cap: int | None = None,
    by: Acting | None = None,
    entry_id: UUID | None = None,
) -> UUID:
    """A worker joins an agency, and may take up a post at once. Raises NotPermitted, Refused."""
    worker = entry_id or uuid4()
    facts = kinds.WorkerJoined(worker=worker, agency=agency, caseload_cap=caseload_cap)
    _record(facts, kinds.NameParts(name=name), by, agency, entry_id)
    if post is not None:
        appoint(worker=worker, post=post, by=by)
    return worker


def appoint(*, worker: UUID, post: UUID, by: Acting | None = None, hand_over: bool = False) -> None:
    """A worker takes up a post; whoever held it no longer does, and the worker leaves the one they held. With `hand_over` what they owed and held
    passes on as if they had left; into a post that sees no child it always does.

    Raises NotPermitted; Refused for a post of a wide role, which takes two organisations (`changing.propose`).
    """
    with reading_all():
        found, agency = Post.objects.filter(id=post, ended_at=None).first(), Worker.objects.filter(id=worker, left_at=None).first()
    if found is None or agency is None or found.agency_id != agency.agency_id:
        raise Refused("post", "Choose a post of the organisation that they work for")
    if by is not None and Role(found.role) in WIDE:
        raise Refused("post", "What this post reads or decides reaches beyond one organisation: it takes somebody of another to agree")
    take_up(worker=worker, post=post, hand_over=hand_over, author=_author(by, found.agency_id))


def take_up(
    *, worker: UUID, post: UUID, hand_over: bool, author: Author, proposed: UUID | None = None, before: list[Draft] | None = None
) -> None:
    """Record that a worker takes up a post; whoever may say so was asked before. Raises Refused."""
    with reading_all():
        found = Post.objects.get(id=post)
        held = Post.objects.filter(holder_id=worker).exclude(id=post).first()
    holder = found.holder_id if found.holder_id != worker else None
    facts = kinds.WorkerAppointed(
        worker=worker, post=post, previous_holder=holder, previous_post=held.id if held is not None else None, proposed=proposed
    )
    drafts = [*(before or []), Draft(facts=facts, room=PARTNERSHIP_ROOM)]
    if hand_over or (held is not None and Role(found.role) in SEES_NO_CHILD):
        handed = kinds.WorkerHandedOver(worker=worker, post=held.id if held is not None else None)
        give_up(worker, lambda: [Draft(facts=handed, room=PARTNERSHIP_ROOM), *drafts], author=author)
    else:
        append_all(drafts, by=author)


def hand_over(*, worker: UUID, by: Acting, entry_id: UUID | None = None) -> None:
    """A worker who is away for long, or does other work from now, hands over what they owe and hold. Raises NotPermitted, Refused."""
    if recorded_before(entry_id, by=by.author, matter=PARTNERSHIP_ROOM):
        return
    with reading_all():
        found = Worker.objects.filter(id=worker, left_at=None).first()
    check_manages_people_of(by, found.agency_id if found is not None else by.agency)
    if found is None:
        raise Refused("worker", "They have left already")
    facts = kinds.WorkerHandedOver(worker=worker, post=found.post_id)
    give_up(worker, lambda: [Draft(facts=facts, room=PARTNERSHIP_ROOM, id=entry_id or uuid4())], author=by.author)


def give_up(worker: UUID, drafts: Callable[[], list[Draft]], *, author: Author, leaves: bool = False) -> None:
    """Record that a worker leaves, or hands over: what they owed passes on with it, so all of that is held. Raises Refused."""

    def record() -> None:
        if leaves and leaves_too_few(worker):
            raise Refused("worker", "They are one of the few who read something. One of the others must name somebody in their place first")
        append_all(drafts(), by=author)

    if not with_all_held(worker, affected_by, record):
        raise Refused("worker", "They are being given work at this moment. Nothing was recorded: try again")


def record_leaver(*, worker: UUID, by: Acting | None = None, entry_id: UUID | None = None) -> None:
    """A worker leaves: their post is empty and their sign-in ends. What they owed passes on. Raises Refused, NotPermitted."""
    if by is not None and recorded_before(entry_id, by=by.author, matter=PARTNERSHIP_ROOM):
        return
    with reading_all():
        found = Worker.objects.filter(id=worker).first()
        managers = queries.account_managers(found.agency_id) if found is not None else []
    author = _author(by, found.agency_id if found is not None else None)
    if found is None or found.left_at is not None:
        raise Refused("worker", "They have left already")
    if by is not None and managers == [worker]:
        raise Refused(
            "worker", "They are your organisation’s last account manager. Another must be named first, or the organisation leaves"
        )

    def leaving() -> list[Draft]:
        post = Post.objects.filter(holder_id=worker).values_list("id", flat=True).first()
        return [Draft(facts=kinds.WorkerLeft(worker=worker, post=post), room=PARTNERSHIP_ROOM, id=entry_id or uuid4())]

    give_up(worker, leaving, author=author, leaves=True)


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
