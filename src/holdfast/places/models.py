"""The read models of places of concern."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.database.tables import ReadModel


class Place(ReadModel):
    """A place of concern: where it stands, who owns it, what is due. Never who was found there."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    kind = models.TextField()
    state = models.TextField()
    reported_at = models.DateTimeField()
    reported_entry_id = models.UUIDField()
    reports = models.IntegerField()
    assessor_id = models.UUIDField(null=True)
    owner_id = models.UUIDField(null=True)
    next_on = models.DateField(null=True)
    review_on = models.DateField(null=True)

    class Meta:
        db_table = "places_place"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner_id"], name="places_by_owner"),
            models.Index(fields=["state", "next_on"], name="places_by_state"),
        ]


class PlaceKey(ReadModel):
    """A keyed hash of what the place is called."""

    pk = models.CompositePrimaryKey("place_id", "hash")
    place_id = models.UUIDField()
    hash = models.TextField(db_index=True)
    room_id = models.UUIDField()

    class Meta:
        db_table = "places_place_key"
