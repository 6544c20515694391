"""The entries of intelligence: what anybody says, graded item by item, and the sanitised text that leaves its room for named posts.

Never an informant, a covert tactic or a plan: what carries a handling code A1 or A2 is refused before it is kept. An item that is suspected to be false is
graded, and never deleted. What is passed on is answered by a day by each post that it reaches (rows 8, 17).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from holdfast.intelligence.codes import Close, Condition
from holdfast.record.kinds import Facts, Parts, kind
from holdfast.record.rooms import CORE, matter_type
from holdfast.subjects.codes import Grading

#: *core*: grading, the text before it leaves. *given*: what was said, and the reply (whoever gave it reads that). *text*: one room for each post.
GIVEN, TEXT = "given", "text"
matter_type("intelligence", rooms=(CORE, GIVEN), added=("offer", TEXT))


def text_room_of(item: UUID, post: UUID) -> UUID:
    """The room in which one post reads what was passed to it."""
    return uuid5(item, f"room/text/{post}")


class GivenParts(Parts):
    """About whom or what, what, when, and how it is known; of the police a unit, and nobody’s name."""

    about: str
    what: str
    when: str
    how_known: str
    unit: str | None = None


class ReasonParts(Parts):
    reason: str


class WordsParts(Parts):
    words: str


@kind("intelligence.given", version=1, room=GIVEN, parts=GivenParts, line="Somebody gave information")
class Given(Facts):
    """`worker`: who grades it."""

    close: Close
    worker: UUID | None = None
    agency: UUID
    adviser: UUID | None = None


@kind("intelligence.advised", version=1, room=GIVEN, parts=ReasonParts, line="Advice was taken before a reply")
class Advised(Facts):
    """Information again and again from somebody close may make them a source in all but name: nobody replies before advice was taken."""

    answers: UUID


@kind("intelligence.replied", version=1, room=GIVEN, parts=WordsParts, line="Whoever gave it was answered")
class Replied(Facts):
    answers: UUID


@kind("intelligence.graded", version=1, parts=ReasonParts, line="It was graded")
class Graded(Facts):
    answers: UUID
    grading: Grading


class TextParts(Parts):
    text: str


@kind("intelligence.sanitised", version=1, parts=TextParts, line="A text was written that says nothing of where it comes from")
class Sanitised(Facts):
    """`second`: who reads it before it leaves; `posts`: for whom it is."""

    second: UUID
    posts: tuple[UUID, ...]
    respond_on: date
    condition: Condition
    consulted: bool = False


@kind("intelligence.read", version=1, parts=ReasonParts, line="A second person read the text before it leaves")
class SecondRead(Facts):
    answers: UUID
    agrees: bool


@kind("intelligence.passed", version=1, room=TEXT, parts=TextParts, line="A text was passed to a post, which must answer")
class Passed(Facts):
    post: UUID
    agency: UUID
    worker: UUID | None = None
    respond_on: date
    grading: Grading
    condition: Condition


@kind("intelligence.responded", version=1, room=TEXT, parts=WordsParts, line="A post said what it does with what was passed to it")
class Responded(Facts):
    answers: UUID
    acts: bool


@kind("intelligence.retracted", version=1, parts=ReasonParts, line="It was retracted")
class Retracted(Facts):
    pass


@kind("intelligence.recalled", version=1, room=TEXT, line="What was passed to a post was retracted")
class Recalled(Facts):
    passed: UUID
    agency: UUID
    worker: UUID | None = None


@kind("intelligence.reviewed", version=1, room=TEXT, parts=WordsParts, line="A post looked at what it had decided on what was retracted")
class DecisionsReviewed(Facts):
    answers: UUID
