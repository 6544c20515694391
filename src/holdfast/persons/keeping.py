"""Keeping a person of concern: an owner, a next action by a day, another look, what is alleged and where it stands, who was told.

Without an owner or a next action it climbs (failings S9, 25): nobody is known and left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from holdfast.database.time import today
from holdfast.disruption import resting
from holdfast.duties import passing
from holdfast.partnership import queries as partnership
from holdfast.partnership.leaving import keep_here
from holdfast.partnership.people import Acting
from holdfast.persons import kinds, policies, rooms
from holdfast.persons.codes import PUBLIC, AllegedOf, Decided, Done, Ended, EthnicityUnknown, Group, State, Status
from holdfast.persons.holding import held, record
from holdfast.persons.ids import PersonOfConcernId
from holdfast.persons.models import Allegation, HeldStatus, Told
from holdfast.record.append import append, recorded_before
from holdfast.record.entries import Draft
from holdfast.record.refusal import Refused
from holdfast.record.rooms import room_of
from holdfast.record.sealed import readers_if_sealed
from holdfast.subjects.codes import ETHNICITIES, Grading


def set_owner(*, person: PersonOfConcernId, owner: UUID, reason: str | None, by: Acting, entry_id: UUID | None = None) -> None:
    """Another owns it. Raises Refused, NotPermitted, LookupError."""
    policies.check_decides(by)
    if recorded_before(entry_id, by=by.author, matter=person):
        return
    with held(person, by) as found:
        policies.check_kept(found)
        if owner == found.owner_id:
            raise Refused("worker", "They own it already")
        policies.check_owner(partnership.acting_for(owner))
        rooms.check_reads(found.id, owner, "worker")
        keep_here(owner)
        away = passing.passes(found.owner_id, owner)
        facts = kinds.OwnerSet(
            worker=owner,
            previous=found.owner_id,
            next_on=found.next_on,
            review_on=found.review_on,
            passes=away,
            unasked=away and passing.still_owed(found.id, ended_by="measures.all_asked"),
            uncounted=away and passing.still_owed(found.id, ended_by=kinds.Monitoring.kind.name),
        )
        record(found, facts, by, entry_id, kinds.NoteParts(reason=reason))


def act(*, person: PersonOfConcernId, done: Done, words: str, next_: str, next_on: date, by: Acting, entry_id: UUID | None = None) -> None:
    """Something was done, and what is done next. Raises Refused, NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=person):
        return
    policies.check_next(next_, next_on)
    with held(person, by) as found:
        policies.check_may_keep(by, found)
        policies.check_kept(found)
        record(
            found, kinds.Acted(done=done, next_on=next_on, worker=found.owner_id), by, entry_id, kinds.ActedParts(words=words, next=next_)
        )


def review(*, person: PersonOfConcernId, words: str, review_on: date, by: Acting, entry_id: UUID | None = None) -> None:
    """Whether they are still of concern was looked at, and when it is looked at again. Raises Refused, NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=person):
        return
    policies.check_review(review_on)
    with held(person, by) as found:
        policies.check_may_keep(by, found)
        policies.check_kept(found)
        record(found, kinds.Reviewed(review_on=review_on, worker=found.owner_id), by, entry_id, kinds.WordsParts(words=words))


def end(*, person: PersonOfConcernId, why: Ended, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """They are no longer kept as a person of concern. Raises Refused, NotPermitted, LookupError."""
    policies.check_decides(by)
    if recorded_before(entry_id, by=by.author, matter=person):
        return
    with held(person, by) as found:
        policies.check_state(found, State.OPEN, field="why")
        if by.worker == found.owner_id:
            raise Refused("why", "Whoever owns it does not end it alone. Ask another who decides")
        record(found, kinds.PersonEnded(why=why), by, entry_id, kinds.ReasonParts(reason=reason))


def keep_longer(*, person: PersonOfConcernId, keep_until: date, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Whether what was ended is kept any longer was decided, and until when. Raises Refused, NotPermitted, LookupError."""
    policies.check_decides(by)
    if recorded_before(entry_id, by=by.author, matter=person):
        return
    if not today() < keep_until <= today().replace(year=today().year + 10, day=min(today().day, 28)):
        raise Refused("keep_until", "The day must be after today, and within ten years")
    with held(person, by) as found:
        policies.check_state(found, State.NOT_OPENED, State.NOT_INVOLVED, State.CLOSED, State.ELSEWHERE, field="keep_until")
        record(found, kinds.KeptLonger(keep_until=keep_until), by, entry_id, kinds.ReasonParts(reason=reason))


