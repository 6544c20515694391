"""Read models of notices."""

from __future__ import annotations

from django.db import models

from holdfast.database.tables import ReadModel


class Notice(ReadModel):
    """What organisations were told, as far as facts say it."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    about = models.TextField()
    exploitation = models.BooleanField()
    told_at = models.DateTimeField()
    told_by_agency_id = models.UUIDField(null=True)

    class Meta:
        db_table = "notices_notice"


class Response(ReadModel):
    """One organisation that was told, and whether it said what it does."""

    #: The entry by which it was asked.
    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField(db_index=True)
    agency_id = models.UUIDField()
    responded_at = models.DateTimeField(null=True)
    acts = models.BooleanField(null=True)

    class Meta:
        db_table = "notices_response"
