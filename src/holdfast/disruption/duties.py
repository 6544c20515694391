"""What the duty engine asks of decisions that rest on what was retracted: where each is looked at again."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from holdfast.disruption.models import Resting
from holdfast.duties import doing
from holdfast.duties.models import Duty
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting


def where_done(duty: Duty, acting: Acting) -> Iterator[Link]:
    """The form of the decision."""
    if Resting.objects.filter(fell_id=duty.trigger_id, looked_at=None).exists():
        yield Link("Look at the decision again", reverse("disruption:look_again", args=[duty.trigger_id]))


for _type in ("person_of_concern", "place_of_concern", "case"):
    doing.register(_type, where_done)
