"""The page that leads to everything about disruption: each package says what it has there, and for whom. One word at the head of every page, not six."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import Role


@dataclass(frozen=True)
class Part:
    """A page, what it is for, and for whom (nobody named: everyone whom the landing page is for)."""

    url: str
    words: str
    what_for: str
    place: int
    roles: tuple[Role, ...]


_parts: list[Part] = []


def register(url: str, words: str, what_for: str, *, place: int, roles: tuple[Role, ...] = ()) -> None:
    """A package says which of its pages stands there."""
    _parts.append(Part(url, words, what_for, place, roles))


def parts_for(acting: Acting) -> list[tuple[Link, str]]:
    """What somebody finds there, in order."""
    found = sorted((p for p in _parts if not p.roles or acting.role in p.roles), key=lambda p: p.place)
    return [(Link(p.words, reverse(p.url)), p.what_for) for p in found]
