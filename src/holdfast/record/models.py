"""The record's tables, for reading. They are written by `record.append` alone, in SQL; the migration holds their definition."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.database.tables import ReadModel, RecordTable, SetUpTable


class Matter(RecordTable):
    """What work is about: a concern, a child's case, a person, the partnership's own arrangements."""

    audience_by = None
    app_reads: ClassVar[bool] = False
    open_because = "not read by the application: a matter is seen through its rooms"
    set_by_database: ClassVar[tuple[str, ...]] = ("opened_at",)

    id = models.UUIDField(primary_key=True)
    type = models.TextField()
    sealed = models.IntegerField(null=True)
    secret = models.BinaryField()
    opened_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "record_matter"


class LaterSecret(RecordTable):
    """A matter's secret after those before were handed out."""

    audience_by = None
    app_reads: ClassVar[bool] = False
    open_because = "not read by the application"
    set_by_database: ClassVar[tuple[str, ...]] = ("opened_at",)

    pk = models.CompositePrimaryKey("matter_id", "generation")
    matter_id = models.UUIDField()
    generation = models.SmallIntegerField()
    secret = models.BinaryField()
    opened_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "record_secret"


class Room(RecordTable):
    """One room of a matter: one sequence of entries with one audience."""

    audience_by = "id"
    set_by_database: ClassVar[tuple[str, ...]] = ("opened_at",)

    id = models.UUIDField(primary_key=True)
    matter_id = models.UUIDField()
    matter_type = models.TextField()
    kind = models.TextField()
    number = models.IntegerField()
    opened_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "record_room"


class StoredEntry(RecordTable):
    """One entry as stored. Read it through `record.queries`, which gives `Entry`."""

    set_by_database: ClassVar[tuple[str, ...]] = ("position", "xact", "recorded_at")
    sequencer_reads: ClassVar[tuple[str, ...]] = ("id", "position", "xact")

    id = models.UUIDField(primary_key=True)
    position = models.BigIntegerField()
    kind = models.TextField()
    version = models.SmallIntegerField()
    room_id = models.UUIDField()
    matter_id = models.UUIDField()
    n = models.IntegerField()
    recorded_at = models.DateTimeField()
    author_type = models.TextField()
    author_agency = models.UUIDField(null=True)
    author_post = models.UUIDField(null=True)
    author_worker = models.UUIDField(null=True)
    author_teller = models.UUIDField(null=True)
    because = models.UUIDField(null=True)
    corrects = models.UUIDField(null=True)
    earliest = models.DateTimeField(null=True)
    latest = models.DateTimeField(null=True)
    precision = models.TextField(null=True)
    opening = models.JSONField(null=True)
    facts = models.BinaryField()

    class Meta:
        managed = False
        db_table = "record_entry"


class StoredPart(RecordTable):
    """One part of an entry, sealed."""

    pk = models.CompositePrimaryKey("entry_id", "name")
    entry_id = models.UUIDField()
    room_id = models.UUIDField()
    name = models.TextField()
    sealed = models.BinaryField()
    commitment = models.BinaryField()

    class Meta:
        managed = False
        db_table = "record_part"


class Position(RecordTable):
    """The place of an entry in one room, home or cited, and its label in the ledger."""

    pk = models.CompositePrimaryKey("room_id", "n")
    room_id = models.UUIDField()
    n = models.IntegerField()
    entry_id = models.UUIDField()
    home = models.BooleanField()
    generation = models.SmallIntegerField()
    label = models.BinaryField()

    class Meta:
        managed = False
        db_table = "record_position"


class StoredLeaf(RecordTable):
    """The bytes by which the ledger commits to one entry."""

    audience_by = None
    open_because = "commitments and opaque labels only; published in the ledger's tiles"
    sequencer_reads: ClassVar[tuple[str, ...]] = ("entry_id", "leaf")

    entry_id = models.UUIDField(primary_key=True)
    leaf = models.BinaryField()

    class Meta:
        managed = False
        db_table = "record_leaf"


