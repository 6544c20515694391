"""Passing what somebody owes in a matter to whoever owns the matter in their place, within the organisation that owes it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from holdfast.duties.ending import open_in
from holdfast.duties.reactors import reassign
from holdfast.partnership import queries as partnership
from holdfast.record.entries import Draft


def to_another_owner(matter: UUID, *, previous: UUID | None, owner: UUID) -> Iterator[Draft]:
    """What the previous owner still owes there becomes the new one’s, with the clock that it has; what another organisation owes stays its own."""
    there = partnership.worker(owner)
    for duty in open_in(matter):
        if previous is not None and duty.owner_id == previous and there is not None and duty.owing_agency_id == there.agency_id:
            yield reassign(duty, owner, "another_owns_it")
