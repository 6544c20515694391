"""Making accounts, and switching them off. A password is what Django's validators take, whoever sets it."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from holdfast.accounts.kinds import Switched
from holdfast.accounts.models import Account
from holdfast.accounts.policies import check_may_switch
from holdfast.database.viewing import viewing
from holdfast.partnership.kinds import PARTNERSHIP_ROOM
from holdfast.partnership.people import Acting
from holdfast.record.append import append
from holdfast.record.entries import Draft
from holdfast.record.refusal import Refused


def address_of(email: str) -> str:
    """An e-mail address as it is kept and compared."""
    return email.strip().casefold()


def check_password(password: str, account: Account) -> None:
    """Raises Refused for a password that is too short or too easily guessed."""
    try:
        validate_password(password, account)
    except ValidationError as why:
        raise Refused("password", " ".join(why.messages)) from None


def set_password(*, worker: UUID, password: str) -> None:
    """A new password: every session that was begun with the old one has ended. Raises Refused."""
    account = Account.objects.get(worker_id=worker)
    check_password(password, account)
    account.set_password(password)
    account.save(update_fields=["password"])


def switch_off(*, worker: UUID, by: Acting | None = None) -> None:
    """Nobody signs in with this account, and every session of it has ended. Raises NotPermitted."""
    _switch(worker, on=False, by=by)


def switch_on(*, worker: UUID, by: Acting | None = None) -> None:
    """The account can be signed in with again. Sessions that ended stay ended. Raises NotPermitted."""
    _switch(worker, on=True, by=by)


def _switch(worker: UUID, *, on: bool, by: Acting | None) -> None:
    if by is not None:
        with viewing(by.viewer):
            check_may_switch(by, worker=worker, on=on)
    with transaction.atomic():
        found = Account.objects.filter(worker_id=worker, is_active=not on)
        changed = found.update(is_active=True, switched=uuid4()) if on else found.update(is_active=False)
        if by is not None and changed:
            append(Draft(facts=Switched(worker=worker, on=on), room=PARTNERSHIP_ROOM), by=by.author)
