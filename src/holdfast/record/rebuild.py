"""Read models made anew from the entries: what happened as it was recorded in ledger order, what stands of each matter by the same folds that are
called when an entry is appended. Nothing in them is a fact of its own.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction

from holdfast.database.roles import as_writer
from holdfast.record.audience import opening_changes
from holdfast.record.folding import AT_ONCE, all_folded_rows, folded_matters
from holdfast.record.models import MatterHead
from holdfast.record.places import LAST_ROOMS, LENGTHS
from holdfast.record.projection import apply_changes, changes_of, read_models
from holdfast.record.queries import all_entries_in_ledger_order

#: How far it is: of what ("entries", then "matters"), how many, and of how many.
Progress = Callable[[str, int, int], None]


def replay(progress: Progress | None = None) -> int:
    """Project every entry onto (empty) read models named by the search path. The number of entries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM record_entry")
        (total,) = cursor.fetchone()
    done = 0
    for entries in all_entries_in_ledger_order():
        apply_changes([*opening_changes(entries), *changes_of(entries)])
        done += len(entries)
        if progress is not None:
            progress("entries", done, total)
    matters = folded_matters()
    for at, rows in enumerate(all_folded_rows(matters), start=1):
        apply_changes(rows)
        if progress is not None:
            progress("matters", min(at * AT_ONCE, len(matters)), len(matters))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO record_room_head (room_id, matter_id, length) {LENGTHS}")
        cursor.execute(f"INSERT INTO record_matter_head (matter_id, last_room) {LAST_ROOMS}")
    return done


def rebuild(progress: Progress | None = None) -> int:
    """Empty every read model and replay the record into it, in one transaction: readers see the old until the new is whole."""
    with transaction.atomic(), as_writer():
        with connection.cursor() as cursor:
            # Nobody may append between the emptying and the end.
            cursor.execute(f'LOCK TABLE "{MatterHead._meta.db_table}" IN ACCESS EXCLUSIVE MODE')
            tables = read_models()
            for at, model in enumerate(tables, start=1):
                if progress is not None:
                    progress("tables emptied", at, len(tables))
                cursor.execute(f'DELETE FROM "{model._meta.db_table}"')  # noqa: S608
        return replay(progress)
