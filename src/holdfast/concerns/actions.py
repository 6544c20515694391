"""What people do with concerns. What is told is durable, and its signed acknowledgement exists, before "received" is shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID, uuid4

from holdfast.access.queries import first_look
from holdfast.concerns import kinds, policies
from holdfast.concerns.codes import Alleged, AllegedIs, Channel, DangerAnswer, Decision, Nature, Rating, State
from holdfast.concerns.ids import ConcernId
from holdfast.concerns.joining import joined_by
from holdfast.concerns.models import Concern
from holdfast.concerns.queries import children_found, ever_alleged
from holdfast.database.time import now
from holdfast.database.viewing import viewing
from holdfast.partnership import queries as partnership
from holdfast.partnership.leaving import keep_here
from holdfast.partnership.people import Acting
from holdfast.record.append import append_all, holding, recorded_before
from holdfast.record.audience import AudienceEnded, AudienceGranted
from holdfast.record.entries import Draft
from holdfast.record.holding import reading_all
from holdfast.record.kinds import Facts, NoParts, Parts
from holdfast.record.queries import entry_with_id
from holdfast.record.refusal import Refused
from holdfast.record.rooms import room_of
from holdfast.subjects.codes import Grading


@contextmanager
def held_concern(concern: ConcernId, by: Acting, children: Sequence[UUID] = ()) -> Iterator[Concern]:
    """The concern, held so that two people cannot both decide, with what a decision about these children may write to. Raises LookupError."""
    with viewing(by.viewer):
        if not Concern.objects.filter(id=concern).exists():
            raise LookupError("there is no such concern that this person may see")
    with reading_all():  # who decides may not see the case that the child has already
        joined = joined_by(children)
    with viewing(by.viewer), holding(concern, *joined):
        yield Concern.objects.get(id=concern)


def record_in(
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
    """Append an entry to a held concern, with what belongs to it. Its id."""
    cited = [room_of(held.id, cites)] if cites is not None else []
    draft = Draft(facts=facts, parts=parts or NoParts(), room=room_of(held.id, room), cites=cited, id=entry_id or uuid4())
    return append_all([draft, *more], by=by.author)[0].id


def read(*, concern: ConcernId, by: Acting, entry_id: UUID | None = None) -> None:
    """It has been read. Recorded once; reading it again changes nothing."""
    policies.check_front_door(by)
    with held_concern(concern, by) as held:
        if held.state == State.NEW:
            record_in(held, kinds.ConcernRead(), by, entry_id, cites=kinds.TOLD)  # whoever told it sees that it was read


def answer_danger(
    *, concern: ConcernId, how: DangerAnswer, words: str, by: Acting, reference: str | None = None, entry_id: UUID | None = None
) -> None:
    """What was done about the danger: only this ends the duty to answer it. Raises Refused, NotPermitted."""
    policies.check_front_door(by)
    if recorded_before(entry_id, by=by.author, matter=concern):
        return
    if how is DangerAnswer.POLICE_CALLED and not reference:
        raise Refused("reference", "Enter the log number that the police gave")
    with held_concern(concern, by) as held:
        if not held.danger_now:
            raise Refused("how", "Nobody said that there was danger")
        if held.danger_answered_at is not None:
            raise Refused("how", "This was answered already. Nothing was recorded")
        record_in(held, kinds.DangerAnswered(how=how), by, entry_id, kinds.DangerAnsweredParts(words=words, reference=reference))


def rate(*, concern: ConcernId, rating: Rating, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Red, amber or green, with a reason."""
    policies.check_front_door(by)
    if recorded_before(entry_id, by=by.author, matter=concern):
        return
    with held_concern(concern, by) as held:
        record_in(held, kinds.ConcernRated(rating=rating), by, entry_id, kinds.ReasonParts(reason=reason))


def record_nature(
    *,
    concern: ConcernId,
    nature: Nature,
    alleged: Sequence[Alleged],
    by: Acting,
    alleged_is: AllegedIs | None = None,
    grading: Grading | None = None,
    why: str | None = None,
    entry_id: UUID | None = None,
) -> None:
    """Say what it is: contact, referral or intelligence, and what is alleged; and why, where something serious that was alleged is left out.

    Raises Refused, NotPermitted.
    """
    policies.check_front_door(by)
    if recorded_before(entry_id, by=by.author, matter=concern):
        return
    with held_concern(concern, by) as held:
        told = ever_alleged(concern)
        found = policies.check_alleged(alleged, alleged_is, told=told)
        policies.check_why_otherwise(alleged, why, told=told)
        facts = _nature_facts(nature, tuple(alleged), found, grading, authority_first=_authority_first(held, alleged))
        record_in(held, facts, by, entry_id, kinds.WhyParts(reason=why))


