"""Questions about what was drawn for the scrutineer's sample, through the audience of each decision's room."""

from __future__ import annotations

from uuid import UUID

from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import Parts
from holdfast.record.queries import entries_of_room, open_parts
from holdfast.scrutiny.kinds import SAMPLES_ROOM, SampleDrawn
from holdfast.scrutiny.models import Sampled

#: How many the page of the sample shows at most, the latest first.
MOST = 100


def sampled(sampled_id: UUID) -> Sampled | None:
    """A decision that was drawn, or None where there is none that the viewer may see."""
    return Sampled.objects.filter(id=sampled_id).first()


def sample() -> list[Sampled]:
    """What was drawn, of what the viewer reads: what nobody has judged first, then what owes an answer, then the latest."""
    return sorted(Sampled.objects.order_by("-sampled_at", "id")[:MOST], key=_how_far)


def _how_far(each: Sampled) -> int:
    if each.judged_id is None:
        return 0
    return 1 if each.sound is False and each.answered_at is None else 2


def draws() -> list[tuple[AnyEntry, SampleDrawn]]:
    """Each time that a sample was drawn, the latest first."""
    return [(e, e.facts) for e in reversed(entries_of_room(SAMPLES_ROOM)) if isinstance(e.facts, SampleDrawn)]


def story(found: Sampled) -> list[tuple[AnyEntry, Parts]]:
    """The reason, what the scrutineer found, and what was answered, opened. The caller has recorded the look."""
    entries = entries_of_room(found.room_id)
    opened = open_parts(entries)
    return [(e, opened[e.id]) for e in entries]
