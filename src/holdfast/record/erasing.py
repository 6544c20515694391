"""Erasure on a lawful order: an entry's words can never be opened again, and everything about it is still proved.

The keys of an entry are destroyed, by the eraser's role alone. Its header and facts stay in the clear, with the keys under which they are committed to,
so that its leaf can be made again from what is left. What was erased is said by an entry beside it. Who may order that, and what it takes, is for
`holdfast.erasure`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from holdfast.database.asking import rows
from holdfast.record.entries import Entry
from holdfast.record.kinds import ANY, Code, Facts, Parts, kind
from holdfast.record.models import Erased
from holdfast.record.projection import Change, Put, projector
from holdfast.record.sealing import Remaining
from holdfast.vault.envelope import unwrap_keys
from holdfast.vault.master import derived_key


class Gone(Facts):
    """An entry whose words were erased, with what its leaf is made from in their place: the keys (in hexadecimal) under which its header and its facts
    are committed to, which open nothing else, and the label that fills its leaf where it cites no room.
    """

    entry: UUID
    header_key: Code
    facts_key: Code
    filler: Code


class ErasedParts(Parts):
    """Who ordered it, as the order names them."""

    authority: str


@kind("entry.erased", version=1, room=ANY, parts=ErasedParts, line="Words were erased by order")
class EntryErased(Facts):
    """Entries of this room whose words were erased. `order`: the matter in which that was asked for, and agreed to by another organisation."""

    order: UUID
    gone: tuple[Gone, ...]

    def remaining(self) -> Iterator[tuple[UUID, Remaining]]:
        """What is left of each entry to make its leaf from. Raises ValueError where that is not 32 bytes each, in hexadecimal."""
        for each in self.gone:
            filler, header, facts = (bytes.fromhex(text) for text in (each.filler, each.header_key, each.facts_key))
            if {len(filler), len(header), len(facts)} != {32}:
                raise ValueError("a key or a label is not 32 bytes")
            yield each.entry, Remaining(header, facts, filler)


@projector(EntryErased)
def erased(entries: Sequence[Entry[EntryErased]]) -> Iterator[Change]:
    """From here on nothing opens their words, whether or not the keys are destroyed yet."""
    for e in entries:
        for each in e.facts.gone:
            yield Put(
                Erased, {"entry_id": each.entry, "room_id": e.room, "by_id": e.id, "order_id": e.facts.order, "erased_at": e.recorded_at}
            )


def gone_of(room: UUID, entries: Iterable[UUID]) -> tuple[Gone, ...]:
    """What is kept of these entries of a room when their words are erased. Asked as the record's own. Raises CannotOpen, LookupError."""
    wanted = sorted(set(entries), key=str)
    found = dict(rows("SELECT entry_id, wrapped FROM vault_entry_key WHERE room_id = %s AND entry_id = ANY(%s)", [room, wanted]))
    if missing := set(wanted) - found.keys():
        raise LookupError(f"entry {min(missing, key=str)} has no key in the room {room}")
    gone = []
    for entry in wanted:
        left = Remaining.of(unwrap_keys(derived_key("wrap"), room, entry, bytes(found[entry])))
        gone.append(Gone(entry=entry, header_key=left.header.hex(), facts_key=left.facts.hex(), filler=left.filler.hex()))
    return tuple(gone)
