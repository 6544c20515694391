"""An account for a worker of a test's, without the two halves of an invitation."""

from __future__ import annotations

from uuid import UUID

from holdfast.accounts.actions import address_of, check_password
from holdfast.accounts.models import Account
from holdfast.database.time import now


def open_account(*, worker: UUID, email: str, password: str) -> UUID:
    """Raises Refused for a password that is too easily guessed."""
    account = Account(email=address_of(email), worker_id=worker, created_at=now())
    check_password(password, account)
    account.set_password(password)
    account.save(force_insert=True)
    return account.id
