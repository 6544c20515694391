"""Getting Holdfast ready and running on one machine: keys, database, web process and background process."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

from holdfast.database.setting_up import set_up
from holdfast.record.signing import make_signing_keys
from holdfast.vault.master import make_master_key

_PR_SET_PDEATHSIG = 1


def prepare(*, nature: str = "demonstration", host: str = "holdfast.invalid") -> bool:
    """Keys and database ready. True when something was done. Raises CannotSetUp."""
    made = make_master_key()
    make_signing_keys()
    return set_up(nature=nature, host=host) or made


def web_command(*, bind: str, port: int, workers: int = 2, threads: int = 4) -> list[str]:
    """The web process's command line."""
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


def work_command() -> list[str]:
    """The background process's command line."""
    return [sys.executable, "-m", "holdfast", "work"]


def end_with_parent() -> None:
    """In a child, before it becomes its program: be told to stop when the parent dies, however it dies (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)


class Supervisor:
    """Runs processes side by side, starts again what dies, and stops all together."""

    def __init__(self, commands: Sequence[list[str]]) -> None:
        self.commands = commands
        self.running: list[subprocess.Popen[bytes]] = []
        self.stopping = False

    def run(self) -> int:
        """Until SIGTERM or SIGINT, or until a process dies five times in a minute. The exit code."""

        def stop(_signal: int, _frame: FrameType | None) -> None:
            self.stopping = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        self.running = [self._start(command) for command in self.commands]
        deaths: list[float] = []
        code = 0
        while not self.stopping:
            for i, process in enumerate(self.running):
                if process.poll() is None:
                    continue
                moment = time.monotonic()
                deaths = [d for d in deaths if moment - d < 60] + [moment]
                if len(deaths) >= 5:
                    sys.stderr.write("A process of Holdfast keeps stopping; giving up. What it said is above.\n")
                    self.stopping, code = True, 1
                    break
                self.running[i] = self._start(self.commands[i])
            time.sleep(0.3)
        self._stop_all()
        return code

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        # A session of its own, so that Ctrl-C reaches them through us alone and each ends what it is doing.
        return subprocess.Popen(command, env=os.environ.copy(), start_new_session=True, preexec_fn=end_with_parent)

    def _stop_all(self) -> None:
        for process in self.running:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.running:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
