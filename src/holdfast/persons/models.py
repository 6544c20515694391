"""The read models of persons of concern: codes, days and ids. Names and what is said are parts of entries."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.database.tables import ReadModel


class Person(ReadModel):
    """Somebody who was named: where it stands, who owns it, what is due."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    state = models.TextField()
    named_at = models.DateTimeField()
    #: The entry that says who was named: the latest naming.
    named_by_entry = models.UUIDField()
    namings = models.IntegerField()
    #: Who assesses it, while it is no more than that.
    assessor_id = models.UUIDField(null=True)
    #: What waits for somebody of another organisation, and who that is.
    asked_entry_id = models.UUIDField(null=True)
    asked_by_id = models.UUIDField(null=True)
    asked_by_agency_id = models.UUIDField(null=True)
    second_id = models.UUIDField(null=True)
    not_opened_why = models.TextField(null=True)
    into_id = models.UUIDField(null=True)
    opened_at = models.DateTimeField(null=True)
    owner_id = models.UUIDField(null=True)
    next_entry_id = models.UUIDField(null=True)
    next_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "persons_person"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner_id"], name="persons_by_owner"),
            models.Index(fields=["second_id"], name="persons_by_second"),
            # What was left alone is found through this index, however many there are.
            models.Index(fields=["next_on", "id"], condition=models.Q(state__in=("open", "clearing")), name="persons_next"),
        ]


class NameKey(ReadModel):
    """A keyed hash by which somebody who was named is found; of whoever was not involved there is none."""

    pk = models.CompositePrimaryKey("entry_id", "field", "hash")
    entry_id = models.UUIDField()
    field = models.TextField()
    hash = models.TextField()
    room_id = models.UUIDField()

    class Meta:
        db_table = "persons_name_key"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["hash", "field"], name="persons_name_key_hash")]


class Allegation(ReadModel):
    """One allegation, with what is public of where it stands."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    person_id = models.UUIDField(db_index=True)
    what = models.JSONField()
    together = models.TextField()
    status = models.TextField(null=True)
    status_on = models.DateField(null=True)

    class Meta:
        db_table = "persons_allegation"


class HeldStatus(ReadModel):
    """Where an allegation stands before a charge: read by the police and the vetted group."""

    allegation_id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    person_id = models.UUIDField(db_index=True)
    status = models.TextField()
    status_on = models.DateField()
    decided = models.TextField()

    class Meta:
        db_table = "persons_held_status"


class Told(ReadModel):
    """Somebody who was told of a person of concern, and whether a correction is owed to them, or made."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    person_id = models.UUIDField(db_index=True)
    agency_id = models.UUIDField(null=True)
    told_at = models.DateTimeField()
    owed_entry_id = models.UUIDField(null=True)
    corrected_on = models.DateField(null=True)

    class Meta:
        db_table = "persons_told"


class Completeness(ReadModel):
    """What is known of ethnicity and nationality, or why it is not: read to be counted, and for nothing else."""

    person_id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    agency_id = models.UUIDField()
    self_defined = models.BooleanField()
    observed = models.BooleanField()
    ethnicity_unknown = models.TextField(null=True)
    nationality = models.BooleanField()
    nationality_unknown = models.TextField(null=True)

    class Meta:
        db_table = "persons_completeness"


class ChildNamed(ReadModel):
    """Somebody named in a concern who is, or may be, a child, until it is said what is done for them."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    concern_id = models.UUIDField(db_index=True)
    age = models.TextField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "persons_child_named"


class InConcern(ReadModel):
    """Whom a concern names: that it is to be said; somebody, by the key of the name, so that one person is not named twice; or nobody."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    concern_id = models.UUIDField(db_index=True)
    name_hash = models.TextField(null=True)
    #: "owed", "somebody", "nobody".
    what = models.TextField()

    class Meta:
        db_table = "persons_in_concern"


class RightsRequest(ReadModel):
    """What somebody asked who thinks that something is held of them. It leads to no record."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    received_entry_id = models.UUIDField()
    asks = models.TextField()
    received_on = models.DateField()
    checked_at = models.DateTimeField(null=True)
    answered_on = models.DateField(null=True)

    class Meta:
        db_table = "persons_rights_request"
