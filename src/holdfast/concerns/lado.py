"""Telling the LADO of what a concern alleges of somebody in authority; or saying why it is not the LADO's (Working Together 2023, ch. 2)."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from holdfast.allegations import actions as allegations
from holdfast.allegations.kinds import ToldParts
from holdfast.concerns import kinds, policies
from holdfast.concerns.actions import held_concern, record_in
from holdfast.concerns.ids import ConcernId
from holdfast.partnership.people import Acting
from holdfast.record.append import recorded_before


def tell(
    *, concern: ConcernId, words: ToldParts, employer: UUID | None, noticed_on: date, by: Acting, entry_id: UUID | None = None
) -> None:
    """Tell the LADO: in a matter of its own, and nothing here leads to it. Raises Refused, NotPermitted, LookupError."""
    policies.check_front_door(by)
    if recorded_before(entry_id, by=by.author, matter=concern):
        return
    once = entry_id or uuid4()
    with held_concern(concern, by) as held:
        policies.check_lado_waits(held)
        told = allegations.telling(words=words, employer=employer, noticed_on=noticed_on, by=by, matter=uuid4())
        record_in(held, kinds.LadoTold(), by, once, more=[told])


def not_needed(*, concern: ConcernId, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Whoever is in authority does not work with children, for the reason given. Raises Refused, NotPermitted, LookupError."""
    policies.check_front_door(by)
    if recorded_before(entry_id, by=by.author, matter=concern):
        return
    with held_concern(concern, by) as held:
        policies.check_lado_waits(held)
        record_in(held, kinds.LadoNotNeeded(), by, entry_id, kinds.ReasonParts(reason=reason))
