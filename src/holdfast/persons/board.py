"""What the board says of persons of concern: how many have no owner, or nothing next that is not late; by organisation, and never who."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.db.models import Count, Q

from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.duties.board import Section, register_section
from holdfast.pages.components import Column
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import LEADS, Role
from holdfast.persons.codes import KEPT
from holdfast.persons.models import Person


@register_section
def left_alone(acting: Acting) -> Section | None:
    """Of those whom the viewer reads: without an owner, and with what is next undone after its day."""
    if not acting.has_role(*LEADS, Role.MANAGER):
        return None
    with viewing(acting.viewer):
        directory = partnership.directory()
        alone = Person.objects.filter(Q(owner_id=None) | Q(next_on__lt=today()), state__in=KEPT)
        late: Counter[UUID | None] = Counter()
        for owner, n in alone.values_list("owner_id").annotate(n=Count("id")).order_by():
            late[directory.agency_of_worker.get(owner) if owner else None] += n
    columns = (Column("Whose"), Column("Nothing done by its day", numeric=True))
    said = [[directory.name(agency) if agency else "Nobody: they have no owner", n] for agency, n in late.items()]
    return Section(
        "Persons of concern left alone",
        columns,
        said,
        "Every person of concern whom you read has an owner, and a next action that is not late.",
    )
