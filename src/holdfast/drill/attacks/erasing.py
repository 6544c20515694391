"""Tearing it up: entries erased with everything that belongs to them, and what is left made to fit."""

from __future__ import annotations

from holdfast.drill.attacks.deeds import by_superuser, filled
from holdfast.drill.claims import By, Claim, attack, caught
from holdfast.drill.scene import Scene
from holdfast.record.rebuild import rebuild


def erased(which: str, *, leaves: bool = False, indexes: bool = False, rooms: str = "") -> tuple[str, ...]:
    """Statements that erase these entries with all their rows, and, where `rooms` says which, their rooms and matters; then the counters made to fit."""
    chosen = f"CREATE TEMPORARY TABLE gone AS SELECT id, matter_id FROM record_entry WHERE {which}"
    these = "(SELECT id FROM gone)"
    return (
        chosen,
        f"DELETE FROM record_part WHERE entry_id IN {these}",
        f"DELETE FROM vault_entry_key WHERE entry_id IN {these}",
        f"DELETE FROM record_position WHERE entry_id IN {these}",
        *((f"DELETE FROM record_ledger_index WHERE entry_id IN {these}",) if indexes else ()),
        *((f"DELETE FROM record_leaf WHERE entry_id IN {these}",) if leaves else ()),
        f"DELETE FROM record_entry WHERE id IN {these}",
        *((f"DELETE FROM record_room_head WHERE {rooms}", f"DELETE FROM record_matter_head WHERE {rooms}") if rooms else ()),
        *(
            (f"DELETE FROM record_room WHERE {rooms}", "DELETE FROM record_matter WHERE id IN (SELECT matter_id FROM gone)")
            if rooms
            else ()
        ),
        "UPDATE record_room_head h SET length = coalesce((SELECT max(n) FROM record_position p WHERE p.room_id = h.room_id), 0)",
    )


LAST = "id = (SELECT id FROM record_entry WHERE matter_id = '{case}' ORDER BY position DESC LIMIT 1)"
_LOOKS = "kind = 'look.recorded'"
_LAST_LOOK = f"id = (SELECT id FROM record_entry WHERE {_LOOKS} ORDER BY position DESC LIMIT 1)"

by_superuser("erases the last entry of a case", caught(verify="entry missing"), *erased(LAST))
by_superuser(
    "erases the last entry of a case and its leaf",
    caught(verify="ledger cut", signer="Nothing is signed"),
    *erased(LAST, leaves=True, indexes=True),
)
by_superuser(
    "erases the concern that the school told",
    caught(verify="entry missing"),
    *erased("matter_id = '{concern}'", rooms="matter_id = '{concern}'"),
)
by_superuser(
    "erases the concern that the school told, with its leaves and indexes",
    caught(verify="ledger has a gap"),
    *erased("matter_id = '{concern}'", leaves=True, indexes=True, rooms="matter_id = '{concern}'"),
)
by_superuser("erases a whole case", caught(verify="entry missing"), *erased("matter_id = '{case}'", rooms="matter_id = '{case}'"))
by_superuser("erases the last look at a child", caught(verify="entry missing"), *erased(_LAST_LOOK))
by_superuser("erases every look at a child", caught(verify="entry missing"), *erased(_LOOKS))
by_superuser("erases that a bundle was handed out", caught(verify="leaf missing"), *erased("kind = 'bundle.given'", leaves=True))
by_superuser("erases every duty", caught(verify="entry missing"), *erased("kind LIKE 'duty.%'"))
by_superuser("erases that a worker was in a role", caught(verify="entry missing"), *erased("kind = 'post.created'"))
by_superuser(
    "erases a visit from the middle of a room",
    caught(verify="room has a gap"),
    *erased("id = (SELECT id FROM record_entry WHERE kind = 'visit.recorded' ORDER BY position LIMIT 1)"),
)
by_superuser(
    "empties the whole record",
    caught(verify="nothing is signed", signer="Nothing is signed"),
    "TRUNCATE record_checkpoint, record_ledger_index, record_leaf, record_position, record_part, vault_entry_key, record_entry CASCADE",
)


def _then_rebuilt(what: str, claim: Claim, which: str) -> None:
    """The read models made to fit as well, so that every page agrees."""

    @attack(By.OWNER, f"{what}, and has the read models made again", claim)
    def deed(scene: Scene) -> None:
        scene.superuser(*filled(scene, erased(which)))
        rebuild()


_then_rebuilt("erases the last entry of a case", caught(verify="entry missing"), LAST)
_then_rebuilt("erases every look at a child", caught(verify="entry missing"), _LOOKS)
