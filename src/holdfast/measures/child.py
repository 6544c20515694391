"""What measures add to a child's page: those that protect the child, for the council, which asks the bodies that hold them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from holdfast.children import links
from holdfast.children.models import Case
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import AgencyKind


@links.register
def what_protects_her(found: Case, acting: Acting) -> Iterator[Link]:
    """Never beside what is taken against somebody: they show in her case, and nowhere else."""
    if acting.agency_kind is AgencyKind.COUNCIL:
        yield Link("Measures that protect the child", reverse("measures:bodies", args=[found.id]))
