"""What people do in the meetings about a child: strategy discussions and child protection conferences (Working Together 2023, ch. 3).

A meeting is a matter of its own. That it is held and what it decides are entries of the case; what is said in it, and its record, are in its rooms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4, uuid5

from holdfast.children import policies
from holdfast.children.actions import ToDo, born, drafts_of_actions, involving, owners_agencies
from holdfast.children.authorising import ask
from holdfast.children.codes import CATEGORIES, STRATEGY_DECISIONS, MeetingType
from holdfast.children.folds import decided
from holdfast.children.holding import draft_of, held
from holdfast.children.ids import CaseId
from holdfast.children.kinds import case, meeting, pathway
from holdfast.children.kinds.meeting import DISCUSSION, RECORD
from holdfast.children.models import Case, Meeting
from holdfast.children.rooms import meeting_room
from holdfast.database.time import today
from holdfast.partnership import queries as partnership
from holdfast.partnership.models import Agency
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import AgencyKind, casework
from holdfast.record.append import append_all, recorded_before
from holdfast.record.audience import AudienceGranted
from holdfast.record.entries import Draft
from holdfast.record.kinds import Facts, Parts
from holdfast.record.queries import entries_of_matter, entry_with_id
from holdfast.record.refusal import Refused
from holdfast.record.rooms import room_of
from holdfast.when import When, london_day


def open_strategy(
    *, child: CaseId, agencies: Sequence[UUID], by: Acting, words: str | None = None, about: str = "child", entry_id: UUID | None = None
) -> UUID:
    """Convene a strategy discussion: social care, police and health at least. The organisations see the case from now. Its id.

    Raises Refused, NotPermitted.
    """
    policies.check_council(by)
    entry = entry_id or uuid4()
    if recorded_before(entry_id, by=by.author, matter=child):
        return entry
    with held(child, by) as found:
        policies.check_open(found)
        invited = _invited(agencies)
        if not {AgencyKind.POLICE, AgencyKind.HEALTH} <= {AgencyKind(a.kind) for a in invited}:
            raise Refused("agencies", "Police and health take part in every strategy discussion (Working Together 2023, ch. 3)")
        facts = pathway.StrategyOpened(agencies=tuple(a.id for a in invited), about=about)
        append_all([*_convened(found, facts, facts.agencies, "strategy_discussion", words, entry, by)], by=by.author)
    return entry


def arrange_conference(
    *, child: CaseId, type: MeetingType, planned_on: date, agencies: Sequence[UUID], by: Acting, entry_id: UUID | None = None
) -> UUID:
    """Arrange a conference for a day (of one that was held before it was put here: the day on which it was). The organisations that are asked see
    the case from now, and can give their reports. Its id. Raises Refused, NotPermitted.
    """
    policies.check_council(by)
    entry = entry_id or uuid4()
    if recorded_before(entry_id, by=by.author, matter=child):
        return entry
    with held(child, by) as found:
        policies.check_open(found)
        _check_plan(type, found)
        if not (invited := _invited(agencies)):
            raise Refused("agencies", "Choose the organisations that are asked to it")
        if (birth := born(found)) is not None and planned_on < birth and type is MeetingType.REVIEW:
            raise Refused("planned_on", "A review cannot be before the child was born")
        if Meeting.objects.filter(room_id=found.id, type=type, concluded_at=None, called_off_at=None).exists():
            raise Refused("type", "One is arranged already. Open it from the child’s page to record that it was held")
        facts = pathway.ConferenceArranged(type=type, planned_on=planned_on, agencies=tuple(a.id for a in invited))
        drafts = [*_convened(found, facts, facts.agencies, "conference", None, entry, by)]
        append_all([*drafts, *_invitations(found, entry, type, planned_on, facts.agencies, entry, by)], by=by.author)
    return entry


#: Days before a conference by which reports are there: two for an initial one, five for a review (local defaults; many procedures say so).
REPORTS_BEFORE = {MeetingType.INITIAL: 2, MeetingType.REVIEW: 5}


def _invitation_of(asked_by: UUID, agency: UUID) -> UUID:
    """The invitation of an organisation, by the entry that asked it last: by which the conference was arranged, or moved."""
    return uuid5(asked_by, f"invited/{agency}")


def _invitations(
    found: Case, conference: UUID, type: MeetingType, planned_on: date, agencies: Iterable[UUID], asked_by: UUID, by: Acting
) -> Iterator[Draft]:
    """Each organisation that is asked owes its report; not for a conference that was held before it was put here."""
    if planned_on < today():
        return
    by_day = max(today(), planned_on - timedelta(days=REPORTS_BEFORE[type]))
    for agency in agencies:
        asked = pathway.ConferenceInvited(conference=conference, agency=agency, reports_by=by_day)
        yield draft_of(found, asked, by=by, entry_id=_invitation_of(asked_by, agency))


def _arranged(found: Case, conference: UUID) -> Meeting:
    """A conference that waits to be held. Raises Refused, LookupError."""
    row = _meeting(found, conference, MeetingType.INITIAL, MeetingType.REVIEW)
    if row.concluded_at is not None:
        raise Refused("on", "This conference was recorded already. Nothing was recorded")
    if row.called_off_at is not None:
        raise Refused("on", "This conference was called off. Arrange another")
    return row


def move_conference(*, child: CaseId, conference: UUID, planned_on: date, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Move a conference to another day: whoever has not reported is asked again. Its own clock stays. Raises Refused, NotPermitted, LookupError."""
    policies.check_council(by)
    if recorded_before(entry_id, by=by.author, matter=child):
        return
    entry = entry_id or uuid4()
    with held(child, by) as found:
        row = _arranged(found, conference)
        if planned_on < today():
            raise Refused("planned_on", "The new day must be today or later")
        if planned_on == row.planned_on:
            raise Refused("planned_on", "It is on that day already")
        reported = {
            e.facts.agency
            for e in entries_of_matter(found.id)
            if isinstance(e.facts, pathway.ConferenceReported) and e.facts.conference == conference
        }
        ask_again = [UUID(a) for a in row.agencies if UUID(a) not in reported]
        moved = draft_of(
            found, pathway.ConferenceMoved(conference=conference, planned_on=planned_on), case.Reason(reason=reason), entry_id=entry, by=by
        )
        append_all([moved, *_invitations(found, conference, MeetingType(row.type), planned_on, ask_again, entry, by)], by=by.author)


