"""Which rows are signed, and who answers for which body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from holdfast.disruption.kinds import HolderSet, MeasureSigned, TermAgreed
from holdfast.disruption.models import Agreed, Holder, Signature
from holdfast.record.entries import Entry
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
