"""What the front door is offered with a concern: to record whom it names."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from holdfast.concerns import steps
from holdfast.concerns.models import Concern
from holdfast.concerns.policies import FRONT_DOOR
from holdfast.pages.components import Row
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting
from holdfast.persons.kinds import ChildNamedToo, PersonNamed
from holdfast.persons.models import ChildNamed, InConcern
from holdfast.record.queries import entries_of_room, open_parts
from holdfast.record.rooms import room_of


@steps.register_steps
def to_name(concern: Concern, acting: Acting) -> Iterator[Link]:
    """Naming somebody, or saying that nobody is named; and what is done for whoever may be a child."""
    if not acting.has_role(*FRONT_DOOR):
        return
    for each in ChildNamed.objects.filter(concern_id=concern.id, answered_at=None).order_by("id"):
        yield Link("Say who the child is who was named", reverse("persons:child-named", args=[concern.id, each.id]))
    yield Link("Record somebody whom it names", reverse("persons:name", args=[concern.id]))
    said = set(InConcern.objects.filter(concern_id=concern.id).values_list("what", flat=True))
    if said == {"owed"}:
        yield Link("It names nobody", reverse("persons:nobody", args=[concern.id]))


@steps.register_rows
def named(concern: Concern) -> Iterator[Row]:
    """Whom it names. What becomes of it stands nowhere here, whoever it is."""
    rows = dict(InConcern.objects.filter(concern_id=concern.id).values_list("id", "what"))
    if "somebody" in rows.values():
        entries = [e for e in entries_of_room(room_of(concern.id, "work")) if isinstance(e.facts, PersonNamed | ChildNamedToo)]
        for parts in open_parts(entries).values():
            yield Row("It names", getattr(parts, "name", None) or getattr(parts, "description", None) or "somebody")
    elif "nobody" in rows.values():
        yield Row("It names", "Nobody")
