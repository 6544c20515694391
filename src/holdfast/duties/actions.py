"""What people do about duties. What the work itself shows (an assessment completed, a child seen) ends them with no action here."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID, uuid4

from holdfast.database.time import now
from holdfast.database.viewing import viewing
from holdfast.duties import kinds, owners, policies
from holdfast.duties.clocks import end_of
from holdfast.duties.ids import DutyId
from holdfast.duties.models import Duty, State, Told
from holdfast.duties.rulebook import rule
from holdfast.duties.telling import was_told_of
from holdfast.partnership import queries as partnership
from holdfast.partnership.kinds import told_room_of
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.record.append import append, append_all, holding
from holdfast.record.entries import Draft
from holdfast.record.holding import reading_all
from holdfast.record.kinds import Facts, NoParts, Parts
from holdfast.record.queries import entry_with_id
from holdfast.record.refusal import Refused
from holdfast.when import When, london_day


@contextmanager
def held(duty_id: DutyId, by: Acting, *, telling: bool = False) -> Iterator[Duty]:
    """The duty, with its matter held, so that what is checked still holds when it is recorded; with `telling`, also what the other organisations
    involved were told, because they are told of this. Raises LookupError.
    """
    policies.check_may_speak(by)
    with viewing(by.viewer):
        matter = Duty.objects.filter(id=duty_id).values_list("matter_id", flat=True).first()
        if matter is None:
            raise LookupError(f"there is no duty {duty_id} that this person may see")
        told = [told_room_of(agency) for agency in owners.involved_in(matter)] if telling else []
        with holding(matter, *told):
            yield Duty.objects.get(id=duty_id)


def _record(
    duty: Duty, facts: Facts, by: Acting, *, parts: Parts | None = None, when: When | None = None, entry_id: UUID | None = None
) -> UUID:
    draft = Draft(facts=facts, parts=parts or NoParts(), room=duty.room_id, when=when, id=entry_id or uuid4())
    return append(draft, by=by.author).id


def assure(*, duty: DutyId, words: str, by: Acting, entry_id: UUID | None = None) -> UUID:
    """Someone says that it is in hand. Recorded as just that: it ends nothing, stops no clock, delays no step (failing S10)."""
    with held(duty, by) as found:
        policies.check_open(found)
        return _record(found, kinds.DutyAssured(duty=duty, by_agency=by.agency), by, parts=kinds.Words(words=words), entry_id=entry_id)


def show_done(*, duty: DutyId, words: str, reference: str | None, on: date, by: Acting, entry_id: UUID | None = None) -> UUID:
    """It was done, and another system shows it: by words, a reference there, and the day. Raises Refused, NotPermitted."""
    with held(duty, by) as found:
        policies.check_may_show_elsewhere(found, by)
        if on > london_day(now()):
            raise Refused("on", "The day it was done must be today or in the past")
        if on < london_day(found.starts_at):
            raise Refused("on", "The day it was done cannot be before the duty began")
        sampled_to = _checker(found, by) if drawn() else None
        facts = kinds.DutyShownElsewhere(duty=duty, done_at=min(end_of(on), now()), sampled_to=sampled_to)
        return _record(found, facts, by, parts=kinds.Shown(words=words, reference=reference), when=When.on(on), entry_id=entry_id)


#: One in so many of what is shown in another system is looked at by somebody else.
SAMPLED_ONE_IN = 4


def drawn() -> bool:
    """Whether this one is looked at: by chance, so that nobody can know beforehand."""
    return secrets.randbelow(SAMPLED_ONE_IN) == 0


def _checker(duty: Duty, by: Acting) -> UUID | None:
    """Who looks at it: whoever answers for the organisation that owes it, or manages its owner; never whoever says that it was done."""
    manager = partnership.manager_of(duty.owner_id) if duty.owner_id is not None else None
    able = (partnership.agency_lead_of(duty.owing_agency_id), manager, owners.someone_in(duty.owing_agency_id))
    return next((w for w in able if w is not None and w not in (by.worker, duty.owner_id)), None)


def check_shown(*, duty: DutyId, found: bool, words: str, by: Acting, entry_id: UUID | None = None) -> UUID:
    """What was shown in another system was looked at there: it is there, or the duty that it ended is open again. `duty` is the duty to look.

    Raises NotPermitted, Refused.
    """
    with held(duty, by) as looking:
        policies.check_may_show_done(looking, by)
        if not policies.answers_for(looking, by):
            raise NotPermitted("Whoever was asked to look at it, or their manager, says what they found.")
        shown = entry_with_id(looking.trigger_id)
        if shown is None or not isinstance(shown.facts, kinds.DutyShownElsewhere):
            raise Refused("duty", "There is nothing here to look at in another system")
        if by.worker == shown.author.worker:
            raise NotPermitted("You said that it was done. Somebody else looks at it.")
        ended = Duty.objects.get(id=shown.facts.duty)
        entry = entry_id or uuid4()
        facts = kinds.DutyShownChecked(duty=ended.id, answers=shown.id, found=found)
        drafts = [Draft(facts=facts, parts=kinds.Words(words=words), room=looking.room_id, id=entry)]
        if not found and ended.state != State.OPEN:
            again = kinds.DutyOpenedAgain(duty=ended.id, by_entry=entry, next_step_at=ended.due_at, rung=ended.rung)
            drafts.append(Draft(facts=again, room=ended.room_id))
        return append_all(drafts, by=by.author)[0].id


def cannot_be_done(*, duty: DutyId, reason: str, words: str, by: Acting, entry_id: UUID | None = None) -> UUID:
    """A manager, not its owner, says that it cannot now be done, and why. It shows on the board. Raises Refused, NotPermitted."""
    with held(duty, by) as found:
        policies.check_may_end(found, by)
        return _record(found, kinds.DutyCannotBeDone(duty=duty, reason=reason), by, parts=kinds.Words(words=words), entry_id=entry_id)


def transfer_out(*, duty: DutyId, authority: str, accepted_by: str, on: date, words: str, by: Acting, entry_id: UUID | None = None) -> UUID:
    """An authority outside the partnership accepted it: which, who there, and when. Raises Refused, NotPermitted."""
    with held(duty, by) as found:
        policies.check_may_end(found, by)
        if on > london_day(now()):
            raise Refused("on", "The day they accepted must be today or in the past")
        facts = kinds.DutyTransferred(duty=duty, accepted_at=min(end_of(on), now()))
        parts = kinds.Authority(words=words, authority=authority, accepted_by=accepted_by)
        return _record(found, facts, by, parts=parts, when=When.on(on), entry_id=entry_id)


def extend(*, duty: DutyId, due_on: date, words: str, by: Acting, entry_id: UUID | None = None) -> UUID:
    """More time, given before the clock runs out; the other organisations are told at once and may challenge. Raises Refused."""
    with held(duty, by, telling=True) as found:
        policies.check_may_extend(found, by)
        due_at = end_of(due_on)
        policies.check_extension(found, due_at, now())
        facts = kinds.DutyExtended(duty=duty, due_at=due_at, next_step_at=due_at)
        entry = entry_id or uuid4()
        drafts = [Draft(facts=facts, parts=kinds.Words(words=words), room=found.room_id, id=entry)]
        item = kinds.ToldItem(
            duty=duty,
            rule=found.rule,
            owing_agency=found.owing_agency_id,
            owner_post=found.owning_post,
            due_at=due_at,
            rung="extended",
            serious=found.serious,
        )
        for agency in owners.involved_in(found.matter_id):
            if agency != found.owing_agency_id:
                told = kinds.ToldDelivered(agency=agency, urgent=False, items=(item,))
                drafts.append(Draft(facts=told, room=told_room_of(agency), because=entry))
        return append_all(drafts, by=by.author)[0].id


@contextmanager
def _held_by_involved(duty_id: DutyId, by: Acting) -> Iterator[Duty]:
    """The duty, held, for someone who may see it, or whose organisation is involved in the matter or was told of it: who told a concern may
    challenge that nothing happens, and does not read the front door's work for it. Raises LookupError.
    """
    policies.check_may_speak(by)
    with viewing(by.viewer):
        sees_it = Duty.objects.filter(id=duty_id).exists()
    with reading_all():
        matter = Duty.objects.filter(id=duty_id).values_list("matter_id", flat=True).first()
        if matter is None or not (
            sees_it or by.agency in owners.involved_in(matter) or was_told_of(Duty.objects.get(id=duty_id), by.agency)
        ):
            raise LookupError(f"there is no duty {duty_id} that this person may challenge")
        with holding(matter):
            yield Duty.objects.get(id=duty_id)


def challenge(*, duty: DutyId, words: str, by: Acting, entry_id: UUID | None = None) -> UUID:
    """Another organisation challenges: the one that owes the duty must answer, on a clock. Raises NotPermitted."""
    with _held_by_involved(duty, by) as found:
        policies.check_may_challenge(found, by)
        owner = found.owner_id if rule(found.rule, found.edition).personal else None
        facts = kinds.DutyChallenged(duty=duty, by_agency=by.agency, owing_agency=found.owing_agency_id, owner=owner)
        return _record(found, facts, by, parts=kinds.Words(words=words), entry_id=entry_id)


def answer_told(*, duty: DutyId, words: str, by: Acting, entry_id: UUID | None = None) -> UUID:
    """An organisation that was told of a late duty says what it does about it. It ends nothing. Raises NotPermitted, LookupError."""
    with _held_by_involved(duty, by) as found:
        policies.check_may_answer_told(found, by)
        facts = kinds.DutyToldAnswered(duty=duty, by_agency=by.agency)
        return _record(found, facts, by, parts=kinds.Words(words=words), entry_id=entry_id)


def answer_challenge(*, duty: DutyId, challenge: UUID, changed: bool, words: str, by: Acting, entry_id: UUID | None = None) -> UUID:
    """Answer a challenge. `duty` is the duty to answer it. Raises NotPermitted, Refused."""
    with held(duty, by) as found:
        policies.check_may_show_done(found, by)
        facts = kinds.DutyChallengeAnswered(duty=duty, answers=challenge, changed=changed)
        return _record(found, facts, by, parts=kinds.Words(words=words), entry_id=entry_id)


def acknowledge_told(*, delivered: Sequence[UUID], by: Acting, entry_id: UUID | None = None) -> UUID:
    """The organisation acknowledges exactly these deliveries. Raises NotPermitted, Refused."""
    policies.check_may_acknowledge(by, by.agency)
    room = told_room_of(by.agency)
    with viewing(by.viewer), holding(room):
        waiting = set(Told.objects.filter(room_id=room, acknowledged_at=None).values_list("id", flat=True))
        chosen = [d for d in dict.fromkeys(delivered) if d in waiting]
        if not chosen:
            raise Refused("delivered", "There is nothing here that waits to be acknowledged.")
        facts = kinds.ToldAcknowledged(delivered=tuple(chosen), remaining=len(waiting) - len(chosen))
        return append(Draft(facts=facts, room=room, id=entry_id or uuid4()), by=by.author).id


def step_now(moment: datetime) -> int:
    """How many steps are due at an instant and not yet taken (for pages and health checks)."""
    with reading_all():
        return Duty.objects.filter(state=State.OPEN, next_step_at__lte=moment).count()
