"""The read models of investigations."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.database.tables import ReadModel


class Investigation(ReadModel):
    """An investigation: who investigates, the last step, what is next and by when."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    case_id = models.UUIDField(null=True, db_index=True)
    state = models.TextField()
    agency_id = models.UUIDField()
    officer_id = models.UUIDField(null=True)
    #: Everybody who has investigated: none of them signs no further action.
    investigated_by = models.JSONField()
    opened_entry_id = models.UUIDField()
    opened_on = models.DateField()
    last_step = models.TextField(null=True)
    last_step_on = models.DateField(null=True)
    next_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    protected_until = models.DateField(null=True)
    nfa_entry_id = models.UUIDField(null=True)
    nfa_why = models.TextField(null=True)
    to_tell_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    look_again_id = models.UUIDField(null=True)
    #: In what that was new something of it was found; each once.
    found_in = models.JSONField()

    class Meta:
        db_table = "investigations_investigation"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "next_on"], name="investigations_next")]


class SuspectKey(ReadModel):
    """A keyed hash by which an investigation is found again: a whole name, a number, a plate."""

    pk = models.CompositePrimaryKey("investigation_id", "field", "hash")
    investigation_id = models.UUIDField()
    field = models.TextField()
    hash = models.TextField(db_index=True)
    room_id = models.UUIDField()

    class Meta:
        db_table = "investigations_suspect_key"


class Challenge(ReadModel):
    """What an organisation challenged, and whether it was answered."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    investigation_id = models.UUIDField(db_index=True)
    agency_id = models.UUIDField()
    challenged_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    changed = models.BooleanField(null=True)

    class Meta:
        db_table = "investigations_challenge"


class PoliceLine(ReadModel):
    """What everybody who works with a child reads of an investigation: that there is police action, and when it is next looked at."""

    case_id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    review_on = models.DateField(null=True)
    ended = models.BooleanField()

    class Meta:
        db_table = "investigations_police_line"
