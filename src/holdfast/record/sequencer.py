"""The sequencer: gives each entry's leaf its index in the ledger, one batch at a time, and signs the new head.

Assign, commit, write the leaves to files outside the database, sign, then move the head that is kept beside them (compare and swap). It believes
the database nothing but which entries wait: the tree is built again from the files, must have the root of the kept head, and is only ever added
to; so what was signed once cannot be signed otherwise, whatever is done to the database. It signs in with a role of its own, which
reads leaves and inserts indexes and heads, and which the application cannot take.

After what waited comes a leaf that commits to the map of all positions before it (`record.mapping`).

A database restored from an older backup is smaller than the kept head; then nothing is signed, and the error says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connections, transaction

from holdfast.ledger.checkpoint import Checkpoint as Head
from holdfast.ledger.checkpoint import sign_checkpoint
from holdfast.ledger.errors import LedgerError
from holdfast.ledger.leaf import LeafType, map_root_of
from holdfast.ledger.note import add_signatures, signature_on
from holdfast.ledger.store import Store
from holdfast.ledger.tree import Frontier
from holdfast.record.exchanging import take_up_keys
from holdfast.record.gate import installation
from holdfast.record.log_keys import head_keys, store
from holdfast.record.mapping import MapAhead, Mapped, add_map_leaf
from holdfast.record.restored import not_settled
from holdfast.record.signing import former_key_path, read_key, signing_key

#: One sequencer at a time, whichever process it runs in.
_LOCK = 0x686F6C6466617374
BATCH = 20_000
#: The last index that was given to an entry, or that a declared loss stands for.
_LAST = "greatest((SELECT max(index) FROM record_ledger_index), (SELECT max(index) FROM record_lost))"
#: After so many looks an entry is looked for among all, in case its transaction's number was altered.
_LOOKS_BEFORE_ALL = 120
ALIAS = "sequencer"


class LedgerRefused(Exception):
    """Nothing is signed; the message says why and what to do."""


class WouldFork(LedgerRefused):
    """The database is behind the head that was already signed: signing on would make a second history."""


class LedgerDamaged(LedgerRefused):
    """What is needed to sign is missing or altered: the files outside the database, or an index in it."""


@dataclass(frozen=True)
class Sequenced:
    """What one run did: how many entries it added, and how many leaves there are now (those of the map too)."""

    added: int
    size: int


def head_path() -> Path:
    """Where the last signed head is kept outside the database."""
    return store().head_path


@dataclass
class _Tree:
    """What this process knows of a ledger: its tree as built from the files, the map's last leaf, and from which transaction on entries may wait."""

    frontier: Frontier
    mapped: Mapped | None = None
    floor: str = "0"
    looks: int = 0
    #: While a backlog is gone through: up to which position, and whether something of it got an index.
    after: int = 0
    gave: bool = False


_trees: dict[tuple[str, str], _Tree] = {}


def forget_trees() -> None:
    """Forget every tree, as a process that has just been started (tests, drills)."""
    _trees.clear()


def sequence(backlog: Callable[[int], None] | None = None) -> Sequenced:
    """Give every waiting entry its index and sign the head. No leaf and no head for an empty batch. `backlog` is told how many are signed so far, while
    more than a batch waits.

    Raises WouldFork, LedgerDamaged, StoreBusy, NoSigningKey, and OSError when the files cannot be written.
    """
    if why := not_settled():
        raise WouldFork(why)
    kept = store()
    with kept.alone(), _one_sequencer():
        added = 0
        take_up_keys()
        head, tree = _head_and_tree(kept)
        while True:
            _check_not_behind(head, tree.mapped)
            more = _assign(tree, head)
            head, signed = _sign(kept, head, tree, with_map=not more)
            added += signed
            if more and signed and backlog is not None:
                backlog(added)
            if not more:
                return Sequenced(added, head.size if head else 0)


def ledger_as_signed() -> tuple[int, Iterator[bytes]]:
    """How many leaves were signed, and each of them, as the files hold them and the head says. Raises LedgerDamaged, NoSigningKey, StoreBusy."""
    kept = store()
    with kept.alone():
        head, _ = _head_and_tree(kept)
    size = head.size if head else 0
    return size, kept.leaves(size)


