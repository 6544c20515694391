"""What is kept for a while and then forgotten: drafts of a journey, and a number just given."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from holdfast.concerns.models import Draft, FreshNumber
from holdfast.database.time import now
from holdfast.vault.envelope import CannotOpen, seal, unseal
from holdfast.vault.master import derived_key

DRAFTS_FOR = timedelta(hours=24)


class Share(StrEnum):
    """Which share of the room for drafts one takes up: whoever fills one crowds nobody out of another."""

    SIGNED_IN = "signed in"
    SHORT = "short"
    LONG = "long"


#: What is short, in bytes: what nearly everybody writes.
SHORT_UP_TO = 16_000
#: How many drafts of people without an account are kept at once, and little more: some four gigabytes together, whoever sends what. Beyond it, those
#: that were left the longest are forgotten.
MOST = {Share.SHORT: 100_000, Share.LONG: 2_000}
#: Whether it is more is looked at for drafts whose keyed hash begins so, one in 256: to look costs as much as there are, and nobody can choose the hash.
LOOKS = "00"
NUMBERS_FOR = timedelta(minutes=15)


def _keyed(purpose: str, value: str) -> str:
    return hmac.digest(derived_key("drafts"), f"{purpose}\0{value}".encode(), hashlib.sha256).hex()


class Drafts:
    """A journey's store: a keyed hash of the browser's id, and what was typed, encrypted. A day after the last page it is forgotten.

    What is forgotten was never told. What is told is in the record before the draft is cleared, so that no clearing can lose it.
    """

    def __init__(self, journey: str, *, signed_in: bool = False) -> None:
        self.journey = journey
        self.signed_in = signed_in

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
        sealed = seal(derived_key("drafts"), json.dumps(state, ensure_ascii=False).encode(), key.encode())
        share = Share.SIGNED_IN if self.signed_in else Share.SHORT if len(sealed) <= SHORT_UP_TO else Share.LONG
        Draft.objects.update_or_create(key=key, defaults={"sealed": sealed, "until": moment + DRAFTS_FOR, "share": share})
        if share in MOST and key.startswith(LOOKS):
            _make_room(share)

    def clear(self, journey: str) -> None:
        """Forget it."""
        Draft.objects.filter(key=self._key(journey)).delete()


def _make_room(share: Share) -> None:
    """Forget what was left the longest, where there is more than is kept. Whoever goes on writing is among the latest."""
    among = Draft.objects.filter(share=share)
    last_kept = among.order_by("-until").values_list("until", flat=True)[MOST[share] - 1 : MOST[share]]
    for until in last_kept:
        beyond = among.filter(until__lt=until).select_for_update(skip_locked=True)
        Draft.objects.filter(pk__in=beyond.values("pk")).delete()


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
