"""Entries as Python sees them: a draft to be appended, and an entry as it was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from holdfast.database.time import LONDON
from holdfast.record.kinds import Facts, Kind, NoParts, Parts
from holdfast.record.rooms import CORE

FactsT_co = TypeVar("FactsT_co", bound=Facts, covariant=True)


class Precision(StrEnum):
    """How exactly it is known when something happened."""

    INSTANT = "instant"
    DAY = "day"
    ABOUT = "about"
    BETWEEN = "between"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


def _day_start(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=LONDON)


@dataclass(frozen=True, slots=True)
class When:
    """When something happened: the earliest and latest it can have been, how exactly that is known, and the words it was told in.

    `latest` is inclusive to the second; days are days in Europe/London. `as_said` is free text: it becomes a part.
    """

    earliest: datetime | None
    latest: datetime | None
    precision: Precision
    as_said: str | None = None

    def __post_init__(self) -> None:
        if (self.earliest is None) != (self.latest is None):
            raise ValueError("when something happened has an earliest and a latest, or neither")
        if self.earliest is None and self.precision is not Precision.UNKNOWN:
            raise ValueError("only an unknown time has no range")
        if self.earliest is not None and self.latest is not None and self.earliest > self.latest:
            raise ValueError("the earliest it can have been is after the latest")

    @classmethod
    def at(cls, moment: datetime) -> When:
        return cls(moment, moment, Precision.INSTANT)

    @classmethod
    def on(cls, day: date, *, as_said: str | None = None) -> When:
        return cls(_day_start(day), _day_start(day + timedelta(days=1)) - timedelta(seconds=1), Precision.DAY, as_said)

    @classmethod
    def between(cls, first: date, last: date, *, precision: Precision = Precision.BETWEEN, as_said: str | None = None) -> When:
        return cls(_day_start(first), _day_start(last + timedelta(days=1)) - timedelta(seconds=1), precision, as_said)

    @classmethod
    def unknown(cls, *, as_said: str | None = None) -> When:
        return cls(None, None, Precision.UNKNOWN, as_said)


class AuthorType(StrEnum):
    """Who an author is to the record."""

    WORKER = "worker"
    TELLER = "teller"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Author:
    """Who recorded an entry: a worker (with agency and post), a teller by an opaque id, or the system."""

    type: AuthorType
    agency: UUID | None = None
    post: UUID | None = None
    worker: UUID | None = None
    teller: UUID | None = None

    @classmethod
    def of_worker(cls, worker: UUID, *, agency: UUID, post: UUID | None = None) -> Author:
        return cls(AuthorType.WORKER, agency=agency, post=post, worker=worker)

    @classmethod
    def of_teller(cls, teller: UUID) -> Author:
        return cls(AuthorType.TELLER, teller=teller)


#: The system, when it does what a rule requires.
SYSTEM_AUTHOR = Author(AuthorType.SYSTEM)


@dataclass(frozen=True, slots=True)
class Opening:
    """What the first entry of a room says of it: the type of its matter, which of its rooms it is, and who sees it from the start.

    Without `matter`, the room is the core of a new matter that has its id. `number` is given when it is recorded. With `if_absent`, a room that is
    open already is no error: the entry is then one more in it.
    """

    type: str
    audience: Sequence[UUID] = ()
    kind: str = CORE
    matter: UUID | None = None
    number: int = 0
    if_absent: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be appended. `id` may be given by a form, so that a double post records one entry."""

    facts: Facts
    room: UUID
    parts: Parts = field(default_factory=NoParts)
    cites: Sequence[UUID] = ()
    when: When | None = None
    corrects: UUID | None = None
    #: Why it is corrected: a part beside the kind's own.
    why: str | None = None
    because: UUID | None = None
    opens: Opening | None = None
    id: UUID = field(default_factory=uuid4)
    #: False for kinds of bookkeeping entry that are recorded by the system on behalf of nobody in particular.
    by: Author | None = None


@dataclass(frozen=True, slots=True)
class Entry(Generic[FactsT_co]):
    """An entry as recorded. Its parts are sealed until `record.queries.open_parts` opens them for a viewer."""

    id: UUID
    kind: Kind
    facts: FactsT_co
    room: UUID
    matter: UUID
    n: int
    position: int
    recorded_at: datetime
    author: Author
    cites: tuple[UUID, ...] = ()
    when: When | None = None
    corrects: UUID | None = None
    because: UUID | None = None
    opening: Opening | None = None

    @property
    def happened_at(self) -> datetime:
        """The latest it can have happened, or when it was recorded if that is not known: from here a clock may fairly run."""
        return self.when.latest if self.when is not None and self.when.latest is not None else self.recorded_at


AnyEntry = Entry[Any]
