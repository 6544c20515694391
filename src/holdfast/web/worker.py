"""The background process: on a fixed cadence, the ledger's next head and the duties whose next step is due.

One loop and no queue of jobs: what is due is found through an index, so nothing that was scheduled can be dropped, and after downtime the
loop catches up by itself. Several may run at once: locks in the database share the work out.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from types import FrameType

from django.db import DatabaseError, close_old_connections, connection

from holdfast.duties.escalation import run_escalations
from holdfast.record.sequencer import WouldFork, sequence

log = logging.getLogger("holdfast.worker")


class Worker:
    """The loop. `cadence` is in seconds."""

    def __init__(self, *, cadence: float = 5.0) -> None:
        self.cadence = cadence
        self.stopping = threading.Event()

    def round(self) -> None:
        """One round: sequence, escalate, and sequence what that recorded."""
        sequenced = sequence()
        ran = run_escalations()
        if ran.steps:
            log.info("steps taken: %d, of which late: %d", ran.steps, ran.late)
            sequenced = sequence()
        if sequenced.added:
            log.info("ledger at %d entries", sequenced.size)

    def run(self) -> None:
        """Rounds until SIGTERM or SIGINT. A database that is away is waited for; a fork is refused and said, each round."""

        def stop(_signal: int, _frame: FrameType | None) -> None:
            self.stopping.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        log.info("working; a head of the ledger every %.0f seconds when there is something new", self.cadence)
        while not self.stopping.is_set():
            began = time.monotonic()
            try:
                self.round()
            except WouldFork as why:
                log.critical("%s", why)
            except DatabaseError as away:
                # The type only: a database's message can quote content.
                log.error("the database refused or was away (%s); trying again", type(away).__name__)
                connection.close()
            close_old_connections()
            self.stopping.wait(max(0.0, self.cadence - (time.monotonic() - began)))
