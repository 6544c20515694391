"""Questions about questions to licensing, through the audience of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from holdfast.licensing.models import PlateKey, Question
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import Parts
from holdfast.record.queries import entries_of_room, open_parts, opened_parts
from holdfast.subjects.keys import of_plate_parts

MOST = 50


def question(question_id: UUID) -> Question | None:
    """A question, or None where there is none that the viewer may see."""
    return Question.objects.filter(id=question_id).first()


def questions() -> list[Question]:
    """Those that the viewer reads, the latest first."""
    return list(Question.objects.order_by("-asked_at", "id")[:MOST])


def called(found: Iterable[Question]) -> dict[UUID, str]:
    """What each is about. The caller has recorded the look."""
    by_entry = {q.asked_entry_id: q.id for q in found}
    return {by_entry[entry]: str(parts["about"]) for entry, parts in opened_parts(by_entry, ["about"]).items() if "about" in parts}


def story(question_id: UUID) -> list[tuple[AnyEntry, Parts]]:
    """What was recorded of it, opened, in order."""
    entries = [e for e in entries_of_room(question_id) if e.kind.name.startswith("licensing.")]
    opened = open_parts(entries)
    return [(e, opened[e.id]) for e in entries]


def by_plate(seen: str) -> list[Question]:
    """Those of which the plate has everything that was seen, each run of four known characters at least; of those that the viewer reads."""
    wanted = {key.hash for key in of_plate_parts(seen)}
    if not wanted:
        return []
    found = Counter(PlateKey.objects.filter(hash__in=wanted).values_list("question_id", flat=True))
    there = [id_ for id_, n in found.items() if n == len(wanted)]
    return list(Question.objects.filter(id__in=there).order_by("-asked_at", "id")[:MOST])
