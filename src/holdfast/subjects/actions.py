"""Recording people and things as one source knows them, and stating more about them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from holdfast.database.viewing import viewing
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import casework
from holdfast.record.append import append_all, recorded_before
from holdfast.record.entries import Draft, Opening
from holdfast.record.kinds import Parts
from holdfast.record.refusal import Refused
from holdfast.subjects import keys
from holdfast.subjects.codes import (
    DISABILITIES,
    ETHNICITIES,
    RESTRICTED_ASPECTS,
    Aspect,
    Basis,
    BirthPrecision,
    Certainty,
    EthnicityMissing,
    Grading,
    Relation,
    Scheme,
    Sex,
    ThingAspect,
    ThingKind,
    other_way,
)
from holdfast.subjects.ids import PersonId
from holdfast.subjects.keys import Key
from holdfast.subjects.kinds import (
    RESTRICTED,
    PersonRecorded,
    PersonStated,
    Said,
    ThingRecorded,
    ThingStated,
    WhereaboutsStated,
    restricted_room_of,
)
from holdfast.subjects.likeness import Likely, likely

#: How most of what a professional tells us is known.
STATED = Grading(basis=Basis.SOURCE_RECORD, certainty=Certainty.STATED)


@dataclass(frozen=True)
class NewPerson:
    """What one source knows of a person. Everything but that there is a person may be unknown."""

    name: str | None = None
    #: How they are described, where no name is known.
    description: str | None = None
    born: date | None = None
    born_latest: date | None = None
    born_precision: BirthPrecision = BirthPrecision.DAY
    sex: Sex | None = None
    ethnicity: str | None = None
    ethnicity_missing: EthnicityMissing | None = None
    disabilities: Sequence[str] = ()
    identifiers: Sequence[tuple[Scheme, str]] = ()
    language: str | None = None
    phone: str | None = None
    address: str | None = None
    school: str | None = None
    died: date | None = None
    #: When a child who is not born yet is expected.
    expected: date | None = None
    #: Why there is no UPN, in the census's code.
    upn_unknown: str | None = None
    grading: Grading = field(default=STATED)


Stated = tuple[str, PersonStated, Parts]


def _check(new: NewPerson) -> None:
    if new.ethnicity is not None and new.ethnicity not in ETHNICITIES:
        raise Refused("ethnicity", "Choose an ethnicity from the list")
    if unknown := [code for code in new.disabilities if code not in DISABILITIES]:
        raise Refused("disabilities", f"{unknown[0]} is not one of the disability codes")
    if new.born is not None and new.died is not None and new.died < new.born:
        raise Refused("died", "The day of death cannot be before the day of birth")


def statements_of(new: NewPerson, source: UUID) -> Iterator[Stated]:
    """Each thing that is known, as a statement: a short name for it, its facts, its parts. Raises Refused."""
    _check(new)

    def stated(aspect: Aspect, found: Sequence[Key] = (), **more: object) -> PersonStated:
        facts = WhereaboutsStated if aspect in RESTRICTED_ASPECTS else PersonStated
        return facts.model_validate({"aspect": aspect, "source": source, "grading": new.grading, "keys": tuple(found), **more})

    yield from _in_codes(new, stated)
    yield from _in_words(new, stated)


def _in_codes(new: NewPerson, stated: Callable[..., PersonStated]) -> Iterator[Stated]:
    if new.born is not None:
        latest = new.born_latest or new.born
        found = keys.of_born(new.born, latest, new.born_precision)
        yield "birth", stated(Aspect.BIRTH, found, birth_precision=new.born_precision), Said(earliest=new.born, latest=latest)
    if new.sex is not None:
        yield "sex", stated(Aspect.SEX, sex=new.sex), Said()
    if new.ethnicity is not None or new.ethnicity_missing is not None:
        yield "ethnicity", stated(Aspect.ETHNICITY, ethnicity=new.ethnicity, ethnicity_missing=new.ethnicity_missing), Said()
    if new.disabilities:
        yield "disability", stated(Aspect.DISABILITY, disabilities=tuple(new.disabilities)), Said()
    if new.died is not None:
        yield "death", stated(Aspect.DEATH), Said(earliest=new.died, latest=new.died)
    if new.expected is not None:
        yield "expected birth", stated(Aspect.EXPECTED_BIRTH), Said(earliest=new.expected, latest=new.expected)
    if new.upn_unknown is not None:
        yield "no UPN", stated(Aspect.IDENTIFIER_MISSING, scheme=Scheme.UPN, missing=new.upn_unknown), Said()


def _in_words(new: NewPerson, stated: Callable[..., PersonStated]) -> Iterator[Stated]:
    if new.name:
        yield "name", stated(Aspect.NAME, keys.of_name(new.name)), Said(words=new.name)
    if new.description:
        yield "description", stated(Aspect.DESCRIPTION), Said(words=new.description)
    for scheme, value in new.identifiers:
        yield f"identifier/{scheme}", stated(Aspect.IDENTIFIER, keys.of_identifier(scheme, value), scheme=scheme), Said(words=value)
    if new.language:
        yield "language", stated(Aspect.LANGUAGE), Said(words=new.language)
    if new.phone:
        yield "phone", stated(Aspect.PHONE, keys.of_phone(new.phone)), Said(words=new.phone)
    # Addresses and schools are restricted parts: no keys, so no search finds anyone by them.
    if new.address:
        yield "address", stated(Aspect.ADDRESS), Said(words=new.address)
    if new.school:
        yield "school", stated(Aspect.SCHOOL), Said(words=new.school)


def restricted_opening(person: UUID, agencies: Sequence[UUID]) -> Opening:
    """How that room is opened, if it is not there, for those who work cases in these organisations."""
    return Opening("person", tuple(casework(a) for a in agencies), kind=RESTRICTED, matter=person, if_absent=True)


def _statement(person: UUID, facts: PersonStated, parts: Parts, agencies: Sequence[UUID], **more: Any) -> Draft:
    """A statement in its room: where somebody is to be found in the restricted one, with a line in the person's own."""
    if isinstance(facts, WhereaboutsStated):
        opens = restricted_opening(person, agencies)
        return Draft(facts=facts, parts=parts, room=restricted_room_of(person), cites=(person,), opens=opens, **more)
    return Draft(facts=facts, parts=parts, room=person, **more)


