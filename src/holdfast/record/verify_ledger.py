"""The part of `verify` that holds the entries against the ledger: entry and leaf one to one, the leaves in the database against those in the
files outside it, the tree against every head that was ever signed, and what waits longer than was promised."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from holdfast.database.roles import as_writer
from holdfast.ledger.checkpoint import Checkpoint as Head
from holdfast.ledger.errors import LedgerError
from holdfast.ledger.leaf import labels_of, map_root_of
from holdfast.ledger.position_map import PositionMap
from holdfast.ledger.store import Store, StoreError
from holdfast.ledger.succession import KeyLine
from holdfast.ledger.tree import Frontier, leaf_hash
from holdfast.record.acknowledging import MAXIMUM_MERGE_DELAY
from holdfast.record.faults import Fault, Verdict
from holdfast.record.log_keys import head_keys, store
from holdfast.record.signing import NoSigningKey

_LATE = """
SELECT count(*), min(e.recorded_at) FROM record_entry e, database_clock c
WHERE NOT EXISTS (SELECT 1 FROM record_ledger_index i WHERE i.entry_id = e.id)
AND e.recorded_at < holdfast_now() - make_interval(secs => %s)
AND coalesce(c.moved_at < holdfast_now() - make_interval(secs => %s), true)
"""


def waiting_too_long() -> tuple[int, str]:
    """How many entries wait for their index longer than acknowledgements promise, and since when. A demonstration's clock that has just been
    moved makes nothing late."""
    with transaction.atomic(), as_writer(), connection.cursor() as cursor:
        cursor.execute(_LATE, [MAXIMUM_MERGE_DELAY, MAXIMUM_MERGE_DELAY])
        count, since = cursor.fetchone()
    return count, f"{since:%d %B %Y, %H:%M}" if since else ""


def check_waiting(verdict: Verdict) -> None:
    """What waits unsequenced past the published delay is a fault. Asked before the sequencer is, which would end the waiting."""
    count, since = waiting_too_long()
    if count:
        detail = f"{count} entries wait for the ledger longer than the {MAXIMUM_MERGE_DELAY} seconds that were promised, since {since} UTC"
        verdict.add(Fault("ledger waits", detail))


@dataclass(frozen=True)
class Signed:
    """The head that was signed last before the moment that is judged, as it lies there; or why it cannot be read."""

    note: str | None
    problem: str = ""


def signed_before(*, alone: bool = True) -> Signed:
    """What was signed last. Asked before the database's moment is fixed, and while nothing is being signed: so the database holds all of it, and what is
    signed while `verify` goes on is judged the next time. A copy that nobody writes need not be held `alone`.
    """
    kept = store()
    try:
        if not kept.folder.is_dir():
            return Signed(None)
        with kept.alone() if alone else nullcontext():
            return Signed(kept.head_note())
    except LedgerError as wrong:
        return Signed(None, str(wrong))


def check_ledger(verdict: Verdict, signed: Signed) -> None:
    """Entry, leaf, index, files and heads. Adds a fault for each thing that is wrong; raises nothing for what is missing or damaged."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM record_entry e WHERE NOT EXISTS (SELECT 1 FROM record_ledger_index i WHERE i.entry_id = e.id)")
        (verdict.unsequenced,) = cursor.fetchone()
        cursor.execute("SELECT l.entry_id FROM record_leaf l LEFT JOIN record_entry e ON e.id = l.entry_id WHERE e.id IS NULL")
        for (entry,) in cursor.fetchall():
            verdict.add(Fault("entry missing", "the ledger's leaf of it is there, the entry is not", entry=entry))
    try:
        keys = head_keys()
    except NoSigningKey as wrong:
        verdict.add(Fault("signing key missing or damaged", str(wrong)))
        return
    kept = store()
    head = _head_in(verdict, signed, kept, keys)
    _check_tree(verdict, kept, head, _heads(verdict, kept, keys, head.size if head is not None else None))


def _head_in(verdict: Verdict, signed: Signed, kept: Store, keys: KeyLine) -> Head | None:
    try:
        if signed.problem:
            raise StoreError(signed.problem)
        return None if signed.note is None else keys.open(signed.note)
    except StoreError as wrong:
        verdict.add(Fault("head damaged", str(wrong)))
    except LedgerError as wrong:
        verdict.add(Fault("head damaged", f"the head in {kept.head_path} is damaged, or not signed by this log's key: {wrong}"))
    return None


def _heads(verdict: Verdict, kept: Store, keys: KeyLine, latest: int | None) -> dict[int, bytes]:
    """The root of every head that was signed up to the latest, by size: those kept outside, and those in the database. Each must be in both."""
    outside: dict[int, bytes] = {}
    try:
        for note in kept.older_heads():
            head = keys.open(note)
            if latest is not None and head.size > latest:
                continue  # signed since
            if outside.setdefault(head.size, head.root) != head.root:
                verdict.add(Fault("ledger rewritten", f"two heads were signed at {head.size} entries"))
    except LedgerError as wrong:
        verdict.add(Fault("ledger's files damaged", f"the older heads: {wrong}"))
    inside: dict[int, bytes] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, root, note FROM record_checkpoint ORDER BY size")
        rows = cursor.fetchall()
    for size, root, note in rows:
        inside[size] = bytes(root)
        try:
            head = keys.open(note)
            if latest is not None and size == head.size > latest:
                del inside[size]
                continue
        except LedgerError as wrong:
            verdict.add(Fault("head not signed", f"the head at {size} entries in the database: {wrong}"))
            continue
        if (head.size, head.root) != (size, bytes(root)):
            verdict.add(Fault("ledger rewritten", f"the signed head at {size} entries is not the one beside it"))
        elif outside.get(size, head.root) != head.root:
            verdict.add(Fault("ledger rewritten", f"two heads were signed at {size} entries"))
    for size in sorted(set(outside) - set(inside)):
        verdict.add(Fault("head removed", f"the head signed at {size} entries is not in the database any more"))
    for size in sorted(set(inside) - set(outside)):
        verdict.add(Fault("head removed", f"the head at {size} entries in the database is not among those kept outside it"))
    return {**inside, **outside}


