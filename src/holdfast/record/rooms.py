"""Rooms' secrets: what makes the labels by which the ledger knows positions without showing which entries belong together."""

from __future__ import annotations

import os
from functools import lru_cache
from uuid import UUID

from holdfast.vault.envelope import seal, unseal
from holdfast.vault.master import derived_key


def fresh_secret(room: UUID) -> tuple[bytes, bytes]:
    """A new room's secret, in the clear and sealed for the table."""
    secret = os.urandom(32)
    return secret, seal(derived_key("room-secret"), secret, b"room" + room.bytes)


@lru_cache(maxsize=20_000)
def _open(key: bytes, room: UUID, sealed: bytes) -> bytes:
    return unseal(key, sealed, b"room" + room.bytes)


def open_secret(room: UUID, sealed: bytes) -> bytes:
    """A room's secret in the clear. Raises CannotOpen."""
    return _open(derived_key("room-secret"), room, bytes(sealed))