def person_drafts(
    new: NewPerson,
    *,
    person: UUID,
    source: UUID,
    agencies: Sequence[UUID],
    first_id: UUID | None = None,
    told_apart_from: Collection[UUID] = (),
) -> list[Draft]:
    """The drafts that record a person: the first (which may have a form's id) opens the room, one for each statement follows. Raises Refused."""

    opens = Opening("person", tuple(casework(a) for a in agencies))
    first = Draft(
        facts=PersonRecorded(source=source, told_apart_from=tuple(told_apart_from)), room=person, opens=opens, id=first_id or uuid4()
    )
    more = (_statement(person, f, p, agencies) for _, f, p in statements_of(new, source))
    return [first, *more]


def record_person(new: NewPerson, *, source: UUID, agencies: Sequence[UUID], by: Acting, person: UUID | None = None) -> PersonId:
    """Record a person as one source knows them. The person's id. Raises Refused."""
    identity = PersonId(person or uuid4())
    append_all(person_drafts(new, person=identity, source=source, agencies=agencies, first_id=person), by=by.author)
    return identity


class PerhapsThere(Refused):
    """Somebody on the record may be this person: look at them first, or say that none of them is."""

    def __init__(self, found: Sequence[Likely]) -> None:
        super().__init__("name", "Somebody on the record may be this child. Look at them first, or say that it is none of them")
        self.found = found


def record_new(new: NewPerson, *, source: UUID, agencies: Sequence[UUID], none_of: Collection[UUID], by: Acting, person: UUID) -> PersonId:
    """Record a person who is on the record under no other spelling: of those who may be the same, each was looked at (`none_of`).

    Raises PerhapsThere, Refused.
    """
    if recorded_before(person, by=by.author, matter=person):
        return PersonId(person)
    with viewing(by.viewer):
        found = likely(name=new.name, born=new.born, identifiers=[value for _, value in new.identifiers])
    if {f.person for f in found} - set(none_of):
        raise PerhapsThere(found)
    drafts = person_drafts(new, person=person, source=source, agencies=agencies, first_id=person, told_apart_from=[f.person for f in found])
    append_all(drafts, by=by.author)
    return PersonId(person)


def statement_drafts(person: PersonId, new: NewPerson, *, by: Acting, source: UUID | None = None) -> list[Draft]:
    """The drafts by which more is stated about a person. Raises Refused."""
    council = partnership.council()
    agencies = list(dict.fromkeys([by.agency, *([council.id] if council else [])]))
    drafts = [_statement(person, facts, parts, agencies) for _, facts, parts in statements_of(new, source or by.agency)]
    if not drafts:
        raise Refused("name", "Nothing was stated")
    return drafts


def state(person: PersonId, new: NewPerson, *, by: Acting, source: UUID | None = None) -> list[UUID]:
    """State more about a person: each statement stands beside the earlier ones, none is written over. Raises Refused."""
    with viewing(by.viewer):
        drafts = statement_drafts(person, new, by=by, source=source)
    return [e.id for e in append_all(drafts, by=by.author)]


def relation_drafts(person: PersonId, other: PersonId, relation: Relation, *, source: UUID, grading: Grading = STATED) -> list[Draft]:
    """That `person` has `other` as their …, and the other way round, each in their own record. Raises Refused."""
    if person == other:
        raise Refused("other", "Choose someone else: nobody is related to themself")
    return [
        Draft(facts=PersonStated(aspect=Aspect.RELATION, source=source, grading=grading, relation=how, other=whom), parts=Said(), room=who)
        for who, whom, how in ((person, other, relation), (other, person, other_way(relation)))
    ]


def relate(person: PersonId, other: PersonId, relation: Relation, *, by: Acting) -> None:
    """State how two people are related. Raises Refused."""
    append_all(relation_drafts(person, other, relation, source=by.agency), by=by.author)


def thing_drafts(
    kind: ThingKind,
    value: str,
    aspect: ThingAspect,
    *,
    thing: UUID,
    source: UUID,
    agencies: Sequence[UUID],
    person: UUID | None = None,
    words: str | None = None,
    platform: str | None = None,
    grading: Grading = STATED,
) -> list[Draft]:
    """A phone, vehicle, place or online account as one source knows it, and who used, owned or was seen with it, or what it looks like.

    Raises Refused.
    """
    found = {
        ThingKind.PHONE: lambda: keys.of_phone(value),
        ThingKind.VEHICLE: lambda: keys.of_plate(value),
        ThingKind.PLACE: lambda: keys.of_place(value),
        ThingKind.ACCOUNT: lambda: keys.of_account(platform or "other", value),
    }[kind]()
    if not found:
        raise Refused("value", "Enter a number, mark, name or handle with at least one letter or digit")
    opens = Opening("thing", tuple(casework(a) for a in agencies))
    recorded = ThingRecorded(thing=kind, source=source, grading=grading, keys=tuple(found), platform=platform)
    return [
        Draft(facts=recorded, parts=Said(words=value), room=thing, opens=opens, id=thing),
        Draft(facts=ThingStated(aspect=aspect, source=source, grading=grading, person=person), parts=Said(words=words), room=thing),
    ]
