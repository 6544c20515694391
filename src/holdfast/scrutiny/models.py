"""The read model of decisions that were drawn for the scrutineer's sample."""

from __future__ import annotations

from django.db import models

from holdfast.database.tables import ReadModel


class Sampled(ReadModel):
    """A decision that was drawn: what it was, whose, and what the scrutineer and the organisation said of it."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    matter_id = models.UUIDField(db_index=True)
    what = models.TextField()
    #: The entry by which it was decided: no decision is drawn twice.
    decision_id = models.UUIDField(db_index=True)
    agency_id = models.UUIDField()
    second_agency_id = models.UUIDField(null=True)
    code = models.TextField(null=True)
    measure = models.TextField(null=True)
    times = models.IntegerField()
    decided_at = models.DateTimeField()
    sampled_at = models.DateTimeField(db_index=True)
    judged_id = models.UUIDField(null=True)
    sound = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    changes = models.BooleanField(null=True)

    class Meta:
        db_table = "scrutiny_sampled"
