"""Entries as Python sees them: a draft to be appended, and an entry as it was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from holdfast.record.kinds import Facts, Kind, NoParts, Parts
from holdfast.record.rooms import CORE
from holdfast.when import When

FactsT_co = TypeVar("FactsT_co", bound=Facts, covariant=True)


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

    A matter that is opened `sealed` is read by named workers alone (`record.sealed`), for ever, and in each of its rooms. `chain` is its number among
    those, given when it is recorded.
    """

    type: str
    audience: Sequence[UUID] = ()
    kind: str = CORE
    matter: UUID | None = None
    number: int = 0
    if_absent: bool = False
    sealed: bool = False
    chain: int = 0


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
