"""What the duty engine asks of the scrutineer's sample: what a decision is called, and where it is answered."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse

from holdfast.duties import doing, naming
from holdfast.duties.models import Duty
from holdfast.duties.naming import Named
from holdfast.pages.dates import day
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting
from holdfast.scrutiny.models import Sampled


@naming.register_also
def named(matters: list[UUID]) -> Iterator[tuple[UUID, Named]]:
    """For those who read the decision that was drawn, and not the matter. Asked on behalf of the viewer."""
    for found in Sampled.objects.filter(matter_id__in=matters).order_by("sampled_at", "id"):
        yield found.matter_id, Named(f"A decision of {day(found.decided_at)} that was drawn", reverse("scrutiny:sampled", args=[found.id]))


def where_done(duty: Duty, acting: Acting) -> Iterator[Link]:
    """The page of the decision."""
    found = Sampled.objects.filter(judged_id=duty.trigger_id).first()
    if found is not None:
        yield Link("Answer the scrutineer", reverse("scrutiny:sampled", args=[found.id]))


doing.register("person_of_concern", where_done)
doing.register("place_of_concern", where_done)
