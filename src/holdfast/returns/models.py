"""Which returns were taken in, and which wait to be."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.database.tables import OperationalTable, ReadModel


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
