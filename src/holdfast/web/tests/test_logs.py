"""What is logged: lines that a machine reads, once a minute, and nothing that anybody wrote."""

from __future__ import annotations

import json
import logging
import sys

from holdfast.web.logs import AsJson, ErrorsInOneLine, OnceAMinute


def a_record(words: str = "something", *, error: bool = True) -> logging.LogRecord:
    try:
        raise ValueError("Wren Example told us about the lifts")
    except ValueError:
        info = sys.exc_info()
    return logging.LogRecord("holdfast.worker", logging.ERROR, "x.py", 1, words, (), info if error else None)


def test_a_line_of_json_says_when_what_and_where_and_not_what_an_error_quotes() -> None:
    said = json.loads(AsJson().format(a_record()))
    assert set(said) == {"time", "level", "logger", "event", "error", "at"}
    assert (said["level"], said["logger"], said["event"], said["error"]) == ("error", "holdfast.worker", "something", "ValueError")
    assert said["time"].endswith("+00:00")
    for each in (AsJson().format(a_record()), ErrorsInOneLine().format(a_record())):
        assert "Wren" not in each
        assert "\n" not in each
    assert "error" not in json.loads(AsJson().format(a_record(error=False)))


def test_what_repeats_is_said_once_a_minute() -> None:
    once = OnceAMinute()
    assert [once.filter(a_record()) for _ in range(4)] == [True, False, False, False]
    assert once.filter(a_record(error=False))
