"""Kinds of entry: what facts and parts an entry of each kind holds, and the line that readers of a cited room see.

A kind is declared once, by its package, on its facts:

    @kind("visit.recorded", version=1, parts=VisitParts, room="own", line="A visit was recorded", shows=("seen",))
    class VisitRecorded(Facts):
        seen: bool
        seen_alone: bool

It is recorded in the room of that name, and in no other; the readers of a room that it cites see its line, and what is made of it there may use the
facts that it shows.

Facts hold codes, dates, ids, amounts, yes and no: no name and no free text; a declaration that could hold either is refused. Parts hold
what people wrote, and names: each is encrypted and committed to on its own.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, ClassVar, Literal, TypeVar, Union, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic.fields import FieldInfo

from holdfast.record.rooms import CORE

#: For kinds that are recorded in whatever room they are about.
ANY = "any"

#: A code: the only text that facts may hold.
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:/+-]{0,79}$")]

_PLAIN = (bool, int, UUID, date, datetime)


class KindError(Exception):
    """A kind is declared wrongly, is unknown, or an entry does not fit it."""


class Facts(BaseModel):
    """The facts of an entry. Subclass, and declare with `kind`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: ClassVar[Kind]


class Parts(BaseModel):
    """The parts of an entry: each field that is not None is one part, sealed and committed to on its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NoParts(Parts):
    """For kinds that hold facts alone."""


@dataclass(frozen=True)
class Kind:
    """One kind of entry at its present version."""

    name: str
    version: int
    facts: type[Facts]
    parts: type[Parts]
    #: The room of its matter in which it is recorded; ANY for bookkeeping, which lies where what it is about lies.
    room: str
    line: str
    #: The facts that belong to the line: what may be made of it in a room that it cites.
    shows: tuple[str, ...]
    package: str


FactsT = TypeVar("FactsT", bound=type[Facts])
Upcast = Callable[[dict[str, Any]], dict[str, Any]]

_kinds: dict[str, Kind] = {}
_upcasts: dict[tuple[str, int], Upcast] = {}


def _is_factual(annotation: Any) -> bool:
    if annotation is type(None) or annotation in _PLAIN:
        return True
    if isinstance(annotation, type) and (issubclass(annotation, Enum) or issubclass(annotation, Facts)):
        return True
    origin = get_origin(annotation)
    if origin is Annotated:
        return annotation == Code or _is_factual(get_args(annotation)[0])
    if origin is Literal:
        return True
    if origin in (Union, types.UnionType, tuple, list, frozenset):
        return all(_is_factual(a) for a in get_args(annotation) if a is not Ellipsis)
    return False


def kind(
    name: str, *, version: int, line: str, parts: type[Parts] = NoParts, room: str = CORE, shows: tuple[str, ...] = ()
) -> Callable[[FactsT], FactsT]:
    """Declare a kind of entry on its facts. Raises KindError for a second declaration, facts that could hold free text, or a line that would
    show a fact that there is not.
    """

    def declare(facts: FactsT) -> FactsT:
        if name in _kinds:
            raise KindError(f"the kind {name} is declared twice")
        declared: dict[str, FieldInfo] = facts.__pydantic_fields__
        for field, info in declared.items():
            annotation = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
            if not _is_factual(annotation):
                raise KindError(f"{name}: the fact {field!r} could hold a name or free text ({info.annotation}); make it a part or a code")
        if unknown := set(shows) - declared.keys():
            raise KindError(f"{name}: its line would show {min(unknown)!r}, which is none of its facts")
        facts.kind = _kinds[name] = Kind(name, version, facts, parts, room, line, shows, facts.__module__.rpartition(".")[0])
        return facts

    return declare


def upcast(name: str, *, from_version: int) -> Callable[[Upcast], Upcast]:
    """Declare how facts stored at an older version are read at the next one."""

    def declare(function: Upcast) -> Upcast:
        _upcasts[name, from_version] = function
        return function

    return declare


def kind_named(name: str) -> Kind:
    """The kind of that name. Raises KindError."""
    try:
        return _kinds[name]
    except KeyError:
        raise KindError(f"there is no kind of entry named {name!r}") from None


@kind("entry.unreadable", version=1, room=ANY, line="Something was recorded that this release of Holdfast cannot read")
class Unreadable(Facts):
    """Stands for an entry of a kind or version that is not known here (a later release's, or forged), so that one such entry hides no other.

    Never recorded. `rebuild` refuses to go on over one, and `verify` names it.
    """


def all_kinds() -> list[Kind]:
    """Every declared kind, by name."""
    return [_kinds[name] for name in sorted(_kinds)]


def read_facts(name: str, version: int, data: dict[str, Any]) -> Facts:
    """Facts as stored, brought to the present version. Raises KindError when they do not fit."""
    declared = kind_named(name)
    while version < declared.version:
        try:
            data = _upcasts[name, version](data)
        except KeyError:
            raise KindError(f"{name}: no way is declared to read version {version} as {version + 1}") from None
        version += 1
    if version != declared.version:
        raise KindError(f"{name}: version {version} was recorded by a later release of Holdfast than this one ({declared.version})")
    try:
        return declared.facts.model_validate(data)
    except ValidationError as wrong:
        # pydantic's own message would repeat the content
        places = ", ".join(".".join(str(p) for p in e["loc"]) for e in wrong.errors(include_input=False, include_url=False))
        raise KindError(f"{name}: the facts as stored do not fit the kind at: {places}") from None