def _in_order() -> Iterator[tuple[int, UUID, bytes | None]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT i.index, i.entry_id, l.leaf FROM record_ledger_index i LEFT JOIN record_leaf l ON l.entry_id = i.entry_id ORDER BY 1"
        )
        for index, entry, leaf in cursor:
            yield index, entry, None if leaf is None else bytes(leaf)


def _check_tree(verdict: Verdict, kept: Store, head: Head | None, heads: dict[int, bytes]) -> None:
    """Every leaf in the files, in order: against the entry whose index it is, or, where it commits to the map of positions, against that map; and the tree
    that they make against every head.
    """
    rows = _in_order()
    if head is None:
        if next(rows, None) and not any(fault.what == "head damaged" for fault in verdict.faults):
            verdict.add(Fault("head missing", "no head is kept outside the database; the ledger cannot be held against one"))
    else:
        try:
            if not _check_leaves(verdict, kept.leaves(head.size), rows, head, heads):
                return
        except StoreError as wrong:
            verdict.add(Fault("ledger's files damaged", str(wrong)))
            return
    for cut in heads:
        verdict.add(Fault("ledger cut", f"a head was signed at {cut} leaves; the ledger has {verdict.size}"))


@dataclass(frozen=True)
class _Lost:
    """A leaf whose entry was declared lost: since when, and whether its words were found again."""

    leaf: bytes
    since: str
    found: bool


def _lost(verdict: Verdict) -> dict[int, _Lost]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.index, l.leaf, l.declared_at, e.id FROM record_lost l LEFT JOIN record_found f ON f.index = l.index "
            "LEFT JOIN record_entry e ON e.id = f.entry_id AND e.kind = 'entry.found' ORDER BY 1"
        )
        rows = cursor.fetchall()
    verdict.lost = len(rows)
    return {index: _Lost(bytes(leaf), f"{declared:%d %B %Y}", entry is not None) for index, leaf, declared, entry in rows}


def _check_lost(verdict: Verdict, place: int, filed: bytes, lost: _Lost) -> None:
    if filed != lost.leaf:
        verdict.add(Fault("leaf altered", f"leaf {place}, declared lost, is not the one in the ledger's files"))
    if not lost.found:
        detail = f"leaf {place} was signed, and what it holds is not here: it was declared lost on {lost.since}, and was not found again"
        verdict.add(Fault("content lost", detail))


def _check_map(verdict: Verdict, positions: PositionMap, labels: list[tuple[bytes, int]], place: int, root: bytes) -> None:
    """Whether a leaf commits to the map of the leaves before it: the map so far, with these labels put into it."""
    verdict.maps += 1
    with positions.growing(labels, place) as made:
        if made != root:
            detail = f"leaf {place} of the ledger commits to another map of positions than the leaves before it make"
            verdict.add(Fault("map altered", detail))


def _check_leaves(
    verdict: Verdict, leaves: Iterator[bytes], rows: Iterator[tuple[int, UUID, bytes | None]], head: Head, heads: dict[int, bytes]
) -> bool:
    """Whether all of them are there, so that every head could be held against them."""
    frontier, positions, lost = Frontier(), PositionMap(None), _lost(verdict)
    waiting: list[tuple[bytes, int]] = []  # labels since the last leaf of the map
    row = next(rows, None)
    for place, filed in enumerate(leaves):
        root = map_root_of(filed)
        if root is not None:
            _check_map(verdict, positions, waiting, place, root)
            waiting = []
        else:
            waiting.extend((label, place) for label in labels_of(filed))
        if row is not None and row[0] == place:
            if row[2] is None:
                verdict.add(Fault("leaf missing", f"leaf {place} of the ledger is not in the database any more", entry=row[1]))
            elif filed != row[2]:
                verdict.add(Fault("leaf altered", f"leaf {place} in the database is not the one in the ledger's files", entry=row[1]))
            row = next(rows, None)
        elif place in lost and root is None:
            _check_lost(verdict, place, filed, lost.pop(place))
        elif root is None:
            behind = "there is none after it" if row is None else f"next is {row[0]}"
            verdict.add(Fault("ledger cut" if row is None else "ledger has a gap", f"index {place} is not in the database ({behind})"))
            return False
        frontier.append(leaf_hash(filed))
        verdict.size = frontier.size
        if heads.pop(frontier.size, frontier.root()) != frontier.root():
            verdict.add(Fault("ledger rewritten", f"the tree at {frontier.size} leaves is not the one that was signed"))
    if frontier.root() != head.root:
        verdict.add(Fault("ledger rewritten", f"the head at {head.size} leaves is not the one kept outside the database"))
    _check_left_over(verdict, row, rows, lost)
    return True


def _check_left_over(
    verdict: Verdict, row: tuple[int, UUID, bytes | None] | None, rows: Iterator[tuple[int, UUID, bytes | None]], lost: dict[int, _Lost]
) -> None:
    """What stands for no leaf that was signed."""
    for place in lost:
        verdict.add(Fault("content lost", f"leaf {place} was declared lost, and no entry was lost there"))
    while row is not None:  # given an index, and signed since or not yet
        if row[2] is None:
            verdict.add(Fault("leaf missing", f"index {row[0]} was given to an entry that has no leaf", entry=row[1]))
        row = next(rows, None)