def _authority_first(held: Concern, alleged: Sequence[Alleged]) -> bool:
    return Alleged.PERSON_IN_AUTHORITY in alleged and not held.alleges_authority


def _nature_facts(
    nature: Nature, alleged: tuple[Alleged, ...], alleged_is: AllegedIs, grading: Grading | None, *, authority_first: bool
) -> Facts:
    match nature:
        case Nature.CONTACT:
            return kinds.ContactRecorded(alleged=alleged, alleged_is=alleged_is, authority_first=authority_first)
        case Nature.REFERRAL:
            return kinds.ReferralRecorded(alleged=alleged, alleged_is=alleged_is, authority_first=authority_first)
        case Nature.INTELLIGENCE:
            if grading is None or grading.source_reliability is None or grading.assessment is None or grading.handling is None:
                raise Refused("source", "Intelligence is graded: source 1 to 3, information A to E, handling P or C")
            return kinds.IntelligenceRecorded(alleged=alleged, alleged_is=alleged_is, authority_first=authority_first, grading=grading)


def decide(
    *,
    concern: ConcernId,
    decision: Decision,
    considered: str,
    reason: str,
    by: Acting,
    children: Sequence[UUID] = (),
    second: UUID | None = None,
    alleged: Sequence[Alleged] = (),
    alleged_is: AllegedIs | None = None,
    entry_id: UUID | None = None,
) -> UUID:
    """Decide what happens, and say what is alleged unless the front door has said so before. What ends it at the front door stands only once the
    second person agrees.

    Raises Refused, NotPermitted, LookupError.
    """
    if before := recorded_before(entry_id, by=by.author, matter=concern):
        return before.id
    with held_concern(concern, by, children) as held:
        policies.check_may_decide(by, held)
        if held.state == State.NEW:
            raise Refused("decision", "Read it first, and record that you have")
        policies.check_children(decision, children)
        told = ever_alleged(concern)
        more = list(_alleged(held, tuple(alleged), alleged_is, told, reason))
        asked = None
        if policies.needs_second(decision):
            asked = _second(held, second, by, {*told, *alleged})
            more += _sight_of_second(held, asked.worker)
        facts = kinds.ConcernDecided(
            decision=decision,
            channel=Channel(held.channel),
            needs_second=asked is not None,
            second=asked.worker if asked else None,
            children=tuple(dict.fromkeys(children)),
            alleged=tuple(alleged) or tuple(Alleged(a) for a in held.alleged),
            received_on=held.received_on,
        )
        return record_in(held, facts, by, entry_id, kinds.DecidedParts(considered=considered, reason=reason), more=more)


def _alleged(held: Concern, alleged: tuple[Alleged, ...], found: AllegedIs | None, told: Sequence[str], reason: str) -> Iterator[Draft]:
    """What is alleged, as the front door says with its decision; it may be left out only where it was said before. Where it is less than was alleged,
    the decision's reason stands beside it. Raises Refused.
    """
    if alleged or found is not None or held.alleged_is is None:
        said = policies.check_alleged(alleged, found, told=told)
        facts = kinds.AllegedRecorded(alleged=alleged, alleged_is=said, authority_first=_authority_first(held, alleged))
        why = reason if set(told) - set(alleged) else None
        yield Draft(facts=facts, parts=kinds.WhyParts(reason=why), room=room_of(held.id, kinds.WORK))


def _second(held: Concern, second: UUID | None, by: Acting, alleged: Collection[str]) -> Acting:
    """The second person who is asked. Raises Refused."""
    if second is not None:
        keep_here(second)
    asked = partnership.acting_for(second) if second is not None else None
    policies.check_second(asked, decider=by, concern=held, alleged=frozenset(alleged))
    assert asked is not None
    return asked


