"""The read model of allegations."""

from __future__ import annotations

from django.db import models

from holdfast.database.tables import ReadModel


class Allegation(ReadModel):
    """An allegation, and where it stands. What is alleged, and about whom, are parts of its entries."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    told_at = models.DateTimeField()
    noticed_on = models.DateField()
    told_by_agency_id = models.UUIDField(null=True)
    employer_id = models.UUIDField(null=True)
    handling = models.TextField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    outcome = models.TextField(null=True)
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "allegations_allegation"
