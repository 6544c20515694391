"""What the duty engine asks of allegations: what one is called, who must not hear of it, and where it is answered."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from django.urls import reverse

from holdfast.allegations import kinds, queries
from holdfast.allegations.models import Allegation
from holdfast.database.viewing import viewing
from holdfast.duties import doing, naming, owners
from holdfast.duties.models import Duty
from holdfast.duties.naming import Named
from holdfast.duties.rulebook import rule
from holdfast.pages.dates import moment
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import Role


@owners.register_barred
def barred(matters: Collection[UUID]) -> Iterator[tuple[UUID, UUID]]:
    """The organisation for which the person works hears nothing of it, late or not."""
    yield from queries.employers(matters)


def named(matters: list[UUID], acting: Acting) -> dict[UUID, Named]:
    """An allegation's label says when it was told, and nothing of what or of whom."""
    with viewing(acting.viewer):
        rows = dict(Allegation.objects.filter(id__in=matters).values_list("id", "told_at"))
    return {id_: Named(f"Allegation told {moment(at)}", reverse("allegations:allegation", args=[id_])) for id_, at in rows.items()}


naming.register("allegation", named)

_DEEDS = {kinds.AllegationAcknowledged.kind.name: "acknowledge", kinds.AllegationConcluded.kind.name: "conclude"}


def where_done(duty: Duty, acting: Acting) -> Iterator[Link]:
    """The LADO's form that does it."""
    for kind in rule(duty.rule, duty.edition).ends:
        if kind in _DEEDS and acting.has_role(Role.LADO):
            words = "Acknowledge it, and say how it is handled" if _DEEDS[kind] == "acknowledge" else "Conclude it"
            yield Link(words, reverse("allegations:do", args=[duty.matter_id, _DEEDS[kind]]))


doing.register("allegation", where_done)