def _sight_of_second(held: Concern, worker: UUID) -> list[Draft]:
    sight = AudienceGranted(principal=worker, reason="second_person")
    return [Draft(facts=sight, room=room_of(held.id, room)) for room in (kinds.TOLD, kinds.WORK)]


def record_child(*, concern: ConcernId, child: UUID, by: Acting) -> None:
    """Which child a concern is about, for whoever decides. Raises NotPermitted, LookupError."""
    policies.check_front_door(by)
    with held_concern(concern, by) as held:
        if child not in children_found(concern):
            record_in(held, kinds.ChildFound(child=child), by, None)


def replace_second(*, concern: ConcernId, second: UUID, by: Acting, entry_id: UUID | None = None) -> None:
    """Ask another person to be the second: whoever was asked before is asked no more, and reads it no more. Raises Refused, NotPermitted."""
    if recorded_before(entry_id, by=by.author, matter=concern):
        return
    with held_concern(concern, by) as held:
        policies.check_may_replace_second(by, held)
        if second == held.second_id:
            raise Refused("second", "This person was asked already. Choose someone else")
        asked = _second(held, second, by, ever_alleged(concern))
        assert held.decided_entry_id is not None
        ends = [
            Draft(facts=AudienceEnded(principal=held.second_id, reason="second_replaced"), room=room_of(held.id, room))
            for room in (kinds.TOLD, kinds.WORK)
            if held.second_id is not None
        ]
        facts = kinds.SecondReplaced(second=asked.worker, previous=held.second_id, decided=held.decided_entry_id)
        record_in(held, facts, by, entry_id, more=[*_sight_of_second(held, asked.worker), *ends])


def read_addition(*, concern: ConcernId, by: Acting, entry_id: UUID | None = None) -> None:
    """What was added has been read. Raises NotPermitted."""
    policies.check_front_door(by)
    with held_concern(concern, by) as held:
        if held.unread_addition and held.state != State.NEW:
            record_in(held, kinds.AdditionRead(), by, entry_id)


def reopen(*, concern: ConcernId, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Open a decided concern again, to be decided anew; what was decided stays beside it. Raises Refused, NotPermitted."""
    if recorded_before(entry_id, by=by.author, matter=concern):
        return
    with held_concern(concern, by) as held:
        policies.check_may_reopen(by, held)
        record_in(held, kinds.ConcernReopened(nature=Nature(held.nature)), by, entry_id, kinds.ReasonParts(reason=reason))


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
    with held_concern(concern, by, _children_of_decision(concern, by)) as held:
        policies.check_may_countersign(by, held)
        assert held.decided_entry_id is not None
        facts = kinds.ConcernCountersigned(
            agrees=agrees,
            decision=Decision(held.decision or ""),
            decided=held.decided_entry_id,
            channel=Channel(held.channel),
            decider=held.decided_by_id,
            asked_minutes=_minutes_since(held.second_asked_at),
            open_minutes=_minutes_since(first_look(held.id, by.worker, since=held.second_asked_at)),
        )
        record_in(held, facts, by, entry_id, kinds.ReasonParts(reason=reason))


def _minutes_since(moment: datetime | None) -> int | None:
    return int((now() - moment).total_seconds() // 60) if moment is not None else None


def acknowledge(*, concern: ConcernId, how: str, by: Acting, entry_id: UUID | None = None) -> None:
    """The professional who told was answered that it was received. Raises Refused, NotPermitted."""
    policies.check_front_door(by)
    if recorded_before(entry_id, by=by.author, matter=concern):
        return
    with held_concern(concern, by) as held:
        if held.channel != Channel.PROFESSIONAL:
            raise Refused("how", "Only a professional is answered from here. The public learns with their number how it was handled")
        record_in(held, kinds.AcknowledgedToTeller(how=how), by, entry_id, room=kinds.TALK)


def tell_outcome(*, concern: ConcernId, how: str, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """The professional who told was told what was decided, and why. Raises Refused, NotPermitted."""
    policies.check_front_door(by)
    if recorded_before(entry_id, by=by.author, matter=concern):
        return
    with held_concern(concern, by) as held:
        if held.channel != Channel.PROFESSIONAL or held.state != State.DECIDED:
            raise Refused("words", "The outcome is told to a professional, once the decision stands")
        record_in(held, kinds.OutcomeTold(how=how), by, entry_id, kinds.WordsParts(words=words), room=kinds.TALK)
