"""The entries by which one source says what it knows of a person or a thing.

A person, a phone, a vehicle, a place and an online account are recorded *as one source knows them*; every statement is dated,
sourced and graded, and a later one stands beside the earlier: nothing is written over (failing 32).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from holdfast.record.kinds import Code, Facts, Parts, kind
from holdfast.record.rooms import CORE, matter_type, room_of
from holdfast.subjects.codes import Aspect, BirthPrecision, EthnicityMissing, Grading, Relation, Scheme, Sex, ThingAspect, ThingKind
from holdfast.subjects.keys import Key

#: People and things as one source knows them. *restricted*: where a person lives, is placed and goes to school.
RESTRICTED = "restricted"
matter_type("person", rooms=(CORE, RESTRICTED))
matter_type("thing")


def restricted_room_of(person: UUID) -> UUID:
    """The room of where a person is to be found."""
    return room_of(person, RESTRICTED)


@kind("person.recorded", version=1, line="A person was recorded")
class PersonRecorded(Facts):
    """A person, as one source knows them. The person's id is the room's."""

    source: UUID
    #: Whom whoever recorded them looked at, and said that they are somebody else.
    told_apart_from: tuple[UUID, ...] = ()


@kind("person.concern_decided", version=1, line="What happens with a concern about this person was decided")
class ConcernAbout(Facts):
    """A decision of the front door about this person, whatever it was: one that ended there is found again when the next concern comes."""

    concern: UUID
    decision: Code
    received_on: date


class Said(Parts):
    """What the source says, in words; and of a birth, the days between which it was."""

    words: str | None = None
    earliest: date | None = None
    latest: date | None = None


@kind("person.stated", version=1, parts=Said, line="Something was stated about a person")
class PersonStated(Facts):
    """One statement about a person. Only the field of its aspect is filled."""

    aspect: Aspect
    source: UUID
    grading: Grading
    keys: tuple[Key, ...] = ()
    sex: Sex | None = None
    ethnicity: Code | None = None
    ethnicity_missing: EthnicityMissing | None = None
    #: Self-defined by the person, or as observed by the source.
    self_defined: bool | None = None
    disabilities: tuple[Code, ...] = ()
    birth_precision: BirthPrecision | None = None
    scheme: Scheme | None = None
    missing: Code | None = None
    language: Code | None = None
    relation: Relation | None = None
    other: UUID | None = None


@kind(
    "person.whereabouts_stated",
    version=1,
    room=RESTRICTED,
    parts=Said,
    line="Where a person is to be found was stated, for those who must know",
)
class WhereaboutsStated(PersonStated):
    """An address, a placement or a school: in a room apart, and found by no search."""


@kind("thing.recorded", version=1, parts=Said, line="A phone, vehicle, place or account was recorded")
class ThingRecorded(Facts):
    """A thing, as one source knows it. Its number, mark, name or handle is a part; its id is the room's."""

    thing: ThingKind
    source: UUID
    grading: Grading
    keys: tuple[Key, ...] = ()
    platform: Code | None = None


@kind("thing.stated", version=1, parts=Said, line="Something was stated about a phone, vehicle, place or account")
class ThingStated(Facts):
    """One statement about a thing: who used it, who owned it, where it was seen."""

    aspect: ThingAspect
    source: UUID
    grading: Grading
    person: UUID | None = None
