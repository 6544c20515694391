"""What the log says of an error: its type and where in our code, once a minute. Never its message, which can quote content."""

from __future__ import annotations

import json
import logging
import time
import traceback
from datetime import UTC, datetime
from types import TracebackType

SAY_AGAIN_AFTER = 60.0
Error = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def place_of(error: BaseException) -> str:
    """The last place in our own code that an error came through, or the last at all."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if "/holdfast/" in f.filename] or list(frames)
    return f"{ours[-1].filename.rpartition('/holdfast/')[2]}:{ours[-1].lineno} in {ours[-1].name}" if ours else "nowhere in our code"


class ErrorsInOneLine(logging.Formatter):
    """A line for each record; an error as its type and its place."""

    def format(self, record: logging.LogRecord) -> str:
        return " | ".join(super().format(record).splitlines())

    def formatException(self, ei: Error) -> str:  # noqa: N802  (the standard library's name)
        return f"{type(ei[1]).__name__} at {place_of(ei[1])}" if ei[1] is not None else ""

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        return ""


class AsJson(ErrorsInOneLine):
    """A line of JSON for each record, for whatever gathers logs: when (UTC), how bad, whose, what, and of an error its type and its place."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1] is not None:
            said |= {"error": type(record.exc_info[1]).__name__, "at": place_of(record.exc_info[1])}
        return json.dumps(said, ensure_ascii=False)


class OnceAMinute(logging.Filter):
    """Lets the same error from the same place through once a minute, with how many more there were: an outage fills no disk."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[tuple[str, str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.exc_info or record.exc_info[1] is None:
            return True
        error = record.exc_info[1]
        key = (record.name, type(error).__name__, place_of(error))
        moment = time.monotonic()
        said_at, held_back = self._said.get(key, (-SAY_AGAIN_AFTER, 0))
        if moment - said_at < SAY_AGAIN_AFTER:
            self._said[key] = (said_at, held_back + 1)
            return False
        if len(self._said) > 1_000:
            self._said.clear()
        self._said[key] = (moment, 0)
        if held_back:
            record.msg = f"{record.msg} (and {held_back} more times)"
        return True
