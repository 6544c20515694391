"""Questions about orders to erase, and about what an order may name."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from holdfast.database.asking import rows
from holdfast.erasure import policies
from holdfast.erasure.codes import State
from holdfast.erasure.kinds import AskedParts, ErasureAsked
from holdfast.erasure.models import Order
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import LEADS, Role
from holdfast.record.entries import AnyEntry, Entry
from holdfast.record.erasing import EntryErased
from holdfast.record.kinds import Parts
from holdfast.record.queries import entries_of_matter, entries_of_room, open_parts


def orders(*, limit: int = 200) -> list[Order]:
    """The latest orders that the viewer reads, the last first."""
    return list(Order.objects.order_by("-asked_at", "id")[:limit])


def waiting_for(by: Acting) -> int:
    """How many orders wait for this person: for the scrutineer to lift the hold, or for somebody of another organisation to decide."""
    if by.has_role(Role.SCRUTINEER):
        return Order.objects.filter(state=State.ASKED).count()
    if by.has_role(*LEADS):
        return Order.objects.filter(state=State.LIFTED).exclude(asked_by_agency_id=by.agency).count()
    return 0


def order(order_id: UUID) -> Order | None:
    """An order, or None when there is none that the viewer may see."""
    return Order.objects.filter(id=order_id).first()


def asked_of(order_id: UUID) -> Entry[ErasureAsked]:
    """What an order asks for. Raises LookupError."""
    found = next((e for e in entries_of_room(order_id) if isinstance(e.facts, ErasureAsked)), None)
    if found is None:
        raise LookupError("there is no such order")
    return found


def authority_of(asked: Entry[ErasureAsked]) -> str:
    """Who ordered it, as the order names them. For whoever reads the order."""
    parts = open_parts([asked])[asked.id]
    assert isinstance(parts, AskedParts)
    return parts.authority


def story(order_id: UUID) -> list[tuple[AnyEntry, Parts]]:
    """What was recorded of an order, opened for the viewer."""
    entries = [e for e in entries_of_room(order_id) if e.kind.name.startswith("erasure.")]
    opened = open_parts(entries)
    return [(e, opened[e.id]) for e in entries]


def can_be_named(matter: UUID, by: Acting) -> list[AnyEntry]:
    """The entries of a matter that this person reads, of their organisation, with words that nobody has erased: the last first."""
    found = [
        e
        for e in entries_of_matter(matter)
        if policies.is_theirs(e, by)
        and not isinstance(e.facts, EntryErased)
        and not e.kind.name.startswith(("duty.", "audience.", "offer."))
    ]
    with_words = _with_words([e.id for e in found])
    return [e for e in reversed(found) if e.id in with_words]


def _with_words(entries: Collection[UUID]) -> set[UUID]:
    return {
        entry
        for (entry,) in rows(
            "SELECT DISTINCT p.entry_id FROM record_part p WHERE p.entry_id = ANY(%s) "
            "AND NOT EXISTS (SELECT 1 FROM record_erased x WHERE x.entry_id = p.entry_id)",
            [list(entries)],
        )
    }


def with_their_corrections(chosen: Collection[UUID], entries: Collection[AnyEntry]) -> list[AnyEntry]:
    """These entries, what corrects them, and what they correct: the same words stand in all of them."""
    wanted, before = set(chosen), 0
    while len(wanted) > before:
        before = len(wanted)
        wanted |= {e.id for e in entries if e.corrects in wanted} | {e.corrects for e in entries if e.id in wanted and e.corrects}
    return [e for e in entries if e.id in wanted]


def matter_type_of(matter: UUID) -> str | None:
    """The type of a matter of which the viewer reads a room."""
    found = rows("SELECT DISTINCT matter_type FROM record_room WHERE matter_id = %s", [matter])
    return found[0][0] if found else None
