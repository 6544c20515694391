"""The read model of orders to erase."""

from __future__ import annotations

from django.db import models

from holdfast.database.tables import ReadModel


class Order(ReadModel):
    """An order to erase words of a matter, and where it stands."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    matter_id = models.UUIDField()
    state = models.TextField()
    entries = models.IntegerField()
    asked_by_id = models.UUIDField(null=True)
    asked_by_agency_id = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    lifted_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "erasure_order"