class LedgerIndex(RecordTable):
    """The index of one entry's leaf in the ledger's tree."""

    audience_by = None
    open_because = "numbers only; needed by every proof"
    of_the_sequencer: ClassVar[bool] = True

    index = models.BigIntegerField(primary_key=True)
    entry_id = models.UUIDField(unique=True)

    class Meta:
        managed = False
        db_table = "record_ledger_index"


class Checkpoint(RecordTable):
    """A signed head of the ledger."""

    audience_by = None
    open_because = "a signed head is meant to be published"
    of_the_sequencer: ClassVar[bool] = True
    set_by_database: ClassVar[tuple[str, ...]] = ("made_at",)

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "record_checkpoint"


class MatterHead(ReadModel):
    """The highest number of a matter's rooms. Its row is the lock that `append` takes."""

    audience_by = None
    app_reads: ClassVar[bool] = False
    open_because = "not read by the application"

    matter_id = models.UUIDField(primary_key=True)
    last_room = models.IntegerField()

    class Meta:
        db_table = "record_matter_head"


class RoomHead(ReadModel):
    """How many entries a room has."""

    room_id = models.UUIDField(primary_key=True)
    matter_id = models.UUIDField()
    length = models.IntegerField()

    class Meta:
        db_table = "record_room_head"


class Audience(ReadModel):
    """Who sees a room: the one table that every row-level policy asks."""

    audience_by = None
    open_because = "the policies themselves read it; it holds ids only"

    pk = models.CompositePrimaryKey("room_id", "principal")
    room_id = models.UUIDField()
    principal = models.UUIDField()
    until = models.DateTimeField(null=True)

    class Meta:
        db_table = "record_audience"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["principal", "room_id"], name="record_audience_principal")]


class Erased(ReadModel):
    """An entry whose words were erased by order, and the entry that says so."""

    entry_id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    by_id = models.UUIDField()
    order_id = models.UUIDField()
    erased_at = models.DateTimeField()

    class Meta:
        db_table = "record_erased"


class LostLeaf(SetUpTable):
    """A leaf that was signed and whose entry was lost with an older backup."""

    open_because = "commitments and opaque labels only; published in the ledger's tiles"
    sequencer_reads: ClassVar[tuple[str, ...]] = ("index",)

    index = models.BigIntegerField(primary_key=True)
    leaf = models.BinaryField()
    declared_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "record_lost"


class LostPlace(SetUpTable):
    """Where a lost entry stood in a room of a matter that is known."""

    app_reads: ClassVar[bool] = False
    open_because = "not read by the application: pages ask the view of gaps"

    pk = models.CompositePrimaryKey("matter_id", "number", "n")
    matter_id = models.UUIDField()
    number = models.IntegerField()
    n = models.IntegerField()
    room_id = models.UUIDField(null=True)
    generation = models.SmallIntegerField()
    index = models.BigIntegerField()
    label = models.BinaryField()

    class Meta:
        managed = False
        db_table = "record_lost_place"


class Found(ReadModel):
    """A lost entry whose words were found again, and the entry that holds them."""

    index = models.BigIntegerField(primary_key=True)
    room_id = models.UUIDField()
    entry_id = models.UUIDField()

    class Meta:
        db_table = "record_found"


class Relation(ReadModel):
    """Who a matter's child is allocated to; each relation that follows from it is a principal of rooms.

    Changed by the folds of the package that knows the relation. `holdfast_relations` reads it, and nobody else.
    """

    audience_by = None
    app_reads: ClassVar[bool] = False
    open_because = "not read by the application"

    pk = models.CompositePrimaryKey("matter_id", "relation")
    matter_id = models.UUIDField()
    #: "allocated": the worker; "manager": whoever manages the worker.
    relation = models.TextField()
    worker_id = models.UUIDField()
    principal = models.UUIDField()

    class Meta:
        db_table = "record_relation"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["worker_id"], name="record_relation_worker")]
