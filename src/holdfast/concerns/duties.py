"""What the duty engine asks of concerns: what a concern is called, and which organisations are involved in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from django.urls import reverse

from holdfast.concerns.models import Concern, Telling
from holdfast.database.viewing import viewing
from holdfast.duties import naming, owners
from holdfast.duties.naming import Named
from holdfast.pages.dates import moment
from holdfast.partnership.people import Acting


@owners.register_involved
def involved(matters: Collection[UUID]) -> Iterator[tuple[UUID, UUID]]:
    """The organisation that told each: it must learn if nothing happens."""
    for concern, agency in Concern.objects.filter(id__in=matters, teller_agency_id__isnull=False).values_list("id", "teller_agency_id"):
        assert agency is not None
        yield concern, agency


def named(matters: list[UUID], acting: Acting) -> dict[UUID, Named]:
    """A concern's label says when it was told, and nothing of what."""
    with viewing(acting.viewer):
        rows = dict(Telling.objects.filter(id__in=matters).values_list("id", "told_at"))
    return {id_: Named(f"Concern told {moment(told_at)}", reverse("concerns:concern", args=[id_])) for id_, told_at in rows.items()}


naming.register("concern", named)
