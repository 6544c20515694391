"""Which rows are signed, who answers for which body, and on what decisions rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from holdfast.disruption.kinds import HolderSet, LookedAgain, MeasureSigned, RestFell, RestsOn, TermAgreed
from holdfast.disruption.models import Agreed, Holder, Resting, Signature
from holdfast.record.entries import Entry
from holdfast.record.folding import EACH, Standing, folds
from holdfast.record.projection import Change, Put, projector


@projector(MeasureSigned)
def signed(entries: Sequence[Entry[MeasureSigned]]) -> Iterator[Change]:
    for e in entries:
        row = {"measure": e.facts.measure, "room_id": e.room, "entry_id": e.id}
        yield Put(Signature, {**row, "digest": e.facts.digest, "signed_on": e.facts.signed_on}, replace=True)


@projector(HolderSet)
def held(entries: Sequence[Entry[HolderSet]]) -> Iterator[Change]:
    for e in entries:
        row = {"body": e.facts.body, "room_id": e.room, "entry_id": e.id}
        yield Put(Holder, {**row, "post_id": e.facts.post, "outside": e.facts.outside}, replace=True)


@projector(TermAgreed)
def agreed(entries: Sequence[Entry[TermAgreed]]) -> Iterator[Change]:
    for e in entries:
        row = {"term": e.facts.term, "room_id": e.room, "entry_id": e.id, "agreed_on": e.facts.agreed_on}
        yield Put(Agreed, row, replace=True)


@folds(RestsOn, RestFell, LookedAgain, room=EACH)
def resting(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """Each decision with each piece of information on which it rests."""
    fell = {(e.facts.decision, e.facts.information): e for e in entries if e.kind is RestFell}
    looked = {e.facts.answers: e for e in entries if e.kind is LookedAgain}
    for e in entries:
        if e.kind is not RestsOn:
            continue
        for information in e.facts.information:
            gone = fell.get((e.facts.decision, information))
            said = looked.get(gone.id) if gone is not None else None
            row = {"decision_id": e.facts.decision, "information_id": information, "room_id": e.room, "matter_id": matter}
            state = {"fell_id": gone.id if gone else None, "owner_id": gone.facts.worker if gone else None}
            after = {"looked_at": said.happened_at if said else None, "stands": said.facts.stands if said else None}
            yield Put(Resting, {**row, "worker_id": e.facts.worker, **state, **after})
