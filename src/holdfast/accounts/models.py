"""What people sign in with. Operational: it may be changed and removed, and holds no part of the record."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from holdfast.database.tables import OperationalTable


class Accounts(BaseUserManager["Account"]):
    """Accounts, found by their address."""


class Account(AbstractBaseUser, OperationalTable):
    """What a worker signs in with: Django's user in this project. Who they are, and what they may do, is in the partnership's record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    email = models.EmailField(unique=True)
    worker_id = models.UUIDField(unique=True)
    is_active = models.BooleanField(default=True)
    #: Changes when the account is switched on again, so that sessions from before stay ended.
    switched = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["worker_id"]

    class Meta:
        db_table = "accounts_account"


class KeptWords(OperationalTable):
    """What somebody had typed when their session had ended, encrypted, under a keyed hash of what their browser holds. Forgotten after hours."""

    key = models.TextField(primary_key=True)
    sealed = models.BinaryField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_kept_words"


class SavedDraft(OperationalTable):
    """What somebody has begun to write on one page, encrypted; whose it is and of which page under keyed hashes. Forgotten after two weeks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.TextField(db_index=True)
    place = models.TextField(unique=True)
    sealed = models.BinaryField()
    saved_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_saved_draft"


class WrongPassword(OperationalTable):
    """A wrong password, by a keyed hash of what it is counted as: an address from a place, or a known browser. Forgotten after minutes."""

    id = models.BigAutoField(primary_key=True)
    counted_as = models.TextField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_wrong_password"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["counted_as", "at"], name="accounts_wrong_password_as")]
