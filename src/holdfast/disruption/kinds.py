"""What is recorded about the catalogue of measures: that a lawyer signed a row as it reads, and which post answers for a body.

Everyone signed in may read it.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from holdfast.disruption.codes import Term
from holdfast.record.kinds import ANY, Code, Facts, Parts, kind
from holdfast.record.rooms import CORE, matter_type

matter_type("measures")

#: The one room in which all of it is recorded.
MEASURES_ROOM = UUID("5f0f5a0e-3a3c-5c0e-9a52-6d1f6f5b7c21")


class LawyerParts(Parts):
    """Who signed it, in what capacity; and what they said to it."""

    lawyer: str
    words: str | None = None


@kind("measure.signed", version=1, room=CORE, parts=LawyerParts, line="A lawyer signed a row of the catalogue of measures")
class MeasureSigned(Facts):
    """A row, by its code and by the SHA-256 of how it read, may be offered: its lawyer read it on that day."""

    measure: Code
    digest: Code
    signed_on: date


class OutsideParts(Parts):
    """Where the body is none of the partnership's: what it is called here, and how it is asked."""

    outside: str | None = None


@kind("holder.set", version=1, room=CORE, parts=OutsideParts, line="Who answers for a body that holds measures was set")
class HolderSet(Facts):
    """The post that answers for a body; for one outside the partnership, the post that asks it."""

    body: Code
    post: UUID
    outside: bool = False


class WhereParts(Parts):
    """Where the document lies, and who signed it."""

    where: str


@kind(
    "disruption_term.agreed",
    version=1,
    room=CORE,
    parts=WhereParts,
    line="What must be agreed before persons of concern are kept was agreed",
)
class TermAgreed(Facts):
    term: Term
    agreed_on: date


# On what information a decision rests, wherever it was taken.


@kind("decision.rests_on", version=1, room=ANY, line="On what information a decision rests was recorded")
class RestsOn(Facts):
    """`information`: what was passed to whoever decided, each by the entry that passed it on. `worker`: who decided."""

    decision: UUID
    information: tuple[UUID, ...]
    worker: UUID


@kind("decision.rest_fell", version=1, room=ANY, line="What a decision rests on was retracted: it is to be looked at again")
class RestFell(Facts):
    """`worker`: who answers for the decision now."""

    decision: UUID
    information: UUID
    worker: UUID


class LookedAgainParts(Parts):
    words: str


@kind(
    "decision.looked_again", version=1, room=ANY, parts=LookedAgainParts, line="A decision was looked at again, without what was retracted"
)
class LookedAgain(Facts):
    decision: UUID
    answers: UUID
    stands: bool
