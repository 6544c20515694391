"""What each background process last said of itself, in small files of the home: `/healthy` reads them.

Files, because what is wrong may be the database. They hold words of ours and no content.
"""

from __future__ import annotations

import contextlib
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from holdfast.home import replace_file

#: A background process that has said nothing for so many seconds is not working.
SILENT_AFTER = 60


@dataclass(frozen=True)
class Status:
    """One process's last word: when (seconds of the machine's clock), and what is wrong, if anything is."""

    at: float
    problem: str = ""


def _path(name: str) -> Path:
    return Path(settings.HOLDFAST_HOME) / "status" / f"{name}.json"


def say(name: str, problem: str) -> None:
    """Leave word. A disk that is full must not stop what the process is there for."""
    with contextlib.suppress(OSError):
        _path(name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(_path(name), json.dumps(asdict(Status(time.time(), problem))))  # noqa: TID251  (about a process, not domain time)


def problem_of(name: str) -> str:
    """What is wrong with a process, in words for whoever watches over the service; empty when nothing is."""
    try:
        said = Status(**json.loads(_path(name).read_text(encoding="utf-8")))
        age = time.time() - said.at  # noqa: TID251
    except (OSError, ValueError, TypeError):
        return "has not said anything yet"
    if age > SILENT_AFTER:
        return f"has said nothing for {age:.0f} seconds"
    return said.problem