def allege(
    *,
    person: PersonOfConcernId,
    what: Sequence[AllegedOf],
    group: Group,
    grading: Grading,
    words: str,
    by: Acting,
    rests_on: Sequence[UUID] = (),
    entry_id: UUID | None = None,
) -> UUID | None:
    """Something is alleged: one allegation, with what it is. Its id. Raises Refused, NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=person):
        return entry_id
    policies.check_grades(grading)
    if not what:
        raise Refused("what", "Choose what is alleged")
    with held(person, by) as found:
        policies.check_may_keep(by, found)
        policies.check_kept(found)
        facts = kinds.Alleged(what=tuple(dict.fromkeys(what)), group=group, grading=grading)
        once = entry_id or uuid4()
        return record(found, facts, by, once, kinds.AllegedParts(words=words), more=resting.draft(once, found.id, rests_on, by))


def record_status(
    *,
    person: PersonOfConcernId,
    allegation: UUID,
    status: Status,
    decided: Decided,
    on: date,
    event: str,
    reference: str,
    by: Acting,
    entry_id: UUID | None = None,
) -> None:
    """Where one allegation stands, since when, by whose decision, and by what event. Before a charge the police alone record it, and it is read by them
    and the vetted group. Raises Refused, NotPermitted, LookupError.
    """
    if recorded_before(entry_id, by=by.author, matter=person):
        return
    if not event.strip() or not reference.strip():
        raise Refused("event", "Say by what it became so, and its reference")
    with held(person, by) as found:
        (policies.check_may_keep(by, found) if status in PUBLIC else policies.check_police(by))
        policies.check_kept(found)
        row = Allegation.objects.filter(id=allegation, person_id=found.id).first()
        if row is None:
            raise Refused("allegation", "Choose which allegation it is about")
        before = [row.status, *HeldStatus.objects.filter(allegation_id=allegation).values_list("status", flat=True)]
        if row.status is not None:
            before.append(Status.CHARGED)  # nothing else that is public comes first
        policies.check_status(status, decided, on, before, row)
        parts = kinds.EventParts(event=event, reference=reference)
        given = {"allegation": allegation, "status": status, "decided": decided, "on": on}
        if status in PUBLIC:
            record(found, kinds.StatusPublic(**given), by, entry_id, parts)
            return
        opens = rooms.further_opening(found.id, kinds.STATUS)
        append(
            Draft(facts=kinds.StatusHeld(**given), parts=parts, room=room_of(found.id, kinds.STATUS), opens=opens, id=entry_id or uuid4()),
            by=by.author,
        )


def tell(
    *, person: PersonOfConcernId, agency: UUID | None, recipient: str | None, words: str, by: Acting, entry_id: UUID | None = None
) -> None:
    """By a decision, somebody is told of them: an organisation here, or somebody outside. So what they were told can be corrected.

    Raises Refused, NotPermitted, LookupError.
    """
    policies.check_decides(by)
    if recorded_before(entry_id, by=by.author, matter=person):
        return
    if (agency is None) == (not recipient):
        raise Refused("recipient", "Say who was told: one of the organisations, or somebody outside, by name and post")
    with held(person, by) as found:
        policies.check_kept(found)
        if readers_if_sealed(found.id):
            raise Refused("recipient", "Nobody else is told from here: it is sealed")
        record(found, kinds.ToldOf(agency=agency), by, entry_id, kinds.TellingParts(recipient=recipient, words=words))


def propose_clearing(*, person: PersonOfConcernId, second: UUID, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """They were not involved, if somebody of another organisation agrees. Raises Refused, NotPermitted, LookupError."""
    policies.check_decides(by)
    if recorded_before(entry_id, by=by.author, matter=person):
        return
    with held(person, by) as found:
        policies.check_state(found, State.OPEN, field="reason")
        policies.check_second(partnership.acting_for(second), by=by)
        rooms.check_reads(found.id, second, "second")
        keep_here(second)
        record(found, kinds.Clearing(second=second), by, entry_id, kinds.ReasonParts(reason=reason))


def answer_clearing(*, person: PersonOfConcernId, agrees: bool, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Another organisation agrees, and they were not involved: nobody finds them here any more, and everybody who was told is owed a correction.

    Raises Refused, NotPermitted, LookupError.
    """
    if recorded_before(entry_id, by=by.author, matter=person):
        return
    with held(person, by) as found:
        policies.check_state(found, State.CLEARING, field="agrees")
        policies.check_answers(by, found)
        assert found.asked_entry_id is not None
        facts = kinds.ClearingAnswered(answers=found.asked_entry_id, agrees=agrees)
        told = Told.objects.filter(person_id=found.id, owed_entry_id=None).order_by("told_at", "id") if agrees else []
        owed = [Draft(facts=kinds.CorrectionOwed(told=each.id, worker=found.asked_by_id), room=found.id) for each in told]
        record(found, facts, by, entry_id, kinds.ReasonParts(reason=reason), more=owed)


