"""Reporting a place, assessing it, and what is done about it: the place is changed, and not only the child moved (failing S16)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from uuid import UUID, uuid4

from holdfast.database.viewing import viewing
from holdfast.disruption import resting
from holdfast.duties import passing
from holdfast.partnership import queries as partnership
from holdfast.partnership.leaving import keep_here
from holdfast.partnership.people import Acting
from holdfast.persons.policies import check_next, check_owner, check_review
from holdfast.places import kinds, policies, queries
from holdfast.places.codes import Done, PlaceKind, State
from holdfast.places.ids import PlaceId
from holdfast.places.models import Place
from holdfast.record.append import append, append_all, holding, recorded_before
from holdfast.record.entries import Draft, Opening
from holdfast.record.kinds import Facts, NoParts, Parts
from holdfast.record.refusal import Refused
from holdfast.subjects.keys import of_place


class KnownAlready(Refused):
    """A place of that name that whoever reports reads: what is said anew belongs there."""

    def __init__(self, place: UUID) -> None:
        super().__init__("name", "A place of that name is on the record. Report it again there, or say where this other one is in its name")
        self.place = place


def report(*, place: PlaceKind, parts: kinds.ReportedParts, by: Acting, entry_id: UUID | None = None) -> PlaceId:
    """A place is reported, and to be assessed. Raises KnownAlready, Refused, NotPermitted."""
    policies.check_may_report(by)
    matter = PlaceId(entry_id or uuid4())
    if recorded_before(entry_id, by=by.author, matter=matter):
        return matter
    keys = tuple(of_place(parts.name))
    if not keys:
        raise Refused("name", "Enter what the place is called, with at least one letter or digit")
    with viewing(by.viewer):
        if (there := queries.of_name(parts.name)) is not None:
            raise KnownAlready(there)
        owner = policies.assessor()
        if owner is not None:
            keep_here(owner)
        facts = kinds.Reported(place=place, owner=owner, keys=keys)
        opens = Opening("place_of_concern", policies.audience(matter))
        append(Draft(facts=facts, parts=parts, room=matter, id=matter, opens=opens), by=by.author)
    return matter


@contextmanager
def held(place: PlaceId, by: Acting) -> Iterator[Place]:
    """A place that this person reads, held. Raises LookupError."""
    with viewing(by.viewer):
        if not Place.objects.filter(id=place).exists():
            raise LookupError("there is no such place that this person may see")
    with viewing(by.viewer), holding(place):
        yield Place.objects.get(id=place)


def _record(found: Place, facts: Facts, by: Acting, entry_id: UUID | None, parts: Parts | None = None) -> None:
    append(Draft(facts=facts, parts=parts or NoParts(), room=found.id, id=entry_id or uuid4()), by=by.author)


def report_again(*, place: PlaceId, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """It was reported again; what had come to nothing is to be assessed anew. Raises NotPermitted, LookupError."""
    policies.check_may_report(by)
    if recorded_before(entry_id, by=by.author, matter=place):
        return
    with held(place, by) as found:
        reopens = found.state in (State.NOT_FOUNDED, State.ENDED)
        owner = policies.assessor() if reopens else found.owner_id or found.assessor_id
        _record(found, kinds.ReportedAgain(owner=owner, reopens=reopens), by, entry_id, kinds.WordsParts(words=words))


def assess(
    *,
    place: PlaceId,
    parts: kinds.AssessedParts,
    owner: UUID,
    next_on: date,
    review_on: date,
    by: Acting,
    rests_on: Sequence[UUID] = (),
    entry_id: UUID | None = None,
) -> None:
    """It is assessed in the four domains, with an owner, a next action and a day to look again. Raises Refused, NotPermitted, LookupError."""
    policies.check_decides(by)
    if recorded_before(entry_id, by=by.author, matter=place):
        return
    check_next(parts.next, next_on)
    check_review(review_on)
    with held(place, by) as found:
        policies.check_state(found, State.REPORTED, State.ASSESSED)
        check_owner(partnership.acting_for(owner))
        keep_here(owner)
        once = entry_id or uuid4()
        facts = kinds.Assessed(worker=owner, next_on=next_on, review_on=review_on)
        append_all([Draft(facts=facts, parts=parts, room=found.id, id=once), *resting.draft(once, found.id, rests_on, by)], by=by.author)


def not_founded(*, place: PlaceId, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """It is of no concern, for a reason; reported again, it is assessed again. Raises Refused, NotPermitted, LookupError."""
    policies.check_decides(by)
    if recorded_before(entry_id, by=by.author, matter=place):
        return
    with held(place, by) as found:
        policies.check_state(found, State.REPORTED)
        _record(found, kinds.NotFounded(), by, entry_id, kinds.WordsParts(words=words))


def act(*, place: PlaceId, done: Done, words: str, next_: str, next_on: date, by: Acting, entry_id: UUID | None = None) -> None:
    """Something was done, and what is done next. Raises Refused, NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=place):
        return
    check_next(next_, next_on)
    with held(place, by) as found:
        policies.check_may_keep(by, found)
        policies.check_state(found, State.ASSESSED)
        _record(
            found, kinds.Acted(done=done, next_on=next_on, worker=found.owner_id), by, entry_id, kinds.ActedParts(words=words, next=next_)
        )


def review(*, place: PlaceId, words: str, review_on: date, by: Acting, entry_id: UUID | None = None) -> None:
    """Whether the place has changed. Raises Refused, NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=place):
        return
    check_review(review_on)
    with held(place, by) as found:
        policies.check_may_keep(by, found)
        policies.check_state(found, State.ASSESSED)
        _record(found, kinds.Reviewed(review_on=review_on, worker=found.owner_id), by, entry_id, kinds.WordsParts(words=words))


def set_owner(*, place: PlaceId, owner: UUID, words: str | None, by: Acting, entry_id: UUID | None = None) -> None:
    """Another owns it. Raises Refused, NotPermitted, LookupError."""
    policies.check_decides(by)
    if recorded_before(entry_id, by=by.author, matter=place):
        return
    with held(place, by) as found:
        policies.check_state(found, State.ASSESSED)
        if owner == found.owner_id:
            raise Refused("worker", "They own it already")
        check_owner(partnership.acting_for(owner))
        keep_here(owner)
        away = passing.passes(found.owner_id, owner)
        unasked = away and passing.still_owed(found.id, ended_by="measures.all_asked")
        days = {"next_on": found.next_on, "review_on": found.review_on}
        facts = kinds.OwnerSet(worker=owner, previous=found.owner_id, passes=away, unasked=unasked, **days)
        _record(found, facts, by, entry_id, kinds.NoteParts(words=words))


def end(*, place: PlaceId, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """It is no longer of concern, by what shows that it has changed. Raises Refused, NotPermitted, LookupError."""
    policies.check_decides(by)
    if recorded_before(entry_id, by=by.author, matter=place):
        return
    with held(place, by) as found:
        policies.check_state(found, State.ASSESSED)
        if by.worker == found.owner_id:
            raise Refused("words", "Whoever owns it does not end it alone. Ask another who decides")
        _record(found, kinds.PlaceEnded(), by, entry_id, kinds.WordsParts(words=words))
