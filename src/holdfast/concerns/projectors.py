"""From the entries of a concern to where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from holdfast.concerns import kinds
from holdfast.concerns.codes import Alleged, Nature, State
from holdfast.concerns.models import Concern, Number, Teller, Telling
from holdfast.duties.kinds import DutyOpened
from holdfast.record.entries import AnyEntry, Entry
from holdfast.record.folding import Standing, folds
from holdfast.record.projection import Amend, Change, Put, projector
from holdfast.record.rooms import room_of


def _amend(entry: AnyEntry, **values: object) -> Change:
    return Amend(Concern, {"id": entry.matter}, values)


def _alleged(alleged: Sequence[str]) -> dict[str, object]:
    """What is alleged now; that a person in authority was named is never unsaid."""
    authority = {"alleges_authority": True} if Alleged.PERSON_IN_AUTHORITY in alleged else {}
    return {"alleged": list(alleged), **authority}


def _new(e: Entry[kinds.DangerTold] | Entry[kinds.ConcernTold], nature: Nature, *, danger_now: bool, alleged: Sequence[str] = ()) -> Change:
    f = e.facts
    return Put(
        Concern,
        {
            "id": e.matter,
            "room_id": room_of(e.matter, kinds.WORK),
            "channel": f.channel,
            "nature": nature,
            "danger_now": danger_now,
            "teller_worker_id": f.teller_worker,
            "teller_agency_id": f.teller_agency,
            "teller_is": f.teller_is if isinstance(f, kinds.ConcernTold) else None,
            "alleged": list(alleged),
            "alleges_authority": Alleged.PERSON_IN_AUTHORITY in alleged,
            "received_on": f.received_on,
            "told_at": e.recorded_at,
            "state": State.NEW,
            "unread_addition": False,
        },
    )


@projector(kinds.DangerTold)
def danger_told(entries: Sequence[Entry[kinds.DangerTold]]) -> Iterator[Change]:
    for e in entries:
        yield _new(e, Nature.CONTACT, danger_now=True)


@projector(kinds.ConcernTold)
def told(entries: Sequence[Entry[kinds.ConcernTold]]) -> Iterator[Change]:
    for e in entries:
        if e.facts.follows_danger:
            yield _amend(
                e,
                nature=e.facts.nature,
                teller_is=e.facts.teller_is,
                **_alleged(e.facts.alleged),
                last_added_at=e.recorded_at,
                unread_addition=True,
            )
        else:
            yield _new(e, e.facts.nature, danger_now=e.facts.danger_now, alleged=e.facts.alleged)


@projector(kinds.DangerLocated)
def danger_located(entries: Sequence[Entry[kinds.DangerLocated]]) -> Iterator[Change]:
    for e in entries:
        yield _amend(e, last_added_at=e.recorded_at, unread_addition=True)


@projector(kinds.DangerAnswered)
def danger_answered(entries: Sequence[Entry[kinds.DangerAnswered]]) -> Iterator[Change]:
    for e in entries:
        yield _amend(e, danger_answered_at=e.recorded_at)


#: Where a concern stands when a decision falls, or it is opened again.
_UNDECIDED: dict[str, object] = {
    "state": State.READ,
    "decision": None,
    "decided_at": None,
    "decided_by_id": None,
    "second_id": None,
    "second_asked_at": None,
    "decided_entry_id": None,
}


@projector(kinds.NumberGiven)
def number_given(entries: Sequence[Entry[kinds.NumberGiven]]) -> Iterator[Change]:
    for e in entries:
        yield Put(Number, {"hash": e.facts.hash, "room_id": e.room, "concern_id": e.matter, "given_at": e.recorded_at})


@projector(kinds.NumberEnded)
def number_ended(entries: Sequence[Entry[kinds.NumberEnded]]) -> Iterator[Change]:
    for e in entries:
        yield Amend(Number, {"hash": e.facts.hash}, {"ended_at": e.recorded_at})


@projector(kinds.ConcernAdded, kinds.ConcernChased)
def added(entries: Sequence[Entry[kinds.ConcernAdded]]) -> Iterator[Change]:
    for e in entries:
        yield _amend(e, last_added_at=e.recorded_at, unread_addition=True)


@projector(kinds.ConcernRead)
def read(entries: Sequence[Entry[kinds.ConcernRead]]) -> Iterator[Change]:
    for e in entries:
        yield _amend(e, state=State.READ, read_at=e.recorded_at, unread_addition=False)


@projector(kinds.AdditionRead)
def addition_read(entries: Sequence[Entry[kinds.AdditionRead]]) -> Iterator[Change]:
    for e in entries:
        yield _amend(e, unread_addition=False)


@projector(kinds.ConcernReopened)
def reopened(entries: Sequence[Entry[kinds.ConcernReopened]]) -> Iterator[Change]:
    for e in entries:
        yield _amend(e, **_UNDECIDED, stands_at=None, outcome_told_at=None, unread_addition=False)


@projector(kinds.AllegedRecorded)
def alleged(entries: Sequence[Entry[kinds.AllegedRecorded]]) -> Iterator[Change]:
    for e in entries:
        yield _amend(e, **_alleged(e.facts.alleged), alleged_is=e.facts.alleged_is)


@projector(kinds.LadoTold, kinds.LadoNotNeeded)
def lado_answered(entries: Sequence[Entry[kinds.LadoTold]]) -> Iterator[Change]:
    for e in entries:
        yield _amend(e, lado_answered_at=e.recorded_at)


@projector(kinds.ConcernTaken)
def taken(entries: Sequence[Entry[kinds.ConcernTaken]]) -> Iterator[Change]:
    for e in entries:
        yield _amend(e, taken_by_id=e.facts.worker, taken_at=e.recorded_at)


@projector(kinds.ConcernPutBack)
def put_back(entries: Sequence[Entry[kinds.ConcernPutBack]]) -> Iterator[Change]:
    for e in entries:
        yield _amend(e, taken_by_id=None, taken_at=None)


@projector(kinds.ConcernRated)
def rated(entries: Sequence[Entry[kinds.ConcernRated]]) -> Iterator[Change]:
    for e in entries:
        yield _amend(e, rating=e.facts.rating)


@projector(kinds.ContactRecorded)
def contact(entries: Sequence[Entry[kinds.ContactRecorded]]) -> Iterator[Change]:
    for e in entries:
        yield _amend(e, nature=Nature.CONTACT, **_alleged(e.facts.alleged), alleged_is=e.facts.alleged_is)


@projector(kinds.ReferralRecorded)
def referral(entries: Sequence[Entry[kinds.ReferralRecorded]]) -> Iterator[Change]:
    for e in entries:
        yield _amend(e, nature=Nature.REFERRAL, **_alleged(e.facts.alleged), alleged_is=e.facts.alleged_is)


@projector(kinds.IntelligenceRecorded)
def intelligence(entries: Sequence[Entry[kinds.IntelligenceRecorded]]) -> Iterator[Change]:
    for e in entries:
        yield _amend(e, nature=Nature.INTELLIGENCE, **_alleged(e.facts.alleged), alleged_is=e.facts.alleged_is)


@projector(kinds.ConcernDecided)
def decided(entries: Sequence[Entry[kinds.ConcernDecided]]) -> Iterator[Change]:
    for e in entries:
        f = e.facts
        yield _amend(
            e,
            state=State.AWAITING_SECOND if f.needs_second else State.DECIDED,
            decision=f.decision,
            decided_at=e.recorded_at,
            decided_by_id=e.author.worker,
            decided_entry_id=e.id,
            second_id=f.second,
            second_asked_at=e.recorded_at if f.needs_second else None,
            stands_at=None if f.needs_second else e.recorded_at,
        )


@projector(kinds.ConcernCountersigned)
def countersigned(entries: Sequence[Entry[kinds.ConcernCountersigned]]) -> Iterator[Change]:
    for e in entries:
        if e.facts.agrees:
            yield _amend(e, state=State.DECIDED, stands_at=e.recorded_at)
        else:
            # The decision falls; the concern is back in the queue.
            yield _amend(e, **_UNDECIDED)


@projector(kinds.SecondReplaced)
def second_replaced(entries: Sequence[Entry[kinds.SecondReplaced]]) -> Iterator[Change]:
    for e in entries:
        yield _amend(e, second_id=e.facts.second, second_asked_at=e.recorded_at)


@projector(kinds.SecondLeft)
def second_left(entries: Sequence[Entry[kinds.SecondLeft]]) -> Iterator[Change]:
    for e in entries:
        yield _amend(e, second_id=None, second_asked_at=None)


@projector(kinds.AcknowledgedToTeller)
def acknowledged(entries: Sequence[Entry[kinds.AcknowledgedToTeller]]) -> Iterator[Change]:
    for e in entries:
        yield _amend(e, acknowledged_at=e.recorded_at)


@projector(kinds.OutcomeTold)
def outcome_told(entries: Sequence[Entry[kinds.OutcomeTold]]) -> Iterator[Change]:
    for e in entries:
        yield _amend(e, outcome_told_at=e.recorded_at)


@projector(kinds.TellerRecorded)
def teller(entries: Sequence[Entry[kinds.TellerRecorded]]) -> Iterator[Change]:
    for e in entries:
        row = {"id": e.room, "room_id": e.room, "entry_id": e.id, "concern_id": e.facts.concern, "safe": e.facts.safe}
        yield Put(Teller, row)


@folds(
    kinds.DangerTold,
    kinds.DangerLocated,
    kinds.ConcernTold,
    kinds.ConcernAdded,
    kinds.ConcernChased,
    kinds.ConcernRead,
    DutyOpened,
    room=kinds.TOLD,
)
def telling(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """What was told, and what whoever told it is shown of what became of it: by when it is to be read, and when it was."""
    told = next((e for e in entries if e.kind is kinds.ConcernTold), None)
    first = next((e for e in entries if e.kind in (kinds.DangerTold, kinds.ConcernTold)), None)
    if first is None:
        return
    due = [e.facts.due_at for e in entries if e.kind is DutyOpened]
    read = [e.happened_at for e in entries if e.kind is kinds.ConcernRead]
    added = [e.happened_at for e in entries if e.kind in (kinds.ConcernAdded, kinds.ConcernChased)]
    row = {
        "id": matter,
        "room_id": first.room,
        "nature": told.facts.nature if told is not None else Nature.CONTACT,
        "alleged": list(told.facts.alleged) if told is not None else [],
        "told_at": first.recorded_at,
        "teller_worker_id": first.facts.teller_worker,
        "read_by": min(due, default=None),
        "decided_by": max(due, default=None),
        "read_at": min(read, default=None),
        "last_added_at": max(added, default=None),
    }
    yield Put(Telling, row)
