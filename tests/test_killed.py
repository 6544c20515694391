"""Processes killed at random while people tell: nothing acknowledged is lost, the ledger does not fork, and telling is back within seconds.

`HOLDFAST_KILL_ROUNDS` says how often (4 by default; `docs/attacks.md` has what 30 gave). Run by .ci/run as a stage of its own: `script/test -m campaign`.
"""

from __future__ import annotations

import http.client
import http.cookiejar
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from holdfast.database.embedded.cluster import cluster_of
from holdfast.ledger.store import Store

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = int(os.environ.get("HOLDFAST_KILL_ROUNDS", "4"))
BACK_WITHIN = 10.0
WRITERS = 3

pytestmark = [pytest.mark.campaign, pytest.mark.allow_hosts(["127.0.0.1"])]

ANSWERS = (
    ("danger", {"now": "no"}), ("who", {"who": "friend"}), ("worry", {"worry": "Invented: a worry"}), ("kinds", {"alleged": "neglect"}),
    ("child", {"child": "", "age": ""}),
    ("when", {}), ("place", {"place": ""}), ("others", {"others": ""}), ("more", {"more": ""}), ("reach", {"safe": "NOT_AT_ALL"}),
)  # fmt: skip


class Teller:
    """Someone with a browser: tells, and is given a number or is not."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> str:
        with self.opener.open(self.address + path, timeout=8) as answer:
            return answer.read().decode()  # type: ignore[no-any-return]

    def post(self, path: str, fields: dict[str, str]) -> str:
        page = self.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None, page[:500]
        hidden = dict(re.findall(r'name="(once)" value="([^"]+)"', page))
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **hidden, **fields}).encode()
        with self.opener.open(self.address + path, data=data, timeout=8) as answer:
            return answer.read().decode()  # type: ignore[no-any-return]

    def tell(self) -> str:
        """The number shown with "we have it". Raises OSError when any page fails."""
        for step, fields in ANSWERS:
            self.post(f"/tell/{step}", fields or self._unknown_when())
        page = self.post("/tell/check", {})
        found = re.search(r'hf-reference">([^<]+)<', page)
        assert found is not None, page[:1000]
        return found[1]

    def _unknown_when(self) -> dict[str, str]:
        page = self.get("/tell/when")
        radio = re.search(r'<input[^>]*type="radio"[^>]*>', page)
        assert radio is not None
        name = re.search(r'name="([^"]+)"', radio[0])
        assert name is not None
        return {name[1]: "unknown"}

    def knows(self, number: str) -> bool:
        """Whether the number opens how the message was handled."""
        return "/back/message" in self._address_after("/back/", {"number": number})

    def _address_after(self, path: str, fields: dict[str, str]) -> str:
        page = self.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        with self.opener.open(self.address + path, data=data, timeout=8) as answer:
            return answer.geturl()  # type: ignore[no-any-return]


@dataclass
class Running:
    """A whole installation in processes of its own."""

    home: Path
    address: str
    process: subprocess.Popen[bytes]
    numbers: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def health(self) -> dict[str, object] | None:
        try:
            with urllib.request.urlopen(self.address + "/healthy", timeout=3) as answer:
                return json.loads(answer.read())  # type: ignore[no-any-return]
        except (OSError, ValueError, http.client.HTTPException):
            return None

    def write(self) -> None:
        """One writer: tells again and again until told to stop, whatever happens meanwhile."""
        while not self.stop.is_set():
            try:
                number = Teller(self.address).tell()
            except (OSError, AssertionError, http.client.HTTPException):
                time.sleep(0.1)
            else:
                self.numbers.append(number)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "holdfast", *arguments],
            env=environment(self.home),
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )


def environment(home: Path) -> dict[str, str]:
    """As a real installation runs: what is committed is on the disk."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "HOLDFAST_", "DJANGO_"))}
    # Its tellers have no script, and tell far more than a partnership is told.
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "HOLDFAST_HOME": str(home), "HOLDFAST_ORDINARY_TELLING": "1000000"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(home: Path) -> Iterator[Running]:
    home.mkdir(exist_ok=True)
    port = free_port()
    with (home / "log").open("wb") as log:
        command = [sys.executable, "-m", "holdfast", "start", "--empty", "--port", str(port)]
        process = subprocess.Popen(command, env=environment(home), stdout=log, stderr=log)
    here = Running(home, f"http://127.0.0.1:{port}", process)
    try:
        end = time.monotonic() + 120
        while here.health() is None:
            assert time.monotonic() < end and process.poll() is None, (home / "log").read_text()
            time.sleep(0.2)
        yield here
    finally:
        here.stop.set()
        process.terminate()
        process.wait(timeout=40)


def victims(here: Running) -> dict[str, list[int]]:
    """The processes of this installation that may be killed, by what they are."""
    found: dict[str, list[int]] = {"web": [], "ledger": [], "duties": [], "keeper": [], "postgresql": []}
    data, home = str(cluster_of(here.home).data), str(here.home)
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            ours = f"HOLDFAST_HOME={home}\0" in (folder / "environ").read_text(errors="replace") + "\0"
        except OSError:
            continue
        pid = int(folder.name)
        if "embedded.keeper" in line and home in line:
            found["keeper"].append(pid)
        elif data in line:
            found["postgresql"].append(pid)
        elif ours and pid != here.process.pid:
            for name, mark in (("web", "gunicorn"), ("ledger", "holdfast ledger"), ("duties", "holdfast work")):
                if mark in line:
                    found[name].append(pid)
    return found


