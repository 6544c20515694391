"""Naming somebody in a concern, and assessing whether they become a person of concern.

Naming opens an assessment, which is a duty, and no record. Whoever names somebody sees the same answer whoever it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from holdfast.concerns import policies as front_door
from holdfast.concerns.actions import held_concern, record_in
from holdfast.concerns.ids import ConcernId
from holdfast.database.viewing import viewing
from holdfast.disruption import resting
from holdfast.partnership import queries as partnership
from holdfast.partnership.leaving import keep_here
from holdfast.partnership.people import Acting
from holdfast.persons import kinds, policies, queries, rooms
from holdfast.persons.codes import Age, NotOpened, State
from holdfast.persons.holding import held, record
from holdfast.persons.ids import PersonOfConcernId
from holdfast.persons.models import ChildNamed, InConcern, Person
from holdfast.record.append import append_all, holding, recorded_before
from holdfast.record.entries import Draft
from holdfast.record.queries import entry_with_id, open_parts
from holdfast.record.refusal import Refused
from holdfast.record.rooms import CORE
from holdfast.record.sealed import readers_if_sealed
from holdfast.subjects import keys
from holdfast.subjects.codes import Grading
from holdfast.subjects.keys import Key, KeyField


@dataclass(frozen=True)
class Naming:
    """Somebody who was named: as it was said, how old, and for which organisation they work or are a member of, if for one."""

    said: str
    age: Age
    name: str | None = None
    description: str | None = None
    phone: str | None = None
    plate: str | None = None
    works_for: UUID | None = None

    @property
    def parts(self) -> kinds.NamedParts:
        return kinds.NamedParts(name=self.name, description=self.description, phone=self.phone, plate=self.plate, said=self.said)

    @property
    def keys(self) -> tuple[Key, ...]:
        whole = [key for key in keys.of_name(self.name or "") if key.field is KeyField.NAME]
        found = [*whole, *keys.of_name_pairs(self.name or ""), *keys.of_phone(self.phone or ""), *keys.of_plate(self.plate or "")]
        return tuple(keys.distinct(found))


def name_person(*, concern: ConcernId, naming: Naming, by: Acting, entry_id: UUID | None = None) -> None:
    """Record whom a concern names: an adult is to be assessed, in a matter of their own; whoever may be a child is a child first.

    Raises Refused, NotPermitted, LookupError.
    """
    front_door.check_front_door(by)
    policies.check_may_record(by)
    if recorded_before(entry_id, by=by.author, matter=concern):
        return
    if not naming.name and not naming.description:
        raise Refused("name", "Enter a name, a nickname, or how they are described")
    with held_concern(concern, by) as found:
        _check_named_once(concern, naming)
        if naming.age is not Age.ADULT:
            record_in(found, kinds.ChildNamedToo(age=naming.age, keys=naming.keys), by, entry_id, naming.parts)
            return
        facts = kinds.PersonNamed(age=naming.age, keys=naming.keys)
        record_in(found, facts, by, entry_id, naming.parts, more=[_assessment(naming, concern)])


def _check_named_once(concern: UUID, naming: Naming) -> None:
    name = next((key.hash for key in naming.keys if key.field is KeyField.NAME), None)
    if name is not None and InConcern.objects.filter(concern_id=concern, name_hash=name).exists():
        raise Refused("name", "This concern names them already. What more is said of them is added to the concern")


def _assessment(naming: Naming, concern: UUID) -> Draft:
    """The first entry of the matter in which they are assessed: sealed where they may be one of the partnership's own people."""
    matter = uuid4()
    barred = rooms.conflicted(naming.name, naming.works_for)
    readers = rooms.unconflicted(barred) if barred else []
    assessor = policies.assessor()
    owner = readers[0] if readers else assessor.worker if assessor is not None else None
    if owner is not None:
        keep_here(owner)
    facts = kinds.Named(owner=owner, concern=None if readers else concern, keys=naming.keys)
    return Draft(facts=facts, parts=naming.parts, room=matter, id=uuid4(), opens=rooms.opening(matter, CORE, readers))


