"""By which keys what is signed here is checked: of heads, and of acknowledgements; each key that there was, from which size on.

The first is the one whose fingerprint the database keeps since it was set up; the statements among the ledger's files lead from it to today's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from holdfast.ledger.acknowledgement import acknowledgement_key_name
from holdfast.ledger.errors import LedgerError
from holdfast.ledger.note import VerifierKey
from holdfast.ledger.store import Store
from holdfast.ledger.succession import KeyLine, open_succession
from holdfast.record.gate import installation
from holdfast.record.signing import NoSigningKey, fingerprint_of, next_key_path, read_key, signing_key, signing_key_path


@dataclass(frozen=True)
class Pinned:
    """By what somebody judges who brings it from outside: the key of the log's heads that they trust, and a copy of its files."""

    log: VerifierKey
    ledger: Path


_pinned: ContextVar[Pinned | None] = ContextVar("pinned", default=None)


@contextmanager
def judging_by(pinned: Pinned) -> Iterator[None]:
    """In the block, the ledger's files are that copy, and its heads are checked by that key and those that it leads to: nothing here is asked for them."""
    token = _pinned.set(pinned)
    try:
        yield
    finally:
        _pinned.reset(token)


def store() -> Store:
    """The ledger's files, outside the database."""
    pinned = _pinned.get()
    return Store(pinned.ledger if pinned is not None else Path(settings.HOLDFAST_HOME) / "ledger")


def head_keys() -> KeyLine:
    """The keys of the ledger's heads. Raises NoSigningKey."""
    if (pinned := _pinned.get()) is not None:
        try:
            return KeyLine.of(pinned.log).follow(open_succession(note) for note in store().key_statements())
        except LedgerError as wrong:
            raise NoSigningKey(
                f"The statements of keys in {store().keys_folder} do not lead on from the key that you trust: {wrong}."
            ) from wrong
    return _line("checkpoint", installation().origin)


def acknowledgement_keys() -> KeyLine:
    """The keys of acknowledgements. Raises NoSigningKey."""
    return _line("acknowledgement", acknowledgement_key_name(installation().origin))


def verifying_key() -> str:
    """The vkey by which anyone checks this log's heads today. Raises NoSigningKey."""
    return head_keys().last.encode()


def acknowledging_key() -> str:
    """The vkey by which anyone checks what is acknowledged today. Raises NoSigningKey."""
    return acknowledgement_keys().last.encode()


def signing_fingerprint(purpose: str) -> str:
    """A short name for the key with which "checkpoint" or "acknowledgement" began, to which today's leads back. Raises NoSigningKey."""
    return fingerprint_of(_line(purpose, "any").first.public)


def _line(purpose: str, name: str) -> KeyLine:
    try:
        return _led(purpose, name, *_there(purpose))
    except NoSigningKey:
        return _led(purpose, name, *_there(purpose))  # looked at while it was being exchanged, perhaps


def _there(purpose: str) -> tuple[bytes, bytes | None, tuple[str, ...]]:
    """Today's public key, that of the key about to follow, and the statements."""
    follows = read_key(next_key_path(purpose))
    key = signing_key(purpose)
    try:
        notes = tuple(store().key_statements())
    except LedgerError as wrong:
        raise NoSigningKey(f"{wrong}. Put them back from a copy of the ledger.") from wrong
    return key.public_key().public_bytes_raw(), follows.public_key().public_bytes_raw() if follows else None, notes


@lru_cache(maxsize=16)
def _led(purpose: str, name: str, key: bytes, follows: bytes | None, notes: tuple[str, ...]) -> KeyLine:
    try:
        every = [open_succession(note) for note in notes]
        statements = [each for each in every if each.before.name.endswith("/acknowledgement") == (purpose == "acknowledgement")]
        if statements and statements[-1].before.public == key and statements[-1].after.public == follows:
            statements.pop()  # said, and not taken up yet: the ledger's process does so before it signs
        line = KeyLine.of(statements[0].before if statements else VerifierKey(name, key)).follow(statements)
    except LedgerError as wrong:
        raise NoSigningKey(f"The statements of keys in {store().keys_folder} are damaged: {wrong}. Put them back from a copy.") from wrong
    if line.last.public != key:
        raise NoSigningKey(
            f"The key at {signing_key_path(purpose)} is not the one to which the statements in {store().keys_folder} lead. Put the right one back from "
            "a backup of the home's keys; no other takes its place."
        )
    return line
