"""What can be wrong, and in which words it is said."""

from __future__ import annotations


class Unusable(Exception):
    """What was given is not what it must be, so nothing can be said of it. Exit code 2."""


class Changed(Exception):
    """What was given is well formed, and is not what was recorded or signed. Exit code 1."""
