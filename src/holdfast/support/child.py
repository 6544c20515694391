"""What support adds to a child’s page: where her plan is, for whoever may read it or begin it."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from holdfast.children import links
from holdfast.children.models import Case
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import AgencyKind
from holdfast.support.models import Plan


@links.register
def her_support(found: Case, acting: Acting) -> Iterator[Link]:
    """Never for the police: that there is a plan is all that they see."""
    if acting.agency_kind is AgencyKind.POLICE:
        return
    if Plan.objects.filter(case_id=found.id).exists():
        yield Link("Her support plan", reverse("support:child", args=[found.id]))
    elif acting.agency_kind is AgencyKind.COUNCIL:
        yield Link("Begin her support plan", reverse("support:child", args=[found.id]))
