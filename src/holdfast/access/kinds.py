"""A look: who read what, when and why; and a bundle of a matter that was handed out. Entries in the looks room of what was read: none can be unmade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID, uuid5

from holdfast.access.models import Look
from holdfast.record.entries import AnyEntry, Entry
from holdfast.record.kinds import Code, Facts, Parts, kind
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
        yield _row(e, e.facts.about, what=e.facts.what, reason=e.facts.reason, refused=e.facts.refused)


def _row(e: AnyEntry, about: UUID, *, what: str, reason: str, refused: bool = False) -> Put:
    return Put(
        Look,
        {
            "id": e.id,
            "room_id": e.room,
            "about_id": about,
            "worker_id": e.author.worker,
            "agency_id": e.author.agency,
            "what": what,
            "reason": reason,
            "refused": refused,
            "looked_at": e.recorded_at,
        },
    )


class HandedTo(Parts):
    """Who was handed a bundle, and on what authority."""

    recipient: str
    authority: str


@kind("bundle.given", version=1, parts=HandedTo, line="A bundle was handed out")
class BundleGiven(Facts):
    """A bundle of a matter was made, to be handed to somebody outside: of all its rooms, or of some."""

    about: UUID
    whole: bool


@projector(BundleGiven)
def bundles(entries: Sequence[Entry[BundleGiven]]) -> Iterator[Change]:
    """A bundle is a look as well: at everything that is in it."""
    for e in entries:
        yield _row(e, e.facts.about, what="bundle", reason="handed_out")
