"""The entries of a question to licensing about a vehicle, a driver or an operator: "licensed by you?", and what follows by law.

No register is loaded. What was seen of a plate is kept as it was seen. What licensing may be told, and what whoever it is about may be told, is written
down with the question (Rotherham: warnings not shared with licensing; row 26).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from holdfast.licensing.codes import About, Decision, Licensed
from holdfast.record.kinds import Facts, Parts, kind
from holdfast.record.rooms import matter_type
from holdfast.subjects.keys import Key

matter_type("licence_question", added=("offer",))


class AskedParts(Parts):
    """Who or what; what is shared with licensing; and what may be told to whoever it is about."""

    about: str
    shared: str
    may_be_told: str


@kind("licensing.asked", version=1, parts=AskedParts, line="Licensing was asked: licensed by you?")
class Asked(Facts):
    """`keys`: of a plate, each four characters that follow one another, so that what was seen in part is found."""

    what: About
    post: UUID
    agency: UUID
    worker: UUID
    asker: UUID
    keys: tuple[Key, ...] = ()


class AnswerParts(Parts):
    """The authority that licenses it, where that is another; and the licence's own reference."""

    authority: str | None = None
    words: str | None = None


@kind("licensing.answered", version=1, parts=AnswerParts, line="Licensing answered who licenses it")
class Answered(Facts):
    answers: UUID
    licensed: Licensed
    agency: UUID
    worker: UUID


class SentParts(Parts):
    to: str


@kind("licensing.sent", version=1, parts=SentParts, line="The concern was sent to the authority that licenses it")
class Sent(Facts):
    """Within ten working days (Taxis and Private Hire Vehicles (Safeguarding and Road Safety) Act 2022 s. 5)."""

    answers: UUID
    on: date
    agency: UUID
    worker: UUID


class WordsParts(Parts):
    words: str


@kind("licensing.other_answered", version=1, parts=WordsParts, line="The authority that licenses it said what it decided")
class OtherAnswered(Facts):
    answers: UUID
    on: date


class DecidedParts(Parts):
    """On what it rests; the statement that public safety asks for it at once, and why; what whoever it is about was told."""

    rests_on: str
    public_safety: str | None = None
    told: str | None = None


@kind("licensing.decided", version=1, parts=DecidedParts, line="Licensing decided")
class Decided(Facts):
    """`told_on`: the day on which the driver was told, from which it is entered in the national register within five working days."""

    answers: UUID
    decision: Decision
    told_on: date | None = None
    enters: bool = False
    agency: UUID
    worker: UUID


@kind("licensing.entered", version=1, line="It was entered in the national register")
class Entered(Facts):
    answers: UUID
    on: date
