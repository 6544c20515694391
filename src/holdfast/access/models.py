"""Looks, as those who may ask about them see them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.database.tables import ReadModel


class Look(ReadModel):
    """One look."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    about_id = models.UUIDField()
    worker_id = models.UUIDField(null=True)
    agency_id = models.UUIDField(null=True)
    what = models.TextField()
    reason = models.TextField()
    refused = models.BooleanField()
    looked_at = models.DateTimeField()

    class Meta:
        db_table = "access_look"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["about_id", "looked_at"], name="access_look_about"),
            models.Index(fields=["worker_id", "looked_at"], name="access_look_by"),
        ]
