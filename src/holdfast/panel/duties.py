"""What the duty engine asks of the panel."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse

from holdfast.database.viewing import viewing
from holdfast.duties import doing, naming
from holdfast.duties.models import Duty
from holdfast.duties.naming import Named
from holdfast.pages.dates import day
from holdfast.pages.shell import Link
from holdfast.panel.models import Panel, PanelAction
from holdfast.partnership.people import Acting


def named(matters: list[UUID], acting: Acting) -> dict[UUID, Named]:
    with viewing(acting.viewer):
        rows = dict(Panel.objects.filter(id__in=matters).values_list("id", "held_on"))
    return {id_: Named(f"Panel of {day(on)}", reverse("panel:panel", args=[id_])) for id_, on in rows.items()}


naming.register("panel", named)


def where_done(duty: Duty, _acting: Acting) -> Iterator[Link]:
    if PanelAction.objects.filter(id=duty.trigger_id, done_at=None).exists():
        yield Link("Say that it was done, and what shows it", reverse("panel:done", args=[duty.trigger_id]))


doing.register("panel", where_done)
