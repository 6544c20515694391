"""What the duty engine asks of concerns: what a concern is called, and which organisations are involved in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from django.urls import reverse

from holdfast.concerns import kinds
from holdfast.concerns.deeds import DEEDS, possible
from holdfast.concerns.models import Concern, Telling
from holdfast.database.viewing import viewing
from holdfast.duties import doing, naming, owners
from holdfast.duties.models import Duty
from holdfast.duties.naming import Named
from holdfast.duties.rulebook import rule
from holdfast.pages.dates import moment
from holdfast.pages.shell import Link
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

#: Which of the front door's forms records what ends a duty.
_DEEDS: dict[str, str] = {
    kinds.DangerAnswered.kind.name: "answer-danger",
    kinds.ConcernDecided.kind.name: "decide",
    kinds.ConcernCountersigned.kind.name: "countersign",
    kinds.AcknowledgedToTeller.kind.name: "acknowledge",
    kinds.OutcomeTold.kind.name: "tell-outcome",
    kinds.AdditionRead.kind.name: "read-addition",
    kinds.SecondReplaced.kind.name: "replace-second",
    kinds.LadoTold.kind.name: "tell-lado",
}


def where_done(duty: Duty, acting: Acting) -> Iterator[Link]:
    """The form that does it, for whoever can use it now; else the concern."""
    found = Concern.objects.filter(id=duty.matter_id).first()
    if found is None:
        return
    may = possible(found, acting)
    names = [name for kind in rule(duty.rule, duty.edition).ends if (name := _DEEDS.get(kind)) is not None and name in may]
    yield from (Link(DEEDS[name].title, reverse("concerns:do", args=[found.id, name])) for name in names)
    yield Link("Read the concern", reverse("concerns:concern", args=[found.id]))


doing.register("concern", where_done)
