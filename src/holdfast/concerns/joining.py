"""What a decision about a child may write to beside the concern: told by the package that keeps cases, so that all of it is held together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

Joined = Callable[[UUID], Iterable[UUID]]

_joined: list[Joined] = []


def register(function: Joined) -> Joined:
    """A package says which matters a decision about a child (a person's id) may write to."""
    _joined.append(function)
    return function


Cases = Callable[[UUID], Iterable[UUID]]

_cases: list[Cases] = []


def register_cases(function: Cases) -> Cases:
    """A package says which cases a concern led to: what is added to it is written there too."""
    _cases.append(function)
    return function


def cases_of(concern: UUID) -> list[UUID]:
    """The cases that a concern led to."""
    return list(dict.fromkeys(case for ask in _cases for case in ask(concern)))


def joined_by(children: Iterable[UUID]) -> list[UUID]:
    """The matters that a decision about these children may write to, their own records among them."""
    return list(dict.fromkeys(matter for child in children for ask in _joined for matter in ask(child)))
