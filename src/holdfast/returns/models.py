"""Which returns were taken in."""

from __future__ import annotations

from django.db import models

from holdfast.database.tables import ReadModel


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
