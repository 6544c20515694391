"""The entries of measures as bodies are asked, answer row by row, are cleared by the police's one contact, apply, and what follows.

Each body that is asked has a room of its own in the matter, read by whoever holds its post, by the police's one contact, and by those who decide about
the matter: no body reads another's answers.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from holdfast.measures.codes import Clearance, Ending, Moved, NotAsked, Rank, Rejected, Uncleared
from holdfast.record.kinds import Code, Facts, Parts, kind

#: The room of one body's list.
LIST = "list"


def list_room_of(matter: UUID, body: str) -> UUID:
    """The room in which a body answers, in the matter of a person or a place."""
    return uuid5(matter, f"room/list/{body}")


class WordsParts(Parts):
    words: str


class NoteParts(Parts):
    words: str | None = None


class AskedParts(Parts):
    """Whom or what it is about, and what the body is told: by decision, and no more than it needs."""

    about: str
    shared: str


@kind("measures.not_asked", version=1, parts=WordsParts, line="A body is not asked which of its measures it takes, for a reason")
class BodyNotAsked(Facts):
    body: Code
    why: NotAsked


@kind("measures.all_asked", version=1, line="Every body that holds a measure was asked, or it was said why not")
class AllAsked(Facts):
    """Recorded with the last of them."""


@kind("measures.asked", version=1, room=LIST, parts=AskedParts, line="A body was asked which of its measures it takes")
class Asked(Facts):
    """`offered`: the rows that apply, as they were offered then. `instead_of`: what another declared, in whose place this post is asked."""

    body: Code
    post: UUID
    agency: UUID
    worker: UUID | None = None
    offered: tuple[Code, ...]
    instead_of: UUID | None = None


@kind("measures.connection_declared", version=1, room=LIST, parts=NoteParts, line="Whoever was asked said whether they are connected")
class ConnectionDeclared(Facts):
    """Before what is shared is read. Whoever is connected reads none of it, and another is asked. `worker`: who asks another."""

    asked: UUID
    connected: bool
    body: Code
    worker: UUID | None = None


class ReasonParts(Parts):
    reason: str


@kind("measure.chosen", version=1, room=LIST, parts=ReasonParts, line="A body chose a measure")
class Chosen(Facts):
    """`worker`: who decided it, by name; and who owes what follows."""

    asked: UUID
    code: Code
    worker: UUID


@kind("measure.rejected", version=1, room=LIST, parts=ReasonParts, line="A body rejected a measure, for a reason")
class RejectedFor(Facts):
    asked: UUID
    code: Code
    worker: UUID
    why: Rejected


@kind("measures.list_answered", version=1, room=LIST, line="A body answered its list, row by row")
class ListAnswered(Facts):
    asked: UUID


@kind("measure.sample_owed", version=1, room=LIST, line="A rejection is to be looked at by somebody of another organisation")
class SampleOwed(Facts):
    """The same body gave the same reason again and again."""

    measure: UUID
    worker: UUID
    times: int


@kind("measure.sample_answered", version=1, room=LIST, parts=ReasonParts, line="Somebody of another organisation looked at a rejection")
class SampleAnswered(Facts):
    answers: UUID
    agrees: bool


@kind("deconfliction.asked", version=1, room=LIST, line="The police’s one contact was asked: proceed, wait, or speak to us")
class ClearanceAsked(Facts):
    """Before any overt step."""

    measure: UUID
    worker: UUID | None = None
    agency: UUID


@kind("deconfliction.answered", version=1, room=LIST, line="The police’s one contact answered")
class ClearanceAnswered(Facts):
    """One of three words, and no reason. To wait takes a rank and a day, and is renewed once: then `vetted` decides, who is not of the police."""

    answers: UUID
    measure: UUID
    answer: Clearance
    rank: Rank | None = None
    until: date | None = None
    renewed: bool = False
    worker: UUID | None = None
    agency: UUID
    vetted: UUID | None = None


@kind("deconfliction.decided", version=1, room=LIST, line="The vetted group decided whether it waits any longer")
class ClearanceDecided(Facts):
    """By somebody who is not of the police, with another of the group who is of a third organisation or the police (`with_worker`)."""

    answers: UUID
    measure: UUID
    proceed: bool
    until: date | None = None
    with_worker: UUID
    worker: UUID


class AppliedParts(Parts):
    """What was done, and the child’s safety plan for the day on which it is served, where it warns."""

    words: str
    plan: str | None = None


@kind("measure.applied", version=1, room=LIST, parts=AppliedParts, line="A measure was applied for, or taken")
class Applied(Facts):
    """What it rests on was checked again on that day. `with_reader`: of what is sealed, who of another organisation decided it with them."""

    measure: UUID
    on: date
    uncleared: Uncleared | None = None
    with_reader: UUID | None = None


@kind("measure.refused", version=1, room=LIST, parts=WordsParts, line="A measure was refused by whoever decides")
class Refusal(Facts):
    measure: UUID
    on: date


@kind("measure.in_force", version=1, room=LIST, parts=NoteParts, line="A measure is in force")
class InForce(Facts):
    """`worker`: who acts on a breach. `warn_on`: the day by which it is said what follows its end. `latest_on`: the birthday of the child it protects
    on which it ends whatever else is said.
    """

    measure: UUID
    on: date
    expires_on: date | None = None
    latest_on: date | None = None
    warn_on: date | None = None
    worker: UUID


@kind("measure.varied", version=1, room=LIST, parts=WordsParts, line="A measure was varied, or renewed")
class Varied(Facts):
    answers: UUID
    measure: UUID
    on: date
    expires_on: date | None = None
    warn_on: date | None = None
    worker: UUID


@kind("measure.ended", version=1, room=LIST, parts=NoteParts, line="A measure ended")
class Ended(Facts):
    answers: UUID
    measure: UUID
    how: Ending
    on: date
    worker: UUID


@kind("measure.withdrawn", version=1, room=LIST, parts=ReasonParts, line="A measure was withdrawn")
class Withdrawn(Facts):
    measure: UUID


@kind("measure.breached", version=1, room=LIST, parts=WordsParts, line="A breach of a measure was recorded")
class Breached(Facts):
    measure: UUID
    on: date
    worker: UUID


@kind("measure.breach_acted", version=1, room=LIST, parts=WordsParts, line="What was done about a breach was recorded")
class BreachActed(Facts):
    answers: UUID
    measure: UUID


@kind("measure.appealed", version=1, room=LIST, parts=NoteParts, line="A measure was appealed against")
class Appealed(Facts):
    measure: UUID
    on: date
    worker: UUID


@kind("measure.appeal_answered", version=1, room=LIST, parts=WordsParts, line="What became of an appeal was recorded")
class AppealAnswered(Facts):
    answers: UUID
    measure: UUID
    upheld: bool


class EffectParts(Parts):
    """What changed for each child; and where the harm moved, if it did."""

    children: str
    where: str | None = None


@kind("measure.effect", version=1, room=LIST, parts=EffectParts, line="What a measure changed was recorded")
class Effect(Facts):
    answers: UUID
    measure: UUID
    moved: Moved


@kind("measure.review_owed", version=1, room=LIST, line="What a measure rests on fell away: it is to be looked at again")
class ReviewOwed(Facts):
    measure: UUID
    worker: UUID


@kind("measure.rests_otherwise", version=1, room=LIST, parts=WordsParts, line="It was said on what else a measure rests")
class RestsOtherwise(Facts):
    answers: UUID
    measure: UUID
