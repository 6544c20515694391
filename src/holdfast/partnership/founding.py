"""Who is there when nobody has been yet: told by the package that can invent a partnership, for whoever needs somebody in an empty demonstration."""

from __future__ import annotations

from collections.abc import Callable

Found = Callable[[], object]

_inventors: list[Found] = []


def register(function: Found) -> Found:
    """A package says how an empty demonstration gets its people. It does nothing where there are any."""
    _inventors.append(function)
    return function


def found_if_empty() -> None:
    """In an empty demonstration, and nowhere else, let there be people."""
    for function in _inventors:
        function()
