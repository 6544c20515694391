"""What people do with concerns. What is told is durable, and its signed acknowledgement exists, before "received" is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4, uuid5

from holdfast.concerns import kinds, policies
from holdfast.concerns.codes import Alleged, Channel, Decision, Nature, Rating, SafeContact, State
from holdfast.concerns.ids import ConcernId
from holdfast.concerns.joining import joined_by
from holdfast.concerns.kept_briefly import keep_fresh, still_fresh
from holdfast.concerns.models import Concern, Number
from holdfast.concerns.models import Telling as Telling_
from holdfast.concerns.numbers import fresh_number, hash_of
from holdfast.concerns.queries import ever_alleged
from holdfast.database.time import today
from holdfast.database.viewing import Viewer, holder_principal, role_principal, viewing
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import Role
from holdfast.record.acknowledging import acknowledgement_of
from holdfast.record.append import append, append_all, holding, recorded_before
from holdfast.record.audience import AudienceEnded, AudienceGranted, RoomOpened
from holdfast.record.entries import Author, Draft, Opening
from holdfast.record.holding import reading_all
from holdfast.record.kinds import Facts, NoParts, Parts
from holdfast.record.queries import entry_with_id
from holdfast.record.refusal import Refused
from holdfast.record.rooms import room_of
from holdfast.subjects.codes import Grading
from holdfast.when import When

#: Everyone at the front door sees a concern, whatever the organisation that employs them in the MASH.
_FRONT_DOOR = tuple(role_principal(role) for role in policies.FRONT_DOOR)
#: Who answers for the council's part reads what waits at the front door too: a challenge that nothing happens is theirs to answer.
_READS_CONCERNS = (*_FRONT_DOOR, role_principal(Role.NAMED_LEAD))
#: Those who must be able to reach a teller.
REACH_TELLER_ROLES = (Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS)
_REACH_TELLER = tuple(role_principal(role) for role in REACH_TELLER_ROLES)


@dataclass(frozen=True)
class Telling:
    """What is told."""

    words: kinds.ToldParts
    danger_now: bool = False
    nature: Nature = Nature.CONTACT
    alleged: Sequence[Alleged] = ()
    child_named: bool = False
    teller_is: str | None = None
    consent: str | None = None
    grading: Grading | None = None
    when: When | None = None


@dataclass(frozen=True)
class Reach:
    """Who tells and how they may be reached, if they choose to say."""

    safe: SafeContact
    name: str | None = None
    how: str | None = None
    when_safe: str | None = None


@dataclass(frozen=True)
class Received:
    """What is given in return: the number (once), the signed acknowledgement, and the concern."""

    concern: ConcernId
    acknowledgement: str
    number: str | None = field(repr=False, default=None)


def tell(telling: Telling, *, once: UUID, reach: Reach | None = None) -> Received:
    """Anyone tells, with no account. `once` is the form's number: the same form sent twice is one concern, and shows the same number.

    When this returns, the concern is committed and its acknowledgement signed.
    """
    number = keep_fresh(once, fresh_number())
    concern, teller = ConcernId(uuid5(once, "concern")), uuid5(once, "teller")
    author = Author.of_teller(teller)
    drafts = [
        *_opening(concern, _told_facts(telling, Channel.PUBLIC), telling, once, who_told=(holder_principal(hash_of(number)),)),
        Draft(facts=kinds.NumberGiven(hash=hash_of(number)), room=room_of(concern, kinds.TOLD), because=once),
    ]
    if reach is not None:
        drafts.append(
            Draft(
                facts=kinds.TellerRecorded(concern=concern, safe=reach.safe),
                parts=kinds.TellerParts(name=reach.name, reach=reach.how, when_safe=reach.when_safe),
                room=room_of(concern, kinds.TELLER),
                opens=Opening("concern", _REACH_TELLER, kind=kinds.TELLER, matter=concern),
            )
        )
    append_all(drafts, by=author)
    return received_before(once)


def _opening(concern: ConcernId, facts: kinds.ConcernTold, telling: Telling, once: UUID, *, who_told: Sequence[UUID]) -> list[Draft]:
    """The drafts that open a concern's rooms: what was told, what is made of it, and what is said to whoever told."""

    def opens(kind: str, *more: UUID) -> Opening:
        return Opening("concern", (*_READS_CONCERNS, *more), kind=kind, matter=concern)

    return [
        Draft(
            facts=facts,
            parts=telling.words,
            room=room_of(concern, kinds.TOLD),
            when=telling.when,
            opens=opens(kinds.TOLD, *who_told),
            id=once,
        ),
        Draft(facts=RoomOpened(), room=room_of(concern, kinds.WORK), opens=opens(kinds.WORK)),
        Draft(facts=RoomOpened(), room=room_of(concern, kinds.TALK), opens=opens(kinds.TALK, *who_told)),
    ]


