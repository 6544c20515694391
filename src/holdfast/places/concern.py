"""What the front door is offered with a concern: to report a place that it tells of."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from holdfast.concerns import steps
from holdfast.concerns.models import Concern
from holdfast.concerns.policies import FRONT_DOOR
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting


@steps.register_steps
def to_report(concern: Concern, acting: Acting) -> Iterator[Link]:
    if acting.has_role(*FRONT_DOOR):
        yield Link("Report a place that it tells of", reverse("places:report"))
