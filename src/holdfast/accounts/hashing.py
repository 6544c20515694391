"""Passwords are hashed one after another in each process, and only with what of the machine nobody else wants.

A hash takes a fifth of a second of a whole core, on purpose. Two hundred people who come in at nine, or somebody who guesses, would take every core and
every thread of the web process for half a minute, and whoever tells would wait behind them (`bench/signing_in.py`: 20 s a page). So telling comes first.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

from django.contrib.auth.hashers import ScryptPasswordHasher

#: So many sign-ins wait in one process at most. Its other threads answer everything else (`web.running`).
WAITING = 10
#: Of nice(1): the last in line.
_LAST = 19


class Busy(Exception):
    """Too many people sign in at this moment. No password was looked at; in a few seconds it is."""


class _Turns:
    """Who waits in this process, and the one thread that hashes."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.waiting = 0
        self.hashing: ThreadPoolExecutor | None = None

    def thread(self) -> ThreadPoolExecutor:
        """The thread, begun when it is first needed: a process that was forked has none of its parent's."""
        with self.lock:
            if self.hashing is None:
                self.hashing = ThreadPoolExecutor(1, "passwords", initializer=_step_back)
            return self.hashing


_turns = _Turns()


def _anew() -> None:
    global _turns
    _turns = _Turns()


os.register_at_fork(after_in_child=_anew)


def _step_back() -> None:
    """On Linux a priority is a thread's own."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LAST)


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a turn with whoever else signs in. Raises Busy where too many do."""
    turns = _turns
    with turns.lock:
        if turns.waiting >= WAITING:
            raise Busy
        turns.waiting += 1
    try:
        yield
    finally:
        with turns.lock:
            turns.waiting -= 1


class InTurn(ScryptPasswordHasher):
    """Django's scrypt, in the one thread."""

    def encode(self, *values: Any, **named: Any) -> str:
        """The encoded hash."""
        return _turns.thread().submit(super().encode, *values, **named).result()
