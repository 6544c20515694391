"""Where entries' keys are kept: apart from what they open, wrapped by a key that the database never holds."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.database.tables import RecordTable, SetUpTable


class EntryKey(RecordTable):
    """The two keys of one entry (content and commitment), wrapped together by the master key."""

    erasable: ClassVar[bool] = True

    entry_id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    wrapped = models.BinaryField()

    class Meta:
        managed = False
        db_table = "vault_entry_key"


class KeySplit(SetUpTable):
    """One splitting of the master key: how many shares open it, which organisations hold one, when a restore was tried."""

    fingerprint = models.TextField()
    threshold = models.PositiveSmallIntegerField()
    holders = models.JSONField()
    split_at = models.DateTimeField()
    restore_tested_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "vault_key_split"
