"""Questions about investigations, through the audience of each one’s rooms."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from holdfast.investigations.codes import State
from holdfast.investigations.kinds import ChallengeParts
from holdfast.investigations.models import Challenge, Investigation, PoliceLine
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import Parts
from holdfast.record.queries import entries_of_room, open_parts, opened_parts

#: How many the register shows at most; those without a step the longest first.
MOST = 100


def investigation(investigation_id: UUID) -> Investigation | None:
    """An investigation, or None where there is none that the viewer may see."""
    return Investigation.objects.filter(id=investigation_id).first()


def register() -> list[Investigation]:
    """Those that go on, of those the viewer reads: what is overdue first."""
    found = Investigation.objects.filter(state__in=(State.OPEN, State.NFA_PROPOSED)).order_by("next_on", "opened_on", "id")
    return list(found[:MOST])


def references(found: Iterable[Investigation]) -> dict[UUID, str]:
    """The police’s reference of each. The caller has recorded the look."""
    by_entry = {i.opened_entry_id: i.id for i in found}
    return {by_entry[e]: str(parts["reference"]) for e, parts in opened_parts(by_entry, ["reference"]).items() if "reference" in parts}


def story(found: Investigation) -> list[tuple[AnyEntry, Parts]]:
    """What was recorded of it, challenges and answers too, opened for the viewer, in order."""
    rooms = [found.id, *Challenge.objects.filter(investigation_id=found.id).values_list("room_id", flat=True).distinct()]
    entries = [e for room in rooms for e in entries_of_room(room) if e.kind.name.startswith("investigation.")]
    entries.sort(key=lambda e: e.position)
    opened = open_parts(entries)
    return [(e, opened[e.id]) for e in entries]


def challenges(investigation_id: UUID) -> list[Challenge]:
    """The challenges of an investigation that the viewer reads and that are not answered, the oldest first."""
    return list(Challenge.objects.filter(investigation_id=investigation_id, answered_at=None).order_by("challenged_at", "id"))


def challenge(challenge_id: UUID) -> Challenge | None:
    return Challenge.objects.filter(id=challenge_id).first()


def challenged(room: UUID) -> list[tuple[AnyEntry, ChallengeParts]]:
    """What an organisation challenged and was answered, in its own room, in order."""
    entries = entries_of_room(room)
    opened = open_parts(entries)
    return [(e, parts) for e in entries if isinstance(parts := opened.get(e.id), ChallengeParts)]


def line_of(case: UUID) -> PoliceLine | None:
    """What everybody who works with a child reads of police action."""
    return PoliceLine.objects.filter(case_id=case).first()
