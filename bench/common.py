"""What the benchmarks share: an installation of their own, thrown away afterwards, and a way to print ratios."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

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
