"""The master key: kept in a file outside the database, from which every other symmetric key is derived.

`HOLDFAST_MASTER_KEY_FILE` names the file in production; otherwise it lies in the home's `keys` folder and is made at set-up. Losing
it loses every word in the record, so a real installation is split k-of-n before its first entry (`vault.shares`).
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings

MASTER_BYTES = 32


class NoMasterKey(Exception):
    """The master key's file is missing or is not a key."""


def master_key_path() -> Path:
    """Where the master key is read from."""
    return Path(settings.HOLDFAST_MASTER_KEY_FILE)


def make_master_key() -> bool:
    """Make a master key where there is none. True when one was made; an existing key is never replaced.

    Only for an installation that has never been set up: beside entries no key is ever made (`web.running.prepare`).
    """
    path = master_key_path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(MASTER_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    _derived.cache_clear()
    return True


def read_master_key() -> bytes:
    """The master key. Raises NoMasterKey with what to do."""
    path = master_key_path()
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except FileNotFoundError as missing:
        raise NoMasterKey(
            f"The master key is not at {path}. Restore it from its shares with `script/holdfast keys restore`; "
            "without it nothing in the record can be read."
        ) from missing
    except ValueError as garbled:
        raise NoMasterKey(f"The file {path} does not hold a master key (64 hexadecimal digits).") from garbled
    if len(key) != MASTER_BYTES:
        raise NoMasterKey(f"The master key in {path} has {len(key)} bytes, not {MASTER_BYTES}.")
    return key


@lru_cache(maxsize=16)
def _derived(path: str, purpose: str) -> bytes:
    return hmac.digest(read_master_key(), b"holdfast/derive/v1\0" + purpose.encode(), hashlib.sha256)


def derived_key(purpose: str) -> bytes:
    """The 32-byte key for one purpose: "wrap", "search", "room-secret", "return-number" … Raises NoMasterKey."""
    return _derived(str(settings.HOLDFAST_MASTER_KEY_FILE), purpose)


def forget_keys() -> None:
    """Drop keys held in memory (tests, and after a restore)."""
    _derived.cache_clear()
