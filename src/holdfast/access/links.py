"""Where a bundle is handed out from, on the pages of other packages."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from holdfast.access.bundles import HANDS_OUT
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting


def link_to_hand_out(matter: UUID, acting: Acting) -> list[Link]:
    """The link by which whoever answers for the record hands out a bundle of this matter."""
    return [Link("Hand out a bundle of this", reverse("access:bundle", args=[matter]))] if acting.has_role(*HANDS_OUT) else []
