"""The entries by which a partnership arranges itself: that it began, who is on call, which days are worked, who is vetted and grades, keys and losses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from holdfast.database.viewing import relation_principal
from holdfast.partnership.kinds.rooms import PARTNERSHIP_ROOM
from holdfast.partnership.models import DayOverride, DayProposal, Grader, Loss, PublicWords, Shift, Vetted
from holdfast.record.entries import Entry
from holdfast.record.kinds import Code, Facts, Parts, kind
from holdfast.record.projection import Change, Put, Remove, projector


class PartnershipParts(Parts):
    name: str


@kind("partnership.founded", version=1, parts=PartnershipParts, line="The partnership was founded")
class PartnershipFounded(Facts):
    """A partnership's record begins."""


@kind("rota.shift_set", version=1, line="Who is on call was set")
class ShiftSet(Facts):
    worker: UUID
    starts_at: datetime
    ends_at: datetime


@kind("rota.shift_taken_off", version=1, line="A time on call was taken off the rota")
class ShiftTakenOff(Facts):
    shift: UUID


class PublicParts(Parts):
    """What everybody may read: telephone numbers, and a sentence of the partnership's own."""

    front_door: str | None = None
    out_of_hours: str | None = None
    words: str | None = None


@kind("public_words.set", version=1, parts=PublicParts, line="The telephone numbers and words on public pages were changed")
class PublicWordsSet(Facts):
    """By the council, whose front door it is. What was said before stays in the record."""


class ReasonParts(Parts):
    reason: str


@kind("working_day.proposed", version=1, parts=ReasonParts, line="It was proposed to declare a day working or not working")
class WorkingDayProposed(Facts):
    """By one organisation; it counts when someone of another agrees."""

    day: date
    working: bool


@kind("working_day.declined", version=1, parts=ReasonParts, line="A day was not declared working or not working")
class WorkingDayDeclined(Facts):
    proposed: UUID


@kind("working_day.changed", version=1, parts=ReasonParts, line="A day was declared working or not working")
class WorkingDayChanged(Facts):
    proposed: UUID
    day: date
    working: bool


@kind("ledger.key_exchanged", version=1, parts=ReasonParts, line="A key of the ledger was exchanged")
class KeyExchanged(Facts):
    """Another key signs from now on: the ledger's heads, or the words given at once. The statement that both keys signed lies among the ledger's files,
    by this number and SHA-256.
    """

    purpose: Literal["checkpoint", "acknowledgement"]
    statement: int
    digest: Code


@kind("sealed_chain.entrusted", version=1, line="Two people were made guardians of what is sealed")
class ChainEntrusted(Facts):
    """Each of these workers, of two organisations, was given a half of the chain of that fingerprint."""

    first: UUID
    second: UUID
    fingerprint: Code


@kind("vetted.joined", version=1, line="Somebody joined the vetted group")
class VettedJoined(Facts):
    """`worker` may hear of police matters that other organisations may not yet: before anybody is charged, and when police action is late."""

    worker: UUID


@kind("vetted.left", version=1, line="Somebody is no longer of the vetted group")
class VettedLeft(Facts):
    worker: UUID


@kind("grader.trained", version=1, line="Somebody who was trained grades intelligence")
class GraderTrained(Facts):
    """`trained_on`: the day on which the training ended."""

    worker: UUID
    trained_on: date


@kind("grader.left", version=1, line="Somebody no longer grades intelligence")
class GraderLeft(Facts):
    worker: UUID


class LossParts(Parts):
    """How it came about, in words."""

    words: str


@kind("ledger.loss_declared", version=1, parts=LossParts, line="Entries were declared lost with an older backup")
class LossDeclared(Facts):
    """Entries that were signed are lost: how many, in how many known matters some of them stood, and of how many nobody knows where they stood."""

    lost: int
    matters: int
    elsewhere: int


@projector(ShiftSet)
def shifts(entries: Sequence[Entry[ShiftSet]]) -> Iterator[Change]:
    for e in entries:
        times = {"starts_at": e.facts.starts_at, "ends_at": e.facts.ends_at}
        yield Put(Shift, {"id": e.id, "room_id": e.room, "worker_id": e.facts.worker, **times})


@projector(PublicWordsSet)
def public_words(entries: Sequence[Entry[PublicWordsSet]]) -> Iterator[Change]:
    for e in entries:
        yield Put(PublicWords, {"id": PARTNERSHIP_ROOM, "room_id": e.room, "entry_id": e.id}, replace=True)


@projector(ShiftTakenOff)
def shifts_taken_off(entries: Sequence[Entry[ShiftTakenOff]]) -> Iterator[Change]:
    for e in entries:
        yield Remove(Shift, {"id": e.facts.shift})


#: The vetted group, as a principal of rooms.
VETTED = relation_principal("vetted", PARTNERSHIP_ROOM)


@projector(VettedJoined)
def vetted(entries: Sequence[Entry[VettedJoined]]) -> Iterator[Change]:
    for e in entries:
        row = {"worker_id": e.facts.worker, "room_id": e.room, "agency_id": e.author.agency, "principal": VETTED, "since": e.recorded_at}
        yield Put(Vetted, row, replace=True)


@projector(VettedLeft)
def no_longer_vetted(entries: Sequence[Entry[VettedLeft]]) -> Iterator[Change]:
    for e in entries:
        yield Remove(Vetted, {"worker_id": e.facts.worker})


#: Those who grade intelligence, as a principal of rooms.
GRADERS = relation_principal("grader", PARTNERSHIP_ROOM)


@projector(GraderTrained)
def graders(entries: Sequence[Entry[GraderTrained]]) -> Iterator[Change]:
    for e in entries:
        row = {"worker_id": e.facts.worker, "room_id": e.room, "agency_id": e.author.agency, "principal": GRADERS, "since": e.recorded_at}
        yield Put(Grader, row, replace=True)


@projector(GraderLeft)
def no_longer_graders(entries: Sequence[Entry[GraderLeft]]) -> Iterator[Change]:
    for e in entries:
        yield Remove(Grader, {"worker_id": e.facts.worker})


@projector(LossDeclared)
def losses(entries: Sequence[Entry[LossDeclared]]) -> Iterator[Change]:
    for e in entries:
        row = {"id": e.id, "room_id": e.room, "lost": e.facts.lost, "matters": e.facts.matters, "elsewhere": e.facts.elsewhere}
        yield Put(Loss, {**row, "declared_at": e.recorded_at})


@projector(WorkingDayProposed)
def days_proposed(entries: Sequence[Entry[WorkingDayProposed]]) -> Iterator[Change]:
    for e in entries:
        who = {"proposed_by": e.author.worker, "agency_id": e.author.agency, "proposed_at": e.recorded_at}
        yield Put(DayProposal, {"id": e.id, "room_id": e.room, "day": e.facts.day, "working": e.facts.working, **who})


@projector(WorkingDayDeclined)
def days_declined(entries: Sequence[Entry[WorkingDayDeclined]]) -> Iterator[Change]:
    for e in entries:
        yield Remove(DayProposal, {"id": e.facts.proposed})


@projector(WorkingDayChanged)
def day_overrides(entries: Sequence[Entry[WorkingDayChanged]]) -> Iterator[Change]:
    for e in entries:
        yield Remove(DayProposal, {"id": e.facts.proposed})
        yield Put(
            DayOverride,
            {"day": e.facts.day, "room_id": e.room, "entry_id": e.id, "working": e.facts.working},
            replace=True,
        )
