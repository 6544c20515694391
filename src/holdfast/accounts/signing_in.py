"""Signing in with a password, and what a session is begun with. (`second_step` and `passkeys` are what is asked for beside it.)

Wrong passwords are counted where they come from, never against the account: whoever types a colleague's address and nonsense slows themself
and not the colleague. A browser in which somebody has signed in before is counted by itself.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import auth
from django.core import signing
from django.http import HttpRequest

from holdfast.accounts import hashing, session_list
from holdfast.accounts.actions import address_of
from holdfast.accounts.models import Account, WrongPassword
from holdfast.database.time import now
from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.partnership import queries
from holdfast.partnership.people import Acting

#: What a session keeps beside Django's own: when it was begun, when it was last used, and what it was begun with.
STARTED, SEEN, STAMP = "started", "seen", "stamp"
#: So many wrong passwords for one address from one place, within so long, and the next is not looked at.
FAILURES = 5
WITHIN = timedelta(minutes=15)
#: A browser that is known is known for so long.
KNOWN_FOR = timedelta(days=180)


#: When whoever is signed in last showed that it is they.
SHOWN = "shown"
#: Whose password was right, and who has not taken the second step yet; since when; and for how many seconds that is kept.
HALF, HALF_SINCE = "half", "half_since"
HALF_SECONDS = 10 * 60


class TooManyTries(Exception):
    """From here, for this address, there were too many wrong passwords; other places and known browsers are not affected."""


def authenticate(request: HttpRequest, *, email: str, password: str, source: str, browser: str = "") -> Account | None:
    """The account, or None. `source` is where the request comes from, `browser` what `known_browser` gave it.

    Raises Busy; and TooManyTries, for a known browser by its own count and for others by address and source. Where they come from is kept as a keyed hash.
    """
    moment, address = now(), address_of(email)
    counted = _counted_as(address, source, browser)
    if WrongPassword.objects.filter(counted_as=counted, at__gt=moment - WITHIN).count() >= FAILURES:
        raise TooManyTries
    with hashing.turn():
        account = auth.authenticate(request, username=address, password=password)
    if isinstance(account, Account):
        WrongPassword.objects.filter(counted_as=counted).delete()
        return account
    _count(counted, moment)
    return None


def begin_session(request: HttpRequest, account: Account) -> None:
    """Sign this browser in, under a session id that nobody can have known before."""
    request.session.flush()  # nothing of whoever sat here before
    with viewing(Viewer.of(EVERYONE)):
        acting = queries.acting_for(account.worker_id)
    if acting is None or not account.is_active:
        return
    auth.login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    moment = int(time.time())  # noqa: TID251  (a session is about a person at a machine)
    request.session.update({STARTED: moment, SEEN: moment, SHOWN: moment, STAMP: stamp_of(acting, account)})
    session_list.remember(request, account)


def begin_half(request: HttpRequest, account: Account) -> None:
    """The first step was right: nobody is signed in before the second is."""
    request.session.flush()
    moment = int(time.time())  # noqa: TID251  (about a person at a machine)
    request.session.update({HALF: str(account.id), HALF_SINCE: moment})


def half_of(request: HttpRequest) -> Account | None:
    """Whose first step was right, a short while ago, in this browser; None when nobody's was, or the account was switched off."""
    since, who = request.session.get(HALF_SINCE), request.session.get(HALF)
    if not isinstance(since, int) or not isinstance(who, str) or time.time() - since > HALF_SECONDS:  # noqa: TID251
        return None
    return Account.objects.filter(id=who, is_active=True).first()


def is_password_of(account: Account, password: str) -> bool:
    """Whether somebody who is signed in knows their password. Raises Busy, TooManyTries; what they typed wrong counts for this page alone."""
    counted = keyed("again", str(account.id))
    if WrongPassword.objects.filter(counted_as=counted, at__gt=now() - WITHIN).count() >= FAILURES:
        raise TooManyTries
    with hashing.turn():
        right = account.check_password(password)
    if right:
        return True
    _count(counted, now())
    return False


def check_code_tries(account: Account) -> None:
    """Raises TooManyTries after too many wrong codes. They are asked for only once the password was right, so no stranger locks anybody out."""
    wrong = WrongPassword.objects.filter(counted_as=keyed("code", str(account.id)), at__gt=now() - WITHIN).count()
    if wrong >= FAILURES:
        raise TooManyTries


def count_wrong_code(account: Account) -> None:
    _count(keyed("code", str(account.id)), now())


def _count(counted: str, moment: datetime) -> None:
    WrongPassword.objects.filter(at__lt=moment - WITHIN).delete()
    WrongPassword.objects.create(counted_as=counted, at=moment)


def keyed(*values: str) -> str:
    """A keyed hash of some values: what is kept in cookies and tables in the place of an address, a place or a worker."""
    return hmac.digest(settings.SECRET_KEY.encode(), "\0".join(values).encode(), hashlib.sha256).hex()


def _counted_as(address: str, source: str, browser: str) -> str:
    known = _read_browser(browser)
    if known is not None and known[0] == keyed("browser", address):
        return keyed("known", address, known[1])
    return keyed("unknown", address, source)


def known_browser(email: str) -> str:
    """What a browser keeps from which somebody has signed in with this address: signed, and no address in it."""
    return signing.dumps([keyed("browser", address_of(email)), secrets.token_hex(8)], salt="holdfast.known-browser")


def _read_browser(value: str) -> tuple[str, str] | None:
    try:
        address, name = signing.loads(value, salt="holdfast.known-browser", max_age=KNOWN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(address), str(name)


def stamp_of(acting: Acting, account: Account) -> str:
    """What a session was begun with: it ends when the password, the account, the post or the role is another."""
    sign_in = f"{account.id}:{account.password}:{account.switched}"
    return keyed("session", sign_in, str(acting.worker), str(acting.agency), str(acting.post), str(acting.role))
