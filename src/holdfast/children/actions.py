"""What people do in a child's case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from holdfast.children import policies
from holdfast.children.authorising import ask
from holdfast.children.event_table import BY_KIND
from holdfast.children.events import Event, check_answers, check_may_record, check_order
from holdfast.children.holding import draft_of, held
from holdfast.children.ids import CaseId
from holdfast.children.kinds import case
from holdfast.children.models import Case, Involvement
from holdfast.children.orders import check_length
from holdfast.children.rooms import sight_of
from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.duties.bounds import check_due_day
from holdfast.duties.models import Duty
from holdfast.partnership import queries as partnership
from holdfast.partnership.leaving import keep_here
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import AgencyKind, casework
from holdfast.record.append import append_all, recorded_before
from holdfast.record.correcting import Misfiled
from holdfast.record.entries import AnyEntry, Draft, Opening
from holdfast.record.kinds import Facts, Parts
from holdfast.record.queries import entry_with_id
from holdfast.record.refusal import Refused
from holdfast.subjects import queries as subjects
from holdfast.subjects.actions import NewPerson, statement_drafts
from holdfast.subjects.ids import PersonId
from holdfast.when import When, london_day


def open_case(
    *, person: PersonId, by: Acting, received_on: date | None = None, source: str | None = None, reason: str | None = None
) -> CaseId:
    """The council opens a case for a child by a referral of its own. The case's id. Raises NotPermitted, Refused."""
    policies.check_council(by)
    with viewing(by.viewer):
        if Case.objects.filter(person_id=person, closed_at=None).exists():
            raise Refused("person", "There is an open case for this child already")
    identity, day = CaseId(uuid4()), received_on or today()
    policies.check_happened(day, None, field="received_on")
    drafts = [
        Draft(
            facts=case.CaseOpened(person=person, origin="referral", received_on=day),
            room=identity,
            opens=Opening("case", (casework(by.agency),)),
        ),
        Draft(facts=case.CaseReferralRecorded(received_on=day, source=source), parts=case.Reason(reason=reason), room=identity),
    ]
    append_all(drafts, by=by.author)
    return identity


def involve(*, child: CaseId, agencies: Sequence[UUID], reason: str, by: Acting) -> None:
    """Organisations become involved: they see the case from now, and are told when others are late."""
    policies.check_may_work(by)
    with held(child, by) as found:
        drafts = involving(found, agencies, reason, by)
        if drafts:
            append_all(drafts, by=by.author)


def involving(child: Case, agencies: Sequence[UUID], reason: str, by: Acting) -> list[Draft]:
    """The drafts by which organisations not yet involved become so: they see what is shared with everyone involved, and who the child is."""
    council = partnership.council()
    already = set(Involvement.objects.filter(room_id=child.id).values_list("agency_id", flat=True))
    already |= {council.id} if council else set()
    drafts = []
    for agency in dict.fromkeys(agencies):
        if agency in already:
            continue
        drafts.append(draft_of(child, case.AgencyInvolved(agency=agency, reason=reason), by=by))
        drafts += sight_of(child.id, child.person_id, agency, reason)
    return drafts


def caseload(worker: UUID) -> int:
    """How many open cases are allocated to a worker, as this viewer sees them."""
    return Case.objects.filter(allocated_to_id=worker, closed_at=None).count()


def allocate(*, child: CaseId, worker: UUID, by: Acting, reason: str | None = None, entry_id: UUID | None = None) -> None:
    """Allocate a child to one named worker; over the cap it takes a reason. Raises Refused, NotPermitted."""
    policies.check_may_allocate(by)
    if recorded_before(entry_id, by=by.author, matter=child):
        return
    with held(child, by) as found:
        policies.check_open(found)
        keep_here(worker)
        row = partnership.worker(worker)
        if row is None or row.left_at is not None or row.agency_id != by.agency:
            raise Refused("worker", "Choose a worker of your own organisation who has not left")
        if found.allocated_to_id == worker:
            raise Refused("worker", "The child is allocated to this worker already")
        cap = row.caseload_cap if row.caseload_cap is not None else policies.DEFAULT_CAP
        over = caseload(worker) >= cap
        if over and not reason:
            raise Refused("reason", f"This worker has {cap} children, the most that is agreed. Say why they must take one more")
        facts = case.ChildAllocated(worker=worker, previous=found.allocated_to_id, over_cap=over)
        append_all([draft_of(found, facts, case.Reason(reason=reason), entry_id=entry_id, by=by)], by=by.author)


