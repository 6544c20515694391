"""Who at the front door has a concern: taking it, giving it to a colleague. It ends nothing; what is owed stays owed by whom it is owed."""

from __future__ import annotations

from uuid import UUID

from holdfast.concerns import kinds, policies
from holdfast.concerns.actions import held_concern, record_in
from holdfast.concerns.codes import State
from holdfast.concerns.ids import ConcernId
from holdfast.concerns.models import Concern
from holdfast.pages.dates import moment
from holdfast.partnership import queries as partnership
from holdfast.partnership.leaving import keep_here
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import Role
from holdfast.record.append import recorded_before
from holdfast.record.refusal import Refused


def take(*, concern: ConcernId, by: Acting, entry_id: UUID | None = None) -> None:
    """Take a concern that nobody has, or whose holder is away. Raises Refused, NotPermitted, LookupError."""
    policies.check_front_door(by)
    if recorded_before(entry_id, by=by.author, matter=concern):
        return
    with held_concern(concern, by) as found:
        _check_waits(found)
        if found.taken_by_id == by.worker:
            return
        _check_free(found, by)
        record_in(found, kinds.ConcernTaken(worker=by.worker, previous=found.taken_by_id), by, entry_id)


def give(*, concern: ConcernId, worker: UUID, by: Acting, entry_id: UUID | None = None) -> None:
    """Give a concern to a colleague: by whoever has it, or the front door's manager. Raises Refused, NotPermitted, LookupError."""
    policies.check_front_door(by)
    if recorded_before(entry_id, by=by.author, matter=concern):
        return
    with held_concern(concern, by) as found:
        _check_waits(found)
        if not (by.has_role(Role.FRONT_DOOR_MANAGER) or found.taken_by_id == by.worker):
            raise NotPermitted("Whoever has it, or the front door’s manager, gives it to somebody.")
        keep_here(worker)
        to = partnership.acting_for(worker)
        if to is None or not to.has_role(*policies.FRONT_DOOR):
            raise Refused("worker", "Choose somebody who works at the front door")
        if found.taken_by_id == worker:
            raise Refused("worker", "They have it already. Choose somebody else")
        record_in(found, kinds.ConcernTaken(worker=worker, previous=found.taken_by_id), by, entry_id)


def _check_free(found: Concern, by: Acting) -> None:
    if found.taken_by_id is None or found.taken_at is None or found.taken_by_id in partnership.away():
        return
    who = partnership.directory().known_to(found.taken_by_id, by.agency)
    raise Refused("worker", f"{who} took this on {moment(found.taken_at)}. They, or the front door’s manager, can give it to you")


def _check_waits(found: Concern) -> None:
    if found.state == State.DECIDED and not found.unread_addition:
        raise Refused("worker", "This is decided, and waits for nobody")
