"""The read models of intelligence."""

from __future__ import annotations

from django.db import models

from holdfast.database.tables import ReadModel


class Item(ReadModel):
    """What somebody gave, as they and its graders see it: not how it is graded."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    given_entry_id = models.UUIDField()
    giver_id = models.UUIDField(null=True, db_index=True)
    agency_id = models.UUIDField(null=True)
    close = models.TextField()
    given_at = models.DateTimeField()
    advised = models.BooleanField()
    replied_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "intelligence_item"


class Grade(ReadModel):
    """How an item is graded, and where it stands: for its graders."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    state = models.TextField()
    source_reliability = models.IntegerField(null=True)
    assessment = models.TextField(null=True)
    handling = models.TextField(null=True)
    text_entry_id = models.UUIDField(null=True)
    second_id = models.UUIDField(null=True)

    class Meta:
        db_table = "intelligence_grade"


class Text(ReadModel):
    """What was passed to a post, and whether it answered."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    item_id = models.UUIDField(db_index=True)
    post_id = models.UUIDField(db_index=True)
    respond_on = models.DateField()
    condition = models.TextField()
    passed_at = models.DateTimeField()
    responded_at = models.DateTimeField(null=True)
    acts = models.BooleanField(null=True)
    recalled_id = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "intelligence_text"
