"""Accounts: what a worker signs in with. (Stronger sign-in than a password comes with `access`.)"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F

from holdfast.database.time import now
from holdfast.partnership.models import Account

FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)

#: Checked when there is no such account, so that an answer takes as long as with one.
_NOBODY = make_password("nobody")


class AccountExists(Exception):
    """The e-mail address or the worker has an account already."""


def open_account(*, worker: UUID, email: str, password: str) -> UUID:
    """An account for a worker. Raises AccountExists."""
    address = email.strip().casefold()
    if Account.objects.filter(email=address).exists() or Account.objects.filter(worker_id=worker).exists():
        raise AccountExists("This e-mail address, or this worker, has an account already")
    account = Account(id=uuid4(), email=address, password=make_password(password), worker_id=worker, created_at=now())
    account.save(force_insert=True)
    return account.id


def set_password(*, worker: UUID, password: str) -> None:
    """A new password; an account that was locked is open again."""
    Account.objects.filter(worker_id=worker).update(password=make_password(password), failures=0, locked_until=None)


def authenticate(*, email: str, password: str) -> UUID | None:
    """The worker whose account it is, or None. After five failures an account is locked for a quarter of an hour."""
    moment = now()
    with transaction.atomic():
        account = Account.objects.select_for_update().filter(email=email.strip().casefold(), active=True).first()
        if account is None or (account.locked_until is not None and account.locked_until > moment):
            check_password(password, _NOBODY)
            return None
        if check_password(password, account.password):
            Account.objects.filter(id=account.id).update(failures=0, locked_until=None, last_signed_in_at=moment)
            return account.worker_id
        Account.objects.filter(id=account.id).update(failures=F("failures") + 1)
        if account.failures + 1 >= FAILURES:
            Account.objects.filter(id=account.id).update(failures=0, locked_until=moment + LOCKED_FOR)
    return None
