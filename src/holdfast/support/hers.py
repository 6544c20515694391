"""She reads her own plan: by a number that is said to her once, and that she switches off herself. Nobody else is told it, and no copy can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from holdfast.concerns.kept_briefly import keep_fresh, still_fresh
from holdfast.concerns.numbers import fresh_number, hash_of, read_number, shown
from holdfast.database.viewing import Viewer, holder_principal, viewing
from holdfast.partnership.people import Acting
from holdfast.record.append import append_all, recorded_before
from holdfast.record.audience import AudienceEnded, AudienceGranted
from holdfast.record.entries import Author, Draft
from holdfast.record.holding import reading_all
from holdfast.record.models import RoomHead
from holdfast.record.refusal import Refused
from holdfast.support import kinds, policies
from holdfast.support.actions import held
from holdfast.support.ids import PlanId
from holdfast.support.models import Item, Plan, PlanNumber


def give_number(*, plan: PlanId, by: Acting, entry_id: UUID) -> str:
    """A new number, for whoever sits with her to say to her: shown for a few minutes to whoever sends the same form twice, and never again. One that she
    had opens nothing any more. Raises Refused, NotPermitted, LookupError.
    """
    policies.check_may_support(by)
    with viewing(by.viewer):
        if not Plan.objects.filter(id=plan).exists():
            raise LookupError("there is no such plan that this person may see")
    if recorded_before(entry_id, by=by.author, matter=plan):
        return _shown_again(entry_id)
    number = keep_fresh(entry_id, fresh_number())  # operational, and not the record’s: kept before anything is held
    with held(plan, by) as found:
        hashed = hash_of(number)
        rooms = list(RoomHead.objects.filter(matter_id=found.id).order_by("room_id").values_list("room_id", flat=True))
        before = list(PlanNumber.objects.filter(plan_id=found.id, ended_at=None).order_by("hash").values_list("hash", flat=True))
        given = Draft(facts=kinds.NumberGiven(hash=hashed), room=found.id, id=entry_id)
        sight = [Draft(facts=AudienceGranted(principal=holder_principal(hashed), reason="number"), room=room) for room in rooms]
        append_all([given, *sight, *_ending(found.id, before, rooms)], by=by.author)
    return shown(read_number(number))


def _shown_again(once: UUID) -> str:
    number = still_fresh(once, hash_known=lambda number: plan_of(hash_of(number)) is not None)
    if number is None:
        raise Refused("number", "This number was shown before, and is not shown again. Begin anew, and give her another")
    return shown(read_number(number))


def _ending(plan: UUID, hashes: Iterable[str], rooms: Iterable[UUID]) -> Iterator[Draft]:
    there = list(rooms)
    for hashed in hashes:
        yield Draft(facts=kinds.NumberEnded(hash=hashed), room=plan)
        for room in there:
            yield Draft(facts=AudienceEnded(principal=holder_principal(hashed), reason="number_ended"), room=room)


def plan_of(hashed: str) -> tuple[Plan, dict[str, Item]] | None:
    """The plan that a number opens (by its keyed hash), as its holder reads it; None for one that nobody was given, or that was switched off."""
    with viewing(Viewer.of(holder_principal(hashed))):
        row = PlanNumber.objects.filter(hash=hashed, ended_at=None).first()
        found = Plan.objects.filter(id=row.plan_id).first() if row is not None else None
        if found is None:
            return None
        return found, {item.what: item for item in Item.objects.filter(plan_id=found.id)}


def end_number(*, hashed: str) -> None:
    """She switches her number off: from now on it opens nothing. Raises LookupError."""
    found = plan_of(hashed)
    if found is None:
        raise LookupError("there is no such number")
    plan, _ = found
    with reading_all():  # every room that it opens is shut, and none that she does not read is told of
        rooms = list(RoomHead.objects.filter(matter_id=plan.id).order_by("room_id").values_list("room_id", flat=True))
    append_all(list(_ending(plan.id, [hashed], rooms)), by=Author.of_teller(plan.id))
