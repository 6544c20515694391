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


class Passkey(OperationalTable):
    """A passkey of an account: its public half, and how often it says that it was used. One that was copied is switched off, and stays to be shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    credential_id = models.BinaryField(unique=True)
    public = models.BinaryField()
    #: What the passkey counted when it was used last; 0 of those that do not count.
    counter = models.BigIntegerField()
    name = models.TextField()
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    copied_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_passkey"


class CodeApp(OperationalTable):
    """The app that gives an account's codes (RFC 6238): its secret, sealed, and the last step of time of which a code was taken."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True)
    sealed = models.BinaryField()
    last_step = models.BigIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_code_app"


class JoinedAccount(OperationalTable):
    """Which account of an organisation's own (OpenID Connect: whose issuer calls whom by which subject) opens an account here. Joined by whose it is."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    issuer = models.TextField()
    subject = models.TextField()
    name = models.TextField()
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_joined_account"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="accounts_joined_account_once")
        ]


class Admission(OperationalTable):
    """An invitation, or a way back in: a link that one person hands over and a code that another does, each under a keyed hash, used once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    worker_id = models.UUIDField(db_index=True)
    email = models.EmailField()
    #: Whether they have an account, and cannot get in.
    again = models.BooleanField(default=False)
    link = models.TextField(unique=True)
    code = models.TextField(null=True)
    made_by = models.UUIDField(null=True)
    vouched_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_admission"


class Signing(OperationalTable):
    """A session of an account, by the hash under which it is stored: when it began, and in what kind of browser, in a word or two. Nothing else of the
    device."""

    stored_key = models.TextField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    begun_at = models.DateTimeField()
    browser = models.TextField()

    class Meta:
        db_table = "accounts_signing"
