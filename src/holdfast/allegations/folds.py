"""What stands of an allegation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from holdfast.allegations.kinds import AllegationAcknowledged, AllegationConcluded, AllegationTold
from holdfast.allegations.models import Allegation
from holdfast.record.folding import Standing, folds
from holdfast.record.projection import Put
from holdfast.record.rooms import CORE


@folds(AllegationTold, AllegationAcknowledged, AllegationConcluded, room=CORE)
def where_it_stands(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """Told, acknowledged, concluded: the last of each that happened."""
    told = next((e for e in entries if e.kind is AllegationTold), None)
    if told is None:
        return
    acknowledged = next((e for e in reversed(entries) if e.kind is AllegationAcknowledged), None)
    concluded = next((e for e in reversed(entries) if e.kind is AllegationConcluded), None)
    row = {
        "id": matter,
        "room_id": matter,
        "told_at": told.happened_at,
        "noticed_on": told.facts.noticed_on,
        "told_by_agency_id": told.agency,
        "employer_id": told.facts.employer,
        "handling": acknowledged.facts.handling if acknowledged is not None else None,
        "acknowledged_at": acknowledged.happened_at if acknowledged is not None else None,
        "outcome": concluded.facts.outcome if concluded is not None else None,
        "concluded_at": concluded.happened_at if concluded is not None else None,
    }
    yield Put(Allegation, row)
