"""Accounts: what a worker signs in with. (Stronger sign-in than a password comes with `accounts`.)

Wrong passwords are counted where they come from, never against the account: whoever types a colleague's address and nonsense slows themself
and not the colleague. A browser in which somebody has signed in before is counted by itself.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core import signing

from holdfast.database.time import now
from holdfast.partnership.models import Account, WrongPassword
from holdfast.partnership.people import Acting

#: So many wrong passwords for one address from one place, within so long, and the next is not looked at.
FAILURES = 5
WITHIN = timedelta(minutes=15)
#: A browser that is known is known for so long.
KNOWN_FOR = timedelta(days=180)

#: Checked when there is no such account, so that an answer takes as long as with one.
_NOBODY = make_password("nobody")


class AccountExists(Exception):
    """The e-mail address or the worker has an account already."""


class TooManyTries(Exception):
    """From here, for this address, there were too many wrong passwords; other places and known browsers are not affected."""


def _address(email: str) -> str:
    return email.strip().casefold()


def open_account(*, worker: UUID, email: str, password: str) -> UUID:
    """An account for a worker. Raises AccountExists."""
    address = _address(email)
    if Account.objects.filter(email=address).exists() or Account.objects.filter(worker_id=worker).exists():
        raise AccountExists("This e-mail address, or this worker, has an account already")
    account = Account(id=uuid4(), email=address, password=make_password(password), worker_id=worker, created_at=now())
    account.save(force_insert=True)
    return account.id


def set_password(*, worker: UUID, password: str) -> None:
    """A new password: every session that was begun with the old one has ended."""
    Account.objects.filter(worker_id=worker).update(password=make_password(password))


def switch_off(*, worker: UUID) -> None:
    """Nobody signs in with this account, and every session of it has ended."""
    Account.objects.filter(worker_id=worker).update(active=False)


def switch_on(*, worker: UUID) -> None:
    """The account can be signed in with again. Sessions that ended stay ended."""
    Account.objects.filter(worker_id=worker).update(active=True, switched=uuid4())


def authenticate(*, email: str, password: str, source: str, browser: str = "") -> UUID | None:
    """The worker whose account it is, or None. `source` is where the request comes from, `browser` what `known_browser` gave it.

    Raises TooManyTries, for a known browser by its own count and for others by address and source. Where they come from is kept as a keyed hash.
    """
    moment, address = now(), _address(email)
    counted = _counted_as(address, source, browser)
    if WrongPassword.objects.filter(counted_as=counted, at__gt=moment - WITHIN).count() >= FAILURES:
        raise TooManyTries
    account = Account.objects.filter(email=address, active=True).first()
    if account is None:
        check_password(password, _NOBODY)
    elif check_password(password, account.password):
        WrongPassword.objects.filter(counted_as=counted).delete()
        Account.objects.filter(id=account.id).update(last_signed_in_at=moment)
        return account.worker_id
    _count(counted, moment)
    return None


def _count(counted: str, moment: datetime) -> None:
    WrongPassword.objects.filter(at__lt=moment - WITHIN).delete()
    WrongPassword.objects.create(counted_as=counted, at=moment)


def _keyed(*values: str) -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), "\0".join(values).encode(), hashlib.sha256).hex()


def _counted_as(address: str, source: str, browser: str) -> str:
    known = _read_browser(browser)
    if known is not None and known[0] == _keyed("browser", address):
        return _keyed("known", address, known[1])
    return _keyed("unknown", address, source)


def known_browser(email: str) -> str:
    """What a browser keeps from which somebody has signed in with this address: signed, and no address in it."""
    return signing.dumps([_keyed("browser", _address(email)), secrets.token_hex(8)], salt="holdfast.known-browser")


def _read_browser(value: str) -> tuple[str, str] | None:
    try:
        address, name = signing.loads(value, salt="holdfast.known-browser", max_age=KNOWN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(address), str(name)


def stamp_of(acting: Acting) -> str | None:
    """What a session was begun with: it ends when the password, the account, the post or the role is another. None: the account is off.

    Someone without an account (a demonstration's people) has the rest.
    """
    account = Account.objects.filter(worker_id=acting.worker).first()
    if account is not None and not account.active:
        return None
    sign_in = f"{account.id}:{account.password}:{account.switched}" if account is not None else "no account"
    return _keyed("session", sign_in, str(acting.worker), str(acting.agency), str(acting.post), str(acting.role))
