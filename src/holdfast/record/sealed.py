"""Sealed matters: read by named workers alone, of two organisations at least, from the first entry on.

Nothing outside cites one, and it cites nothing outside. Its secrets follow from one chain (`rooms.chain_secret`), of which guardians of two organisations
hold a half each: together they see in the public ledger, without us, how many sealed matters there are and that nothing of one is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from holdfast.database.asking import rows
from holdfast.ledger.leaf import labels_of, position_label, room_secret, sealed_matter_secret
from holdfast.record.audience import AudienceEnded, AudienceGranted
from holdfast.record.entries import AnyEntry, Draft
from holdfast.record.holding import reading_all
from holdfast.record.rooms import FIRST_ADDED, RoomRefused, chain_secret

#: Why these may not be all who read a sealed room; "" where they may.
ReadersCheck = Callable[[Collection[UUID]], str]
_checks: list[ReadersCheck] = []


def register_readers(check: ReadersCheck) -> ReadersCheck:
    """Declare who may read what is sealed: the record knows principals, and not people."""
    _checks.append(check)
    return check


def why_not_readers(principals: Collection[UUID]) -> str:
    """Why these may not be all who read a sealed room; "" where they may. Nobody may where nobody has declared who."""
    return next(
        (why for check in _checks if (why := check(principals))), "" if _checks else "nobody has declared who may read what is sealed"
    )


def check_readers(drafts: Sequence[Draft]) -> None:
    """Whether, once these are recorded, each sealed room that they open, or change the readers of, is read by those who may. Raises RoomRefused."""
    readers = {d.room: set(d.opens.audience) for d in drafts if d.opens is not None and d.opens.sealed}
    changed = {d.room for d in drafts if isinstance(d.facts, AudienceGranted | AudienceEnded)} - readers.keys()
    readers |= {room: readers_of(room) for room in _sealed_among(changed)}
    if not readers:
        return
    for draft in drafts:
        match draft.facts:
            case AudienceGranted(principal=principal, until=None) if draft.room in readers:
                readers[draft.room].add(principal)
            case AudienceGranted() if draft.room in readers:
                raise RoomRefused("whoever reads what is sealed reads it until somebody else does in their place: not until a day")
            case AudienceEnded(principal=principal) if draft.room in readers:
                readers[draft.room].discard(principal)
    for room, who in readers.items():
        if why := why_not_readers(who):
            raise RoomRefused(f"the sealed room {room} cannot be read by these alone: {why}")


def check_answers(drafts: Sequence[Draft], answered: Sequence[AnyEntry], sealed: Collection[UUID]) -> None:
    """Whether what answers an entry of a sealed matter stays in it: nothing outside points to it. `sealed`: those matters of the entries that are.

    Raises RoomRefused.
    """
    if not sealed:
        return
    matters = {entry.id: entry.matter for entry in answered if entry.matter in sealed}
    there = dict(rows("SELECT id, matter_id FROM record_room WHERE id = ANY(%s)", [[d.room for d in drafts]]))
    for draft in drafts:
        own = (draft.opens.matter or draft.room) if draft.opens is not None else there.get(draft.room)
        if draft.because in matters and own != matters[draft.because]:
            raise RoomRefused(f"{draft.facts.kind.name} would stand outside the sealed matter that it answers")


def readers_if_sealed(about: UUID) -> set[UUID]:
    """The workers who read a matter, or a room, that is sealed; nobody where it is not. Asked as the record's own: whoever acts here need not read it."""
    with reading_all():
        return named_readers({about}).get(about, set())


def lost_in_chain(number: int) -> bool:
    """Whether the sealed matter of that number was lost with an older backup: then its places in the ledger are taken, and no other gets its number."""
    homes = {labels_of(bytes(leaf))[:1] for (leaf,) in rows("SELECT leaf FROM record_lost")}
    if not homes:
        return False
    secret = sealed_matter_secret(chain_secret(), number, 0)
    return any((position_label(room_secret(secret, room), 1),) in homes for room in range(1, FIRST_ADDED))


def readers_of(room: UUID) -> set[UUID]:
    """The principals that read a room for good."""
    return {principal for (principal,) in rows("SELECT principal FROM record_audience WHERE room_id = %s AND until IS NULL", [room])}


def _sealed_among(rooms: Collection[UUID]) -> set[UUID]:
    """Which of these rooms are of sealed matters."""
    if not rooms:
        return set()
    asked = "SELECT r.id FROM record_room r JOIN record_matter m ON m.id = r.matter_id WHERE m.sealed IS NOT NULL AND r.id = ANY(%s)"
    return {room for (room,) in rows(asked, [list(rooms)])}


def sealed_rooms_read_by(principal: UUID) -> set[UUID]:
    """The sealed rooms that a principal reads."""
    return _sealed_among({room for (room,) in rows("SELECT room_id FROM record_audience WHERE principal = %s", [principal])})


def named_readers(about: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """The workers who read those of these matters, or rooms, that are sealed."""
    asked = (
        "SELECT r.id, r.matter_id, a.principal FROM record_room r JOIN record_matter m ON m.id = r.matter_id JOIN record_audience a ON a.room_id = r.id "
        "WHERE m.sealed IS NOT NULL AND (r.id = ANY(%s) OR r.matter_id = ANY(%s))"
    )
    found: dict[UUID, set[UUID]] = {}
    for room, matter, principal in rows(asked, [list(about), list(about)]):
        for each in {room, matter} & set(about):
            found.setdefault(each, set()).add(principal)
    return found
