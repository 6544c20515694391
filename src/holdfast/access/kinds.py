"""A look: who read what, when and why. An entry in the looks room of what was read, so that no look can be unmade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID, uuid5

from holdfast.access.models import Look
from holdfast.record.entries import Entry
from holdfast.record.kinds import Code, Facts, kind
from holdfast.record.projection import Change, Put, projector
from holdfast.record.rooms import matter_type

#: Looks at what lies in another matter's room.
matter_type("looks")


def looks_room_of(room: UUID) -> UUID:
    """The room in which looks at a room are recorded."""
    return uuid5(room, "looks")


@kind("look.recorded", version=1, line="Someone looked")
class LookRecorded(Facts):
    """A look at a room: at what (a code: "case", "name", "address"), and why. A refusal is recorded as well."""

    about: UUID
    what: Code
    reason: Code
    refused: bool = False


@projector(LookRecorded)
def looks(entries: Sequence[Entry[LookRecorded]]) -> Iterator[Change]:
    for e in entries:
        yield Put(
            Look,
            {
                "id": e.id,
                "room_id": e.room,
                "about_id": e.facts.about,
                "worker_id": e.author.worker,
                "agency_id": e.author.agency,
                "what": e.facts.what,
                "reason": e.facts.reason,
                "refused": e.facts.refused,
                "looked_at": e.recorded_at,
            },
        )
