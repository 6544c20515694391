"""What is kept for a while and then forgotten: drafts of a journey, and a number just given."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from holdfast.concerns.models import Draft, FreshNumber
from holdfast.database.time import now
from holdfast.vault.envelope import CannotOpen, seal, unseal
from holdfast.vault.master import derived_key

DRAFTS_FOR = timedelta(hours=24)
NUMBERS_FOR = timedelta(minutes=15)


def _keyed(purpose: str, value: str) -> str:
    return hmac.digest(derived_key("drafts"), f"{purpose}\0{value}".encode(), hashlib.sha256).hex()


class Drafts:
    """A journey's store: a keyed hash of the browser's id, and what was typed, encrypted. A day after the last page it is forgotten.

    What is forgotten was never told. What is told is in the record before the draft is cleared, so that no clearing can lose it.
    """

    def __init__(self, journey: str) -> None:
        self.journey = journey

    def _key(self, journey_id: str) -> str:
        return _keyed(f"draft/{self.journey}", journey_id)

    def load(self, journey: str) -> Mapping[str, Any] | None:
        """What was typed; None when nothing is kept."""
        key = self._key(journey)
        row = Draft.objects.filter(key=key, until__gt=now()).first()
        if row is None:
            return None
        try:
            kept: Mapping[str, Any] = json.loads(unseal(derived_key("drafts"), bytes(row.sealed), key.encode()))
        except CannotOpen:
            return None
        return kept

    def save(self, journey: str, state: Mapping[str, Any]) -> None:
        """Keep it, and forget what others left behind."""
        moment, key = now(), self._key(journey)
        Draft.objects.filter(until__lte=moment).delete()
        sealed = seal(derived_key("drafts"), json.dumps(state).encode(), key.encode())
        Draft.objects.update_or_create(key=key, defaults={"sealed": sealed, "until": moment + DRAFTS_FOR})

    def clear(self, journey: str) -> None:
        """Forget it."""
        Draft.objects.filter(key=self._key(journey)).delete()


def keep_fresh(once: UUID, number: str) -> str:
    """Keep a number for a few minutes, for a page that is sent twice. The number that is kept: the first one for a form stays."""
    moment = now()
    FreshNumber.objects.filter(until__lte=moment).delete()
    sealed = seal(derived_key("drafts"), number.encode(), once.bytes)
    row, _ = FreshNumber.objects.get_or_create(once=once, defaults={"sealed": sealed, "until": moment + NUMBERS_FOR})
    return unseal(derived_key("drafts"), bytes(row.sealed), once.bytes).decode()


def still_fresh(once: UUID, *, hash_known: Callable[[str], bool]) -> str | None:
    """The number given a few minutes ago for this form; None when it is forgotten, or was not the one recorded."""
    row = FreshNumber.objects.filter(once=once, until__gt=now()).first()
    if row is None:
        return None
    number = unseal(derived_key("drafts"), bytes(row.sealed), once.bytes).decode()
    return number if hash_known(number) else None
