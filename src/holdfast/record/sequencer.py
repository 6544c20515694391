"""The sequencer: gives each entry's leaf its index in the ledger, one batch at a time, and signs the new head.

Assign, commit, then move the head kept outside the database (compare and swap). An index is never a sequence's value and an entry is never skipped:
a batch is every committed entry that has no index yet, found from the oldest transaction still open at the last checkpoint. A database
restored from an older backup is smaller than the head kept outside; then nothing is signed, and the error says why.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from holdfast.database.roles import as_writer
from holdfast.ledger.checkpoint import Checkpoint as Head
from holdfast.ledger.checkpoint import open_checkpoint, sign_checkpoint
from holdfast.ledger.note import verifier_key
from holdfast.ledger.tree import Frontier, leaf_hash
from holdfast.record.gate import installation
from holdfast.record.signing import signing_key

#: One sequencer at a time, whichever process it runs in.
_LOCK = 0x686F6C6466617374
BATCH = 20_000


class WouldFork(Exception):
    """The database is behind the head that was already signed: signing on would make a second history."""


@dataclass(frozen=True)
class Sequenced:
    """What one run did."""

    added: int
    size: int


def head_path() -> Path:
    """Where the last signed head is kept outside the database."""
    return Path(settings.HOLDFAST_HOME) / "ledger" / "checkpoint"


def verifying_key() -> str:
    """The vkey by which anyone checks this log's heads."""
    return verifier_key(installation().origin, signing_key("checkpoint").public_key())


def kept_head() -> Head | None:
    """The head kept outside the database, its signature checked; None before the first."""
    try:
        text = head_path().read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return open_checkpoint(text, verifying_key())


def _keep_head(note: str) -> None:
    path = head_path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".checkpoint-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(note)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)


def sequence() -> Sequenced:
    """Give every waiting entry its index and sign the head. No leaf and no head for an empty batch. Raises WouldFork."""
    added = 0
    while True:
        with transaction.atomic(), as_writer():
            size, note, count = _sequence_batch()
        if note is not None:
            _swap_head(size, note)
        added += count
        if count < BATCH:
            return Sequenced(added, size)


def _sequence_batch() -> tuple[int, str | None, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("SELECT size, frontier, floor::text, note FROM record_checkpoint ORDER BY size DESC LIMIT 1")
        last = cursor.fetchone()
        size, floor, last_note = (last[0], last[2], last[3]) if last else (0, "0", None)
        _refuse_fork(size, last_note)
        # Taken before the entries are looked for: every transaction below it has ended, so its entries are among those found.
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        (next_floor,) = cursor.fetchone()
        cursor.execute(
            "SELECT e.id, l.leaf FROM record_entry e JOIN record_leaf l ON l.entry_id = e.id "
            "WHERE e.xact >= %s::xid8 AND NOT EXISTS (SELECT 1 FROM record_ledger_index i WHERE i.entry_id = e.id) "
            "ORDER BY e.position LIMIT %s",
            [floor, BATCH],
        )
        waiting = cursor.fetchall()
        if not waiting:
            return size, last_note if _head_is_behind(size) else None, 0
        frontier = Frontier.from_bytes(bytes(last[1])) if last else Frontier()
        frontier.extend(leaf_hash(bytes(leaf)) for _, leaf in waiting)
        cursor.execute(
            "INSERT INTO record_ledger_index (index, entry_id) SELECT %s + ord - 1, id "
            "FROM unnest(%s::uuid[]) WITH ORDINALITY AS given (id, ord)",
            [size, [entry for entry, _ in waiting]],
        )
        head = Head(origin=installation().origin, size=frontier.size, root=frontier.root())
        note = sign_checkpoint(head, signing_key("checkpoint"))
        cursor.execute(
            "INSERT INTO record_checkpoint (size, root, note, frontier, floor) VALUES (%s, %s, %s, %s, %s::xid8)",
            # A full batch may have left some behind, so the floor stays until a batch is not full.
            [head.size, head.root, note, frontier.to_bytes(), next_floor if len(waiting) < BATCH else floor],
        )
        return head.size, note, len(waiting)


def _head_is_behind(size: int) -> bool:
    head = kept_head()
    return size > 0 and (head is None or head.size < size)


def _refuse_fork(size: int, last_note: str | None) -> None:
    head = kept_head()
    if head is None:
        return
    if head.size > size:
        raise WouldFork(
            f"The ledger was signed at {head.size} entries, and this database holds {size}. It was restored from an older backup, or entries "
            f"were removed. Nothing is signed until the lost entries are back or the loss is declared. The head is at {head_path()}."
        )
    if head.size == size and last_note is not None and open_checkpoint(last_note, verifying_key()).root != head.root:
        raise WouldFork(f"The ledger's head at {size} entries in this database is not the one that was signed (kept at {head_path()}).")


def _swap_head(size: int, note: str) -> None:
    head = kept_head()
    if head is None or head.size <= size:
        _keep_head(note)
