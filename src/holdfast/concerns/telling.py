"""What people do who tell: the public with a number, professionals for their organisation.

What is told is durable, and its signed acknowledgement exists, before "received" is shown. That there is danger now is recorded before anything else
is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID, uuid4, uuid5

from holdfast.concerns import joining, kinds, policies
from holdfast.concerns.codes import Alleged, Channel, Nature, SafeContact
from holdfast.concerns.ids import ConcernId
from holdfast.concerns.kept_briefly import keep_fresh, still_fresh
from holdfast.concerns.models import Number
from holdfast.concerns.models import Telling as Telling_
from holdfast.concerns.numbers import fresh_number, hash_of
from holdfast.database.time import today
from holdfast.database.viewing import Viewer, holder_principal, role_principal, viewing
from holdfast.duties import actions as duties
from holdfast.duties.queries import duty_ended_by
from holdfast.ledger.tree import leaf_hash
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import Role
from holdfast.record.acknowledging import acknowledgement_of
from holdfast.record.append import RoomExists, append_all, holding, recorded_before
from holdfast.record.audience import AudienceEnded, AudienceGranted, RoomOpened
from holdfast.record.entries import Author, Draft, Opening
from holdfast.record.holding import reading_all
from holdfast.record.proving import proof_of
from holdfast.record.queries import entries_of_room, entry_with_id
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


def say_danger(*, once: UUID, by: Acting | None = None, where: str | None = None) -> ConcernId:
    """Somebody says that there is danger now: it is the record's, and the out-of-hours team's, before anything else is asked. `once` is the form's
    number; said again in the same form it is recorded once, and where is added.
    """
    concern = _concern_of(once)
    if _danger_told(once):
        if where:
            locate_danger(once=once, where=where, by=by)
        return concern
    facts = kinds.DangerTold(
        channel=Channel.PROFESSIONAL if by else Channel.PUBLIC,
        teller_agency=by.agency if by else None,
        teller_worker=by.worker if by else None,
        received_on=today(),
    )
    told = Draft(
        facts=facts,
        parts=kinds.WhereParts(where=where),
        room=room_of(concern, kinds.TOLD),
        opens=_opens(concern, kinds.TOLD, *_who_told(by)),
        id=_danger_of(once),
    )
    with suppress(RoomExists):  # pressed twice at once: the first is the record's
        append_all([told, *_other_rooms(concern, *_who_told(by))], by=_author(once, by))
    return concern


def locate_danger(*, once: UUID, where: str, by: Acting | None = None) -> None:
    """Where it is, as soon as it is known. Raises LookupError when no danger was told under this form's number."""
    if not _danger_told(once):
        raise LookupError("no danger was told under this number")
    concern = _concern_of(once)
    draft = Draft(facts=kinds.DangerLocated(), parts=kinds.WhereParts(where=where), room=room_of(concern, kinds.TOLD))
    _add(concern, [draft], by=_author(once, by))


def _add(concern: UUID, drafts: Sequence[Draft], *, by: Author) -> None:
    """Record what is added to a concern, with the cases that it led to held: whoever works with the child hears of it too."""
    with reading_all():  # whoever adds sees no case
        cases = joining.cases_of(concern)
    with holding(concern, *cases):
        append_all(drafts, by=by)


def _concern_of(once: UUID) -> ConcernId:
    return ConcernId(uuid5(once, "concern"))


def _danger_of(once: UUID) -> UUID:
    """The id of the entry by which danger was told under a form's number."""
    return uuid5(once, "danger")


def _danger_told(once: UUID) -> bool:
    with reading_all():  # whoever sent the form has no sight of anything but by its number
        return entry_with_id(_danger_of(once)) is not None


def _author(once: UUID, by: Acting | None) -> Author:
    return by.author if by is not None else Author.of_teller(uuid5(once, "teller"))


def _who_told(by: Acting | None) -> tuple[UUID, ...]:
    """Who of those who told reads what they told: a professional, and whoever answers for their organisation. The public reads by a number."""
    return (by.worker, role_principal(Role.AGENCY_LEAD, by.agency)) if by is not None else ()


def tell(telling: Telling, *, once: UUID, reach: Reach | None = None) -> Received:
    """Anyone tells, with no account. `once` is the form's number: the same form sent twice is one concern, and shows the same number.

    When this returns, the concern is committed and its acknowledgement signed.
    """
    number = keep_fresh(once, fresh_number())
    concern, holder = _concern_of(once), holder_principal(hash_of(number))
    drafts = _told(concern, telling, once, None, holder)
    drafts.append(Draft(facts=kinds.NumberGiven(hash=hash_of(number)), room=room_of(concern, kinds.TOLD), because=once))
    if reach is not None:
        drafts.append(
            Draft(
                facts=kinds.TellerRecorded(concern=concern, safe=reach.safe),
                parts=kinds.TellerParts(name=reach.name, reach=reach.how, when_safe=reach.when_safe),
                room=room_of(concern, kinds.TELLER),
                opens=Opening("concern", _REACH_TELLER, kind=kinds.TELLER, matter=concern),
            )
        )
    _tell(concern, drafts, by=_author(once, None))
    return received_before(once)


