"""A background process: one job on a fixed cadence, for ever. Nothing that goes wrong in it ends it, and nothing is said twice.

What is wrong is said once in words, in the log and in `/healthy`, and the job is tried again at the next round; it is said again when it
changes, once an hour while it lasts, and when it is over.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
import traceback
from collections.abc import Callable
from types import FrameType

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections

from holdfast.database.embedded.client import see_to_keeper
from holdfast.ledger.errors import LedgerError
from holdfast.record.gate import NotReady
from holdfast.record.kinds import KindError
from holdfast.record.sequencer import LedgerRefused
from holdfast.record.signing import NoSigningKey
from holdfast.vault.master import NoMasterKey
from holdfast.web import status

log = logging.getLogger("holdfast.worker")

#: Errors whose own words say what is wrong and what to do, and hold no content.
OURS = (LedgerRefused, LedgerError, NoSigningKey, NoMasterKey, NotReady, KindError)
SAY_AGAIN_AFTER = 3600.0

#: Does one round; gives what is wrong all the same, in words, or nothing.
Job = Callable[[], str]


def in_words(wrong: BaseException) -> str:
    """What went wrong, without any content: an error's own words only where they are ours."""
    if isinstance(wrong, OURS):
        return _without_paths(str(wrong))
    if isinstance(wrong, DatabaseError):
        # The type only: a database's message can quote content.
        return f"the database refused, or was away ({type(wrong).__name__})"
    if isinstance(wrong, OSError):
        return _without_paths(f"{wrong.strerror or type(wrong).__name__}: {wrong.filename or 'a file'}")
    frames = [f for f in traceback.extract_tb(wrong.__traceback__) if "holdfast" in f.filename]
    where = f" at {frames[-1].filename.rpartition('holdfast/')[2]}:{frames[-1].lineno}" if frames else ""
    return f"an error of Holdfast itself ({type(wrong).__name__}{where})"


def _without_paths(words: str) -> str:
    """The health page is open to anyone: where the home lies on the machine is not its business."""
    return words.replace(str(settings.HOLDFAST_HOME), "HOLDFAST_HOME")


class Loop:
    """The loop of one background process. `cadence` is in seconds."""

    def __init__(self, name: str, job: Job, *, cadence: float = 5.0) -> None:
        self.name = name
        self.job = job
        self.cadence = cadence
        self.stopping = threading.Event()
        self._problem = ""
        self._said_at = 0.0
        self._tries = 0

    def round(self) -> str:
        """One round: the job, and what it or its failure says. Raises nothing."""
        try:
            problem = self.job()
        except Exception as wrong:
            problem = in_words(wrong)
            self._let_go()
        self._say(problem)
        return problem

    def run(self) -> None:
        """Rounds until SIGTERM or SIGINT."""

        def stop(_signal: int, _frame: FrameType | None) -> None:
            self.stopping.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        log.info("%s: working, every %.0f seconds", self.name, self.cadence)
        while not self.stopping.is_set():
            began = time.monotonic()
            self.round()
            close_old_connections()
            self.stopping.wait(max(0.0, self.cadence - (time.monotonic() - began)))

    def _say(self, problem: str) -> None:
        moment = time.monotonic()
        self._tries += 1
        if problem != self._problem:
            if problem:
                log.error(
                    "%s: %s. Telling is not affected; it is tried again every %.0f seconds.", self.name, problem.rstrip("."), self.cadence
                )
            else:
                log.warning("%s: working again, after %d tries", self.name, self._tries)
            self._problem, self._said_at, self._tries = problem, moment, 0
        elif problem and moment - self._said_at > SAY_AGAIN_AFTER:
            log.error("%s: still: %s (%d tries)", self.name, problem, self._tries)
            self._said_at = moment
        status.say(self.name, problem)

    @staticmethod
    def _let_go() -> None:
        """A connection that may be broken is not used again; a server of our own whose keeper was killed gets another."""
        for connection in connections.all(initialized_only=True):
            if not connection.in_atomic_block:
                connection.close()
        see_to_keeper()
