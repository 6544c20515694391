"""Which returns were taken in, and which wait to be."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.database.tables import CountTable, OperationalTable, ReadModel


class Import(ReadModel):
    """One file that was taken in."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    imported_at = models.DateTimeField()
    collection = models.TextField()
    year = models.IntegerField()
    reference_date = models.DateField()
    as_of = models.DateField()
    sha256 = models.TextField()
    children = models.IntegerField()
    cin_details = models.IntegerField()
    entries = models.IntegerField()
    already_held = models.IntegerField()
    rejected = models.IntegerField()
    queried = models.IntegerField()
    #: What the release that took it read of a census.
    reading = models.IntegerField()

    class Meta:
        db_table = "returns_import"


class Stage(models.TextChoices):
    """Where a file that was uploaded stands."""

    WAITING = "waiting", "Waiting"
    TAKING = "taking", "Being taken in"
    TAKEN = "taken", "Taken in"
    UNUSABLE = "unusable", "Not taken: the file cannot be used"
    FAILED = "failed", "Stopped"


class Upload(OperationalTable):
    """A file that somebody uploaded, encrypted, until it was taken or refused; and how far that is. What it held is then in the record alone."""

    id = models.UUIDField(primary_key=True)
    agency_id = models.UUIDField()
    #: Who sent it: their post, and them.
    post_id = models.UUIDField(null=True)
    worker_id = models.UUIDField()
    uploaded_at = models.DateTimeField()
    stage = models.TextField(choices=Stage.choices, default=Stage.WAITING)
    #: The file and its name, compressed and encrypted.
    sealed = models.BinaryField(null=True)
    size = models.BigIntegerField()
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    tries = models.IntegerField(default=0)
    #: Why it was not taken, encrypted: it may quote the file.
    said = models.BinaryField(null=True)
    #: The entry that says that it was taken, and whether it held anything new.
    import_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "returns_upload"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["stage", "uploaded_at"], name="returns_upload_waiting")]


class CountedCase(CountTable):
    """A case whose clocks were counted: how many entries it then had, and by what they were counted."""

    case_id = models.UUIDField(primary_key=True)
    #: The council's returns: whoever reads them reads the figures.
    room_id = models.UUIDField()
    entries = models.BigIntegerField()
    #: Rules, local values and working days.
    basis = models.TextField()

    class Meta:
        db_table = "returns_counted_case"


class CountedClock(CountTable):
    """One running of one clock of one case, by days and instants alone: neither who, nor what for."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    case_id = models.UUIDField(db_index=True)
    rule = models.TextField()
    #: When what started it happened, and from when it runs.
    began_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    #: Ended without having been done.
    superseded = models.BooleanField()
    not_required = models.BooleanField()
    #: What became of it may stand in a census that is not here; when it was shown to have been begun.
    may_be_silent = models.BooleanField()
    begun_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "returns_counted_clock"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["rule", "due_at"], name="returns_clock_due")]
