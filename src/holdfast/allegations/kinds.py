"""The entries of an allegation about somebody who works with children: a matter of its own, never in a child's file.

Its words are read by the LADO, by whoever answers for the council, and by whoever answers for the organisation that told it; never by the organisation
for which the person works. Nothing in a child's record or a concern names it.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from holdfast.allegations.codes import Barring, Handling, Outcome
from holdfast.record.kinds import Facts, Parts, kind
from holdfast.record.rooms import CORE, matter_type

matter_type("allegation", added=("offer",))


class ToldParts(Parts):
    """Who it is about and what is alleged, as it was told. Names are here alone."""

    alleged: str
    person: str
    employer: str | None = None
    child: str | None = None
    safety: str | None = None


@kind("allegation.told", version=1, room=CORE, parts=ToldParts, line="The LADO was told of an allegation")
class AllegationTold(Facts):
    """`employer`: the organisation of the partnership for which the person works, where it is one; it never reads this. `noticed_on`: the day on
    which it came to the notice of whoever tells it.
    """

    employer: UUID | None = None
    noticed_on: date


class WordsParts(Parts):
    words: str


@kind("allegation.acknowledged", version=1, room=CORE, parts=WordsParts, line="The LADO acknowledged it, and said how it is handled")
class AllegationAcknowledged(Facts):
    handling: Handling


@kind("allegation.noted", version=1, room=CORE, parts=WordsParts, line="Something was noted about it")
class AllegationNoted(Facts):
    """What was found, said or done meanwhile."""


@kind("allegation.concluded", version=1, room=CORE, parts=WordsParts, line="The LADO concluded it")
class AllegationConcluded(Facts):
    outcome: Outcome
    barring: Barring