def call_off_conference(*, child: CaseId, conference: UUID, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Call a conference off. That one is owed stays so. Raises Refused, NotPermitted, LookupError."""
    policies.check_may_chair(by)
    if recorded_before(entry_id, by=by.author, matter=child):
        return
    with held(child, by) as found:
        row = _arranged(found, conference)
        facts = pathway.ConferenceCalledOff(conference=row.id)
        append_all([draft_of(found, facts, case.Reason(reason=reason), entry_id=entry_id, by=by)], by=by.author)


def _invited(agencies: Sequence[UUID]) -> list[Agency]:
    return [a for a in partnership.agencies() if a.id in set(agencies) and a.kind != AgencyKind.SCRUTINY]


def _convened(
    found: Case, facts: Facts, invited: Iterable[UUID], reason: str, words: str | None, entry: UUID, by: Acting
) -> Iterator[Draft]:
    """A meeting: the organisations involved, the entry of the case, and the room of what is said in it."""
    asked = list(invited)
    at = meeting_room(entry, DISCUSSION, dict.fromkeys([by.agency, *asked]))
    yield from involving(found, asked, reason, by)
    yield draft_of(found, facts, entry_id=entry, by=by)
    yield Draft(facts=meeting.DiscussionOpened(case=found.id), parts=case.Words(words=words), room=at.room, opens=at.opens)


def _check_plan(type: MeetingType, found: Case) -> None:
    """An initial conference is of a child without a plan, a review of one with. Raises Refused."""
    if type is MeetingType.INITIAL:
        policies.check_without_plan(found)
    else:
        policies.check_with_plan(found)


def _meeting(found: Case, meeting_id: UUID, *types: MeetingType) -> Meeting:
    row = Meeting.objects.filter(id=meeting_id, room_id=found.id, type__in=types or tuple(MeetingType)).first()
    if row is None:
        raise LookupError("there is no such meeting in this case")
    return row


def takes_part(row: Meeting, by: Acting) -> bool:
    """Whether this person's organisation is asked to a meeting; the council is to each."""
    return by.agency_kind is AgencyKind.COUNCIL or str(by.agency) in row.agencies


def share(*, child: CaseId, meeting_id: UUID, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """What this organisation holds, shared in a discussion; or its report for a conference, of which the case shows that it was given.

    Raises Refused, NotPermitted, LookupError.
    """
    policies.check_may_work(by)
    if recorded_before(entry_id, by=by.author, matter=meeting_id):
        return
    with held(child, by, meeting_id) as found:
        row = _meeting(found, meeting_id)
        if not takes_part(row, by):
            raise NotPermitted("Your organisation was not asked to this meeting. Ask the council to invite it.")
        if row.concluded_at is not None:
            raise Refused("words", "This meeting is over. Record it on the case, or ask for another")
        facts = meeting.DiscussionShared(meeting=meeting_id, agency=by.agency)
        shared = meeting.Shared(shared_information=words)
        drafts = [Draft(facts=facts, parts=shared, room=room_of(meeting_id, DISCUSSION), id=entry_id or uuid4())]
        if row.type != MeetingType.STRATEGY:
            answers = _invitation_of(row.moved_by or meeting_id, by.agency)
            drafts.append(draft_of(found, pathway.ConferenceReported(conference=meeting_id, agency=by.agency, answers=answers), by=by))
        append_all(drafts, by=by.author)


def said_to_have_taken_part(row: Meeting) -> tuple[UUID, ...]:
    """The organisations that are recorded to have taken part in a meeting. Asked by somebody who sees the case, or as the record's own."""
    concluded = entry_with_id(row.concluded_by) if row.concluded_by is not None else None
    return tuple(getattr(concluded.facts, "attended", ())) if concluded is not None else ()


def say_whether_it_took_part(
    *, child: CaseId, meeting_id: UUID, took_part: bool, words: str, by: Acting, entry_id: UUID | None = None
) -> None:
    """What an organisation says of a meeting in which it is recorded to have taken part: everyone involved with the child reads it.

    Raises Refused, NotPermitted, LookupError.
    """
    policies.check_may_work(by)
    if recorded_before(entry_id, by=by.author, matter=child):
        return
    with held(child, by, meeting_id) as found:
        if by.agency not in said_to_have_taken_part(_meeting(found, meeting_id)):
            raise NotPermitted("Your organisation is not recorded to have taken part in this meeting.")
        facts = meeting.PartSaid(conference=meeting_id, agency=by.agency, took_part=took_part)
        append_all([draft_of(found, facts, case.Words(words=words), by=by, entry_id=entry_id)], by=by.author)


def conclude_strategy(
    *,
    child: CaseId,
    strategy: UUID,
    decision: str,
    attended: Sequence[UUID],
    words: meeting.Decided,
    by: Acting,
    todos: Sequence[ToDo] = (),
    entry_id: UUID | None = None,
) -> None:
    """Conclude with a decision and actions, each with an owner. The section 47 and conference clocks start from here.

    The decision and why are shared with everyone involved; the record in full waits to be issued. Raises Refused, NotPermitted, LookupError.
    """
    policies.check_council(by)
    if recorded_before(entry_id, by=by.author, matter=child):
        return
    if decision not in STRATEGY_DECISIONS:
        raise Refused("decision", "Choose what was decided")
    with held(child, by, strategy) as found:
        row = _meeting(found, strategy, MeetingType.STRATEGY)
        if row.concluded_at is not None:
            raise Refused("decision", "This discussion has concluded already. Nothing was recorded")
        took_part = _who_must_be_there(attended)
        entry = entry_id or uuid4()
        facts = pathway.StrategyConcluded(strategy=strategy, decision=decision, attended=took_part, about=row.about)
        drafts = [
            *involving(found, owners_agencies(todos), "action", by),
            draft_of(found, facts, case.Reason(reason=words.reason), entry_id=entry, by=by),
            _recorded(strategy, meeting.DiscussionRecorded(decision=decision, attended=took_part), words, [by.agency]),
            *drafts_of_actions(found, todos, entry, by),
        ]
        append_all(drafts, by=by.author)


def _who_must_be_there(attended: Sequence[UUID]) -> tuple[UUID, ...]:
    """Who took part, among them the council, police and health: else it was no strategy discussion. Raises Refused."""
    took_part = [a for a in partnership.agencies() if a.id in set(attended)]
    missing = {AgencyKind.COUNCIL, AgencyKind.POLICE, AgencyKind.HEALTH} - {AgencyKind(a.kind) for a in took_part}
    if missing:
        raise Refused(
            "attended",
            f"A strategy discussion is held with the council, police and health. Not there: {', '.join(sorted(missing))}. Go on with it once they have "
            "taken part; or a manager records that it is declined, and why",
        )
    return tuple(a.id for a in took_part)


def _recorded(meeting_id: UUID, facts: Facts, parts: Parts, readers: Iterable[UUID], *, when: When | None = None) -> Draft:
    """The record of a meeting, in the room that these organisations read."""
    at = meeting_room(meeting_id, RECORD, dict.fromkeys(readers))
    return Draft(facts=facts, parts=parts, room=at.room, opens=at.opens, when=when)


def issue_strategy_record(*, child: CaseId, strategy: UUID, by: Acting, entry_id: UUID | None = None) -> None:
    """The record of the discussion goes to every organisation that was asked to it or took part: they read it from now."""
    policies.check_council(by)
    if recorded_before(entry_id, by=by.author, matter=child):
        return
    with held(child, by, strategy) as found:
        row = _meeting(found, strategy, MeetingType.STRATEGY)
        if row.concluded_at is None or row.concluded_by is None:
            raise Refused("strategy", "Conclude the discussion first")
        concluded = entry_with_id(row.concluded_by)
        attended = concluded.facts.attended if concluded is not None else ()
        receiving = dict.fromkeys([*(UUID(a) for a in row.agencies), *attended])
        sight = [AudienceGranted(principal=casework(a), reason="record_issued") for a in receiving]
        drafts = [
            draft_of(found, pathway.StrategyRecordIssued(strategy=strategy, concluded=row.concluded_by), entry_id=entry_id, by=by),
            *(Draft(facts=each, room=room_of(strategy, RECORD)) for each in sight),
        ]
        append_all(drafts, by=by.author)


@dataclass(frozen=True)
class Conference:
    """What a conference came to: when it was held, who took part, whether there is to be a plan (or the plan continues), and its words."""

    on: date
    attended: Sequence[UUID]
    plan: bool
    decided: str
    minutes: meeting.Minutes
    category: str | None = None


def hold_conference(*, child: CaseId, conference: UUID, held_as: Conference, by: Acting, entry_id: UUID | None = None) -> None:
    """A conference was held. What it decided is shared with everyone involved, and takes effect: a plan starts or goes on at once; that none begins,
    or one ends, waits for a manager. Its record is read by the council and those who took part. Raises Refused, NotPermitted, LookupError.
    """
    policies.check_may_chair(by)
    if recorded_before(entry_id, by=by.author, matter=child):
        return
    with held(child, by, conference) as found:
        policies.check_open(found)
        row = _arranged(found, conference)
        _check_conference(MeetingType(row.type), found, held_as)
        when, took_part = When.on(held_as.on), tuple(dict.fromkeys([by.agency, *(a.id for a in _invited(held_as.attended))]))
        facts = _held(row, held_as, took_part, quorate=_check_quorum(took_part, by, held_as))
        recorded = meeting.ConferenceRecorded(decision=decided(facts), attended=took_part)
        drafts = [
            draft_of(found, facts, case.Words(words=held_as.decided), when=when, entry_id=entry_id, by=by),
            *(draft_of(found, effect, parts, when=when, by=by) for effect, parts in _effects(row, held_as)),
            _recorded(conference, recorded, held_as.minutes, took_part, when=when),
        ]
        if held_as.plan:
            append_all(drafts, by=by.author)
        else:
            ask(found, drafts, by=by, matters=[conference], entry_id=entry_id)


def _check_conference(type: MeetingType, found: Case, held_as: Conference) -> None:
    policies.check_happened(held_as.on, born(found) if type is MeetingType.REVIEW else None, field="on")
    _check_plan(type, found)
    if type is MeetingType.INITIAL and held_as.plan and held_as.category not in CATEGORIES:
        raise Refused("category", "Say under which category the plan is made")
    if type is MeetingType.INITIAL and not held_as.plan and held_as.category:
        raise Refused("category", "There is no category where no plan is made")
    if type is MeetingType.REVIEW and found.cp_since is not None and held_as.on < london_day(found.cp_since):
        raise Refused("on", "A review cannot be before the plan that it reviews")


#: Organisations beside the council without which a conference is not quorate (a local default; many procedures say two).
QUORUM = 2


def _check_quorum(took_part: Sequence[UUID], by: Acting, held_as: Conference) -> bool:
    """Whether enough took part; where not, the chair said why it went on. Raises Refused."""
    quorate = len([a for a in took_part if a != by.agency]) >= QUORUM
    if not quorate and not held_as.minutes.inquorate:
        raise Refused(
            "inquorate", f"Fewer than {QUORUM} organisations beside yours took part. Say why it went on, and when it is looked at again"
        )
    return quorate


def _held(row: Meeting, held_as: Conference, attended: tuple[UUID, ...], *, quorate: bool) -> pathway.IcpcHeld | pathway.CpPlanReviewed:
    if row.type == MeetingType.INITIAL:
        return pathway.IcpcHeld(plan=held_as.plan, category=held_as.category, conference=row.id, attended=attended, quorate=quorate)
    return pathway.CpPlanReviewed(continues=held_as.plan, conference=row.id, attended=attended, quorate=quorate)


def _effects(row: Meeting, held_as: Conference) -> Iterator[tuple[Facts, Parts]]:
    """What a conference decides takes effect with it: nobody must remember to say it a second time."""
    if row.type == MeetingType.INITIAL and held_as.plan and held_as.category is not None:
        yield pathway.CpPlanStarted(category=held_as.category), case.Words()
    if row.type == MeetingType.REVIEW and not held_as.plan:
        yield pathway.CpPlanEnded(), case.Reason(reason=held_as.decided)
