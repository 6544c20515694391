"""Read models of duties: one row for each in its own room, one for the board that all may see, and what organisations were told."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from holdfast.database.tables import ReadModel


class State(models.TextChoices):
    """Where a duty stands."""

    OPEN = "open", "Open"
    DONE = "done", "Done"
    SUPERSEDED = "superseded", "No longer needed"
    TRANSFERRED = "transferred", "Transferred and accepted"
    CANNOT = "cannot", "Cannot now be done"
    DECLINED = "declined", "Found not to be so, by two people"


class Duty(ReadModel):
    """A duty, as the readers of its room see it."""

    id = models.UUIDField(primary_key=True)
    #: Who reads it: one room of the matter that it is about.
    room_id = models.UUIDField()
    #: What it is about. An entry in any room of the matter may end it.
    matter_id = models.UUIDField()
    rule = models.TextField()
    edition = models.TextField()
    owner_id = models.UUIDField(null=True)
    owning_post = models.UUIDField(null=True)
    owing_agency_id = models.UUIDField()
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField()
    #: As it was when the duty opened; an extension changes `due_at`.
    first_due_at = models.DateTimeField()
    state = models.TextField()
    done_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    #: Rungs of the ladder climbed so far.
    rung = models.IntegerField()
    ladder_from = models.DateTimeField()
    next_step_at = models.DateTimeField(null=True)
    pace = models.TextField()
    late_to = models.TextField()
    serious = models.BooleanField()
    provisional = models.BooleanField()
    as_at = models.DateField(null=True)
    trigger_id = models.UUIDField()
    #: Somebody said that it is not so, and a second person has not answered: with what it was proposed, by whom, and why.
    declining_id = models.UUIDField(null=True)
    declining_by = models.UUIDField(null=True)
    declining_reason = models.TextField(null=True)
    assured_at = models.DateTimeField(null=True)
    offered_to = models.UUIDField(null=True)
    offer_id = models.UUIDField(null=True)
    #: Who reads the room only because they own this duty.
    opened_to = models.UUIDField(null=True)
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "duties_duty"
        indexes: ClassVar[list[models.Index]] = [
            # What is due is found through this index, whatever the number of open duties.
            models.Index(fields=["next_step_at"], condition=Q(state="open"), name="duties_next_step"),
            models.Index(fields=["owner_id", "due_at"], condition=Q(state="open"), name="duties_open_by_owner"),
            models.Index(fields=["matter_id", "rule"], name="duties_by_matter"),
            models.Index(fields=["owing_agency_id"], condition=Q(state="open", provisional=True), name="duties_provisional"),
        ]


class Offer(ReadModel):
    """A duty that someone is asked to take over, as they see it before they answer: what is asked, and never about whom."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    duty_id = models.UUIDField()
    to_id = models.UUIDField(db_index=True)
    rule = models.TextField()
    edition = models.TextField()
    owing_agency_id = models.UUIDField()
    owning_post = models.UUIDField(null=True)
    due_at = models.DateTimeField()
    late_to = models.TextField()
    offered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "duties_offer"


class BoardRow(ReadModel):
    """A duty as every organisation may see it: who owes what, and since when; never about whom."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    rule = models.TextField()
    owing_agency_id = models.UUIDField()
    owning_post = models.UUIDField(null=True)
    due_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    late_to = models.TextField()
    state = models.TextField()
    done_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    rung = models.IntegerField()
    serious = models.BooleanField()
    assured = models.BooleanField()

    class Meta:
        db_table = "duties_board_row"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], condition=Q(state="open"), name="duties_board_open"),
            models.Index(fields=["ended_at"], name="duties_board_ended"),
        ]


class Told(ReadModel):
    """One delivery to an organisation."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField(db_index=True)
    agency_id = models.UUIDField()
    delivered_at = models.DateTimeField()
    count = models.IntegerField()
    serious = models.BooleanField()
    urgent = models.BooleanField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.UUIDField(null=True)

    class Meta:
        db_table = "duties_told"


class Digest(ReadModel):
    """One delivery as every organisation may see it: how much an organisation was told, and what became of that; never of what."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    agency_id = models.UUIDField()
    delivered_at = models.DateTimeField(db_index=True)
    count = models.IntegerField()
    serious = models.BooleanField()
    acknowledged_at = models.DateTimeField(null=True)
    #: How many deliveries the same act acknowledged.
    acknowledged_with = models.IntegerField(null=True)

    class Meta:
        db_table = "duties_digest"


class Weekly(ReadModel):
    """A report that an organisation was sent for a week."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    agency_id = models.UUIDField()
    #: The kind of the entry that holds it.
    kind = models.TextField()
    week = models.DateField(db_index=True)
    delivered_at = models.DateTimeField()

    class Meta:
        db_table = "duties_weekly"


class RuleProposal(ReadModel):
    """A change of a local value that waits for someone of another organisation."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    rule = models.TextField()
    amount = models.IntegerField()
    unit = models.TextField()
    proposed_by = models.UUIDField()
    agency_id = models.UUIDField()
    proposed_at = models.DateTimeField()

    class Meta:
        db_table = "duties_rule_proposal"


class RuleValue(ReadModel):
    """A local value of a rule, in force."""

    rule = models.TextField(primary_key=True)
    room_id = models.UUIDField()
    entry_id = models.UUIDField()
    amount = models.IntegerField()
    unit = models.TextField()
    loosened = models.BooleanField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "duties_rule_value"