def refer_again(*, child: CaseId, received_on: date, source: str, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """A further referral: recorded, and a closed case is open again. Raises Refused, NotPermitted."""
    policies.check_council(by)
    if recorded_before(entry_id, by=by.author, matter=child):
        return
    policies.check_happened(received_on, None, field="received_on")
    with held(child, by) as found:
        facts = case.CaseReferralRecorded(received_on=received_on, source=source, reopens=found.closed_at is not None)
        append_all([draft_of(found, facts, case.Reason(reason=words), when=When.on(received_on), entry_id=entry_id, by=by)], by=by.author)


@dataclass(frozen=True)
class ToDo:
    """An action as it is agreed: what, by whom, by when."""

    what: str
    owner: UUID
    due_on: date


def drafts_of_actions(child: Case, todos: Sequence[ToDo], origin: UUID | None, by: Acting, *, first_id: UUID | None = None) -> list[Draft]:
    """The drafts by which actions are agreed. Raises Refused."""
    drafts: list[Draft] = []
    for todo in todos:
        owner = partnership.worker(todo.owner)
        if owner is None or owner.left_at is not None:
            raise Refused("owner", "Each action has one owner who works in the partnership now")
        if todo.due_on < today():
            raise Refused("due_on", "The day by which an action is done must be today or later")
        facts = case.ActionAgreed(owner=todo.owner, agency=owner.agency_id, due_on=todo.due_on, origin=origin)
        check_due_day(facts)
        drafts.append(draft_of(child, facts, case.Action(what=todo.what), by=by, entry_id=first_id if not drafts else None))
    return drafts


def owners_agencies(todos: Sequence[ToDo]) -> list[UUID]:
    """The organisations whose people own these actions."""
    return [w.agency_id for t in todos if (w := partnership.worker(t.owner)) is not None]


def agree_actions(*, child: CaseId, todos: Sequence[ToDo], by: Acting, entry_id: UUID | None = None) -> None:
    """Agree actions, each with one owner and a day: each becomes a duty. Raises Refused, NotPermitted."""
    policies.check_may_work(by)
    if recorded_before(entry_id, by=by.author, matter=child):
        return
    with held(child, by) as found:
        policies.check_open(found)
        append_all(
            [*involving(found, owners_agencies(todos), "action", by), *drafts_of_actions(found, todos, None, by, first_id=entry_id)],
            by=by.author,
        )


def ask_information(*, child: CaseId, agency: UUID, what: str, due_on: date, by: Acting, entry_id: UUID | None = None) -> None:
    """Ask another organisation for what it holds: it becomes involved, and owes an answer, or the reason why not, by a day.

    Raises Refused, NotPermitted.
    """
    policies.check_may_work(by)
    if recorded_before(entry_id, by=by.author, matter=child):
        return
    with held(child, by) as found:
        policies.check_open(found)
        if agency == by.agency or agency not in {a.id for a in partnership.agencies() if a.kind != AgencyKind.SCRUTINY}:
            raise Refused("agency", "Choose another organisation of the partnership")
        if due_on < today():
            raise Refused("due_on", "The day by which it answers must be today or later")
        asked = case.InformationRequested(agency=agency, due_on=due_on)
        check_due_day(asked)
        request = draft_of(found, asked, case.Asked(what=what), entry_id=entry_id, by=by)
        append_all([*involving(found, [agency], "asked", by), request], by=by.author)


def state_who(*, child: CaseId, new: NewPerson, by: Acting) -> None:
    """State more about who the child is; the first name of a child whom nobody could name ends the duty to find out.

    Raises NotPermitted, Refused, LookupError.
    """
    policies.check_may_work(by)
    with held(child, by) as found:
        drafts = statement_drafts(PersonId(found.person_id), new, by=by)
        if new.name and not subjects.is_named(found.person_id):
            drafts.append(draft_of(found, case.ChildIdentified(), by=by))
        append_all(drafts, by=by.author)


def _answered(facts: Facts, parts: Parts | None, when: When | None) -> dict[str, Any]:
    """Facts and parts as the answers to an event's questions, and the day it happened."""
    said = {**facts.model_dump(), **(parts.model_dump() if parts is not None else {})}
    return {**said, "on": london_day(when.latest) if when is not None and when.latest is not None else None}


def born(child: Case) -> date | None:
    birth = subjects.births([child.person_id]).get(child.person_id)
    return birth.earliest if birth is not None else None


def record(
    *,
    child: CaseId,
    facts: Facts,
    parts: Parts | None = None,
    when: When | None = None,
    by: Acting,
    corrects: UUID | None = None,
    why: str | None = None,
    entry_id: UUID | None = None,
) -> AnyEntry | None:
    """Record one entry of a case: what the `event_table` declares, by whom it says and when it says; or one that corrects another, and why.
    None when this very form was recorded before. Raises NotPermitted, Refused, LookupError.
    """
    event = BY_KIND.get(facts.kind.name)
    if event is None:
        raise NotPermitted("This is not recorded by hand.")
    if recorded_before(entry_id, by=by.author, matter=child):
        return None
    with held(child, by) as found:
        policies.check_open(found)
        if corrects is None:
            check_may_record(event, found, by)
        else:
            event.who(by)  # what the case's state allowed was checked when the first was recorded
        check_answers(event, _answered(facts, parts, when), born(found))
        check_order(event, found, when)
        if corrects is None:
            _check_what_it_answers(event, facts, found)
            _check_somebody_else(facts, by)
        check_due_day(facts)
        if corrects is None:
            check_length(facts, found, london_day(when.latest) if when is not None and when.latest is not None else None)
        draft = draft_of(found, facts, parts, when=when, entry_id=entry_id, corrects=corrects, why=why, by=by)
        if event.authorised:
            return ask(found, [draft], by=by, entry_id=entry_id)
        return append_all([draft], by=by.author)[0]


def _check_what_it_answers(event: Event, facts: Facts, found: Case) -> None:
    """What it answers was asked, or happened, in this case; only what may answer nothing names nothing. Raises Refused."""
    if not event.answers:
        return
    answers = getattr(facts, "answers", None)
    if answers is None and not event.answers_only:
        return
    if answers is None or not Duty.objects.filter(matter_id=found.id, trigger_id=answers, rule__in=event.answered).exists():
        raise Refused("answers", f"Say {event.which[0].lower()}{event.which[1:].rstrip('?')}: this answers one thing, and names it")


def _check_somebody_else(facts: Facts, by: Acting) -> None:
    """A supervision is looked at by somebody other than the manager whose it was. Raises NotPermitted."""
    if not isinstance(facts, case.SupervisionAudited):
        return
    drawn = entry_with_id(facts.answers)
    supervision = entry_with_id(drawn.facts.supervision) if drawn is not None else None
    if supervision is None or supervision.author.worker == by.worker:
        raise NotPermitted("This supervision was yours. Somebody else looks at it.")


def mark_misfiled(*, child: CaseId, entry: UUID, why: str, by: Acting, entry_id: UUID | None = None) -> None:
    """An entry of one's own organisation is on the wrong child's record: it stays, is hidden from this record's readers, stands no longer, and whoever
    answers for the organisation decides on the breach. Raises NotPermitted, Refused, LookupError.
    """
    policies.check_may_work(by)
    if recorded_before(entry_id, by=by.author, matter=child):
        return
    with held(child, by) as found:
        wrong = entry_with_id(entry)
        if wrong is None or wrong.matter != found.id or wrong.kind.name not in BY_KIND:
            raise Refused("entry", "There is no such entry on this record")
        draft = Draft(facts=Misfiled(), room=wrong.room, corrects=wrong.id, why=why, id=entry_id or uuid4())
        append_all([draft], by=by.author)
