"""Bringing an order to erase, lifting the legal hold for it, agreeing to it or refusing it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID, uuid4

from holdfast.database.time import today
from holdfast.database.viewing import role_principal, viewing
from holdfast.erasure import kinds, policies, queries
from holdfast.erasure.codes import Right
from holdfast.erasure.models import Order
from holdfast.partnership.people import Acting
from holdfast.record.append import append, append_all, holding, recorded_before
from holdfast.record.entries import SYSTEM_AUTHOR, Draft, Opening
from holdfast.record.erasing import EntryErased, ErasedParts, gone_of
from holdfast.record.kinds import Facts
from holdfast.record.refusal import Refused
from holdfast.when import london_day


def ask(
    *,
    matter: UUID,
    entries: Collection[UUID],
    right: Right,
    ordered_on: date,
    authority: str,
    why: str,
    by: Acting,
    entry_id: UUID | None = None,
) -> UUID:
    """Bring an order to erase words of a matter; corrections go with what they correct. The order's id. Raises Refused, NotPermitted, LookupError."""
    policies.check_answers_for_an_organisation(by)
    if ordered_on > today():
        raise Refused("ordered_on", "The day of the order must be today or in the past")
    order = entry_id or uuid4()
    with viewing(by.viewer):
        kind = queries.matter_type_of(matter)
        if kind is None:
            raise LookupError("there is no such matter that this person may see")
        if kind not in policies.MATTERS:
            raise Refused("entries", "Nothing of this can be erased")
        possible = queries.can_be_named(matter, by)
        if missing := set(entries) - {e.id for e in possible}:
            raise Refused("entries", f"{len(missing)} of these are not your organisation’s, have no words, or were erased already")
        named = [
            kinds.Named(entry=e.id, room=e.room, what=e.kind.name, recorded_on=london_day(e.recorded_at))
            for e in queries.with_their_corrections(entries, possible)
        ]
    if not named:
        raise Refused("entries", "Choose what the order names")
    facts = kinds.ErasureAsked(right=right, ordered_on=ordered_on, matter=matter, matter_type=kind, named=tuple(named))
    opens = Opening("erasure", tuple(role_principal(role) for role in policies.READERS))
    append(Draft(facts=facts, parts=kinds.AskedParts(authority=authority, why=why), room=order, id=order, opens=opens), by=by.author)
    return order


@contextmanager
def _held(order: UUID, by: Acting, *also: UUID) -> Iterator[Order]:
    """An order that this person reads, held. Raises LookupError."""
    with viewing(by.viewer), holding(order, *also):
        found = queries.order(order)
        if found is None:
            raise LookupError("there is no such order")
        yield found


def _record(order: UUID, facts: Facts, words: str, by: Acting, entry_id: UUID | None) -> None:
    append(Draft(facts=facts, parts=kinds.WordsParts(words=words), room=order, id=entry_id or uuid4()), by=by.author)


def lift_hold(*, order: UUID, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """The scrutineer lifts the legal hold for this order, with the reason. Raises Refused, NotPermitted, LookupError."""
    policies.check_scrutineer(by)
    if recorded_before(entry_id, by=by.author, matter=order):
        return
    with _held(order, by) as found:
        policies.check_may_lift(found)
        _record(order, kinds.HoldLifted(), words, by, entry_id)


def refuse(*, order: UUID, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Nothing is erased by this order, with the reason. Raises Refused, NotPermitted, LookupError."""
    policies.check_reads(by)
    if recorded_before(entry_id, by=by.author, matter=order):
        return
    with _held(order, by) as found:
        policies.check_may_refuse(found)
        _record(order, kinds.ErasureRefused(), words, by, entry_id)


def agree(*, order: UUID, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Somebody of another organisation agrees: from here on nobody opens these words, and where they lay it is said. Raises Refused, NotPermitted,
    LookupError.
    """
    policies.check_answers_for_an_organisation(by)
    if recorded_before(entry_id, by=by.author, matter=order):
        return
    with viewing(by.viewer):
        asked = queries.asked_of(order)
        authority = queries.authority_of(asked)
    with _held(order, by, asked.facts.matter) as found:
        policies.check_may_agree(found, by)
        policies.check_none_erased(each.entry for each in asked.facts.named)
        agreed = entry_id or uuid4()
        rooms: dict[UUID, list[UUID]] = defaultdict(list)
        for named in asked.facts.named:
            rooms[named.room].append(named.entry)
        said = [
            Draft(
                facts=EntryErased(order=order, gone=gone_of(room, entries)),
                parts=ErasedParts(authority=authority),
                room=room,
                because=agreed,
            )
            for room, entries in rooms.items()
        ]
        done = Draft(facts=kinds.ErasureAgreed(), parts=kinds.WordsParts(words=words), room=order, id=agreed)
        append_all([done, *said], by=by.author)


def carried_out(*, order: UUID, keys: int) -> None:
    """The keys are destroyed: recorded by the system, for whoever keeps the machines. Raises LookupError."""
    append(Draft(facts=kinds.ErasureCarriedOut(keys=keys), room=order), by=SYSTEM_AUTHOR)
