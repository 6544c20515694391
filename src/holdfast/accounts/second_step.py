"""The second step of signing in: a code of an app (RFC 6238). Passkeys are in `passkeys`.

A code is taken once: the step of time that it is of is kept in the database, so that what was seen over a shoulder, or sent again to another process,
opens nothing. In a real installation nobody signs in without a second step.
"""

from __future__ import annotations

import base64
import os
import secrets
import time
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings

from holdfast.accounts.models import Account, CodeApp, JoinedAccount, Passkey
from holdfast.database.time import now
from holdfast.record.gate import installation
from holdfast.vault.envelope import seal, unseal
from holdfast.vault.master import derived_key

#: Seconds for which a code is shown, how many digits it has, and how many steps the two clocks may be apart.
STEP, DIGITS, APART = 30, 6, 1
_SECRET_BYTES = 20


def required() -> bool:
    """Whether nobody signs in without a second step: in every real installation; elsewhere where HOLDFAST_SECOND_STEP says so."""
    return installation().nature == "real" or os.environ.get("HOLDFAST_SECOND_STEP", "") == "1"


@dataclass(frozen=True)
class Steps:
    """What an account has for its second step."""

    passkeys: int
    code_app: bool

    def __bool__(self) -> bool:
        return bool(self.passkeys) or self.code_app


def steps_of(account: Account) -> Steps:
    """What an account has for its second step."""
    passkeys = Passkey.objects.filter(account=account, copied_at=None).count()
    return Steps(passkeys, CodeApp.objects.filter(account=account, confirmed_at__isnull=False).exists())


def _app(secret: bytes) -> TOTP:
    # SHA-1 and six digits: what every code app knows. Of RFC 6238's weaknesses none is of the hash.
    return TOTP(secret, DIGITS, SHA1(), STEP)  # noqa: S303


def secret_to_scan(account: Account) -> str:
    """The secret of a code app that is being set up, in base 32: made when there is none, and the same until it is confirmed."""
    row = CodeApp.objects.filter(account=account).first()
    if row is None:
        secret = secrets.token_bytes(_SECRET_BYTES)
        row = CodeApp(account=account, sealed=seal(derived_key("accounts"), secret, account.id.bytes))
        row.save(force_insert=True)
    return base64.b32encode(_secret(row)).decode()


def address_to_scan(account: Account) -> str:
    """What a code app reads from the picture."""
    secret = base64.b32decode(secret_to_scan(account))
    return _app(secret).get_provisioning_uri(account.email, settings.SERVICE_NAME)


def _secret(row: CodeApp) -> bytes:
    return unseal(derived_key("accounts"), bytes(row.sealed), row.account_id.bytes)


def confirm(account: Account, code: str) -> bool:
    """Whether a first code shows that the app holds the secret; from then on it is asked for."""
    if not _taken(account, code, confirmed=False):
        return False
    CodeApp.objects.filter(account=account).update(confirmed_at=now())
    return True


def takes(account: Account, code: str) -> bool:
    """Whether a code is right, and was not used before."""
    return _taken(account, code, confirmed=True)


def _taken(account: Account, code: str, *, confirmed: bool) -> bool:
    typed = "".join(code.split())
    row = CodeApp.objects.filter(account=account, confirmed_at__isnull=not confirmed).first()
    if row is None or len(typed) != DIGITS or not typed.isascii() or not typed.isdigit():
        return False
    app, present = _app(_secret(row)), int(time.time()) // STEP  # noqa: TID251  (a telephone's clock is the world's, not the domain's)
    for step in range(present - APART, present + APART + 1):
        try:
            app.verify(typed.encode(), step * STEP)
        except InvalidToken:
            continue
        # One statement: of two processes that are given the same code, one finds the step taken.
        return CodeApp.objects.filter(account=account, last_step__lt=step).update(last_step=step) == 1
    return False


def forget(account: Account) -> None:
    """Whatever the account signed in with before opens nothing any more."""
    CodeApp.objects.filter(account=account).delete()
    Passkey.objects.filter(account=account).delete()
    JoinedAccount.objects.filter(account=account).delete()
