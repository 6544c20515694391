"""What sending costs while far more is told than is ever told here: some seconds of work for the machine that sends, or else a short wait.

Nobody is refused, and no address is kept or looked at: a school, a hostel or a telephone network shares one. On an ordinary day nothing is asked. That
there is danger goes to the record before anything is sent (`public_views.Tell.kept`), and is never asked anything.

The work is PBKDF2 (RFC 8018), which browsers and servers do equally fast: so many numbers are found under each of which the derived key begins with so
many zero bits. Finding them takes 2^bits derivations each; looking at them takes one each. Each is worth one sending: the form's number is in the salt.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django.conf import settings
from django.core import signing

from holdfast.concerns.models import FreshNumber
from holdfast.database.time import now

#: Rounds of each derivation, and how many numbers are to be found.
ROUNDS, PARTS = 10_000, 4
#: Of the first level; each further one takes twice the work, up to the last. Measured in `bench/telling_cost.py`.
FIRST_BITS, LAST_LEVEL = 6, 6
#: How long whoever has no script waits at the first level, and at the most.
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(minutes=2)
#: How long what was asked can be paid: afterwards it is asked anew.
GOOD_FOR = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for one sending: the token that says so, how many bits, and from when on it goes without the work."""

    token: str
    bits: int
    free_from: datetime
    rounds: int = ROUNDS
    parts: int = PARTS

    @property
    def wait(self) -> int:
        """In how many seconds it goes without the work."""
        return max(0, ceil((self.free_from - now()).total_seconds()))


def level_of(told: int, ordinary: int) -> int:
    """How far above the ordinary it is: 0 on an ordinary day, then one more with each doubling."""
    return 0 if told <= ordinary else min((told // (ordinary + 1)).bit_length(), LAST_LEVEL)


def level_now() -> int:
    """By how many numbers to come back with were given in the last minutes: one to whoever told something."""
    return level_of(FreshNumber.objects.filter(until__gt=now()).count(), settings.HOLDFAST_ORDINARY_TELLING)


def asked_now(once: UUID) -> Asked | None:
    """What sending this form costs at this moment; None on an ordinary day."""
    level = level_now()
    if not level:
        return None
    free_from = now() + min(FIRST_WAIT * 2 ** (level - 1), LONGEST_WAIT)
    return _asked(_signer().sign_object([str(once), FIRST_BITS + level - 1, free_from.isoformat(), now().isoformat()]), once)


def _signer() -> signing.Signer:
    return signing.Signer(salt="holdfast.concerns.cost")


def _asked(token: str, once: UUID) -> Asked | None:
    """What a token asks of this form; None where it is not ours, of another form, or too old."""
    try:
        of, bits, free_from, asked_at = _signer().unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if of != str(once) or now() - datetime.fromisoformat(asked_at) > GOOD_FOR:
        return None
    return Asked(token, bits, datetime.fromisoformat(free_from))


def left_to_pay(sent: Mapping[str, str], once: UUID) -> Asked | None:
    """What is still asked before this form is taken; None where nothing is, or it was paid: by work, or by having waited."""
    asked = _asked(sent.get("work", ""), once)
    if asked is not None and (now() >= asked.free_from or is_done(asked, sent.get("found", ""))):
        return None
    if asked is None:
        return asked_now(once)
    return asked if level_now() else None


def is_done(asked: Asked, found: str) -> bool:
    """Whether these numbers, apart by commas, are the work that was asked."""
    numbers = found.split(",")
    if len(numbers) != asked.parts or len(set(numbers)) != asked.parts:
        return False
    return all(number.isascii() and number.isdigit() and len(number) <= 12 and is_one(asked, number) for number in numbers)


def is_one(asked: Asked, number: str) -> bool:
    """Whether the key that is derived under a number begins with so many zero bits."""
    key = hashlib.pbkdf2_hmac("sha256", number.encode(), asked.token.encode(), asked.rounds, 8)
    return int.from_bytes(key) >> (64 - asked.bits) == 0