def _tell(concern: ConcernId, drafts: Sequence[Draft], *, by: Author) -> None:
    """Record what was told; what follows danger, as something added to it."""
    if drafts[0].opens is None:
        _add(concern, drafts, by=by)
    else:
        append_all(drafts, by=by)


def _told(concern: ConcernId, telling: Telling, once: UUID, by: Acting | None, *who_told: UUID) -> list[Draft]:
    """The drafts by which something is told: in rooms of its own, or in those that danger opened before it."""
    follows = _danger_told(once)
    told = Draft(
        facts=_told_facts(telling, by, follows_danger=follows),
        parts=telling.words,
        room=room_of(concern, kinds.TOLD),
        when=telling.when,
        opens=None if follows else _opens(concern, kinds.TOLD, *who_told),
        id=once,
    )
    if not follows:
        return [told, *_other_rooms(concern, *who_told)]
    sight = [AudienceGranted(principal=who, reason="told_it") for who in who_told if who not in _who_told(by)]
    return [told, *(Draft(facts=s, room=room_of(concern, kind)) for s in sight for kind in (kinds.TOLD, kinds.TALK))]


def _opens(concern: ConcernId, kind: str, *more: UUID) -> Opening:
    return Opening("concern", (*_READS_CONCERNS, *more), kind=kind, matter=concern)


def _other_rooms(concern: ConcernId, *who_told: UUID) -> list[Draft]:
    """What is made of what was told, and what is said to whoever told it."""
    return [
        Draft(facts=RoomOpened(), room=room_of(concern, kinds.WORK), opens=_opens(concern, kinds.WORK)),
        Draft(facts=RoomOpened(), room=room_of(concern, kinds.TALK), opens=_opens(concern, kinds.TALK, *who_told)),
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


def challenge(*, concern: ConcernId, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Whoever told it challenges what was decided, or that nothing was; the council must answer. Raises NotPermitted, Refused, LookupError."""
    with viewing(by.viewer):
        told = Telling_.objects.filter(id=concern).first()
    if told is None:
        raise LookupError("there is no such concern that this person told")
    policies.check_told_by(by, told)
    with reading_all():  # the duty to decide lies where the front door reads
        duty = duty_ended_by(concern, kinds.ConcernDecided.kind.name)
    if duty is None:
        raise Refused("words", "Nothing was to be decided about this. Ask again, or say more, instead")
    duties.challenge(duty=duty, words=words, by=by, entry_id=entry_id)


def tell_as_professional(telling: Telling, *, by: Acting, once: UUID) -> Received:
    """Someone signed in tells for their organisation: it sees what it told, and is owed an acknowledgement and the outcome."""
    concern = _concern_of(once)
    _tell(concern, _told(concern, telling, once, by, *_who_told(by)), by=by.author)
    with viewing(by.viewer):
        return Received(concern, acknowledgement_of(once))


def _told_facts(telling: Telling, by: Acting | None, *, follows_danger: bool) -> kinds.ConcernTold:
    return kinds.ConcernTold(
        channel=Channel.PROFESSIONAL if by else Channel.PUBLIC,
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
        follows_danger=follows_danger,
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
    _add(row.concern_id, [Draft(facts=kinds.ConcernAdded(), parts=kinds.WordsParts(words=words), room=row.room_id, id=entry_id)], by=author)


@dataclass(frozen=True, slots=True)
class Kept:
    """A proof to be kept: its text, the hash of the leaf that it is of, and the ledger's key by which it is checked."""

    text: str
    leaf_hash: bytes
    log: str


def proof_for(*, hashed: str) -> Kept | None:
    """The proof, to be kept, that what the holder of a number told is in the ledger; None while it waits for that. Raises LookupError."""
    row = _holders(hashed)
    with viewing(Viewer.of(holder_principal(hashed))):
        told = next((e for e in entries_of_room(row.room_id) if isinstance(e.facts, kinds.ConcernTold)), None)
        proved = proof_of(told.id) if told is not None else None
    return Kept(proved.proof.encode(), leaf_hash(proved.leaf), proved.log) if proved is not None else None


def end_number(*, hashed: str) -> None:
    """The holder switches the number off: from now on it opens nothing. Raises LookupError."""
    row = _holders(hashed)
    ends = AudienceEnded(principal=holder_principal(hashed), reason="number_ended")
    rooms = (row.room_id, room_of(row.concern_id, kinds.TALK))
    drafts = [Draft(facts=kinds.NumberEnded(hash=hashed), room=row.room_id), *(Draft(facts=ends, room=room) for room in rooms)]
    append_all(drafts, by=Author.of_teller(row.concern_id))


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
    _add(concern, [draft], by=by.author)
