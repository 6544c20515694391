"""Two hundred people sign in at once, on the machine's own cores, while others tell: how long each waits, and whether telling goes on.

Beside it stand the limit of the machine (so many passwords hashed one after another on every core) and telling alone. Then the memory of each process.
"""

from __future__ import annotations

import http.cookiejar
import os
import re
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from statistics import quantiles

from common import PORT, heading, installation
from tests.test_killed import Teller

PEOPLE, TELLERS = 200, 4
ADDRESS = f"http://127.0.0.1:{PORT}"
PASSWORD = "three invented lanterns"


def p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]


class Timed(Teller):
    """A teller of whom each page's time is kept."""

    def __init__(self, took: list[float]) -> None:
        super().__init__(ADDRESS)
        self.took = took

    def get(self, path: str) -> str:
        began = time.perf_counter()
        with self.opener.open(self.address + path, timeout=60) as answer:
            words = answer.read().decode()
        self.took.append(time.perf_counter() - began)
        return str(words)


def telling(stop: threading.Event, took: list[float], told: list[str]) -> list[threading.Thread]:
    """People who tell, one page after another with a breath between, until it is enough."""

    def one() -> None:
        while not stop.is_set():
            told.append(Timed(took).tell())
            time.sleep(0.2)

    threads = [threading.Thread(target=one) for _ in range(TELLERS)]
    for thread in threads:
        thread.start()
    return threads


def sign_in(number: int, go: threading.Barrier, took: list[float], again: list[int]) -> None:
    """One person: the page, and at the same moment as everybody the password; sent again when they are asked to."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    with opener.open(f"{ADDRESS}/sign-in/", timeout=120) as answer:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())
    assert token is not None
    form = {"csrfmiddlewaretoken": token[1], "email": f"worker{number}@example.org", "password": PASSWORD}
    go.wait()
    began = time.perf_counter()
    for tries in range(60):
        try:
            with opener.open(f"{ADDRESS}/sign-in/", data=urllib.parse.urlencode(form).encode(), timeout=120) as answer:
                assert "/sign-in/" not in answer.geturl(), answer.geturl()
                answer.read()
            again.append(tries)
            break
        except urllib.error.HTTPError as busy:
            assert busy.code == 503, busy.code
            time.sleep(float(busy.headers["Retry-After"]))
    took.append(time.perf_counter() - began)


def memory(server: int) -> list[tuple[str, float]]:
    """Each process of the web process's family, and its own share of memory in megabytes (PSS)."""
    found = []
    children = subprocess.run(["/usr/bin/pgrep", "-P", str(server)], capture_output=True, text=True, check=False).stdout.split()
    for name, process in [("the web process", server), *((f"its worker {n}", int(p)) for n, p in enumerate(children, start=1))]:
        words = Path(f"/proc/{process}/smaps_rollup").read_text()
        kilobytes = re.search(r"^Pss:\s+(\d+)", words, flags=re.M)
        assert kilobytes is not None
        found.append((name, int(kilobytes[1]) / 1024))
    return found


def main() -> None:
    os.environ["HOLDFAST_ORDINARY_TELLING"] = "1000000"  # those who tell have no script
    with installation():
        from django.conf import settings
        from django.contrib.auth.hashers import check_password, make_password
        from django.db import connections

        from holdfast.accounts.models import Account
        from holdfast.database.time import now
        from holdfast.demonstration.people import found_partnership
        from holdfast.partnership import actions as partnership
        from holdfast.partnership.roles import Role
        from holdfast.web.running import background_command, web_command

        p = found_partnership()
        settings.ALLOWED_HOSTS = ["*"]
        hashed = make_password(PASSWORD)
        began = time.perf_counter()
        check_password(PASSWORD, hashed)
        once = time.perf_counter() - began
        council = p["amira"].agency
        for number in range(PEOPLE):
            post = partnership.create_post(agency=council, title=f"Post {number}", role=Role.PRACTITIONER)
            worker = partnership.join_worker(agency=council, name=f"Worker {number}", post=post)
            Account.objects.create(email=f"worker{number}@example.org", worker_id=worker, password=hashed, created_at=now())
        for each in connections.all():
            each.close()
        server = subprocess.Popen(web_command(bind="127.0.0.1", port=PORT))
        background = {name: subprocess.Popen(background_command(name)) for name in ("ledger", "work", "returns")}
        try:
            time.sleep(8)
            idle = memory(server.pid)
            alone, beside, told = [], [], []
            stop = threading.Event()
            threads = telling(stop, alone, told)
            time.sleep(20)
            stop.set()
            for thread in threads:
                thread.join()
            stop, go = threading.Event(), threading.Barrier(PEOPLE)
            took: list[float] = []
            again: list[int] = []
            threads = telling(stop, beside, told)
            people = [threading.Thread(target=sign_in, args=(n, go, took, again)) for n in range(PEOPLE)]
            began = time.perf_counter()
            for person in people:
                person.start()
            for person in people:
                person.join()
            whole = time.perf_counter() - began
            stop.set()
            for thread in threads:
                thread.join()
            busy = memory(server.pid)
            busy += [(f"the process `{name}`", memory(process.pid)[0][1]) for name, process in background.items()]
        finally:
            for process in (server, *background.values()):
                process.terminate()
                process.wait()
    cores = os.cpu_count() or 1
    limit = PEOPLE * once / cores
    heading(f"{PEOPLE} people sign in at once, {TELLERS} tell")
    print(f"one password: {once:.2f} s of one core; {PEOPLE} on {cores} cores at the very least {limit:.0f} s")
    print(f"all are in after {whole:.0f} s ({whole / limit:.2f} of the limit); each p95 {p95(took):.1f} s ({p95(took) / limit:.2f})")
    print(f"asked to send again: {sum(1 for tries in again if tries)} of {len(again)}, at most {max(again)} times")
    print(
        f"a page of telling, p95: alone {p95(alone) * 1000:.0f} ms; meanwhile {p95(beside) * 1000:.0f} ms ({p95(beside) / p95(alone):.2f})"
    )
    print(f"told: {len(told)}, each with its number")
    for name, megabytes in busy:
        before = next((was for known, was in idle if known == name), None)
        print(f"memory of {name}: {megabytes:.0f} MB{f' ({before:.0f} before anybody came)' if before is not None else ''}")


if __name__ == "__main__":
    main()