def name_nobody(*, concern: ConcernId, reason: str | None, by: Acting, entry_id: UUID | None = None) -> None:
    """It was looked for, and nobody is named or described. Raises Refused, NotPermitted, LookupError."""
    front_door.check_front_door(by)
    if recorded_before(entry_id, by=by.author, matter=concern):
        return
    with held_concern(concern, by) as found:
        if InConcern.objects.filter(concern_id=concern, what="somebody").exists():
            raise Refused("named", "Somebody was named in this concern. Nothing was recorded")
        record_in(found, kinds.NobodyNamed(), by, entry_id, kinds.NoteParts(reason=reason))


def answer_for_child(
    *, concern: ConcernId, named: UUID, child: UUID | None, works_for: UUID | None, reason: str, by: Acting, entry_id: UUID | None = None
) -> None:
    """What is done for somebody named who is, or may be, a child: they are this child on the record; or (none given) they turned out to be an adult, and
    are assessed as one. Raises Refused, NotPermitted, LookupError.
    """
    front_door.check_front_door(by)
    if recorded_before(entry_id, by=by.author, matter=concern):
        return
    with held_concern(concern, by) as found:
        row = ChildNamed.objects.filter(id=named, concern_id=concern).first()
        if row is None or row.answered_at is not None:
            raise Refused("child", "This was answered already. Nothing was recorded")
        if child is None and row.age == Age.UNDER_18:
            raise Refused("child", "They are under 18: find the child, or record them as a child")
        facts = kinds.ChildNamedAnswered(answers=named, child=child, adult=child is None)
        more = [_assessment(_as_named(named, works_for), concern)] if child is None else []
        record_in(found, facts, by, entry_id, kinds.ReasonParts(reason=reason), more=more)


def _as_named(named: UUID, works_for: UUID | None) -> Naming:
    entry = entry_with_id(named)
    assert entry is not None
    parts = open_parts([entry]).get(entry.id)
    if not isinstance(parts, kinds.NamedParts):
        raise Refused("child", "What was said of them was erased by order. Nothing was recorded")
    return Naming(
        said=parts.said,
        age=Age.ADULT,
        name=parts.name,
        description=parts.description,
        phone=parts.phone,
        plate=parts.plate,
        works_for=works_for,
    )


# What the assessment comes to.


