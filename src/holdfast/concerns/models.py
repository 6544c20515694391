"""Read models of concerns, and what a journey under way keeps for a while."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from holdfast.database.tables import OperationalTable, ReadModel


class Telling(ReadModel):
    """What was told, as whoever told it sees it."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    nature = models.TextField()
    alleged = models.JSONField()
    told_at = models.DateTimeField()
    teller_worker_id = models.UUIDField(null=True)
    #: By when it is to be read, when it was, and when something was last added: from the lines of what the front door owed and did.
    read_by = models.DateTimeField(null=True)
    #: By when it is to be decided.
    decided_by = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    last_added_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "concerns_telling"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["teller_worker_id", "told_at"], name="concerns_by_teller")]


class Concern(ReadModel):
    """A concern and where it stands, as the front door sees it. Its words are parts of entries."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    channel = models.TextField()
    nature = models.TextField()
    danger_now = models.BooleanField()
    danger_answered_at = models.DateTimeField(null=True)
    teller_worker_id = models.UUIDField(null=True)
    teller_agency_id = models.UUIDField(null=True)
    #: Who a member of the public says they are.
    teller_is = models.TextField(null=True)
    alleged = models.JSONField()
    #: What the front door found when it asked what is alleged; null until it has.
    alleged_is = models.TextField(null=True)
    #: Something done by a person in authority is or was alleged, and when the LADO was told, or it was said why not.
    alleges_authority = models.BooleanField(default=False)
    lado_answered_at = models.DateTimeField(null=True)
    received_on = models.DateField()
    told_at = models.DateTimeField()
    state = models.TextField()
    #: Who at the front door has it, and since when; nobody until somebody takes it.
    taken_by_id = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    rating = models.TextField(null=True)
    decision = models.TextField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)
    decided_entry_id = models.UUIDField(null=True)
    second_id = models.UUIDField(null=True)
    second_asked_at = models.DateTimeField(null=True)
    stands_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    outcome_told_at = models.DateTimeField(null=True)
    last_added_at = models.DateTimeField(null=True)
    #: Something was added that nobody has read yet.
    unread_addition = models.BooleanField(default=False)

    class Meta:
        db_table = "concerns_concern"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["told_at"], condition=~Q(state="decided"), name="concerns_waiting"),
            models.Index(fields=["second_id"], condition=Q(state="awaiting_second"), name="concerns_second"),
        ]


class Number(ReadModel):
    """The keyed hash of a number to come back with."""

    hash = models.TextField(primary_key=True)
    room_id = models.UUIDField()
    concern_id = models.UUIDField()
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "concerns_number"


class Teller(ReadModel):
    """Where who told a concern is recorded, for those who may see it."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    entry_id = models.UUIDField()
    concern_id = models.UUIDField(db_index=True)
    safe = models.TextField()

    class Meta:
        db_table = "concerns_teller"


class Draft(OperationalTable):
    """What somebody has typed so far, encrypted, under a keyed hash of the id that their browser holds. Forgotten after a day."""

    key = models.TextField(primary_key=True)
    sealed = models.BinaryField()
    until = models.DateTimeField(db_index=True)
    share = models.TextField()

    class Meta:
        db_table = "concerns_draft"
        indexes: ClassVar = [models.Index(fields=["share", "until"], name="concerns_draft_share")]


class FreshNumber(OperationalTable):
    """A number that was just given, sealed, so that a page sent twice shows it still. Forgotten after minutes."""

    once = models.UUIDField(primary_key=True)
    sealed = models.BinaryField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "concerns_fresh_number"
