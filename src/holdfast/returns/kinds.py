"""Entries about returns themselves: that a file was taken, and that a later file no longer says something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID, uuid5

from holdfast.record.entries import Entry
from holdfast.record.kinds import ANY, Code, Facts, Parts, kind
from holdfast.record.projection import Change, Put, projector
from holdfast.record.rooms import matter_type
from holdfast.returns.models import Import

#: What a council loaded.
matter_type("returns")


def returns_room_of(agency: UUID) -> UUID:
    """The room in which an organisation's returns are recorded."""
    return uuid5(agency, "returns")


def census_of(agency: UUID, year: int) -> UUID:
    """The census of one year of an organisation: because of it, whatever its files say is recorded."""
    return uuid5(agency, f"returns/CIN/{year}")


class ImportParts(Parts):
    """The file's name, what was rejected, and what is asked about: they name children by their numbers."""

    file: str
    rejected: list[dict[str, str]] | None = None
    queried: list[dict[str, str]] | None = None
    #: Elements that are not of the census, each with how often it was found.
    unknown: dict[str, int] | None = None


#: What this release reads of a census; a release that reads more, or otherwise, has another, so that a file taken before is looked at again.
READING = 1


class ClockCount(Facts):
    """How the clocks of one rule came out, of the children in a file, as at its day."""

    rule: Code
    opened: int
    met: int
    late: int
    never_met: int
    not_required: int
    open: int
    overdue: int


@kind("return.imported", version=1, parts=ImportParts, line="A statutory return was taken in")
class ReturnImported(Facts):
    """A file was taken, with its digest and what became of it."""

    collection: Code
    year: int
    reference_date: date
    as_of: date
    sha256: Code
    children: int
    cin_details: int
    entries: int
    already_held: int
    rejected: int
    queried: int
    reading: int
    counted: tuple[ClockCount, ...] = ()


@kind("return.withdrawn", version=1, room=ANY, line="A later file of the council no longer says this")
class ReturnWithdrawn(Facts):
    """A fact of an earlier file is not in a later one of the same census. It stays, with this beside it."""

    sha256: Code


@projector(ReturnImported)
def imports(entries: Sequence[Entry[ReturnImported]]) -> Iterator[Change]:
    for e in entries:
        f = e.facts
        yield Put(
            Import,
            {
                "id": e.id,
                "room_id": e.room,
                "imported_at": e.recorded_at,
                "collection": f.collection,
                "year": f.year,
                "reference_date": f.reference_date,
                "as_of": f.as_of,
                "sha256": f.sha256,
                "children": f.children,
                "cin_details": f.cin_details,
                "entries": f.entries,
                "already_held": f.already_held,
                "rejected": f.rejected,
                "queried": f.queried,
                "reading": f.reading,
            },
        )
