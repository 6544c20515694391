"""Offering a duty to someone else, and answering: until it is accepted it stays with its owner.

Whoever is asked sees what is asked and nothing else, in a room of its own in the duty's matter, until they answer. Who accepts reads the duty's own room
as long as they own the duty, and no longer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

from holdfast.database.viewing import viewing
from holdfast.duties import kinds, policies
from holdfast.duties.actions import held
from holdfast.duties.ids import DutyId, OfferId
from holdfast.duties.models import Duty, Offer, State
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.record.append import append_all, holding
from holdfast.record.audience import AudienceEnded, AudienceGranted
from holdfast.record.entries import AnyEntry, Draft, Entry, Opening
from holdfast.record.holding import reading_all
from holdfast.record.kinds import Parts
from holdfast.record.models import Audience
from holdfast.record.queries import matter_of
from holdfast.record.reaction import reactor
from holdfast.record.refusal import Refused


def offer(*, duty: DutyId, to: UUID, words: str, by: Acting, entry_id: UUID | None = None) -> UUID:
    """Offer a duty to someone else. It stays with its owner until they accept. Raises Refused, NotPermitted."""
    with held(duty, by) as found:
        policies.check_may_offer(found, by)
        asked = partnership.worker(to)
        if asked is None or asked.left_at is not None:
            raise Refused("to", "Choose someone who works in the partnership now")
        if to == found.owner_id:
            raise Refused("to", "This person owns the duty already")
        policies.check_may_pass_to(found, asked.agency_id)
        policies.check_may_own(partnership.acting_for(to))
        entry = entry_id or uuid4()
        made = kinds.OfferMade(
            duty=duty,
            offer=entry,
            to=to,
            rule=found.rule,
            edition=found.edition,
            owing_agency=found.owing_agency_id,
            owner_post=found.owning_post,
            due_at=found.due_at,
            late_to=found.late_to,
        )
        said = kinds.Words(words=words)
        matter, of_type = matter_of(found.room_id)
        opens = Opening(of_type, (to,), kind="offer", matter=matter)
        drafts = [
            Draft(facts=kinds.DutyTransferOffered(duty=duty, to=to, to_agency=asked.agency_id), parts=said, room=found.room_id, id=entry),
            Draft(facts=made, parts=said, room=kinds.offer_room_of(entry), opens=opens, because=entry),
            *ending(found, "withdrawn"),
        ]
        return append_all(drafts, by=by.author)[0].id


@contextmanager
def _offered(offer: OfferId, by: Acting) -> Iterator[Duty]:
    """The duty that an offer to this person is about, held. Raises LookupError, Refused, NotPermitted.

    It is read as the system: whoever is asked may not read the duty's room, and the offer itself says that they may answer.
    """
    with viewing(by.viewer):
        asked = Offer.objects.filter(id=offer).first()
    if asked is None:
        raise LookupError(f"there is no offer {offer} to this person")
    with reading_all():
        matter = Duty.objects.values_list("matter_id", flat=True).get(id=asked.duty_id)
        with holding(matter):
            duty = Duty.objects.get(id=asked.duty_id)
            if duty.state != State.OPEN or duty.offer_id != offer:
                raise Refused("offer", "This is no longer offered to you. Nothing was recorded.")
            policies.check_may_accept(duty, by)
            yield duty


def accept(*, offer: OfferId, by: Acting, entry_id: UUID | None = None) -> UUID:
    """Accept a duty that was offered: from now it is owed by this person, and by their organisation. Raises as `_offered`."""
    policies.check_may_own(by)
    with viewing(by.viewer):
        asked = Offer.objects.filter(id=offer).first()
        reads_it = asked is not None and Duty.objects.filter(id=asked.duty_id).exists()
    with _offered(offer, by) as duty:
        opened = not reads_it or reads_for_a_duty(by.worker, duty.room_id)
        facts = kinds.DutyTransferAccepted(
            duty=duty.id, offered=offer, owner=by.worker, owner_post=by.post, owing_agency=by.agency, opened=opened
        )
        drafts = [Draft(facts=facts, room=duty.room_id, id=entry_id or uuid4()), *ending(duty, "accepted")]
        if not reads_it:
            drafts.append(Draft(facts=AudienceGranted(principal=by.worker, reason="duty_owned"), room=duty.room_id))
        if duty.opened_to is not None and duty.opened_to != by.worker:
            drafts += sight_ends(duty)
        return append_all(drafts, by=by.author)[0].id


def decline(*, offer: OfferId, words: str, by: Acting, entry_id: UUID | None = None) -> UUID:
    """Do not accept it, and say why: it stays with its owner. Raises as `_offered`."""
    with _offered(offer, by) as duty:
        facts = kinds.DutyTransferDeclined(duty=duty.id, offered=offer)
        draft = Draft(facts=facts, parts=kinds.Words(words=words), room=duty.room_id, id=entry_id or uuid4())
        return append_all([draft, *ending(duty, "declined")], by=by.author)[0].id


def ending(duty: Duty, how: str) -> list[Draft]:
    """The drafts that end what is offered of a duty now, and the sight of it."""
    open_offer = Offer.objects.filter(id=duty.offer_id, ended_at=None).first() if duty.offer_id is not None else None
    if open_offer is None:
        return []
    return [
        Draft(facts=kinds.OfferEnded(duty=duty.id, offer=open_offer.id, how=how), room=open_offer.room_id),
        Draft(facts=AudienceEnded(principal=open_offer.to_id, reason="offer_ended"), room=open_offer.room_id),
    ]


def reads_for_a_duty(worker: UUID, room: UUID) -> bool:
    """Whether somebody reads a room only because they own a duty there."""
    return Duty.objects.filter(room_id=room, opened_to=worker, state=State.OPEN).exists()


def sight_ends(duty: Duty) -> list[Draft]:
    """Who read the room only because they owned this duty reads it no longer, unless they own another there."""
    reader = duty.opened_to
    if reader is None or not Audience.objects.filter(room_id=duty.room_id, principal=reader).exists():
        return []
    others = Duty.objects.filter(room_id=duty.room_id, opened_to=reader, state=State.OPEN).exclude(id=duty.id)
    if others.exists():
        return []
    return [Draft(facts=AudienceEnded(principal=reader, reason="duty_ended"), room=duty.room_id)]


@reactor(kinds.DutyDone, kinds.DutyShownElsewhere, kinds.DutySuperseded, kinds.DutyCannotBeDone, kinds.DutyTransferred)
def end_what_was_open(entry: AnyEntry, _parts: Parts) -> Iterator[Draft]:
    """The duty has ended: what was opened for it is closed."""
    for duty in Duty.objects.filter(id=entry.facts.duty):
        yield from ending(duty, "ended")
        yield from sight_ends(duty)


@reactor(kinds.DutyReassigned)
def end_sight_of_who_owned_it(entry: Entry[kinds.DutyReassigned], _parts: Parts) -> Iterator[Draft]:
    """Another owns it."""
    for duty in Duty.objects.filter(id=entry.facts.duty).exclude(owner_id=None):
        if duty.opened_to != duty.owner_id:
            yield from sight_ends(duty)


@reactor(kinds.DutyOpenedAgain)
def open_again_to_its_owner(entry: Entry[kinds.DutyOpenedAgain], _parts: Parts) -> Iterator[Draft]:
    """It is owed again by someone who read the room only for it."""
    for duty in Duty.objects.filter(id=entry.facts.duty).exclude(opened_to=None):
        if duty.opened_to == duty.owner_id:
            yield Draft(facts=AudienceGranted(principal=duty.opened_to, reason="duty_owned"), room=duty.room_id)
