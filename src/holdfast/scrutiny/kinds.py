"""Counts that were published, with the rules by which they were counted; and decisions that were drawn for the scrutineer’s sample."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from holdfast.record.kinds import Code, Facts, Parts, kind
from holdfast.record.rooms import matter_type
from holdfast.scrutiny.codes import SampleOf

matter_type("counts")

#: The one room in which counts are published, for everyone who is signed in.
COUNTS_ROOM = UUID("8f7d4f0e-3f0c-5c76-9a2a-4f6f6f0b7a31")


class Counted(Facts):
    """One count: of an organisation, or of the whole partnership."""

    code: Code
    agency: UUID | None = None
    number: int


@kind("counts.published", version=1, line="The counts of a period were published")
class CountsPublished(Facts):
    """Of what was first recorded from `since`, as the record stood at `until`. Whoever is entitled counts again, and gets the same."""

    since: datetime
    until: datetime
    counted: tuple[Counted, ...]


# What the independent scrutineer samples.

matter_type("samples")

#: The one room in which it is recorded what was drawn: of how many, and when.
SAMPLES_ROOM = UUID("5a1f3c0e-93f5-5d0b-8a35-0b9f4c3f7d62")
#: The room, in the matter of each decision that was drawn, in which the decision alone is read, and answered.
SAMPLE = "sample"


def sample_room_of(decision: UUID) -> UUID:
    """The room of a decision that was drawn."""
    return uuid5(decision, f"room/{SAMPLE}")


@kind("samples.drawn", version=1, line="A sample of decisions was drawn")
class SampleDrawn(Facts):
    """`drawn` of `of`, by chance, of what was decided since a day. What is sealed is in neither number."""

    what: SampleOf
    since: datetime
    of: int
    drawn: int


class SampledParts(Parts):
    """The reason as it was given, and that of whoever agreed. Nothing else of the matter."""

    reason: str | None = None
    agreed: str | None = None


@kind("decision.sampled", version=1, room=SAMPLE, parts=SampledParts, line="A decision was drawn for the scrutineer’s sample")
class DecisionSampled(Facts):
    """`code`: the reason, or the rank that decided. `times`: how often they were named, or had others wait. `measure`: what was rejected, or waited."""

    what: SampleOf
    decision: UUID
    draw: UUID
    agency: UUID
    second_agency: UUID | None = None
    code: Code | None = None
    measure: Code | None = None
    times: int
    decided_at: datetime


class JudgedParts(Parts):
    words: str


@kind("decision.judged", version=1, room=SAMPLE, parts=JudgedParts, line="The scrutineer said whether a decision bears its reason")
class DecisionJudged(Facts):
    """Where it does not, whoever answers for the organisation answers to her."""

    answers: UUID
    sound: bool
    agency: UUID


@kind("decision.judged_answered", version=1, room=SAMPLE, parts=JudgedParts, line="The organisation answered the scrutineer")
class JudgedAnswered(Facts):
    answers: UUID
    changes: bool
