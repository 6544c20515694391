"""Making accounts, and switching them off. A password is what Django's validators take, whoever sets it."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from holdfast.accounts.models import Account
from holdfast.database.time import now
from holdfast.record.refusal import Refused


def address_of(email: str) -> str:
    """An e-mail address as it is kept and compared."""
    return email.strip().casefold()


def _check(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as why:
        raise Refused("password", " ".join(why.messages)) from None


def open_account(*, worker: UUID, email: str, password: str) -> UUID:
    """An account for a worker. Raises Refused: the address or the worker has one already, or the password is too easily guessed."""
    address = address_of(email)
    if Account.objects.filter(email=address).exists() or Account.objects.filter(worker_id=worker).exists():
        raise Refused("email", "This e-mail address, or this worker, has an account already")
    account = Account(email=address, worker_id=worker, created_at=now())
    _check(password, account)
    account.set_password(password)
    account.save(force_insert=True)
    return account.id


def set_password(*, worker: UUID, password: str) -> None:
    """A new password: every session that was begun with the old one has ended. Raises Refused."""
    account = Account.objects.get(worker_id=worker)
    _check(password, account)
    account.set_password(password)
    account.save(update_fields=["password"])


def switch_off(*, worker: UUID) -> None:
    """Nobody signs in with this account, and every session of it has ended."""
    Account.objects.filter(worker_id=worker).update(is_active=False)


def switch_on(*, worker: UUID) -> None:
    """The account can be signed in with again. Sessions that ended stay ended."""
    Account.objects.filter(worker_id=worker).update(is_active=True, switched=uuid4())
