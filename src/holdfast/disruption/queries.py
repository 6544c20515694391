"""What is known of the catalogue of measures. Everyone signed in may ask."""

from __future__ import annotations

from uuid import UUID

from holdfast.disruption.catalogue import bodies
from holdfast.disruption.kinds import MEASURES_ROOM, HolderSet, LawyerParts, MeasureSigned, OutsideParts
from holdfast.disruption.models import Holder, Resting, Signature
from holdfast.partnership.models import Post
from holdfast.record.entries import AnyEntry
from holdfast.record.queries import entries_of_room, entry_with_id, open_parts


def signatures() -> dict[str, Signature]:
    """The last signature of each row that has one, by its code."""
    return {each.measure: each for each in Signature.objects.all()}


def holders() -> dict[str, Holder]:
    """Who answers for each body that has anybody."""
    return {each.body: each for each in Holder.objects.all()}


#: Set like a body that holds measures, by the police alone: the one post that answers "proceed, wait, or speak to us".
DECONFLICTION = "deconfliction"


def unanswered() -> list[str]:
    """The bodies that hold measures, and for which no post answers that anybody holds."""
    manned = set(Post.objects.filter(holder_id__isnull=False).values_list("id", flat=True))
    there = {body for body, holder in holders().items() if holder.post_id in manned}
    return [body for body in (*bodies(), DECONFLICTION) if body not in there]


def signed(code: str) -> list[tuple[AnyEntry, LawyerParts]]:
    """Every signature of a row, the newest first."""
    found = [entry for entry in entries_of_room(MEASURES_ROOM) if isinstance(entry.facts, MeasureSigned) and entry.facts.measure == code]
    opened = open_parts(found)
    return [(entry, parts) for entry in reversed(found) if isinstance(parts := opened.get(entry.id), LawyerParts)]


def outside_names() -> dict[str, str]:
    """What bodies outside the partnership are called here."""
    found = [entry for entry in entries_of_room(MEASURES_ROOM) if isinstance(entry.facts, HolderSet)]
    opened = open_parts([entry for entry in found if entry.facts.outside])
    named: dict[str, str] = {}
    for entry in found:
        parts = opened.get(entry.id)
        named[entry.facts.body] = (parts.outside or "") if isinstance(parts, OutsideParts) else ""
    return named


def resting(fell_id: UUID) -> Resting | None:
    """A decision on whose rest something fell, or None where there is none that the viewer may see."""
    return Resting.objects.filter(fell_id=fell_id).first()


def decision(found: Resting) -> AnyEntry | None:
    """The entry by which it was decided."""
    return entry_with_id(found.decision_id)