def received_before(once: UUID) -> Received:
    """What was received under this number of a form, if it was: the number to come back with shows again for a few minutes.

    Raises LookupError when nothing was received.
    """
    with reading_all():  # whoever sent the form has no sight of anything but by its number
        entry = entry_with_id(once)
        if entry is None or not isinstance(entry.facts, kinds.ConcernTold):
            raise LookupError("nothing was received under this number")
        acknowledgement = acknowledgement_of(once)
    return Received(ConcernId(entry.matter), acknowledgement, still_fresh(once, hash_known=_is_given))


def _is_given(number: str) -> bool:
    try:
        return bool(_holders(hash_of(number)))
    except LookupError:
        return False


def tell_as_professional(telling: Telling, *, by: Acting, once: UUID) -> Received:
    """Someone signed in tells for their organisation: it sees what it told, and is owed an acknowledgement and the outcome."""
    concern = ConcernId(uuid5(once, "concern"))
    who_told = (by.worker, role_principal(Role.AGENCY_LEAD, by.agency))
    drafts = _opening(concern, _told_facts(telling, Channel.PROFESSIONAL, by), telling, once, who_told=who_told)
    append_all(drafts, by=by.author)
    with viewing(by.viewer):
        return Received(concern, acknowledgement_of(once))


def _told_facts(telling: Telling, channel: Channel, by: Acting | None = None) -> kinds.ConcernTold:
    return kinds.ConcernTold(
        channel=channel,
        nature=telling.nature,
        danger_now=telling.danger_now,
        teller_agency=by.agency if by else None,
        teller_worker=by.worker if by else None,
        teller_is=telling.teller_is,
        alleged=tuple(telling.alleged),
        child_named=telling.child_named,
        consent=telling.consent,
        grading=telling.grading,
        received_on=today(),
    )


def _holders(hashed: str) -> Number:
    """The number, for whoever holds it (by its keyed hash). Raises LookupError."""
    with viewing(Viewer.of(holder_principal(hashed))):
        row = Number.objects.filter(hash=hashed, ended_at=None).first()
    if row is None:
        raise LookupError("there is no such number")
    return row


def add(*, hashed: str, words: str, entry_id: UUID) -> None:
    """The holder of a number (by its keyed hash) adds something. Raises LookupError."""
    row = _holders(hashed)
    author = Author.of_teller(row.concern_id)
    append(Draft(facts=kinds.ConcernAdded(), parts=kinds.WordsParts(words=words), room=row.room_id, id=entry_id), by=author)


def end_number(*, hashed: str) -> None:
    """The holder switches the number off: from now on it opens nothing. Raises LookupError."""
    row = _holders(hashed)
    ends = AudienceEnded(principal=holder_principal(hashed), reason="number_ended")
    rooms = (row.room_id, room_of(row.concern_id, kinds.TALK))
    drafts = [Draft(facts=kinds.NumberEnded(hash=hashed), room=row.room_id), *(Draft(facts=ends, room=room) for room in rooms)]
    append_all(drafts, by=Author.of_teller(row.concern_id))


@contextmanager
def _held(concern: ConcernId, by: Acting, children: Sequence[UUID] = ()) -> Iterator[Concern]:
    """The concern, held so that two people cannot both decide, with what a decision about these children may write to. Raises LookupError."""
    with viewing(by.viewer):
        if not Concern.objects.filter(id=concern).exists():
            raise LookupError("there is no such concern that this person may see")
    with reading_all():  # who decides may not see the case that the child has already
        joined = joined_by(children)
    with viewing(by.viewer), holding(concern, *joined):
        yield Concern.objects.get(id=concern)


def _record(
    held: Concern,
    facts: Facts,
    by: Acting,
    entry_id: UUID | None,
    parts: Parts | None = None,
    *,
    room: str = kinds.WORK,
    cites: str | None = None,
    more: Sequence[Draft] = (),
) -> UUID:
    cited = [room_of(held.id, cites)] if cites is not None else []
    draft = Draft(facts=facts, parts=parts or NoParts(), room=room_of(held.id, room), cites=cited, id=entry_id or uuid4())
    return append_all([draft, *more], by=by.author)[0].id


def read(*, concern: ConcernId, by: Acting, entry_id: UUID | None = None) -> None:
    """It has been read. Recorded once; reading it again changes nothing."""
    policies.check_front_door(by)
    with _held(concern, by) as held:
        if held.state == State.NEW:
            _record(held, kinds.ConcernRead(), by, entry_id, cites=kinds.TOLD)  # whoever told it sees that it was read


