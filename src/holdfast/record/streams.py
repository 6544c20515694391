"""Streams' secrets: what makes the labels by which the ledger knows positions without showing which entries belong together."""

from __future__ import annotations

import os
from functools import lru_cache
from uuid import UUID

from holdfast.vault.envelope import seal, unseal
from holdfast.vault.master import derived_key


def fresh_secret(stream: UUID) -> tuple[bytes, bytes]:
    """A new stream's secret, in the clear and sealed for the table."""
    secret = os.urandom(32)
    return secret, seal(derived_key("stream-secret"), secret, b"stream" + stream.bytes)


@lru_cache(maxsize=20_000)
def _open(key: bytes, stream: UUID, sealed: bytes) -> bytes:
    return unseal(key, sealed, b"stream" + stream.bytes)


def open_secret(stream: UUID, sealed: bytes) -> bytes:
    """A stream's secret in the clear. Raises CannotOpen."""
    return _open(derived_key("stream-secret"), stream, bytes(sealed))
