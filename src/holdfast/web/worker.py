"""What the background processes do, each in a process of its own: *ledger* signs the next head; *duties* takes the steps that are due;
*returns* takes in the files that were uploaded.

Loops and no queue of jobs: what is due is found through an index, so nothing that was scheduled can be dropped, and after downtime a
loop catches up by itself. Several may run at once: locks in the database share the work out.
"""

from __future__ import annotations

import logging

from django.db import transaction

from holdfast.duties.escalation import run_escalations
from holdfast.duties.weekly import run_weekly
from holdfast.investigations.looking_again import find_shared
from holdfast.record.holding import reading_all
from holdfast.record.queries import unreadable_after
from holdfast.record.sequencer import sequence
from holdfast.record.witnessing import Witnesses
from holdfast.returns.counting import count_next, newest_position
from holdfast.returns.uploading import take_next
from holdfast.web import status
from holdfast.web.loop import Loop

log = logging.getLogger("holdfast.worker")

LEDGER, DUTIES, RETURNS = "ledger", "duties", "returns"
#: Cases: a few seconds of work.
COUNTED_IN_A_ROUND = 2_000


class LedgerRounds:
    """Rounds of the ledger: sign what waits, then have other organisations' witnesses see it."""

    def __init__(self) -> None:
        self._witnesses = Witnesses()

    def __call__(self) -> str:
        done = sequence(lambda signed: log.info("a backlog is signed: %d entries so far", signed))
        if done.added:
            log.info("ledger at %d entries", done.size)
        return self._witnesses.ask()


class DutyRounds:
    """Rounds of the duties' process. It also keeps an eye on entries that this release cannot read."""

    def __init__(self) -> None:
        self._looked_at = 0
        self._unreadable: list[str] = []

    def __call__(self) -> str:
        ran = run_escalations()
        if sent := run_weekly():
            log.info("weekly reports sent: %d", sent)
        if ran.steps:
            log.info("steps taken: %d, of which late: %d", ran.steps, ran.late)
        if again := find_shared():
            log.info("ended investigations to look at again: %d", again)
        with transaction.atomic(), reading_all():
            found, self._looked_at = unreadable_after(self._looked_at)
        self._unreadable += [str(entry) for entry in found]
        problems = []
        if ran.failed:
            problems.append(f"{ran.failed} duties cannot be escalated; `verify` says what is wrong with them")
        if self._unreadable:
            problems.append(
                f"{len(self._unreadable)} entries are of a kind that this release does not know (the first is {self._unreadable[0]}); "
                "they are passed over, and `verify` names them"
            )
        return "; ".join(problems)


class ReturnsRounds:
    """Rounds of the returns' process: take in what was uploaded, and count what is new. One may be long, and says meanwhile that nothing is wrong."""

    def __init__(self) -> None:
        #: The newest entry when everything was counted: while it is the newest there is nothing to look for.
        self._counted_up_to: int | None = None

    def __call__(self) -> str:
        take_next(lambda: status.say(RETURNS, ""))
        newest = newest_position()
        # Some cases at a time: a file that comes meanwhile does not wait for all of them.
        if newest != self._counted_up_to and not count_next(COUNTED_IN_A_ROUND):
            self._counted_up_to = newest
        return ""


def ledger_loop(*, cadence: float = 5.0) -> Loop:
    """The ledger's process."""
    return Loop(LEDGER, LedgerRounds(), cadence=cadence)


def duties_loop(*, cadence: float = 5.0) -> Loop:
    """The duties' process."""
    return Loop(DUTIES, DutyRounds(), cadence=cadence)


def returns_loop(*, cadence: float = 2.0) -> Loop:
    """The process that takes in what was uploaded."""
    return Loop(RETURNS, ReturnsRounds(), cadence=cadence)
