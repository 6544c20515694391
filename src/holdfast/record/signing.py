"""The installation's two signing keys, Ed25519, in files of the home: one for checkpoints, one for acknowledgements."""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings


class NoSigningKey(Exception):
    """A signing key's file is missing or is not a key."""


def signing_key_path(purpose: str) -> Path:
    """Where the key for "checkpoint" or "acknowledgement" lies."""
    return Path(settings.HOLDFAST_HOME) / "keys" / f"{purpose}.ed25519"


PURPOSES = ("checkpoint", "acknowledgement")


def make_signing_keys() -> None:
    """Make those keys that are not there yet. Only for an installation that has never been set up (`web.running.prepare`)."""
    for purpose in PURPOSES:
        path = signing_key_path(purpose)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(Ed25519PrivateKey.generate().private_bytes_raw().hex() + "\n")
            file.flush()
            os.fsync(file.fileno())


@lru_cache(maxsize=8)
def _read(path: Path) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text(encoding="ascii").strip()))
    except FileNotFoundError as missing:
        raise NoSigningKey(
            f"The signing key is not at {path}. Put it back from a backup of the home's keys; no other takes its place."
        ) from missing
    except ValueError as garbled:
        raise NoSigningKey(f"The file {path} does not hold a signing key.") from garbled


def signing_key(purpose: str) -> Ed25519PrivateKey:
    """The key for "checkpoint" or "acknowledgement". Raises NoSigningKey."""
    return _read(signing_key_path(purpose))


def signing_fingerprint(purpose: str) -> str:
    """A short name for a signing key, which anyone may know: the hash of its public half. Raises NoSigningKey."""
    return hashlib.sha256(b"holdfast/signing/fingerprint\0" + signing_key(purpose).public_key().public_bytes_raw()).hexdigest()[:16]


def forget_signing_keys() -> None:
    """Drop keys held in memory (tests)."""
    _read.cache_clear()
