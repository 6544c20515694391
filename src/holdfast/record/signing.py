"""The installation's two signing keys, Ed25519, in files of the home: one for checkpoints, one for acknowledgements.

Beside each lie, while it is exchanged (`record.exchanging`), the key that will follow it and the one that it followed.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
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
        make_key(signing_key_path(purpose))


def make_key(path: Path) -> Ed25519PrivateKey:
    """The key in a file, made now if there is none; never half of one. Raises NoSigningKey, OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(Ed25519PrivateKey.generate().private_bytes_raw().hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink()
    key = read_key(path)
    if key is None:
        raise NoSigningKey(f"The file {path} went while it was read.")
    return key


def next_key_path(purpose: str) -> Path:
    """Where the key lies that is about to follow."""
    return signing_key_path(purpose).with_suffix(".next.ed25519")


def former_key_path(purpose: str) -> Path:
    """Where the key lies that was followed, for as long as it signs beside the new one."""
    return signing_key_path(purpose).with_suffix(".former.ed25519")


@lru_cache(maxsize=8)
def _read(path: Path, _stamp: tuple[int, int]) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text(encoding="ascii").strip()))
    except ValueError as garbled:
        raise NoSigningKey(f"The file {path} does not hold a signing key.") from garbled


def read_key(path: Path) -> Ed25519PrivateKey | None:
    """The key in a file, as it lies there now; None where there is no file. Raises NoSigningKey."""
    try:
        there = path.stat()
        return _read(path, (there.st_ino, there.st_mtime_ns))
    except FileNotFoundError:
        return None


def signing_key(purpose: str) -> Ed25519PrivateKey:
    """The key for "checkpoint" or "acknowledgement". Raises NoSigningKey."""
    path = signing_key_path(purpose)
    if (key := read_key(path)) is None:
        raise NoSigningKey(f"The signing key is not at {path}. Put it back from a backup of the home's keys; no other takes its place.")
    return key


def fingerprint_of(public: bytes) -> str:
    """A short name for a signing key, which anyone may know: the hash of its public half."""
    return hashlib.sha256(b"holdfast/signing/fingerprint\0" + public).hexdigest()[:16]


def forget_signing_keys() -> None:
    """Drop keys held in memory (tests)."""
    _read.cache_clear()