def behind() -> str:
    """Whether the database lacks entries that were signed, by the kept head alone, so that nothing may be recorded: why, in words; "" where it lacks none.
    Raises NoSigningKey.
    """
    if why := not_settled():
        return why
    kept = store()
    try:
        head = kept.head(head_keys())
    except (LedgerError, OSError):
        return ""  # the ledger's process says so
    if head is None or _assigned() >= head.size - 1:  # the last leaf may be the map's
        return ""
    return _behind(head.size, _assigned())


def _assigned() -> int:
    """How many indexes were given, or stand for a declared loss."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(f"SELECT coalesce({_LAST} + 1, 0)")
        (assigned,) = cursor.fetchone()
    return int(assigned)


def _behind(size: int, assigned: int) -> str:
    return (
        f"The ledger was signed at {size} leaves, and this database holds the first {assigned}. It was restored from an older backup, or entries "
        f"were removed. Nothing is signed until the lost entries are back, or the loss is declared: `script/holdfast recover` says which they are. "
        f"The head is at {head_path()}."
    )


@contextmanager
def _one_sequencer() -> Iterator[None]:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        yield
    finally:
        if connections[ALIAS].is_usable():
            with connections[ALIAS].cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _head_and_tree(kept: Store) -> tuple[Head | None, _Tree]:
    """The kept head, and the tree that this process knows or builds again from the files. Raises LedgerDamaged."""
    database = connections[ALIAS].settings_dict
    key = (str(kept.folder), f"{database['HOST']}/{database['NAME']}")
    try:
        head = kept.head(head_keys())
        size, root = (head.size, head.root) if head else (0, Frontier().root())
        tree = _trees.get(key)
        if tree is None or (tree.frontier.size, tree.frontier.root()) != (size, root):
            found: list[Mapped] = []  # the last one alone

            def look(index: int, leaf: bytes) -> None:
                if (mapped := map_root_of(leaf)) is not None:
                    found[:] = [Mapped(index, mapped)]

            tree = _trees[key] = _Tree(kept.tree(size, look), found[0] if found else None)
    except LedgerError as wrong:
        raise LedgerDamaged(
            f"{wrong}. Nothing is signed until the folder {kept.folder} is back as it was (from a backup, or from another organisation's copy)."
        ) from wrong
    if tree.frontier.root() != root:
        del _trees[key]
        raise LedgerDamaged(
            f"The leaves in {kept.folder} do not make the tree whose head was signed at {size} entries. Nothing is signed until "
            "they are back as they were."
        )
    return head, tree


def _check_not_behind(head: Head | None, mapped: Mapped | None) -> None:
    """Raises WouldFork when the database and the kept head speak of two histories."""
    size = head.size if head else 0
    held = size - 1 if mapped is not None and mapped.index == size - 1 else size  # the map's leaf is no entry's
    assigned = _assigned()
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT size, note FROM record_checkpoint WHERE size > %s OR (size = %s AND root <> %s)", _beyond(head))
        others = cursor.fetchall()
    if assigned < held:
        raise WouldFork(_behind(size, assigned))
    for other, note in others:
        if _was_signed(note):
            raise WouldFork(
                f"A head of this ledger was signed at {other} entries, and what is kept at {head_path()} is not that. The ledger's files are of an "
                "older backup, or missing. Nothing is signed until they are back."
            )


def _beyond(head: Head | None) -> list[Any]:
    return [head.size, head.size, head.root] if head else [0, 0, b""]


def _was_signed(note: str) -> bool:
    try:
        head_keys().open(note)
    except LedgerError:
        return False  # a forged row signs nothing; `verify` names it
    return True


#: The next batch of what waits, in the order in which it was recorded: what of it is of an entry's form gets the next indexes. What is not is given none:
#: it could stand for a map that is none. It waits, and `verify` says so.
_GIVE = """
WITH waiting AS MATERIALIZED (
    SELECT e.id, e.position FROM record_entry e
    WHERE e.xact >= %s::xid8 AND e.position > %s AND NOT EXISTS (SELECT 1 FROM record_ledger_index i WHERE i.entry_id = e.id)
    ORDER BY e.position LIMIT %s
), given AS (
    INSERT INTO record_ledger_index (index, entry_id)
    SELECT %s + row_number() OVER (ORDER BY w.position) - 1, w.id FROM waiting w JOIN record_leaf l ON l.entry_id = w.id
    WHERE length(l.leaf) > 2 AND get_byte(l.leaf, 1) = %s
    RETURNING 1
)
SELECT (SELECT count(*) FROM waiting), (SELECT max(position) FROM waiting), (SELECT count(*) FROM given)
"""


def _assign(tree: _Tree, head: Head | None) -> bool:
    """Give indexes to what waits, at most a batch, and commit that. Whether more may wait.

    A backlog is gone through from its beginning to its end, and then looked for once more: what committed meanwhile may lie before where this is.
    """
    tree.looks += 1
    floor = "0" if tree.looks % _LOOKS_BEFORE_ALL == 0 else tree.floor
    with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
        # Taken before the entries are looked for: every transaction below it has ended, so its entries are among those found.
        cursor.execute(f"SELECT pg_snapshot_xmin(pg_current_snapshot())::text, {_LAST}")
        next_floor, last = cursor.fetchone()
        first = max(0 if last is None else last + 1, head.size if head else 0)
        cursor.execute(_GIVE, [floor, tree.after, BATCH, first, LeafType.ENTRY])
        looked_at, up_to, given = cursor.fetchone()
    tree.gave |= given > 0
    if looked_at == BATCH:
        tree.after = up_to
        return True
    again = tree.after > 0 and tree.gave
    if tree.after == 0:  # all of it was looked at, at one instant
        tree.floor = next_floor
    tree.after, tree.gave = 0, False
    return again


def _sign(kept: Store, head: Head | None, tree: _Tree, *, with_map: bool) -> tuple[Head | None, int]:
    """Write the leaves that have an index and no head yet, and the map's, sign the tree with them, and move the head. The head as it then is, and how
    many entries it gained.
    """
    size = head.size if head else 0
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(
            # Each by its own index, whatever the server knows of tables that just grew.
            "SELECT i.index, (SELECT l.leaf FROM record_leaf l WHERE l.entry_id = i.entry_id) FROM record_ledger_index i "
            "WHERE i.index >= %s ORDER BY i.index",
            [size],
        )
        rows = cursor.fetchall()
    for place, (index, leaf) in enumerate(rows, start=size):
        if index != place or leaf is None:
            raise LedgerDamaged(f"Index {place} of the ledger was given to an entry and is not there any more. `verify` says more.")
    leaves = [bytes(leaf) for _, leaf in rows]
    if not with_map:
        head = _grow(kept, head, tree, leaves) if leaves else head
    else:
        try:
            with add_map_leaf(kept, tree.mapped, size, leaves) as mapped:
                if mapped is not None:
                    head = _grow(kept, head, tree, [*leaves, mapped.leaf])
                    tree.mapped = mapped
        except MapAhead as wrong:
            raise LedgerDamaged(str(wrong)) from wrong
    if head is not None:
        _publish(head, kept)
    return head, len(leaves)


def _grow(kept: Store, head: Head | None, tree: _Tree, leaves: list[bytes]) -> Head:
    """Put leaves on the disk, sign the tree with them, and move the head."""
    grown = kept.grow(tree.frontier, leaves)
    new = Head(origin=installation().origin, size=grown.size, root=grown.root())
    kept.move_head(_signed(new), before=head, keys=head_keys())
    tree.frontier = grown
    kept.tidy(head.size if head else 0, new.size)
    return new


def _signed(head: Head) -> str:
    """The head as a note, signed by today's key, and by the one before it for as long as that lies here."""
    note = sign_checkpoint(head, signing_key("checkpoint"))
    former = read_key(former_key_path("checkpoint"))
    return note if former is None else add_signatures(note, [signature_on(head.body(), head.origin, former)])


def _publish(head: Head, kept: Store) -> None:
    """What was signed into the database too, for those who read it there: the head, and after a crash or a full disk those before it."""
    with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT coalesce(max(size), 0) FROM record_checkpoint WHERE size <= %s", [head.size])
        (published,) = cursor.fetchone()
        if published < head.size:
            rows = [(each.size, each.root, note) for each, note in kept.heads_after(published, head_keys())]
            cursor.executemany("INSERT INTO record_checkpoint (size, root, note) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", rows)
