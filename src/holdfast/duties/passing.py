"""Passing what somebody owes in a matter to whoever owns the matter in their place, within the organisation that owes it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from holdfast.duties.ending import open_in
from holdfast.duties.queries import open_duties_of
from holdfast.duties.reactors import reassign
from holdfast.duties.rulebook import rule
from holdfast.partnership import queries as partnership
from holdfast.record.entries import Draft


def to_another_owner(matter: UUID, *, previous: UUID | None, owner: UUID) -> Iterator[Draft]:
    """What the previous owner still owes there becomes the new one’s, with the clock that it has; what another organisation owes stays its own."""
    there = partnership.worker(owner)
    for duty in open_in(matter):
        if previous is not None and duty.owner_id == previous and there is not None and duty.owing_agency_id == there.agency_id:
            yield reassign(duty, owner, "another_owns_it")


def passes(previous: UUID | None, owner: UUID) -> bool:
    """Whether a matter goes to an owner of another organisation than whoever owned it before."""
    before, after = partnership.worker(previous) if previous is not None else None, partnership.worker(owner)
    return before is not None and after is not None and before.agency_id != after.agency_id


def still_owed(matter: UUID, *, ended_by: str) -> bool:
    """Whether something is open there that an entry of this kind would end. Asked as the viewer."""
    return any(ended_by in rule(duty.rule, duty.edition).ends for duty in open_duties_of(matter))
