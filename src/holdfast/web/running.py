"""Getting Holdfast ready and running on one machine: keys, database, web process and background process."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import FrameType

from holdfast.database.embedded.client import clusters_in_use
from holdfast.database.embedded.places import say_what_it_holds
from holdfast.database.setting_up import CannotSetUp, check_nature, declare, declared, migrate
from holdfast.record.log_keys import signing_fingerprint
from holdfast.record.sequencer import behind
from holdfast.record.signing import PURPOSES, make_signing_keys
from holdfast.vault.master import make_master_key, read_master_key
from holdfast.vault.shares import fingerprint

_PR_SET_PDEATHSIG = 1


def prepare(*, nature: str = "demonstration", host: str = "holdfast.invalid", begin: bool = True) -> bool:
    """Database and keys ready. True when something was done. With `begin=False` a database that was never set up stays as it is: what it is for ever is
    not decided in passing.

    Keys are made for a database that was never set up, and never again: beside entries a key that is lost is put back, not replaced. Every
    start compares the keys with what the database was set up with. Raises CannotSetUp, NoMasterKey, NoSigningKey.
    """
    done = migrate()
    found = declared()
    if found is None and not begin:
        raise CannotSetUp(
            "This database was never set up. What it is, it is for ever: `holdfast set-up PLAN` makes a real partnership of it (docs/deploying.md), "
            "`holdfast set-up --demonstration` an invented one."
        )
    if found is None:
        make_master_key()
        make_signing_keys()
        declare(nature=nature, host=host, keys=fingerprints())
        _say_what_lies_there(nature)
        return True
    check_nature(found, nature)
    _say_what_lies_there(found.nature)
    for purpose, here in fingerprints().items():
        if here != found.keys[purpose]:
            raise CannotSetUp(
                f"The {purpose} key here ({here}) is not the one that this record was begun with ({found.keys[purpose]}). Put the right one back; "
                "nothing is started with another."
            )
    if why := behind():
        # What is recorded now would be given places that lost entries have.
        raise CannotSetUp(why)
    return done


def _say_what_lies_there(nature: str) -> None:
    for cluster in clusters_in_use():
        say_what_it_holds(cluster, nature)


def fingerprints() -> dict[str, str]:
    """The fingerprints of the keys that are here. Raises NoMasterKey, NoSigningKey."""
    return {"master": fingerprint(read_master_key()), **{purpose: signing_fingerprint(purpose) for purpose in PURPOSES}}


def web_command(*, bind: str, port: int, workers: int = 2, threads: int = 16) -> list[str]:
    """The web process's command line. Of the threads at most `accounts.hashing.WAITING` wait for a password; each keeps a connection to the database."""
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "holdfast.wsgi:application",
        "--bind",
        f"{bind}:{port}",
        "--workers",
        str(workers),
        "--threads",
        str(threads),
        "--worker-class",
        "gthread",
        "--no-control-socket",
        "--log-level",
        "warning",
    ]


def alone(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of the web process alone: without the sign-ins that it must not have."""
    without = {name: value for name, value in environment.items() if name not in ("DATABASE_OWNER_URL", "DATABASE_SEQUENCER_URL")}
    return {**without, "HOLDFAST_PART": "web"}


def background_command(name: str) -> list[str]:
    """The command line of a background process: "ledger", "work" or "returns"."""
    return [sys.executable, "-m", "holdfast", name]


def end_with_parent() -> None:
    """In a child, before it becomes its program: be told to stop when the parent dies, however it dies (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)


@dataclass
class _Child:
    """One process that is kept running."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes]
    started: float
    quick_deaths: int = 0
    start_at: float | None = None


class Supervisor:
    """Runs processes side by side, and starts again what dies: for ever, each by itself, so that none takes another down.

    One that dies as soon as it is started is started again more and more slowly, at most `SLOWEST` seconds apart, and that is said once.
    """

    QUICK = 10.0
    SLOWEST = 5.0

    def __init__(self, commands: Mapping[str, list[str]], *, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.commands = commands
        self.meanwhile = meanwhile
        self.children: list[_Child] = []
        self.stopping = False

    def run(self) -> int:
        """Until SIGTERM or SIGINT. The exit code."""

        def stop(_signal: int, _frame: FrameType | None) -> None:
            self.stopping = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        for name, command in self.commands.items():
            self.children.append(_Child(name, command, self._start(command), time.monotonic()))
        while not self.stopping:
            for child in self.children:
                self._see_to(child)
            self.meanwhile()
            time.sleep(0.3)
        self._stop_all()
        return 0

    def _see_to(self, child: _Child) -> None:
        moment = time.monotonic()
        if child.process.poll() is None:
            if child.quick_deaths and moment - child.started > self.QUICK:
                child.quick_deaths = 0
            return
        if child.start_at is None:
            quick = moment - child.started < self.QUICK
            child.quick_deaths = child.quick_deaths + 1 if quick else 0
            child.start_at = moment + min(self.SLOWEST, 0.2 * 2**child.quick_deaths) if quick else moment
            if child.quick_deaths <= 1:
                self._say(f"The {child.name} process stopped ({child.process.returncode}); it is started again.")
            elif child.quick_deaths == 5:
                self._say(f"The {child.name} process keeps stopping. It is tried every {self.SLOWEST:.0f} seconds; the others go on.")
        if moment >= child.start_at:
            child.process, child.started, child.start_at = self._start(child.command), moment, None

    @staticmethod
    def _say(words: str) -> None:
        sys.stderr.write(words + "\n")
        sys.stderr.flush()

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        # A session of its own, so that Ctrl-C reaches them through us alone and each ends what it is doing.
        return subprocess.Popen(command, env=os.environ.copy(), start_new_session=True, preexec_fn=end_with_parent)

    def _stop_all(self) -> None:
        for child in self.children:
            if child.process.poll() is None:
                child.process.send_signal(signal.SIGTERM)
        for child in self.children:
            try:
                child.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                child.process.kill()
