"""What text may hold, before anything else is asked of it.

A NUL cannot be stored by PostgreSQL and a lone surrogate cannot be encoded at all: both are refused with a sentence
that says what to do, never dropped silently, because what somebody told us is kept as they told it. Everything else is
kept: right-to-left text, emoji, combining marks.
"""

from __future__ import annotations

import re
from typing import Final

_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f]")


def unstorable(text: str) -> bool:
    """Whether the text holds a character that cannot be stored: NUL, or half of a surrogate pair."""
    return _UNSTORABLE.search(text) is not None


def has_control(text: str) -> bool:
    """Whether a single line of text holds a line break, a tab or another control character."""
    return _CONTROL.search(text) is not None


def showable(text: str) -> str:
    """The text with each unstorable character shown as U+FFFD, so that a refused answer can be put back on the page."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def unix_lines(text: str) -> str:
    """Browsers send CR LF for every line break; one LF each is what was meant, and what is counted and kept."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def capitalised(words: str) -> str:
    """The words with their first letter a capital, the rest as they are: "date of birth" → "Date of birth"."""
    return words[:1].upper() + words[1:]


def listed(words: list[str]) -> str:
    """ "day", "day and month", "day, month and year"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
