"""Where an order that names something is brought from, on the pages of other packages."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from holdfast.erasure import policies
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import LEADS
from holdfast.record.entries import AnyEntry


def link_to_ask(matter: UUID, acting: Acting, entry: AnyEntry | None = None) -> list[Link]:
    """The link by which whoever answers for an organisation brings an order that names something here, or that names this entry of theirs."""
    if not acting.has_role(*LEADS) or (entry is not None and not policies.is_theirs(entry, acting)):
        return []
    chosen = f"?entry={entry.id}" if entry is not None else ""
    return [Link("An order to erase names this", f"{reverse('erasure:ask', args=[matter])}{chosen}")]
