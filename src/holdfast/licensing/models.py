"""The read model of questions to licensing."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.database.tables import ReadModel


class Question(ReadModel):
    """A question to licensing, and where it stands."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    what = models.TextField()
    state = models.TextField()
    asked_at = models.DateTimeField()
    asked_entry_id = models.UUIDField()
    asker_id = models.UUIDField()
    asker_agency_id = models.UUIDField(null=True)
    post_id = models.UUIDField()
    licensed = models.TextField(null=True)
    decision = models.TextField(null=True)
    #: What the next step answers: the question, the answer, the sending, the decision.
    waits_entry_id = models.UUIDField(null=True)
    to_enter_id = models.UUIDField(null=True)

    class Meta:
        db_table = "licensing_question"


class PlateKey(ReadModel):
    """A keyed hash of four characters that follow one another in what was seen of a plate."""

    pk = models.CompositePrimaryKey("question_id", "hash")
    question_id = models.UUIDField()
    hash = models.TextField()
    room_id = models.UUIDField()

    class Meta:
        db_table = "licensing_plate_key"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["hash"], name="licensing_plate_hash")]
