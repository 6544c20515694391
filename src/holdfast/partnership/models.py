"""Who belongs to the partnership. Names are parts of entries; these tables hold ids, kinds and dates. Accounts are operational."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.database.tables import ReadModel


class Agency(ReadModel):
    """An organisation of the partnership."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    entry_id = models.UUIDField()
    kind = models.TextField()
    #: The local authority's code in statutory returns (three digits), for the council alone.
    lea = models.TextField(null=True)
    #: Where its referrals come from, in the census's codes, where its kind alone does not say (3A a GP, 3B a health visitor, 3E an emergency department).
    census_source = models.TextField(null=True)
    #: The agency's own room of what it has been told (`duties`).
    told_room_id = models.UUIDField()
    left_at = models.DateTimeField(null=True)
    #: Of one that left: which organisation took over what it owed.
    heir_id = models.UUIDField(null=True)

    class Meta:
        db_table = "partnership_agency"


class Team(ReadModel):
    """A team of an agency."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    entry_id = models.UUIDField()
    agency_id = models.UUIDField()
    out_of_hours = models.BooleanField(default=False)

    class Meta:
        db_table = "partnership_team"


class Post(ReadModel):
    """A post: a role in an agency, held by one worker at a time, answering to another post."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    entry_id = models.UUIDField()
    agency_id = models.UUIDField()
    team_id = models.UUIDField(null=True)
    role = models.TextField()
    #: Whoever holds the post, or covers whoever does, as a principal of rooms.
    principal = models.UUIDField()
    manager_post_id = models.UUIDField(null=True)
    holder_id = models.UUIDField(null=True)
    held_since = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "partnership_post"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["role", "agency_id"], name="partnership_post_role")]


class Worker(ReadModel):
    """A person who works for an agency."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    entry_id = models.UUIDField()
    agency_id = models.UUIDField()
    post_id = models.UUIDField(null=True)
    left_at = models.DateTimeField(null=True)
    #: Cases at most; None is the agency's own figure. Going over takes a named manager's reason (failing S7).
    caseload_cap = models.IntegerField(null=True)

    class Meta:
        db_table = "partnership_worker"


class Cover(ReadModel):
    """While a worker is away, another answers for their duties."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    worker_id = models.UUIDField(db_index=True)
    covered_by_id = models.UUIDField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        db_table = "partnership_cover"


class Shift(ReadModel):
    """Who is on call, and answers danger, while the front door's office is shut."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    worker_id = models.UUIDField(db_index=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        db_table = "partnership_shift"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["ends_at"], name="partnership_shift_ends")]


class PublicWords(ReadModel):
    """The one entry by which the telephone numbers and words on public pages were said last."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    entry_id = models.UUIDField()

    class Meta:
        db_table = "partnership_public_words"


class DayOverride(ReadModel):
    """A day that is, or is not, a working day whatever the calendar library says."""

    day = models.DateField(primary_key=True)
    room_id = models.UUIDField()
    entry_id = models.UUIDField()
    working = models.BooleanField()

    class Meta:
        db_table = "partnership_day_override"


class DayProposal(ReadModel):
    """A day that one organisation would declare working or not, and that waits for someone of another."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    day = models.DateField()
    working = models.BooleanField()
    proposed_by = models.UUIDField()
    agency_id = models.UUIDField()
    proposed_at = models.DateTimeField()

    class Meta:
        db_table = "partnership_day_proposal"


class Loss(ReadModel):
    """A declared loss: how many entries, and since when that is known to everybody."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    lost = models.IntegerField()
    matters = models.IntegerField()
    elsewhere = models.IntegerField()
    declared_at = models.DateTimeField()

    class Meta:
        db_table = "partnership_loss"


class Vetted(ReadModel):
    """A worker of the vetted group: whoever hears of what the police cannot tell every partner yet. Asked by `holdfast_relations` as well."""

    worker_id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    agency_id = models.UUIDField()
    principal = models.UUIDField()
    since = models.DateTimeField()

    class Meta:
        db_table = "partnership_vetted"


class Grader(ReadModel):
    """A worker who was trained to grade intelligence. Asked by `holdfast_relations` as well."""

    worker_id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    agency_id = models.UUIDField()
    principal = models.UUIDField()
    since = models.DateTimeField()

    class Meta:
        db_table = "partnership_grader"


class AccountManager(ReadModel):
    """A worker who says who of their organisation works here, in which post, and invites them to sign in. Reads nothing by it."""

    worker_id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    agency_id = models.UUIDField(db_index=True)
    since = models.DateTimeField()

    class Meta:
        db_table = "partnership_account_manager"


class ChangeProposal(ReadModel):
    """What one organisation would change, and that waits for somebody of another."""

    id = models.UUIDField(primary_key=True)
    room_id = models.UUIDField()
    what = models.TextField()
    about_agency_id = models.UUIDField()
    worker_id = models.UUIDField(null=True)
    post_id = models.UUIDField(null=True)
    agency_kind = models.TextField(null=True)
    lea = models.TextField(null=True)
    heir_id = models.UUIDField(null=True)
    proposed_by = models.UUIDField()
    agency_id = models.UUIDField()
    proposed_at = models.DateTimeField()

    class Meta:
        db_table = "partnership_change_proposal"
