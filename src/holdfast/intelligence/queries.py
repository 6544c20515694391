"""Questions about intelligence, through the audience of each room."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from holdfast.intelligence.codes import State
from holdfast.intelligence.models import Grade, Item, Text
from holdfast.partnership.models import Grader
from holdfast.partnership.models import Post as Post_
from holdfast.record.entries import AnyEntry
from holdfast.record.kinds import Parts
from holdfast.record.queries import entries_of_room, open_parts, opened_parts

MOST = 50


def item(item_id: UUID) -> Item | None:
    """An item, or None where there is none that the viewer may see."""
    return Item.objects.filter(id=item_id).first()


def grade(item_id: UUID) -> Grade | None:
    return Grade.objects.filter(id=item_id).first()


def text(text_id: UUID) -> Text | None:
    return Text.objects.filter(id=text_id).first()


def given_by(worker: UUID) -> list[Item]:
    """What a worker gave, the latest first."""
    return list(Item.objects.filter(giver_id=worker).order_by("-given_at", "id")[:MOST])


def to_grade() -> list[Item]:
    """What the viewer reads and nobody has graded, the oldest first."""
    graded = Grade.objects.values("id")
    return list(Item.objects.exclude(id__in=graded).order_by("given_at", "id")[:MOST])


def graded() -> list[Grade]:
    """What is graded, of what the viewer reads, and not at an end."""
    return list(Grade.objects.exclude(state=State.RETRACTED).order_by("-id")[:MOST])


def texts_for(worker: UUID) -> list[Text]:
    """What was passed to the posts that a worker holds: what waits first."""
    posts = Post_.objects.filter(holder_id=worker).values("id")
    return list(Text.objects.filter(post_id__in=posts).order_by("responded_at", "respond_on", "id")[:MOST])


def grades_intelligence(worker: UUID) -> bool:
    return Grader.objects.filter(worker_id=worker).exists()


def about(found: Iterable[Item]) -> dict[UUID, str]:
    """About whom or what each is. The caller has recorded the look."""
    by_entry = {i.given_entry_id: i.id for i in found}
    return {by_entry[entry]: str(parts["about"]) for entry, parts in opened_parts(by_entry, ["about"]).items() if "about" in parts}


def story(rooms: Iterable[UUID]) -> list[tuple[AnyEntry, Parts]]:
    """What was recorded in these rooms, opened for the viewer, in order."""
    entries = [e for room in rooms for e in entries_of_room(room) if e.kind.name.startswith("intelligence.")]
    entries.sort(key=lambda e: e.position)
    opened = open_parts(entries)
    return [(e, opened[e.id]) for e in entries]


def posts() -> list[Post_]:
    """The posts that somebody holds."""
    return list(Post_.objects.filter(holder_id__isnull=False).order_by("agency_id", "role", "id"))
