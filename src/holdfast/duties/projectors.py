"""From the entries about duties to their read models."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from holdfast.duties import kinds
from holdfast.duties.ladder import RUNGS
from holdfast.duties.models import BoardRow, Digest, Duty, Offer, RuleProposal, RuleValue, State, Told, Weekly
from holdfast.partnership.kinds import PARTNERSHIP_ROOM
from holdfast.record.entries import AnyEntry, Entry
from holdfast.record.projection import Amend, Change, Put, Remove, projector

_Values = dict[str, Any]


def _amend(duty: UUID, values: _Values, board: _Values | None = None) -> Iterator[Change]:
    yield Amend(Duty, {"id": duty}, values)
    if board:
        yield Amend(BoardRow, {"id": duty}, board)


def _board_row(f: kinds.DutyOpened | kinds.Standing, *, first_due_at: datetime) -> Change:
    """Shown to everyone: which organisation and post owe what, and not about whom."""
    return Put(
        BoardRow,
        {
            "id": f.duty,
            "room_id": PARTNERSHIP_ROOM,
            "rule": f.rule,
            "owing_agency_id": f.owing_agency,
            "owning_post": f.owner_post,
            "due_at": f.due_at,
            "first_due_at": first_due_at,
            "late_to": f.late_to,
            "state": State.OPEN,
            "rung": 0,
            "serious": f.serious,
            "assured": False,
        },
        replace=True,
    )


@projector(kinds.DutyOpened)
def opened(entries: Sequence[Entry[kinds.DutyOpened]]) -> Iterator[Change]:
    for e in entries:
        f = e.facts
        yield Put(
            Duty,
            {
                "id": f.duty,
                "room_id": e.room,
                "matter_id": e.matter,
                "rule": f.rule,
                "edition": f.edition,
                "owner_id": f.owner,
                "owning_post": f.owner_post,
                "owing_agency_id": f.owing_agency,
                "starts_at": f.starts_at,
                "due_at": f.due_at,
                "first_due_at": f.due_at,
                "state": State.OPEN,
                "rung": 0,
                "ladder_from": f.due_at,
                "next_step_at": f.next_step_at,
                "pace": f.pace,
                "late_to": f.late_to,
                "serious": f.serious,
                "provisional": f.provisional,
                "as_at": f.as_at,
                "trigger_id": f.trigger,
                "opened_at": e.recorded_at,
            },
        )
        if not f.provisional and not f.unseen:
            yield _board_row(f, first_due_at=f.due_at)


def _ended(e: AnyEntry, state: State, done_at: datetime | None, shown_by: UUID | None = None) -> Iterator[Change]:
    board = {"state": state, "done_at": done_at, "ended_at": e.recorded_at}
    yield from _amend(e.facts.duty, {**board, "ended_by": shown_by or e.id, "next_step_at": None, "offered_to": None}, board)


@projector(kinds.DutyDone)
def done(entries: Sequence[Entry[kinds.DutyDone]]) -> Iterator[Change]:
    for e in entries:
        yield from _ended(e, State.DONE, e.facts.done_at, e.facts.shown_by)


@projector(kinds.DutyOpenedAgain)
def opened_again(entries: Sequence[Entry[kinds.DutyOpenedAgain]]) -> Iterator[Change]:
    for e in entries:
        board = {"state": State.OPEN, "done_at": None, "ended_at": None, "rung": e.facts.rung}
        yield from _amend(e.facts.duty, {**board, "ended_by": None, "next_step_at": e.facts.next_step_at}, board)


@projector(kinds.DutyShownElsewhere)
def shown_elsewhere(entries: Sequence[Entry[kinds.DutyShownElsewhere]]) -> Iterator[Change]:
    for e in entries:
        yield from _ended(e, State.DONE, e.facts.done_at)


@projector(kinds.DutySuperseded)
def superseded(entries: Sequence[Entry[kinds.DutySuperseded]]) -> Iterator[Change]:
    for e in entries:
        yield from _ended(e, State.SUPERSEDED, None, e.facts.by_entry)


@projector(kinds.DutyCannotBeDone)
def cannot_be_done(entries: Sequence[Entry[kinds.DutyCannotBeDone]]) -> Iterator[Change]:
    for e in entries:
        yield from _ended(e, State.CANNOT, None)


@projector(kinds.DutyTransferred)
def transferred(entries: Sequence[Entry[kinds.DutyTransferred]]) -> Iterator[Change]:
    for e in entries:
        yield from _ended(e, State.TRANSFERRED, None)


@projector(kinds.DutyTransferOffered)
def transfer_offered(entries: Sequence[Entry[kinds.DutyTransferOffered]]) -> Iterator[Change]:
    for e in entries:
        yield from _amend(e.facts.duty, {"offered_to": e.facts.to, "offer_id": e.id})


@projector(kinds.DutyTransferAccepted)
def transfer_accepted(entries: Sequence[Entry[kinds.DutyTransferAccepted]]) -> Iterator[Change]:
    for e in entries:
        f = e.facts
        owed = {"owing_agency_id": f.owing_agency, "owning_post": f.owner_post}
        values = {**owed, "owner_id": f.owner, "offered_to": None, "opened_to": f.owner if f.opened else None}
        yield from _amend(f.duty, values, owed)


@projector(kinds.DutyTransferDeclined)
def transfer_declined(entries: Sequence[Entry[kinds.DutyTransferDeclined]]) -> Iterator[Change]:
    for e in entries:
        yield from _amend(e.facts.duty, {"offered_to": None})


@projector(kinds.OfferMade)
def offer_made(entries: Sequence[Entry[kinds.OfferMade]]) -> Iterator[Change]:
    for e in entries:
        f = e.facts
        asked = {"rule": f.rule, "edition": f.edition, "due_at": f.due_at, "late_to": f.late_to}
        owed = {"owing_agency_id": f.owing_agency, "owning_post": f.owner_post}
        row = {"id": f.offer, "room_id": e.room, "duty_id": f.duty, "to_id": f.to, "offered_at": e.recorded_at}
        yield Put(Offer, {**row, **asked, **owed})


@projector(kinds.OfferEnded)
def offer_ended(entries: Sequence[Entry[kinds.OfferEnded]]) -> Iterator[Change]:
    for e in entries:
        yield Amend(Offer, {"id": e.facts.offer}, {"ended_at": e.recorded_at})


@projector(kinds.DutyReassigned)
def reassigned(entries: Sequence[Entry[kinds.DutyReassigned]]) -> Iterator[Change]:
    for e in entries:
        post = {"owning_post": e.facts.owner_post}
        yield from _amend(e.facts.duty, {**post, "owner_id": e.facts.owner}, post)


@projector(kinds.DutyPassedOn)
def passed_on(entries: Sequence[Entry[kinds.DutyPassedOn]]) -> Iterator[Change]:
    for e in entries:
        f = e.facts
        owed = {"owing_agency_id": f.owing_agency, "owning_post": f.owner_post}
        yield from _amend(f.duty, {**owed, "owner_id": f.owner, "opened_to": f.opened_to}, owed)


@projector(kinds.DutyAssured)
def assured(entries: Sequence[Entry[kinds.DutyAssured]]) -> Iterator[Change]:
    for e in entries:
        yield from _amend(e.facts.duty, {"assured_at": e.recorded_at}, {"assured": True})


@projector(kinds.DutyMoreSerious)
def more_serious(entries: Sequence[Entry[kinds.DutyMoreSerious]]) -> Iterator[Change]:
    for e in entries:
        board = {"serious": True}
        yield from _amend(e.facts.duty, {**board, "rung": e.facts.rung, "next_step_at": e.facts.next_step_at}, board)


@projector(kinds.DutyExtended)
def extended(entries: Sequence[Entry[kinds.DutyExtended]]) -> Iterator[Change]:
    for e in entries:
        due = {"due_at": e.facts.due_at}
        yield from _amend(e.facts.duty, {**due, "ladder_from": e.facts.due_at, "next_step_at": e.facts.next_step_at, "rung": 0}, due)


@projector(kinds.DutyConfirmed)
def confirmed(entries: Sequence[Entry[kinds.DutyConfirmed]]) -> Iterator[Change]:
    for e in entries:
        f = e.facts
        values: _Values = {"provisional": False, "next_step_at": f.next_step_at, **_NOT_DECLINING}
        if f.next_step_at is not None:
            values["ladder_from"] = f.next_step_at
        yield Amend(Duty, {"id": f.duty}, values)
        # Until now the council's alone; from here it counts for all.
        yield _board_row(f, first_due_at=f.due_at)


#: Nobody says any more that it is not so.
_NOT_DECLINING: _Values = {"declining_id": None, "declining_by": None, "declining_reason": None}


@projector(kinds.DutyDecliningProposed)
def declining_proposed(entries: Sequence[Entry[kinds.DutyDecliningProposed]]) -> Iterator[Change]:
    for e in entries:
        f = e.facts
        yield Amend(Duty, {"id": f.duty}, {"declining_id": f.proposal, "declining_by": e.author.worker, "declining_reason": f.reason})


@projector(kinds.DutyDecliningRefused)
def declining_refused(entries: Sequence[Entry[kinds.DutyDecliningRefused]]) -> Iterator[Change]:
    for e in entries:
        yield Amend(Duty, {"id": e.facts.duty}, _NOT_DECLINING)


@projector(kinds.DutyDeclined)
def declined(entries: Sequence[Entry[kinds.DutyDeclined]]) -> Iterator[Change]:
    for e in entries:
        yield _board_row(e.facts, first_due_at=e.facts.due_at)
        yield from _ended(e, State.DECLINED, None)


@projector(kinds.DutyAskedAgain)
def asked_again(entries: Sequence[Entry[kinds.DutyAskedAgain]]) -> Iterator[Change]:
    for e in entries:
        f = e.facts
        again = {"state": State.OPEN, "ended_at": None, "ended_by": None, "as_at": f.as_at, "next_step_at": f.next_step_at}
        yield Amend(Duty, {"id": f.duty}, {**again, **_NOT_DECLINING})
        yield Remove(BoardRow, {"id": f.duty})


@projector(kinds.DutyEscalated)
def escalated(entries: Sequence[Entry[kinds.DutyEscalated]]) -> Iterator[Change]:
    for e in entries:
        rung = RUNGS.index(e.facts.rung) + 1
        yield from _amend(e.facts.duty, {"rung": rung, "next_step_at": e.facts.next_step_at}, {"rung": rung})


@projector(kinds.ToldDelivered)
def delivered(entries: Sequence[Entry[kinds.ToldDelivered]]) -> Iterator[Change]:
    for e in entries:
        yield Put(
            Told,
            {
                "id": e.id,
                "room_id": e.room,
                "agency_id": e.facts.agency,
                "delivered_at": e.recorded_at,
                "count": len(e.facts.items),
                "serious": any(item.serious for item in e.facts.items),
                "urgent": e.facts.urgent,
            },
        )
        yield Put(
            Digest,
            {
                "id": e.id,
                "room_id": PARTNERSHIP_ROOM,
                "agency_id": e.facts.agency,
                "delivered_at": e.recorded_at,
                "count": len(e.facts.items),
                "serious": any(item.serious for item in e.facts.items),
            },
        )


def weekly_row(e: AnyEntry) -> Change:
    """The row of a report that an organisation is sent each week."""
    row = {"id": e.id, "room_id": e.room, "agency_id": e.facts.agency, "kind": e.kind.name}
    return Put(Weekly, {**row, "week": e.facts.week, "delivered_at": e.recorded_at})


@projector(kinds.PatternDelivered)
def pattern_delivered(entries: Sequence[Entry[kinds.PatternDelivered]]) -> Iterator[Change]:
    for e in entries:
        yield weekly_row(e)


@projector(kinds.ToldAcknowledged)
def acknowledged(entries: Sequence[Entry[kinds.ToldAcknowledged]]) -> Iterator[Change]:
    for e in entries:
        for delivery in e.facts.delivered:
            yield Amend(Told, {"id": delivery}, {"acknowledged_at": e.recorded_at, "acknowledged_by": e.author.worker})
            yield Amend(Digest, {"id": delivery}, {"acknowledged_at": e.recorded_at, "acknowledged_with": len(e.facts.delivered)})


@projector(kinds.RuleChangeProposed)
def rule_change_proposed(entries: Sequence[Entry[kinds.RuleChangeProposed]]) -> Iterator[Change]:
    for e in entries:
        value = {"rule": e.facts.rule, "amount": e.facts.amount, "unit": e.facts.unit}
        who = {"proposed_by": e.author.worker, "agency_id": e.author.agency, "proposed_at": e.recorded_at}
        yield Put(RuleProposal, {"id": e.id, "room_id": e.room, **value, **who})


@projector(kinds.RuleChangeDeclined)
def rule_change_declined(entries: Sequence[Entry[kinds.RuleChangeDeclined]]) -> Iterator[Change]:
    for e in entries:
        yield Remove(RuleProposal, {"id": e.facts.proposed})


@projector(kinds.RuleValueChanged)
def rule_value_changed(entries: Sequence[Entry[kinds.RuleValueChanged]]) -> Iterator[Change]:
    for e in entries:
        yield Remove(RuleProposal, {"id": e.facts.proposed})
        yield Put(
            RuleValue,
            {
                "rule": e.facts.rule,
                "room_id": e.room,
                "entry_id": e.id,
                "amount": e.facts.amount,
                "unit": e.facts.unit,
                "loosened": e.facts.loosened,
                "changed_at": e.recorded_at,
            },
            replace=True,
        )
