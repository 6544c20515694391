"""The embedded server: started when needed, shared, and never in need of a human, whatever is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.database.embedded.cluster import LONGEST_SOCKET_FOLDER, cluster_of

SRC = Path(__file__).resolve().parents[3]

USE = """
import sys, time, psycopg
from pathlib import Path
from holdfast.database.embedded.client import use
cluster = use(Path(sys.argv[1]))
with psycopg.connect(cluster.superuser_url) as session:
    print(session.execute("SELECT 'it answers'").fetchone()[0], flush=True)
time.sleep(float(sys.argv[2]))
"""


def start(home: Path, *, stays: float) -> subprocess.Popen[str]:
    """A process of its own that uses the server for so many seconds."""
    home.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(SRC), "HOLDFAST_HOME": str(home), "HOLDFAST_EMBEDDED_SYNC": "off"}
    return subprocess.Popen(
        [sys.executable, "-c", USE, str(home), str(stays)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def says(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    if not line and process.stderr is not None:
        raise AssertionError(process.stderr.read())
    return line


def finish(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def use_once(home: Path) -> str:
    process = start(home, stays=0)
    line = says(process)
    process.communicate(timeout=60)
    return line


def server_pid(home: Path) -> int:
    return int((cluster_of(home).data / "postmaster.pid").read_text().split("\n")[0])


def processes_of(home: Path) -> list[int]:
    """Every process whose command line names the home's data or the home's keeper."""
    marks = (str(cluster_of(home).data).encode(), str(home).encode() + b"\0")
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        try:
            line = (folder / "cmdline").read_bytes()
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if state != "Z" and any(mark in line for mark in marks) and b"embedded.client" not in line:
            found.append(int(folder.name))
    return found


def keeper_pid(home: Path) -> int:
    return next(p for p in processes_of(home) if b"embedded.keeper" in Path(f"/proc/{p}/cmdline").read_bytes())


def eventually(condition: Callable[[], bool], seconds: float = 30.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return False


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "a home with spaces"


def test_it_starts_by_itself_and_stops_when_nobody_uses_it(home: Path) -> None:
    assert use_once(home) == "it answers"
    assert eventually(lambda: processes_of(home) == []), "no orphan is left"
    assert use_once(home) == "it answers"


def test_two_processes_share_it_and_the_first_to_leave_does_not_end_it(home: Path) -> None:
    first, second = start(home, stays=0), start(home, stays=60)
    assert says(first) == says(second) == "it answers"
    first.communicate(timeout=60)
    time.sleep(6)
    assert processes_of(home)
    finish(second)
    assert eventually(lambda: processes_of(home) == [])


def test_a_server_that_is_killed_is_started_again(home: Path) -> None:
    user = start(home, stays=60)
    says(user)
    os.kill(server_pid(home), signal.SIGKILL)
    assert use_once(home) == "it answers"
    finish(user)
    assert eventually(lambda: processes_of(home) == [])


def test_a_keeper_that_is_killed_takes_the_server_with_it_and_the_next_use_starts_anew(home: Path) -> None:
    user = start(home, stays=60)
    says(user)
    os.kill(keeper_pid(home), signal.SIGKILL)
    assert use_once(home) == "it answers"
    finish(user)
    assert eventually(lambda: processes_of(home) == []), "neither the old server nor the new one is left"


def test_everything_killed_at_once_leaves_no_lock_that_needs_a_human(home: Path) -> None:
    user = start(home, stays=60)
    says(user)
    for process in (user.pid, keeper_pid(home), server_pid(home)):
        os.kill(process, signal.SIGKILL)
    user.communicate()
    assert use_once(home) == "it answers"
    assert eventually(lambda: processes_of(home) == [])


def test_a_home_with_a_path_too_long_for_a_socket_works(tmp_path: Path) -> None:
    home = tmp_path / ("long" * 20) / ("longer" * 10)
    assert use_once(home) == "it answers"
    assert len(os.fsencode(cluster_of(home).socket_folder)) <= LONGEST_SOCKET_FOLDER
    assert eventually(lambda: processes_of(home) == [])


def test_it_listens_to_no_network_and_asks_for_a_password(home: Path) -> None:
    user = start(home, stays=30)
    says(user)
    cluster = cluster_of(home)
    configuration = (cluster.data / "postgresql.conf").read_text()
    assert "listen_addresses = ''" in configuration
    rules = [line.split() for line in (cluster.data / "pg_hba.conf").read_text().split("\n") if line and not line.startswith("#")]
    assert {rule[-1] for rule in rules} == {"scram-sha-256"}
    assert cluster.socket_folder.stat().st_mode & 0o077 == 0
    finish(user)
