"""The read models of the catalogue of measures, and of what decisions rest on."""

from __future__ import annotations

from django.db import models

from holdfast.database.tables import ReadModel


class Signature(ReadModel):
    """The last signature of a row: as it read then."""

    measure = models.TextField(primary_key=True)
    room_id = models.UUIDField()
    entry_id = models.UUIDField()
    digest = models.TextField()
    signed_on = models.DateField()

    class Meta:
        db_table = "disruption_signature"


class Holder(ReadModel):
    """Which post answers for a body, or asks it where it is outside."""

    body = models.TextField(primary_key=True)
    room_id = models.UUIDField()
    entry_id = models.UUIDField()
    post_id = models.UUIDField()
    outside = models.BooleanField()

    class Meta:
        db_table = "disruption_holder"


class Agreed(ReadModel):
    """What must be agreed before persons of concern are kept, and was."""

    term = models.TextField(primary_key=True)
    room_id = models.UUIDField()
    entry_id = models.UUIDField()
    agreed_on = models.DateField()

    class Meta:
        db_table = "disruption_agreed"


class Resting(ReadModel):
    """A decision that rests on information that was passed on; and whether it was looked at again, since that was retracted."""

    pk = models.CompositePrimaryKey("decision_id", "information_id")
    decision_id = models.UUIDField()
    information_id = models.UUIDField(db_index=True)
    room_id = models.UUIDField()
    matter_id = models.UUIDField()
    worker_id = models.UUIDField()
    fell_id = models.UUIDField(null=True, db_index=True)
    #: Who looks at it again.
    owner_id = models.UUIDField(null=True)
    looked_at = models.DateTimeField(null=True)
    stands = models.BooleanField(null=True)

    class Meta:
        db_table = "disruption_resting"
