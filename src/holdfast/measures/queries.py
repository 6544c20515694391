"""Questions about measures, through the audience of each list’s room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from holdfast.measures.codes import Rejected, State
from holdfast.measures.kinds import AskedParts
from holdfast.measures.models import Ask, Measure, NotAskedRow, Owed
from holdfast.partnership.models import Vetted
from holdfast.record.entries import AnyEntry
from holdfast.record.holding import reading_all
from holdfast.record.kinds import Parts
from holdfast.record.queries import entries_of_room, open_parts, opened_parts


def ask(ask_id: UUID) -> Ask | None:
    """A list, or None where there is none that the viewer may see."""
    return Ask.objects.filter(id=ask_id).first()


def asks_of(matter: UUID) -> list[Ask]:
    """The bodies that were asked in a matter, the first first."""
    return list(Ask.objects.filter(matter_id=matter).order_by("asked_at", "id"))


def not_asked(matter: UUID) -> list[NotAskedRow]:
    return list(NotAskedRow.objects.filter(matter_id=matter).order_by("id"))


def measure(measure_id: UUID) -> Measure | None:
    """A measure that was answered, or None where there is none that the viewer may see."""
    return Measure.objects.filter(id=measure_id).first()


def answered(ask_id: UUID) -> list[Measure]:
    """The rows of a list that are answered, the first first."""
    return list(Measure.objects.filter(ask_id=ask_id).order_by("answered_at", "id"))


def measures_of(matter: UUID) -> list[Measure]:
    """The measures of a matter that the viewer may read: what was chosen, then what was rejected."""
    found = list(Measure.objects.filter(matter_id=matter).order_by("answered_at", "id"))
    return sorted(found, key=lambda m: m.state == State.REJECTED)


def shared(ask_id: UUID) -> AskedParts | None:
    """What a body was told. The caller has recorded the look."""
    parts = opened_parts([ask_id]).get(ask_id)
    return (
        AskedParts.model_validate({k: v for k, v in parts.items() if k in AskedParts.model_fields}) if parts and "about" in parts else None
    )


def about_of(asks: Iterable[UUID]) -> dict[UUID, str]:
    """Whom or what each list is about. The caller has recorded the look."""
    return {ask: str(parts["about"]) for ask, parts in opened_parts(list(asks), ["about"]).items() if "about" in parts}


def story(found: Measure) -> list[tuple[AnyEntry, Parts]]:
    """What was recorded of one measure, opened, in order."""
    entries = [
        e
        for e in entries_of_room(found.room_id)
        if found.id in (e.id, getattr(e.facts, "measure", None), getattr(e.facts, "decision", None))
    ]
    opened = open_parts(entries)
    return [(e, opened[e.id]) for e in entries]


def owed_of(measure_id: UUID) -> list[Owed]:
    """What is owed of a measure besides, and not answered, the oldest first."""
    return list(Owed.objects.filter(measure_id=measure_id, answered_at=None).order_by("since", "id"))


def given_before(body: str, why: Rejected, *, since: datetime) -> int:
    """How often a body gave a reason since an instant, in every matter. Asked as the record's own; never about whom."""
    return Measure.objects.filter(state=State.REJECTED, body=body, why=why, answered_at__gte=since).count()


def sampler(*, but: UUID) -> UUID | None:
    """Who of the vetted group looks at a rejection: somebody of another organisation, the longest there."""
    return Vetted.objects.exclude(agency_id=but).order_by("since", "worker_id").values_list("worker_id", flat=True).first()


def reasons(*, since: datetime) -> list[tuple[str, str, int]]:
    """How often each body gave each reason since an instant: numbers alone, of every matter, for whoever scrutinises."""
    with reading_all():
        rows = Measure.objects.filter(state=State.REJECTED, answered_at__gte=since).values_list("body", "why")
        counted = Counter((body, why) for body, why in rows)
    return sorted(((body, str(why), n) for (body, why), n in counted.items()), key=lambda row: (-row[2], row[0], row[1]))
