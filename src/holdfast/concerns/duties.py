"""What the duty engine asks of concerns: what a concern is called, and which organisations are involved in it."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from holdfast.concerns.models import Concern, Telling
from holdfast.database.viewing import viewing
from holdfast.duties import naming, owners
from holdfast.duties.naming import Named
from holdfast.pages.dates import moment
from holdfast.partnership.people import Acting


@owners.register_involved
def involved(matter: UUID) -> list[UUID]:
    """The organisation that told it: it must learn if nothing happens."""
    found = Concern.objects.filter(id=matter).values_list("teller_agency_id", flat=True).first()
    return [found] if found is not None else []


def named(matters: list[UUID], acting: Acting) -> dict[UUID, Named]:
    """A concern's label says when it was told, and nothing of what."""
    with viewing(acting.viewer):
        rows = dict(Telling.objects.filter(id__in=matters).values_list("id", "told_at"))
    return {id_: Named(f"Concern told {moment(told_at)}", reverse("concerns:concern", args=[id_])) for id_, told_at in rows.items()}


naming.register("concern", named)