def seconds_until_telling_is_back(here: Running) -> float:
    began = time.monotonic()
    while time.monotonic() - began < 60:
        try:
            here.numbers.append(Teller(here.address).tell())
        except (OSError, AssertionError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            return time.monotonic() - began
    return float("inf")


def test_attack_4_killed_at_random_with_writers_nothing_acknowledged_is_lost_and_telling_is_back(tmp_path: Path) -> None:
    chosen = random.Random(int(os.environ.get("HOLDFAST_KILL_SEED", "1")))
    with running(tmp_path / "installation") as here:
        writers = [threading.Thread(target=here.write) for _ in range(WRITERS)]
        for writer in writers:
            writer.start()
        slowest: dict[str, float] = {}
        for n in range(ROUNDS):
            time.sleep(chosen.uniform(0.5, 3))
            found = victims(here)
            # Each kind in turn, so that a short campaign has met them all but one; now and then several at once.
            kinds = [list(found)[n % len(found)]] if n % 6 != 5 else chosen.sample(list(found), 3)
            for kind in kinds:
                for pid in found[kind] if len(kinds) > 1 else found[kind][:1]:
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
            back = seconds_until_telling_is_back(here)
            name = "+".join(kinds)
            slowest[name] = max(slowest.get(name, 0.0), back)
            print(f"round {n + 1}: killed {name}; telling back after {back:.1f} s; {len(here.numbers)} acknowledged")
            assert back <= BACK_WITHIN, (name, back, (here.home / "log").read_text()[-4000:])
        here.stop.set()
        for writer in writers:
            writer.join(timeout=60)
        end = time.monotonic() + 60
        while (here.health() or {"problems": {"away": ""}})["problems"]:
            assert time.monotonic() < end, here.health()
            time.sleep(0.5)
        lost = [number for number in here.numbers if not Teller(here.address).knows(number)]
        verdict = here.command("verify", "--json")
        log = (here.home / "log").read_text()
    assert not lost, f"{len(lost)} of {len(here.numbers)} acknowledged numbers open nothing"
    said = json.loads(verdict.stdout.strip().split("\n")[-1])
    assert said["sound"], said["faults"]
    assert len(list(Store(here.home / "ledger").older_heads())) > 1
    assert log.count("\n") < 100 * (ROUNDS + 1), "an outage fills no log"
    print(f"{ROUNDS} rounds, {len(here.numbers)} acknowledged, none lost; slowest return by kind: {slowest}")


@contextmanager
def small_disk(at: Path) -> Iterator[None]:
    """A disk of two megabytes; skips where this machine lets nobody mount one."""
    at.mkdir(parents=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(at)], capture_output=True, check=False)
    if mounted.returncode != 0:
        pytest.skip("no disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(at)], capture_output=True, check=False)


def fill(disk: Path) -> Path:
    """Fill a disk to the last byte; the file that does."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 4096)
    return filler


def test_a_full_disk_under_the_ledger_stops_no_telling_and_is_caught_up_with_by_itself(tmp_path: Path) -> None:
    home = tmp_path / "installation"
    with small_disk(home / "ledger"), running(home) as here:
        here.numbers.append(Teller(here.address).tell())
        filler = fill(home / "ledger")
        # Telling goes on; that nothing is signed is said to whoever watches, and every process stays up
        for _ in range(6):
            assert seconds_until_telling_is_back(here) <= BACK_WITHIN
        end = time.monotonic() + 90
        while "ledger" not in str((here.health() or {}).get("problems", "")):
            assert time.monotonic() < end, here.health()
            time.sleep(0.5)
        # When there is room again, the ledger catches up, and needs nobody
        filler.unlink()
        end = time.monotonic() + 60
        while (here.health() or {"problems": {"away": ""}})["problems"]:
            assert time.monotonic() < end, here.health()
            time.sleep(0.5)
        assert all(Teller(here.address).knows(number) for number in here.numbers)
        verdict = here.command("verify", "--json")
    said = json.loads(verdict.stdout.strip().split("\n")[-1])
    assert said["sound"], said["faults"]
    assert said["unsequenced"] == 0


def test_attack_4_what_is_killed_comes_back_by_itself(tmp_path: Path) -> None:
    with running(tmp_path / "installation") as here:
        for kind in ("keeper", "postgresql", "web", "ledger", "duties"):
            before = victims(here)[kind]
            assert before, f"no {kind} process is running"
            for pid in before:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            assert seconds_until_telling_is_back(here) <= BACK_WITHIN, kind
            end = time.monotonic() + 15
            while not victims(here)[kind] or set(victims(here)[kind]) & set(before):
                assert time.monotonic() < end, f"{kind} did not come back"
                time.sleep(0.2)
