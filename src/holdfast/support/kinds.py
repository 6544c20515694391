"""The entries of support: what each child or survivor was offered, what she said, what began, and how long she waits.

Kinds, states and days: nothing that is said in it. What is said to a counsellor never enters. None of it depends on giving evidence.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from holdfast.record.kinds import Code, Facts, Parts, kind
from holdfast.record.rooms import matter_type
from holdfast.support.codes import Ended, How, Support, Waits

#: *core*: who coordinates, her advocate. *item*: one room for each kind of support, which the body that owes it reads besides.
ITEM = "item"
matter_type("support", added=("offer", ITEM))


def item_room_of(plan: UUID, what: str) -> UUID:
    """The room of one kind of support."""
    return uuid5(plan, f"room/item/{what}")


class NoteParts(Parts):
    words: str | None = None


class CalledParts(Parts):
    """What she is called here, by her own choice."""

    called: str


@kind("case.support_owed", version=1, line="Support is to be offered")
class SupportOwed(Facts):
    """In a child’s case: exploitation or abuse is alleged."""

    concern: UUID | None = None


@kind("case.support_begun", version=1, line="A support plan was begun")
class SupportBegun(Facts):
    """In a child’s case. What is in the plan stands in a matter of her own."""


@kind("support.opened", version=1, parts=CalledParts, line="A support plan was begun")
class PlanOpened(Facts):
    """`case`: the child’s case; an adult’s has none. `handover_on`: when hand-over to adults’ services begins,
    on the first of the month in which she is seventeen and a half.
    """

    case: UUID | None = None
    worker: UUID
    agency: UUID
    handover_on: date | None = None


@kind("support.coordinator_set", version=1, line="Another coordinates the support plan")
class CoordinatorSet(Facts):
    worker: UUID
    agency: UUID


@kind("support.advocate_named", version=1, line="Her advocate was named")
class AdvocateNamed(Facts):
    worker: UUID


@kind("support.number_given", version=1, line="She was given a number, by which she reads her plan")
class NumberGiven(Facts):
    """Only the keyed hash of the number is kept. Another that she had opens nothing from then on."""

    hash: Code


@kind("support.number_ended", version=1, line="The number by which she reads her plan was switched off")
class NumberEnded(Facts):
    hash: Code


@kind("support.all_offered", version=1, line="Every kind of support was offered")
class AllOffered(Facts):
    """Recorded with the last of them."""


class _Item(Facts):
    what: Support


@kind("support.offered", version=1, room=ITEM, parts=NoteParts, line="Support was offered")
class Offered(_Item):
    """`agency`: which organisation owes it if she accepts; `worker`: who there. `answers`: the decline, or the silence,
    after which it is offered again.
    """

    how: How
    on: date
    agency: UUID
    worker: UUID | None = None
    answers: UUID | None = None


@kind("support.accepted", version=1, room=ITEM, line="Support was accepted")
class Accepted(_Item):
    on: date
    agency: UUID
    worker: UUID | None = None


@kind("support.declined", version=1, room=ITEM, line="Support was not wanted now")
class Declined(_Item):
    """After an offer in person. It is offered again later, once (`final`: that was the later one)."""

    on: date
    worker: UUID | None = None
    agency: UUID
    final: bool = False


@kind("support.no_reply", version=1, room=ITEM, line="There was no reply to an offer of support")
class NoReply(_Item):
    """No answer. It is offered again, in person."""

    worker: UUID | None = None
    agency: UUID
    final: bool = False


@kind("support.waiting", version=1, room=ITEM, parts=NoteParts, line="She waits for support")
class Waiting(_Item):
    """`agency`: who owes it. `commissioner`: who owes the money, where she waits for that."""

    since: date
    waits: Waits
    commissioner: UUID | None = None


@kind("support.money_found", version=1, room=ITEM, parts=NoteParts, line="The money for support was found")
class MoneyFound(_Item):
    answers: UUID


@kind("support.begun", version=1, room=ITEM, line="Support has begun")
class Begun(_Item):
    answers: UUID
    on: date


@kind("support.ended", version=1, room=ITEM, parts=NoteParts, line="Support ended")
class SupportEnded(_Item):
    on: date
    why: Ended
    worker: UUID | None = None
    agency: UUID


class ToWhomParts(Parts):
    to: str


@kind("support.handed_over", version=1, parts=ToWhomParts, line="Support was handed over to adults’ services")
class HandedOver(Facts):
    on: date
