"""The declared classes of table, and the one place where their protection is decided.

Every model declares its class by its base:

* `RecordTable`: the record itself. The application may read it; only the writer role may insert (indexes and heads of the ledger: only the
  sequencer's); nobody may update or delete.
* `ReadModel`: derived from entries and disposable. The application may read it; the writer role changes it, inside `append`.
* `CountTable`: figures counted from entries by the background, and disposable. The application may read it; the writer role changes it.
* `SetUpTable`: changed only as the owner, by whoever sets an installation up, or recovers it. The application may read it.
* `OperationalTable`: accounts, sessions, drafts, jobs. The application may change it. It holds no part of the record.

A table that carries record content also declares whose audience reads it (`audience_by`, the column that names the room), or says in
words why it needs no policy (`open_because`). `database.protection` turns these declarations into grants and row-level policies.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models


class TableClass(StrEnum):
    """What may be done to a table, and by whom."""

    RECORD = "record"
    READ_MODEL = "read model"
    COUNT = "count"
    SET_UP = "set-up"
    OPERATIONAL = "operational"


class DeclaredTable(models.Model):
    """A table whose class is declared. Use one of the subclasses."""

    table_class: ClassVar[TableClass]
    audience_by: ClassVar[str | None] = "room_id"
    open_because: ClassVar[str | None] = None
    #: False for what only `append`, `verify` and `rebuild` read, as the writer.
    app_reads: ClassVar[bool] = True

    class Meta:
        abstract = True


class RecordTable(DeclaredTable):
    """The record: INSERT (by the writer role) and SELECT, nothing else, ever."""

    table_class = TableClass.RECORD
    #: Columns that the database fills in and that no role of ours may set (`recorded_at` above all).
    set_by_database: ClassVar[tuple[str, ...]] = ()
    #: True for the one table whose rows the eraser role may delete (keys).
    erasable: ClassVar[bool] = False
    #: True where the sequencer's role inserts, and nobody else.
    of_the_sequencer: ClassVar[bool] = False
    #: The columns that the sequencer's role reads besides, of all rows. None of them holds content.
    sequencer_reads: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True


class ReadModel(DeclaredTable):
    """Derived from entries by projectors; can be thrown away and rebuilt. Keys come from entries."""

    table_class = TableClass.READ_MODEL

    class Meta:
        abstract = True


class CountTable(DeclaredTable):
    """Figures counted from entries, ahead of whoever asks for them: counted again when the entries are others. In no rebuild and no proof."""

    table_class = TableClass.COUNT

    class Meta:
        abstract = True


class SetUpTable(DeclaredTable):
    """What an installation was set up with: changed by the owner's role alone, read by the application."""

    table_class = TableClass.SET_UP
    audience_by = None
    #: The columns that the sequencer's role reads as well.
    sequencer_reads: ClassVar[tuple[str, ...]] = ()
    open_because = "set-up: holds no part of the record"

    class Meta:
        abstract = True


class OperationalTable(DeclaredTable):
    """Accounts, sessions, drafts, queues: not part of the record. No foreign key into read models."""

    table_class = TableClass.OPERATIONAL
    audience_by = None
    open_because = "operational: holds no part of the record"

    class Meta:
        abstract = True
