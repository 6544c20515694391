"""Letting somebody in: an invitation, or a way back in for whoever lost what they signed in with.

It has two halves. Whoever invites has a link; whoever vouches, another person who knows them, has a code. Neither alone opens anything, so no single
person, whatever they administer, can become somebody else. That it was made, vouched for and used is recorded where everybody may see it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F

from holdfast.accounts import second_step
from holdfast.accounts.actions import address_of, check_password
from holdfast.accounts.kinds import Invited, Opened, Vouched
from holdfast.accounts.models import Account, Admission
from holdfast.accounts.policies import check_may_admit, check_may_vouch
from holdfast.accounts.signing_in import keyed
from holdfast.database.time import now
from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.partnership import queries
from holdfast.partnership.kinds import PARTNERSHIP_ROOM
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.record.append import append
from holdfast.record.entries import SYSTEM_AUTHOR, Draft
from holdfast.record.refusal import Refused

#: A link is good for so long, and a code can be mistyped so often.
GOOD_FOR = timedelta(days=7)
WRONG_CODES = 5
#: No letter or digit that looks like another. Ten of them are 49 random bits.
_LETTERS, _LENGTH = "abcdefghjkmnpqrstuvwxyz23456789", 10


@dataclass(frozen=True)
class Handed:
    """A half of an admission, said once: the words of the link's end, or of the code."""

    admission: UUID
    words: str


def admit(*, worker: UUID, email: str, by: Acting | None) -> Handed:
    """Invite somebody, or let them back in; what they had not used yet of an earlier one ends. Raises NotPermitted, Refused.

    With `by=None` it is the installation's own, at the founding.
    """
    address = _address(email, worker)
    if by is not None:
        with viewing(by.viewer):
            check_may_admit(by, worker=worker)
    account = Account.objects.filter(worker_id=worker).first()
    token, admission, moment = secrets.token_urlsafe(24), uuid4(), now()
    with transaction.atomic():
        Admission.objects.filter(worker_id=worker, ended_at=None).update(ended_at=moment)
        Admission.objects.create(
            id=admission,
            worker_id=worker,
            email=account.email if account is not None else address,
            again=account is not None,
            link=keyed("admission link", token),
            made_by=by.worker if by is not None else None,
            made_at=moment,
            until=moment + GOOD_FOR,
        )
        author = by.author if by is not None else SYSTEM_AUTHOR
        facts = Invited(worker=worker, admission=admission, again=account is not None)
        append(Draft(facts=facts, room=PARTNERSHIP_ROOM), by=author)
    return Handed(admission, token)


def _address(email: str, worker: UUID) -> str:
    address = address_of(email)
    try:
        validate_email(address)
    except ValidationError:
        raise Refused("email", "Enter an e-mail address, like name@example.org") from None
    if Account.objects.filter(email=address).exclude(worker_id=worker).exists():
        raise Refused("email", "Somebody else signs in with this e-mail address")
    return address


def waiting(by: Acting) -> list[Admission]:
    """What waits for somebody to vouch, of what this person may vouch for, the longest first."""
    open_now = Admission.objects.filter(ended_at=None, until__gt=now(), vouched_by=None).order_by("made_at", "id")
    with viewing(by.viewer):
        return [each for each in open_now if _may_vouch(by, each)]


def _may_vouch(by: Acting, admission: Admission) -> bool:
    try:
        check_may_vouch(by, worker=admission.worker_id, made_by=admission.made_by)
    except NotPermitted:
        return False
    return True


def vouch(*, admission: UUID, by: Acting | None) -> Handed:
    """Say that one knows somebody who was invited; the code to hand to them. Raises NotPermitted, Refused."""
    found = Admission.objects.filter(id=admission, ended_at=None, until__gt=now(), vouched_by=None).first()
    if found is None:
        raise Refused("admission", "This was used, has ended, or somebody else vouched. Nothing was recorded")
    if by is not None:
        with viewing(by.viewer):
            check_may_vouch(by, worker=found.worker_id, made_by=found.made_by)
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    with transaction.atomic():
        who = by.worker if by is not None else found.id
        there = Admission.objects.filter(id=admission, vouched_by=None, ended_at=None)
        if there.update(vouched_by=who, code=keyed("admission code", str(admission), code)) != 1:
            raise Refused("admission", "Somebody else vouched meanwhile. Nothing was recorded")
        author = by.author if by is not None else SYSTEM_AUTHOR
        append(Draft(facts=Vouched(worker=found.worker_id, admission=admission), room=PARTNERSHIP_ROOM), by=author)
    return Handed(admission, f"{code[:5]}-{code[5:]}")


def admission_of(token: str) -> Admission | None:
    """The admission whose link ends in this; None when there is none, or it was used or has ended."""
    return Admission.objects.filter(link=keyed("admission link", token), ended_at=None, until__gt=now()).first()


def enter(*, token: str, code: str, password: str) -> Account:
    """Open the account, or get back into it, with both halves and a new password. Raises Refused.

    Whatever opened it before (passkeys, code app, sessions) opens nothing any more.
    """
    found = admission_of(token)
    if found is None:
        raise Refused("code", "This link was used, or has ended. Ask for another")
    if found.code is None:
        raise Refused("code", "Nobody has vouched for you yet. Ask your manager, or whoever invited you, who gives you the code")
    typed = "".join(letter for letter in code.casefold() if letter.isalnum())
    if not secrets.compare_digest(found.code, keyed("admission code", str(found.id), typed)):
        _count_wrong(found)
        raise Refused("code", "This is not the code. After five wrong ones the link ends")
    with viewing(Viewer.of(EVERYONE)):
        acting = queries.acting_for(found.worker_id)
    if acting is None:
        raise Refused("code", "You are no longer recorded as working here. Ask your account manager")
    with transaction.atomic():
        account = _opened(found, password)
        if Admission.objects.filter(id=found.id, ended_at=None).update(ended_at=now()) != 1:
            raise Refused("code", "This link was used meanwhile. Ask for another")
        facts = Opened(worker=found.worker_id, admission=found.id, again=found.again)
        append(Draft(facts=facts, room=PARTNERSHIP_ROOM), by=acting.author)
    return account


def _count_wrong(found: Admission) -> None:
    Admission.objects.filter(id=found.id).update(wrong_codes=F("wrong_codes") + 1)
    Admission.objects.filter(id=found.id, wrong_codes__gte=WRONG_CODES, ended_at=None).update(ended_at=now())


def _opened(found: Admission, password: str) -> Account:
    account = Account.objects.filter(worker_id=found.worker_id).first()
    if account is None:
        account = Account(email=found.email, worker_id=found.worker_id, created_at=now())
    check_password(password, account)
    account.set_password(password)
    account.is_active = True
    account.switched = uuid4()
    account.save()
    second_step.forget(account)
    return account