def correct(*, person: PersonOfConcernId, owed: UUID, on: date, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Somebody who was told was told that they were not involved. Raises Refused, NotPermitted, LookupError."""
    policies.check_may_record(by)
    if recorded_before(entry_id, by=by.author, matter=person):
        return
    if on > today():
        raise Refused("on", "They were told today or earlier; what is planned does not count")
    with held(person, by) as found:
        row = Told.objects.filter(person_id=found.id, owed_entry_id=owed).first()
        if row is None or row.corrected_on is not None:
            raise Refused("words", "This was done already. Nothing was recorded")
        record(found, kinds.Corrected(answers=owed, on=on), by, entry_id, kinds.WordsParts(words=words))


def record_monitoring(
    *,
    person: PersonOfConcernId,
    self_defined: str | None,
    observed: str | None,
    ethnicity_unknown: EthnicityUnknown | None,
    nationality: str | None,
    nationality_unknown: EthnicityUnknown | None,
    by: Acting,
    entry_id: UUID | None = None,
) -> None:
    """Ethnicity as they say and as was observed, and nationality; or why each is not known. Read to be counted, and for nothing else (row 31).

    Raises Refused, NotPermitted, LookupError.
    """
    if recorded_before(entry_id, by=by.author, matter=person):
        return
    if any(code is not None and code not in ETHNICITIES for code in (self_defined, observed)):
        raise Refused("self_defined", "Choose an ethnicity from the list")
    if (self_defined or observed) is None and ethnicity_unknown is None:
        raise Refused("ethnicity_unknown", "Say why it is not known")
    if nationality is not None and not (
        len(nationality) == 3 and nationality.isascii() and nationality.isalpha() and nationality.isupper()
    ):
        raise Refused("nationality", "Enter nationality in three letters, as on a passport: GBR")
    if nationality is None and nationality_unknown is None:
        raise Refused("nationality_unknown", "Say why it is not known")
    with held(person, by) as found:
        policies.check_may_keep(by, found)
        policies.check_kept(found)
        facts = kinds.Monitoring(
            agency=by.agency,
            self_defined=self_defined,
            observed=observed,
            ethnicity_unknown=ethnicity_unknown if (self_defined or observed) is None else None,
            nationality=nationality,
            nationality_unknown=nationality_unknown if nationality is None else None,
        )
        opens = rooms.further_opening(found.id, kinds.MONITORING)
        append(Draft(facts=facts, room=room_of(found.id, kinds.MONITORING), opens=opens, id=entry_id or uuid4()), by=by.author)
