"""The read models of support: plans, and each kind of support in one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.database.tables import ReadModel


class Plan(ReadModel):
    """Somebody’s support plan."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    case_id = models.UUIDField(null=True, db_index=True)
    coordinator_id = models.UUIDField(null=True, db_index=True)
    agency_id = models.UUIDField()
    advocate_id = models.UUIDField(null=True, db_index=True)
    opened_at = models.DateTimeField()
    handover_on = models.DateField(null=True)
    handed_over_on = models.DateField(null=True)

    class Meta:
        db_table = "support_plan"


class Item(ReadModel):
    """One kind of support in a plan, and since when it stands so."""

    pk = models.CompositePrimaryKey("plan_id", "what")
    plan_id = models.UUIDField()
    what = models.TextField()
    room_id = models.UUIDField()
    state = models.TextField()
    since = models.DateField()
    agency_id = models.UUIDField()
    worker_id = models.UUIDField(null=True)
    #: By what she accepted it; it is owed until it has begun.
    accepted_entry_id = models.UUIDField(null=True)
    #: Whether it was offered in person since it was last answered, and how often it was declined.
    in_person = models.BooleanField()
    declined = models.IntegerField()
    #: The last decline or silence, which a later offer answers; and what she waits for.
    again_entry_id = models.UUIDField(null=True)
    waits = models.TextField(null=True)
    waits_entry_id = models.UUIDField(null=True)
    commissioner_id = models.UUIDField(null=True)

    class Meta:
        db_table = "support_item"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state"], name="support_item_state")]


class PlanNumber(ReadModel):
    """The keyed hash of a number by which she reads her own plan."""

    hash = models.TextField(primary_key=True)
    room_id = models.UUIDField()
    plan_id = models.UUIDField(db_index=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "support_number"
