"""Passkeys (WebAuthn): making one, and signing in with one. What a browser sends is checked by the library `fido2`; what it leaves to us is here:
whose passkey it is, that a challenge is answered once, and that a passkey that was copied is noticed (WebAuthn, section 6.1.1).
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import transaction
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from holdfast.accounts.kinds import PasskeyCopied
from holdfast.accounts.models import Account, Passkey
from holdfast.database.time import now
from holdfast.partnership.kinds import PARTNERSHIP_ROOM
from holdfast.record.append import append
from holdfast.record.entries import SYSTEM_AUTHOR, Draft

#: So many passkeys one account has at most, and so long is what a browser sends, in characters.
MOST, LONGEST = 10, 20_000


class PasskeyRefused(Exception):
    """A passkey was not taken; the message says what to do."""


_TRY_AGAIN = "That did not work. Try again"


def _server(host: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(id=host.partition(":")[0], name=settings.SERVICE_NAME))


def _of(account: Account) -> list[Passkey]:
    return list(Passkey.objects.filter(account=account, copied_at=None).order_by("created_at", "id"))


def to_make(account: Account, host: str) -> tuple[str, dict[str, Any]]:
    """What the browser is asked to make, as JSON, and what to keep until it answers."""
    user = PublicKeyCredentialUserEntity(id=account.id.bytes, name=account.email, display_name=account.email)
    known = [AttestedCredentialData(bytes(each.public)) for each in _of(account)]
    options, state = _server(host).register_begin(
        user, known, resident_key_requirement=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.REQUIRED
    )
    return json.dumps(dict(options)["publicKey"]), state


def make(account: Account, state: Any, sent: str, *, host: str, name: str) -> None:
    """Keep a passkey that the browser made. Raises PasskeyRefused."""
    if len(_of(account)) >= MOST:
        raise PasskeyRefused(f"You have {MOST} passkeys. Remove one first")
    try:
        found = _server(host).register_complete(state, _answer(sent))
        data = found.credential_data
    except (ValueError, TypeError, KeyError) as wrong:
        raise PasskeyRefused(_TRY_AGAIN) from wrong
    if data is None or Passkey.objects.filter(credential_id=bytes(data.credential_id)).exists():
        raise PasskeyRefused("This passkey is in use already")
    Passkey.objects.create(
        account=account, credential_id=bytes(data.credential_id), public=bytes(data), counter=found.counter, name=name, created_at=now()
    )


def to_use(account: Account | None, host: str) -> tuple[str, dict[str, Any]]:
    """What the browser is asked to sign, as JSON, and what to keep until it answers; of anybody, where nobody said who they are."""
    known = [AttestedCredentialData(bytes(each.public)) for each in _of(account)] if account is not None else []
    options, state = _server(host).authenticate_begin(known, user_verification=UserVerificationRequirement.REQUIRED)
    return json.dumps(dict(options)["publicKey"]), state


def use(account: Account | None, state: Any, sent: str, *, host: str) -> Account:
    """Whose passkey signed, checked. One that was copied is switched off, and everybody may see that. Raises PasskeyRefused."""
    try:
        answer = AuthenticationResponse.from_dict(_answer(sent))
        passkey = Passkey.objects.select_related("account").filter(credential_id=bytes(answer.raw_id), copied_at=None).first()
        if passkey is None or (account is not None and passkey.account_id != account.id):
            raise PasskeyRefused("This passkey is not known here. Use another, or sign in with your password and code")
        _server(host).authenticate_complete(state, [AttestedCredentialData(bytes(passkey.public))], answer)
    except (ValueError, TypeError, KeyError) as wrong:
        raise PasskeyRefused(_TRY_AGAIN) from wrong
    counted = answer.response.authenticator_data.counter
    if not _counts_on(passkey, counted):
        _switch_off(passkey)
        raise PasskeyRefused("This passkey may have been copied, and is switched off. Sign in another way, and make a new one")
    return passkey.account


def _counts_on(passkey: Passkey, counted: int) -> bool:
    """Take what a passkey counts, where it counts on; those that never count stay at 0. One statement, so that two at once cannot both pass."""
    same = Passkey.objects.filter(id=passkey.id, copied_at=None)
    there = same.filter(counter=0) if counted == 0 else same.filter(counter__lt=counted)
    return there.update(counter=counted, used_at=now()) == 1


def _switch_off(passkey: Passkey) -> None:
    with transaction.atomic():
        Passkey.objects.filter(id=passkey.id).update(copied_at=now())
        append(Draft(facts=PasskeyCopied(worker=passkey.account.worker_id), room=PARTNERSHIP_ROOM), by=SYSTEM_AUTHOR)


def _answer(sent: str) -> dict[str, Any]:
    if len(sent) > LONGEST:
        raise ValueError("longer than any passkey's answer")
    found = json.loads(sent)
    if not isinstance(found, dict):
        raise TypeError("not an object")
    return found
