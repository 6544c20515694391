"""Reactors as a mechanism: what a rule makes the system do at once, in the same transaction, when an entry is appended.

A reactor runs once, at append, and is never replayed. What it decides is itself an entry, recorded by the system because of the entry that it
answers; so a later release of a rule or a calendar cannot rewrite what was decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from holdfast.record.entries import SYSTEM_AUTHOR, AnyEntry, Draft, Entry
from holdfast.record.kinds import Facts, Parts

#: Called with an entry and its parts in the clear (they are at hand, having just been written).
Reactor = Callable[[Entry[Any], Parts], Iterable[Draft]]

_reactors: dict[str, list[Reactor]] = {}
_to_every_kind: list[Reactor] = []

#: A chain of reactions longer than this is a fault in the rules, not a long story.
DEEPEST = 12


class EndlessReaction(Exception):
    """Reactors answered each other without end."""


def reactor(*facts: type[Facts]) -> Callable[[Reactor], Reactor]:
    """Register a reactor for the kinds with these facts."""

    def register(function: Reactor) -> Reactor:
        for each in facts:
            _reactors.setdefault(each.kind.name, []).append(function)
        return function

    return register


def reactor_to_all(function: Reactor) -> Reactor:
    """Register a reactor that is asked about entries of every kind (the duty engine)."""
    _to_every_kind.append(function)
    return function


def reactions_to(entries: Sequence[AnyEntry], parts: Sequence[Parts]) -> Iterator[Draft]:
    """What the reactors make of these entries: drafts by the system, each saying because of which entry."""
    for entry, opened in zip(entries, parts, strict=True):
        for function in (*_reactors.get(entry.kind.name, ()), *_to_every_kind):
            for draft in function(entry, opened):
                yield replace(draft, because=draft.because or entry.id, by=draft.by or SYSTEM_AUTHOR)
