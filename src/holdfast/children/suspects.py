"""What becomes of a suspect: whoever works with the child knows it within a day, and the child is told unless she asked not to be.

Before a release that is planned a safety plan is owed by the day; this is for whatever happened. Where the child is allocated to nobody, the police's
liaison with the child owes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from holdfast.children.codes import SuspectNews
from holdfast.children.kinds import safety
from holdfast.children.models import Case, NotTold
from holdfast.children.rooms import place_of
from holdfast.partnership import queries as partnership
from holdfast.record.entries import AnyEntry, Draft
from holdfast.record.kinds import Facts, Parts
from holdfast.record.reaction import reactor


@reactor(safety.SuspectArrested, safety.SuspectBailed, safety.SuspectReleased, safety.SuspectCharged)
def whoever_works_with_her_knows(entry: AnyEntry, _parts: Parts) -> Iterator[Draft]:
    """Whoever the child is allocated to; or else whoever of the police recorded it, who is her liaison until there is somebody."""
    if entry.corrects is None and entry.author.agency is not None and entry.author.worker is not None:
        yield news(entry.matter, about=entry.id, what=_NEWS[type(entry.facts)], liaison=entry.author.worker, agency=entry.author.agency)


_NEWS: dict[type[Facts], SuspectNews] = {
    safety.SuspectArrested: SuspectNews.ARRESTED,
    safety.SuspectBailed: SuspectNews.BAILED,
    safety.SuspectReleased: SuspectNews.RELEASED,
    safety.SuspectCharged: SuspectNews.CHARGED,
}


def news(case: UUID, *, about: UUID, what: SuspectNews, liaison: UUID, agency: UUID) -> Draft:
    """That it is to be known by whoever the child is allocated to; where there is nobody, by the police's liaison. Asked while the case is held."""
    allocated = Case.objects.filter(id=case).values_list("allocated_to_id", flat=True).first()
    worker = partnership.worker(allocated) if allocated is not None else None
    owner, owes = (worker.id, worker.agency_id) if worker is not None else (liaison, agency)
    facts = safety.SuspectNewsOwed(about=about, what=what, worker=owner, agency=owes)
    at = place_of(facts, case_id=case, agency=owes)
    return Draft(facts=facts, room=at.room, cites=at.cites, opens=at.opens)


@reactor(safety.SuspectArrested, safety.SuspectBailed, safety.SuspectReleased, safety.SuspectCharged, safety.SuspectNoFurtherAction)
def unless_she_asked_not_to_be(entry: AnyEntry, _parts: Parts) -> Iterator[Draft]:
    """Nobody tells her what she asked not to be told."""
    if entry.corrects is None and NotTold.objects.filter(case_id=entry.matter).exists():
        yield Draft(facts=safety.VictimNotTold(answers=entry.id), room=entry.matter)
