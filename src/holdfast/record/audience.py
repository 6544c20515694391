"""Who sees a room: the entries that open it to a principal or end that, and the projection that row-level policies ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from holdfast.record.entries import AnyEntry, Entry
from holdfast.record.kinds import ANY, Code, Facts, kind
from holdfast.record.models import Audience
from holdfast.record.projection import Change, Put, Remove, projector


@kind("audience.granted", version=1, room=ANY, line="Someone was given sight of this record")
class AudienceGranted(Facts):
    """A principal sees the room from now, until a time or for good, for a coded reason."""

    principal: UUID
    reason: Code
    until: datetime | None = None


@kind("audience.ended", version=1, room=ANY, line="Someone's sight of this record was ended")
class AudienceEnded(Facts):
    """A principal no longer sees the room."""

    principal: UUID
    reason: Code


@kind("room.opened", version=1, room=ANY, line="A room of this matter was opened")
class RoomOpened(Facts):
    """The first entry of a room in which nothing has been said yet."""


def opening_changes(entries: Sequence[AnyEntry]) -> Iterator[Change]:
    """The first audience of each room that these entries open. The system is in none."""
    for entry in entries:
        if entry.opening is not None:
            for principal in dict.fromkeys(entry.opening.audience):
                yield Put(Audience, {"room_id": entry.room, "principal": principal, "until": None}, replace=True)


@projector(AudienceGranted)
def granted(entries: Sequence[Entry[AudienceGranted]]) -> Iterator[Change]:
    for entry in entries:
        yield Put(Audience, {"room_id": entry.room, "principal": entry.facts.principal, "until": entry.facts.until}, replace=True)


@projector(AudienceEnded)
def ended(entries: Sequence[Entry[AudienceEnded]]) -> Iterator[Change]:
    for entry in entries:
        yield Remove(Audience, {"room_id": entry.room, "principal": entry.facts.principal})