def rate(*, concern: ConcernId, rating: Rating, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Red, amber or green, with a reason."""
    policies.check_front_door(by)
    if recorded_before(entry_id, by=by.author, matter=concern):
        return
    with _held(concern, by) as held:
        _record(held, kinds.ConcernRated(rating=rating), by, entry_id, kinds.ReasonParts(reason=reason))


def record_nature(
    *,
    concern: ConcernId,
    nature: Nature,
    alleged: Sequence[Alleged],
    by: Acting,
    grading: Grading | None = None,
    entry_id: UUID | None = None,
) -> None:
    """Say what it is: contact, referral or intelligence, and what is alleged. Raises Refused, NotPermitted."""
    policies.check_front_door(by)
    if recorded_before(entry_id, by=by.author, matter=concern):
        return
    chosen = tuple(alleged)
    facts: Facts
    match nature:
        case Nature.CONTACT:
            facts = kinds.ContactRecorded(alleged=chosen)
        case Nature.REFERRAL:
            facts = kinds.ReferralRecorded(alleged=chosen)
        case Nature.INTELLIGENCE:
            if grading is None or grading.source_reliability is None or grading.assessment is None or grading.handling is None:
                raise Refused("source", "Intelligence is graded: source 1 to 3, information A to E, handling P or C")
            facts = kinds.IntelligenceRecorded(alleged=chosen, grading=grading)
    with _held(concern, by) as held:
        _record(held, facts, by, entry_id)


def decide(
    *,
    concern: ConcernId,
    decision: Decision,
    considered: str,
    reason: str,
    by: Acting,
    children: Sequence[UUID] = (),
    second: UUID | None = None,
    entry_id: UUID | None = None,
) -> UUID:
    """Decide what happens. What ends it at the front door stands only once the second person agrees.

    Raises Refused, NotPermitted, LookupError.
    """
    if before := recorded_before(entry_id, by=by.author, matter=concern):
        return before.id
    with _held(concern, by, children) as held:
        policies.check_may_decide(by, held)
        if held.state == State.NEW:
            raise Refused("decision", "Read it first, and record that you have")
        policies.check_children(decision, children)
        more = []
        asked = None
        if policies.needs_second(decision):
            asked = partnership.acting_for(second) if second is not None else None
            policies.check_second(asked, decider=by, concern=held, alleged=ever_alleged(concern))
            assert asked is not None
            sight = AudienceGranted(principal=asked.worker, reason="second_person")
            more += [Draft(facts=sight, room=room_of(held.id, room)) for room in (kinds.TOLD, kinds.WORK)]
        facts = kinds.ConcernDecided(
            decision=decision,
            channel=Channel(held.channel),
            needs_second=asked is not None,
            second=asked.worker if asked else None,
            children=tuple(dict.fromkeys(children)),
            alleged=tuple(Alleged(a) for a in held.alleged),
            received_on=held.received_on,
        )
        return _record(held, facts, by, entry_id, kinds.DecidedParts(considered=considered, reason=reason), more=more)


def _children_of_decision(concern: ConcernId, by: Acting) -> tuple[UUID, ...]:
    """The children whom the decision that waits is about. A decision that is made meanwhile is refused by the policy."""
    with viewing(by.viewer):
        decided = Concern.objects.filter(id=concern).values_list("decided_entry_id", flat=True).first()
        entry = entry_with_id(decided) if decided is not None else None
    return tuple(entry.facts.children) if entry is not None else ()


def countersign(*, concern: ConcernId, agrees: bool, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """The second person agrees, and the decision stands; or does not, and it falls. Raises Refused, NotPermitted."""
    if recorded_before(entry_id, by=by.author, matter=concern):
        return
    with _held(concern, by, _children_of_decision(concern, by)) as held:
        policies.check_may_countersign(by, held)
        assert held.decided_entry_id is not None
        facts = kinds.ConcernCountersigned(
            agrees=agrees, decision=Decision(held.decision or ""), decided=held.decided_entry_id, channel=Channel(held.channel)
        )
        _record(held, facts, by, entry_id, kinds.ReasonParts(reason=reason))


def acknowledge(*, concern: ConcernId, how: str, by: Acting, entry_id: UUID | None = None) -> None:
    """The professional who told was answered that it was received. Raises Refused, NotPermitted."""
    policies.check_front_door(by)
    if recorded_before(entry_id, by=by.author, matter=concern):
        return
    with _held(concern, by) as held:
        if held.channel != Channel.PROFESSIONAL:
            raise Refused("how", "Only a professional is answered from here. The public learns with their number how it was handled")
        _record(held, kinds.AcknowledgedToTeller(how=how), by, entry_id, room=kinds.TALK)


def tell_outcome(*, concern: ConcernId, how: str, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """The professional who told was told what was decided, and why. Raises Refused, NotPermitted."""
    policies.check_front_door(by)
    if recorded_before(entry_id, by=by.author, matter=concern):
        return
    with _held(concern, by) as held:
        if held.channel != Channel.PROFESSIONAL or held.state != State.DECIDED:
            raise Refused("words", "The outcome is told to a professional, once the decision stands")
        _record(held, kinds.OutcomeTold(how=how), by, entry_id, kinds.WordsParts(words=words), room=kinds.TALK)


def chase(*, concern: ConcernId, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """The professional who told asks again. Raises NotPermitted."""
    if recorded_before(entry_id, by=by.author, matter=concern):
        return
    with viewing(by.viewer):
        told = Telling_.objects.filter(id=concern).first()
        if told is None:
            raise LookupError("there is no such concern that this person told")
        policies.check_told_by(by, told)
    draft = Draft(facts=kinds.ConcernChased(), parts=kinds.WordsParts(words=words), room=told.room_id, id=entry_id or uuid4())
    append(draft, by=by.author)