def is_namesake(*, person: PersonOfConcernId, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Whoever was named only has the name of one of the partnership's own people: they are assessed as anybody is, from the start. Nothing leads from what
    is sealed to that. Raises Refused, NotPermitted, LookupError.
    """
    policies.check_decides(by)
    if recorded_before(entry_id, by=by.author, matter=person):
        return
    with held(person, by) as found:
        policies.check_state(found, State.NAMED, field="reason")
        if not readers_if_sealed(found.id):
            raise Refused("reason", "This is not sealed: it is assessed as anybody is already")
        named = _as_named(found.named_by_entry, None)
        record(found, kinds.Namesake(), by, entry_id, kinds.ReasonParts(reason=reason), more=[_ordinary(naming=named)])


def _ordinary(naming: Naming) -> Draft:
    """The first entry of an assessment that is open to those who decide."""
    matter, assessor = uuid4(), policies.assessor()
    owner = assessor.worker if assessor is not None else None
    if owner is not None:
        keep_here(owner)
    facts = kinds.Named(owner=owner, keys=naming.keys)
    return Draft(facts=facts, parts=naming.parts, room=matter, id=uuid4(), opens=rooms.opening(matter, CORE))


def _check_told_apart(person: Person, told_apart: Sequence[UUID]) -> None:
    """Whoever decides has looked at each of a name like it. Raises Refused."""
    if {each.id for each in queries.alike(person.id)} - set(told_apart):
        raise Refused(
            "told_apart", "Somebody of a name like it was named before. Look at each, and say that they are somebody else; or join them"
        )


def open_person(
    *,
    person: PersonOfConcernId,
    parts: kinds.OpenedParts,
    grading: Grading,
    owner: UUID,
    next_on: date,
    review_on: date,
    by: Acting,
    told_apart: Sequence[UUID] = (),
    rests_on: Sequence[UUID] = (),
    entry_id: UUID | None = None,
) -> None:
    """Somebody becomes a person of concern: by a decision-maker, on graded information, with an owner, a next action and a day to look again.
    `rests_on`: what of it was passed to them, and may be retracted.

    Raises Refused, NotPermitted, LookupError.
    """
    policies.check_decides(by)
    if recorded_before(entry_id, by=by.author, matter=person):
        return
    policies.check_graded(grading)
    policies.check_next(parts.next, next_on)
    policies.check_review(review_on)
    with held(person, by) as found:
        policies.check_state(found, State.NAMED, State.NOT_OPENED, State.CLOSED, field="reason")
        _check_told_apart(found, told_apart)
        _check_may_own(found, owner)
        facts = kinds.Opened(grading=grading, worker=owner, next_on=next_on, review_on=review_on, told_apart_from=tuple(told_apart))
        once = entry_id or uuid4()
        record(found, facts, by, once, parts, more=resting.draft(once, found.id, rests_on, by))


def _check_may_own(found: Person, owner: UUID) -> None:
    policies.check_owner(partnership.acting_for(owner))
    rooms.check_reads(found.id, owner, "worker")
    keep_here(owner)


def not_open(
    *,
    person: PersonOfConcernId,
    why: NotOpened,
    reason: str,
    second: UUID,
    by: Acting,
    told_apart: Sequence[UUID] = (),
    entry_id: UUID | None = None,
) -> None:
    """They are not to be a person of concern, if somebody of another organisation agrees. Raises Refused, NotPermitted, LookupError."""
    policies.check_decides(by)
    if recorded_before(entry_id, by=by.author, matter=person):
        return
    with held(person, by) as found:
        policies.check_state(found, State.NAMED, field="reason")
        _check_told_apart(found, told_apart)
        _check_second(found, second, by)
        facts = kinds.NotToBeOpened(why=why, second=second, told_apart_from=tuple(told_apart))
        record(found, facts, by, entry_id, kinds.ReasonParts(reason=reason))


def _check_second(found: Person, second: UUID, by: Acting) -> None:
    policies.check_second(partnership.acting_for(second), by=by)
    rooms.check_reads(found.id, second, "second")
    keep_here(second)


def answer_not_opened(*, person: PersonOfConcernId, agrees: bool, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Somebody of another organisation agrees that it is not opened, or not: then it is to be assessed anew. Raises Refused, NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=person):
        return
    with held(person, by) as found:
        policies.check_state(found, State.SECOND_ASKED, field="agrees")
        policies.check_answers(by, found)
        assert found.asked_entry_id is not None
        asked = entry_with_id(found.asked_entry_id)
        assert asked is not None
        facts = kinds.NotOpenedAnswered(answers=asked.id, agrees=agrees, why=asked.facts.why)
        record(found, facts, by, entry_id, kinds.ReasonParts(reason=reason))


def join(*, person: PersonOfConcernId, into: PersonOfConcernId, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Whoever was named is the same person as another: what was said goes there. What was not opened there is to be assessed anew.

    Raises Refused, NotPermitted, LookupError.
    """
    policies.check_decides(by)
    if recorded_before(entry_id, by=by.author, matter=person):
        return
    with viewing(by.viewer):
        if Person.objects.filter(id__in=[person, into]).count() < 2:
            raise LookupError("there is no such person that this person may see")
    if readers_if_sealed(person) or readers_if_sealed(into):
        raise Refused("into", "What is sealed stays apart. Decide each where it is")
    with viewing(by.viewer), holding(person, into):
        found, other = Person.objects.get(id=person), Person.objects.get(id=into)
        policies.check_state(found, State.NAMED, field="into")
        if other.state == State.ELSEWHERE:
            raise Refused("into", "That one was joined to another itself. Choose the other")
        append_all(_joining(found, other, reason, by, entry_id), by=by.author)


def _joining(found: Person, other: Person, reason: str, by: Acting, entry_id: UUID | None) -> list[Draft]:
    named = entry_with_id(found.named_by_entry)
    assert named is not None
    parts = open_parts([named]).get(named.id)
    reopens = other.state in (State.NOT_OPENED, State.NOT_INVOLVED, State.CLOSED)
    again = kinds.NamedAgain(
        owner=by.worker if reopens else other.owner_id or other.assessor_id,
        assessment=found.id,
        concern=named.facts.concern,
        keys=named.facts.keys,
        reopens=reopens,
    )
    return [
        Draft(facts=kinds.Joined(into=other.id), parts=kinds.ReasonParts(reason=reason), room=found.id, id=entry_id or uuid4()),
        Draft(facts=again, parts=parts if parts is not None else kinds.NamedParts(said=reason), room=other.id),
    ]
