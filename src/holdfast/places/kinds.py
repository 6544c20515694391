"""The entries of a place of concern: reported, assessed in the four domains of contextual safeguarding, and what is done about the place.

Who was found there stands in each child’s own rooms, and nowhere here: no names, and no count.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from holdfast.places.codes import Done, PlaceKind
from holdfast.record.kinds import Facts, Parts, kind
from holdfast.record.rooms import matter_type
from holdfast.subjects.keys import Key

matter_type("place_of_concern", added=("offer", "list", "sample"))


class ReportedParts(Parts):
    """What the place is called, where it is, and what was said of it."""

    name: str
    where: str | None = None
    said: str


class WordsParts(Parts):
    words: str


class NoteParts(Parts):
    words: str | None = None


@kind("place.reported", version=1, parts=ReportedParts, line="A place was reported, and is to be assessed")
class Reported(Facts):
    """`owner`: who assesses it."""

    place: PlaceKind
    owner: UUID | None = None
    keys: tuple[Key, ...] = ()


@kind("place.reported_again", version=1, parts=WordsParts, line="The place was reported again")
class ReportedAgain(Facts):
    """What was not founded, or ended, is to be assessed anew (`reopens`)."""

    owner: UUID | None = None
    reopens: bool = False


@kind("place.not_founded", version=1, parts=WordsParts, line="The place is of no concern, for a reason")
class NotFounded(Facts):
    pass


class AssessedParts(Parts):
    """The four domains (contextual safeguarding): the place itself; what children meet there, in their own words; who can reach it, the safe adults among
    them; and what would show that it has changed. And what is done next.
    """

    context: str
    children: str
    young_people: str
    partners: str
    safe_adults: str
    outcome: str
    next: str


@kind("place.assessed", version=1, parts=AssessedParts, line="The place was assessed, and there is a plan")
class Assessed(Facts):
    worker: UUID
    next_on: date
    review_on: date


class ActedParts(Parts):
    words: str
    next: str


@kind("place.acted", version=1, parts=ActedParts, line="Something was done about the place")
class Acted(Facts):
    done: Done
    next_on: date
    worker: UUID | None = None


@kind("place.reviewed", version=1, parts=WordsParts, line="Whether the place has changed was looked at")
class Reviewed(Facts):
    review_on: date
    worker: UUID | None = None


@kind("place.owner_set", version=1, parts=NoteParts, line="Another owns what is done about the place")
class OwnerSet(Facts):
    """`passes`: to another organisation, which then asks the bodies that were not asked (`unasked`)."""

    worker: UUID
    previous: UUID | None = None
    next_on: date | None = None
    review_on: date | None = None
    passes: bool = False
    unasked: bool = False


@kind("place.owner_left", version=1, line="Whoever owned what is done about the place has left")
class OwnerLeft(Facts):
    previous: UUID
    agency: UUID


@kind("place.ended", version=1, parts=WordsParts, line="The place is no longer of concern")
class PlaceEnded(Facts):
    pass
