"""Where each order to erase stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from holdfast.erasure.codes import State
from holdfast.erasure.kinds import ErasureAgreed, ErasureAsked, ErasureCarriedOut, ErasureRefused, HoldLifted
from holdfast.erasure.models import Order
from holdfast.record.entries import AnyEntry, Entry
from holdfast.record.kinds import Facts
from holdfast.record.projection import Amend, Change, Put, projector

_STATES: dict[type[Facts], State] = {
    HoldLifted: State.LIFTED,
    ErasureAgreed: State.AGREED,
    ErasureRefused: State.REFUSED,
    ErasureCarriedOut: State.CARRIED_OUT,
}


@projector(ErasureAsked)
def asked(entries: Sequence[Entry[ErasureAsked]]) -> Iterator[Change]:
    for e in entries:
        row = {"id": e.matter, "room_id": e.room, "matter_id": e.facts.matter, "state": State.ASKED, "entries": len(e.facts.named)}
        yield Put(Order, {**row, "asked_by_id": e.author.worker, "asked_by_agency_id": e.author.agency, "asked_at": e.recorded_at})


@projector(*_STATES)
def later(entries: Sequence[AnyEntry]) -> Iterator[Change]:
    for e in entries:
        lifted = {"lifted_by_id": e.author.worker} if isinstance(e.facts, HoldLifted) else {}
        yield Amend(Order, {"id": e.matter}, {"state": _STATES[type(e.facts)], **lifted})
