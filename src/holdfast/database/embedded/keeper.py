"""The keeper: the one process that owns a home's server. Run as `python -m holdfast.database.embedded.keeper HOME`.

It starts the server, starts it again when it dies, and stops it when no process has used it for a few seconds. If the keeper itself is
killed, the kernel tells the server to stop (PR_SET_PDEATHSIG), and the next process that needs it starts a new keeper.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from holdfast.database.embedded.cluster import Cluster, as_user, cluster_of, make
from holdfast.database.embedded.programs import programs, service_user

GRACE_SECONDS = 4.0
POLL_SECONDS = 0.5
_PR_SET_PDEATHSIG = 1


class Keeper:
    """Keeps one cluster's server running while it is used."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.server: subprocess.Popen[bytes] | None = None
        self.stopping = False

    def run(self) -> None:
        """Until nobody uses the server, or SIGTERM."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        make(self.cluster)
        unused_since: float | None = None
        while not self.stopping:
            if self.server is None or self.server.poll() is not None:
                self._start()
            if self._is_used():
                unused_since = None
            elif unused_since is None:
                unused_since = time.monotonic()
            elif time.monotonic() - unused_since > GRACE_SECONDS:
                break
            time.sleep(POLL_SECONDS)
        self._end()

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _is_used(self) -> bool:
        with self.cluster.clients_lock.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False

    def _start(self) -> None:
        self._wait_for_older_server()
        keeper = os.getpid()

        def stop_with_keeper() -> None:
            if sys.platform == "linux":
                ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGINT), 0, 0, 0)
                if os.getppid() != keeper:  # the keeper was gone before the kernel knew what to tell us
                    os._exit(1)

        # What was erased goes from the write-ahead log with it: an old segment is deleted, and not kept for later under another name.
        options = ["-c", f"unix_socket_directories={self.cluster.socket_folder}", "-c", "wal_recycle=off"]
        if os.environ.get("HOLDFAST_EMBEDDED_SYNC") == "off":  # tests: nothing in them outlives the machine
            options += ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        with self.cluster.log.open("ab") as log:
            self.server = subprocess.Popen(
                [str(programs() / "postgres"), "-D", str(self.cluster.data), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.cluster.folder,
                preexec_fn=stop_with_keeper,
                start_new_session=True,
                **as_user(service_user(self.cluster.data)),
            )
        time.sleep(0.1)

    def _wait_for_older_server(self) -> None:
        """A server of a keeper that was killed is stopping; one that was killed itself leaves a file whose number may now be another's."""
        pid_file = self.cluster.data / "postmaster.pid"
        end = time.monotonic() + 30
        while (pid := _first_number(pid_file)) is not None:
            if not _is_server_of(pid, self.cluster.data):
                pid_file.unlink(missing_ok=True)
                return
            if time.monotonic() > end:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGQUIT)  # immediate: it recovers from its log when it starts
                end = time.monotonic() + 30
            time.sleep(0.1)

    def _end(self) -> None:
        if self.server is None or self.server.poll() is not None:
            return
        self.server.send_signal(signal.SIGINT)
        try:
            self.server.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.server.send_signal(signal.SIGQUIT)
            self.server.wait(timeout=30)


def server_of(data: Path) -> int | None:
    """The process of the server that runs on this data, if one does."""
    pid = _first_number(data / "postmaster.pid")
    return pid if pid is not None and _is_server_of(pid, data) else None


def _first_number(file: Path) -> int | None:
    try:
        return int(file.read_text(encoding="utf-8").splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _is_server_of(pid: int, data: Path) -> bool:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        if sys.platform == "linux":
            return False
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True
    return os.fsencode(data) in command


def main() -> None:
    """Become the keeper of the home named, unless it has one."""
    cluster = cluster_of(Path(sys.argv[1]))
    with cluster.keeper_lock.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        os.set_inheritable(lock.fileno(), False)
        Keeper(cluster).run()


if __name__ == "__main__":
    main()
