"""Read models of people and things. Names, numbers and addresses are parts of entries; here are codes, ids and keyed hashes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.database.tables import ReadModel


class Person(ReadModel):
    """A person as one source knows them, with the latest of what was stated in codes."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    source_id = models.UUIDField()
    recorded_at = models.DateTimeField()
    sex = models.TextField(null=True)
    ethnicity = models.TextField(null=True)
    ethnicity_missing = models.TextField(null=True)
    disabilities = models.JSONField(null=True)
    birth_precision = models.TextField(null=True)
    name_entry_id = models.UUIDField(null=True)
    birth_entry_id = models.UUIDField(null=True)
    death_entry_id = models.UUIDField(null=True)

    class Meta:
        db_table = "subjects_person"


class Statement(ReadModel):
    """One statement about a person, by its entry."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    aspect = models.TextField()
    source_id = models.UUIDField()
    stated_at = models.DateTimeField()

    class Meta:
        db_table = "subjects_statement"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["room_id", "aspect"], name="subjects_statement_of")]


class EarlierConcern(ReadModel):
    """A concern about a person, and what was decided."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField(db_index=True)
    concern_id = models.UUIDField()
    decision = models.TextField()
    received_on = models.DateField()
    decided_at = models.DateTimeField()

    class Meta:
        db_table = "subjects_earlier_concern"


class SearchKey(ReadModel):
    """A keyed hash by which a person or a thing is found."""

    pk = models.CompositePrimaryKey("entry_id", "field", "hash")
    entry_id = models.UUIDField()
    field = models.TextField()
    hash = models.TextField()
    room_id = models.UUIDField()

    class Meta:
        db_table = "subjects_search_key"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["hash", "field"], name="subjects_search_key_hash")]


class Related(ReadModel):
    """Somebody's relation to somebody else, as the source of the statement has it."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    other_id = models.UUIDField(db_index=True)
    relation = models.TextField()

    class Meta:
        db_table = "subjects_related"


class Thing(ReadModel):
    """A phone, vehicle, place or account as one source knows it."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    entry_id = models.UUIDField()
    kind = models.TextField()
    source_id = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "subjects_thing"


class ThingPerson(ReadModel):
    """A statement that a person used, owned or was seen with a thing."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    person_id = models.UUIDField(db_index=True)
    aspect = models.TextField()

    class Meta:
        db_table = "subjects_thing_person"
