"""What the benchmarks share: an installation of their own, thrown away afterwards, and a way to print ratios."""

from __future__ import annotations

import http.client
import os
import platform
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]


@contextmanager
def installation() -> Iterator[Path]:
    """A demonstration installation in a folder of its own, on an embedded server that syncs as a real one does."""
    home = Path(tempfile.mkdtemp(prefix="holdfast-bench-"))
    os.environ.update(HOLDFAST_HOME=str(home), DJANGO_SETTINGS_MODULE="holdfast.settings")
    os.environ.pop("HOLDFAST_EMBEDDED_SYNC", None)
    from holdfast.database.connections import resolve

    resolve(with_owner=True)
    import django

    django.setup()
    from holdfast.web.running import prepare

    prepare()
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def heading(title: str) -> None:
    """The title, the day and the machine: figures without these are worth nothing."""
    print(f"\n## {title}")
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")


@contextmanager
def timed() -> Iterator[list[float]]:
    """The seconds that the block took, in a list of one."""
    seconds: list[float] = []
    began = time.perf_counter()
    yield seconds
    seconds.append(time.perf_counter() - began)


#: Where a benchmark's own server listens; and how often each user asks, in seconds.
PORT = 8397
EVERY = 5.0


def signed_in_workers(agency: UUID, role: Any, count: int) -> list[tuple[UUID, str]]:
    """So many workers of an organisation in a role, each with the cookie of a session."""
    from django.conf import settings
    from django.test import Client

    from holdfast.partnership import actions as partnership
    from holdfast.partnership.queries import acting_for
    from holdfast.partnership.tests.people import sign_in
    from holdfast.record.holding import reading_all

    found = []
    for n in range(count):
        post = partnership.create_post(agency=agency, title=f"Post {n}", role=role)
        worker = partnership.join_worker(agency=agency, name=f"Worker {n}", post=post)
        with reading_all():
            acting = acting_for(worker)
        assert acting is not None
        client = Client()
        sign_in(client, acting)
        found.append((worker, client.cookies[settings.SESSION_COOKIE_NAME].value))
    return found


def ask(cookies: list[str], path: str, seconds: float, *, holds: bytes) -> list[float]:
    """Everyone asks, each at their own time in the five seconds; milliseconds of each page."""
    for _ in range(100):
        try:
            http.client.HTTPConnection("127.0.0.1", PORT, timeout=2).connect()
            break
        except OSError:
            time.sleep(0.2)
    took: list[float] = []
    end = time.monotonic() + seconds

    def user(n: int) -> None:
        time.sleep(n * EVERY / len(cookies))
        first = True
        while time.monotonic() < end:
            began = time.perf_counter()
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
            connection.request("GET", path, headers={"Cookie": f"session={cookies[n]}"})
            response = connection.getresponse()
            body = response.read()
            assert response.status == 200 and holds in body, response.status
            if not first:
                took.append((time.perf_counter() - began) * 1000)
            first = False
            time.sleep(max(0.0, EVERY - (time.perf_counter() - began)))

    threads = [threading.Thread(target=user, args=(n,)) for n in range(len(cookies))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took
