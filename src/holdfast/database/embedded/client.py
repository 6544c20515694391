"""Using the embedded server: say that this process uses it, see that it has a keeper, wait until it answers."""

from __future__ import annotations

import fcntl
import os
import sys
import time
from pathlib import Path

import psycopg

from holdfast.database.embedded.cluster import Cluster, cluster_of
from holdfast.database.embedded.programs import programs

WAIT_SECONDS = 90.0

#: Descriptors held until this process ends, by the folder of the home.
_held: dict[Path, int] = {}
#: Keepers that this process started; reaped when they have ended.
_spawned: list[int] = []


class DidNotStart(Exception):
    """The embedded server does not answer; the message says where to look."""


def use(home: Path) -> Cluster:
    """The home's cluster, running, for as long as this process lives. Raises NoPostgres, DidNotStart."""
    programs()  # says plainly that there is none, before any process is started
    cluster = cluster_of(home)
    if home not in _held:
        handle = os.open(cluster.clients_lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(handle, fcntl.LOCK_SH)
        _held[home] = handle
    end = time.monotonic() + WAIT_SECONDS
    asked = 0.0
    while True:
        try:
            psycopg.connect(cluster.superuser_url, connect_timeout=5).close()
        except psycopg.OperationalError:
            moment = time.monotonic()
            if moment > end:
                raise DidNotStart(
                    f"PostgreSQL did not answer within {WAIT_SECONDS:.0f} seconds. What it said is in {cluster.log} and {cluster.keeper_log}."
                ) from None
            if moment - asked > 2.0 and not _has_keeper(cluster):
                asked = moment
                _start_keeper(cluster)
            time.sleep(0.05)
        else:
            return cluster


def see_to_keeper() -> None:
    """Where this process uses an embedded server whose keeper was killed: another keeper. Returns at once, and costs next to nothing."""
    while _spawned:
        pid, _status = os.waitpid(_spawned[0], os.WNOHANG)
        if not pid:
            break
        _spawned.pop(0)
    for home in _held:
        cluster = cluster_of(home)
        if not _has_keeper(cluster):
            _start_keeper(cluster)


def clusters_in_use() -> list[Cluster]:
    """The embedded clusters that this process uses: one, or none with a server of your own."""
    return [cluster_of(home) for home in _held]


def _has_keeper(cluster: Cluster) -> bool:
    with cluster.keeper_lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def _start_keeper(cluster: Cluster) -> None:
    """Start a keeper that outlives us. Spawned, and not kept as an object: it is waited for only when it has ended."""
    log = os.open(cluster.keeper_log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    try:
        child = os.posix_spawn(
            sys.executable,
            [sys.executable, "-m", "holdfast.database.embedded.keeper", str(cluster.home)],
            {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3])},
            file_actions=[(os.POSIX_SPAWN_DUP2, nothing, 0), (os.POSIX_SPAWN_DUP2, log, 1), (os.POSIX_SPAWN_DUP2, log, 2)],
            setsid=True,
        )
        _spawned.append(child)
    finally:
        os.close(log)
        os.close(nothing)
