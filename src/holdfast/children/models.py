"""Read models of children's cases: facts only."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from holdfast.database.tables import ReadModel


class Case(ReadModel):
    """A child's case and where it stands."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    person_id = models.UUIDField(db_index=True)
    origin = models.TextField()
    opened_at = models.DateTimeField()
    allocated_to_id = models.UUIDField(null=True)
    allocated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    close_reason = models.TextField(null=True)
    #: How many duties were ended as "cannot now be done" when it was closed.
    closed_with_cannot = models.IntegerField(null=True)
    cp_since = models.DateTimeField(null=True)
    cp_category = models.TextField(null=True)
    cin_since = models.DateTimeField(null=True)
    missing_since = models.DateTimeField(null=True)
    #: What to read first: the entry that says it.
    summary_id = models.UUIDField(null=True)

    class Meta:
        db_table = "children_case"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["allocated_to_id"], condition=Q(closed_at=None), name="children_open_by_worker"),
            models.Index(fields=["opened_at"], condition=Q(closed_at=None, allocated_to_id=None), name="children_unallocated"),
        ]


class NotTold(ReadModel):
    """That the child, or whoever speaks for them, asked not to be told about the suspect."""

    case_id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    since = models.DateTimeField()

    class Meta:
        db_table = "children_not_told"


class Sighting(ReadModel):
    """That the child was seen, and whether alone: the earliest day it can have been, because "last seen" must not flatter."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    case_id = models.UUIDField()
    seen_at = models.DateTimeField()
    alone = models.BooleanField()

    class Meta:
        db_table = "children_sighting"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["case_id", "seen_at"], name="children_last_seen")]


class Flag(ReadModel):
    """A flag on a child's record that nobody has ended."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    case_id = models.UUIDField(db_index=True)
    agency_id = models.UUIDField(null=True)
    danger = models.BooleanField()
    since = models.DateTimeField()
    review_on = models.DateField()
    #: The entry that says it now: the one that raised it, or by which it was last looked at.
    said_by = models.UUIDField()

    class Meta:
        db_table = "children_flag"


class Involvement(ReadModel):
    """An organisation that is involved with a child."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField(db_index=True)
    agency_id = models.UUIDField()
    reason = models.TextField()
    since = models.DateTimeField()

    class Meta:
        db_table = "children_involvement"


class Referral(ReadModel):
    """A concern that led to a case, or was joined to it."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField(db_index=True)
    concern_id = models.UUIDField(db_index=True)

    class Meta:
        db_table = "children_referral"


class Authorisation(ReadModel):
    """That a manager answered whether what somebody recorded stands."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    case_id = models.UUIDField()
    what = models.TextField()
    agrees = models.BooleanField()
    lessens = models.BooleanField()
    answered_by_id = models.UUIDField(null=True)
    answered_at = models.DateTimeField()

    class Meta:
        db_table = "children_authorisation"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["answered_at"], name="children_authorised_at")]


class Meeting(ReadModel):
    """A strategy discussion or a conference: a process over days."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField(db_index=True)
    #: Of `codes.MeetingType`.
    type = models.TextField()
    opened_at = models.DateTimeField()
    planned_on = models.DateField(null=True)
    #: The entry by which it was last moved to another day; and when it was called off.
    moved_by = models.UUIDField(null=True)
    called_off_at = models.DateTimeField(null=True)
    agencies = models.JSONField()
    #: Of a discussion: about the child as one who may have been harmed, or who may have harmed another.
    about = models.TextField()
    #: When a discussion concluded, or a conference was held.
    concluded_at = models.DateTimeField(null=True)
    #: Of `codes.MEETING_DECISIONS`.
    decision = models.TextField(null=True)
    #: The entry by which it was concluded.
    concluded_by = models.UUIDField(null=True)
    record_issued_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "children_meeting"
