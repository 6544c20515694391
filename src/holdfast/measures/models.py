"""The read models of measures: what bodies were asked, and where each measure stands."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.database.tables import ReadModel


class Ask(ReadModel):
    """A body that was asked which of its measures it takes."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    matter_id = models.UUIDField(db_index=True)
    body = models.TextField()
    post_id = models.UUIDField(db_index=True)
    agency_id = models.UUIDField()
    offered = models.JSONField()
    asked_at = models.DateTimeField()
    #: None: not said yet. Whoever is connected is no longer asked.
    connected = models.BooleanField(null=True)
    declared_id = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "measures_ask"


class Measure(ReadModel):
    """One measure that a body answered, and where it stands."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    matter_id = models.UUIDField(db_index=True)
    ask_id = models.UUIDField(db_index=True)
    body = models.TextField()
    code = models.TextField()
    state = models.TextField()
    why = models.TextField(null=True)
    answered_at = models.DateTimeField()
    #: Who decided, and who answers for it now: whoever acts on a breach, once it is in force.
    decided_by_id = models.UUIDField()
    owner_id = models.UUIDField()
    #: The last entry that asks, or answers, whether it may go ahead; by when it waits; and how often it has.
    clearance_id = models.UUIDField(null=True)
    clearance = models.TextField(null=True)
    until = models.DateField(null=True)
    waited = models.IntegerField()
    vetted_id = models.UUIDField(null=True)
    applied_on = models.DateField(null=True)
    #: The last entry that says from when, or until when, it is in force.
    force_id = models.UUIDField(null=True)
    force_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    #: The birthday of the child whom it protects, on which it ends.
    latest_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        db_table = "measures_measure"
        indexes: ClassVar[list[models.Index]] = [
            # Why bodies reject is counted through this index; what expires is found through the next.
            models.Index(fields=["body", "why", "answered_at"], condition=models.Q(state="rejected"), name="measures_rejected"),
            models.Index(fields=["expires_on"], condition=models.Q(state="in_force"), name="measures_expires"),
        ]


class Owed(ReadModel):
    """Something that is owed of a measure besides: to act on a breach, answer an appeal, say what it changed, look at it again, sample a rejection."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    measure_id = models.UUIDField(db_index=True)
    what = models.TextField()
    worker_id = models.UUIDField(null=True)
    since = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "measures_owed"


class NotAskedRow(ReadModel):
    """A body that is not asked in a matter, and why."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    matter_id = models.UUIDField(db_index=True)
    body = models.TextField()
    why = models.TextField()

    class Meta:
        db_table = "measures_not_asked"
