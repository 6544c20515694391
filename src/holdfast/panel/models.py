"""The read models of the exploitation panel."""

from __future__ import annotations

from django.db import models

from holdfast.database.tables import ReadModel


class Panel(ReadModel):
    """A meeting."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    held_on = models.DateField()
    chair_id = models.UUIDField()
    members = models.JSONField()

    class Meta:
        db_table = "panel_panel"


class PanelItem(ReadModel):
    """An item of its agenda."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    panel_id = models.UUIDField(db_index=True)
    about = models.TextField()
    subject_id = models.UUIDField(db_index=True)
    state = models.TextField()
    why = models.TextField(null=True)
    #: Who said that they are not connected, and who that they are.
    unconnected = models.JSONField()
    connected = models.JSONField()

    class Meta:
        db_table = "panel_item"


class PanelAction(ReadModel):
    """What somebody does by a day."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    panel_id = models.UUIDField(db_index=True)
    item_id = models.UUIDField()
    worker_id = models.UUIDField(db_index=True)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "panel_action"
