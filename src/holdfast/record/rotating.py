"""New secrets for a matter whose secrets were handed out: who holds a bundle of yesterday does not see in the public ledger what is recorded tomorrow.

In each room of the matter an entry, the last under the old secret, names the room's next one: so a bundle that is handed out later shows that nothing lies
between them. Numbers go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from holdfast.database.asking import rows
from holdfast.ledger.leaf import room_secret, stream_name
from holdfast.record.append import append_all, holding
from holdfast.record.entries import SYSTEM_AUTHOR, Draft
from holdfast.record.faults import Fault, Verdict
from holdfast.record.kinds import ANY, Code, Facts, kind
from holdfast.record.rooms import fresh_secret, matter_secret, open_secret
from holdfast.record.verify import also_check
from holdfast.vault.envelope import CannotOpen


@kind("secret.rotated", version=1, room=ANY, line="The places of this room have new names from here on")
class SecretRotated(Facts):
    """The last entry under the secret of a generation. `next`: the name (`ledger.leaf.stream_name`) of the room's secret of the next one."""

    generation: int
    next: Code


def rotate(matter: UUID, *, because: UUID) -> None:
    """Give a matter a new secret, because of an entry that says that the last was handed out. Raises NoSuchRoom."""
    with holding(matter):
        (last,) = rows("SELECT coalesce(max(generation), 0) FROM record_secret WHERE matter_id = %s", [matter])[0]
        rooms = rows("SELECT id, number FROM record_room WHERE matter_id = %s ORDER BY number", [matter])
        (chain,) = rows("SELECT sealed FROM record_matter WHERE id = %s", [matter])[0]
        sealed = fresh_secret(matter, chain, last + 1)
        append_all(list(_drafts(rooms, matter_secret(matter, sealed), last + 1, because)), by=SYSTEM_AUTHOR)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO record_secret (matter_id, generation, secret) VALUES (%s, %s, %s)", [matter, last + 1, sealed])


def _drafts(rooms: Sequence[tuple[UUID, int]], secret: bytes, generation: int, because: UUID) -> Sequence[Draft]:
    return [
        Draft(facts=SecretRotated(generation=generation, next=stream_name(room_secret(secret, number))), room=room, because=because)
        for room, number in rooms
    ]


@also_check("secrets that changed")
def check_secrets(verdict: Verdict) -> None:
    """Whether the secret that each room goes on under is the one that was named when the last was handed out."""
    for matter, room, number, stored in rows(
        "SELECT e.matter_id, e.room_id, r.number, e.facts FROM record_entry e JOIN record_room r ON r.id = e.room_id WHERE e.kind = %s",
        [SecretRotated.kind.name],
    ):
        try:
            facts = SecretRotated.model_validate_json(bytes(stored))
            found = rows("SELECT secret FROM record_secret WHERE matter_id = %s AND generation = %s", [matter, facts.generation])
            named = stream_name(open_secret(matter, bytes(found[0][0]), number)) if found else None
        except (CannotOpen, ValueError):
            named, facts = None, None
        if facts is None or named != facts.next:
            verdict.add(Fault("room secret altered", "the secret under which it goes on is not the one that was named", room=room))
