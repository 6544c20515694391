"""What stands of each decision that was drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from holdfast.record.folding import EACH, Standing, folds
from holdfast.record.projection import Put
from holdfast.scrutiny import kinds
from holdfast.scrutiny.models import Sampled


@folds(kinds.DecisionSampled, kinds.DecisionJudged, kinds.JudgedAnswered, room=EACH)
def sampled(matter: UUID, entries: Sequence[Standing]) -> Iterator[Put]:
    """The decision, what the scrutineer said, and what was answered."""
    judged = {e.facts.answers: e for e in entries if e.kind is kinds.DecisionJudged}
    answered = {e.facts.answers: e for e in entries if e.kind is kinds.JudgedAnswered}
    for e in entries:
        if e.kind is not kinds.DecisionSampled:
            continue
        f, said = e.facts, judged.get(e.id)
        answer = answered.get(said.id) if said is not None else None
        row = {
            "id": e.id, "room_id": e.room, "matter_id": matter, "what": f.what, "decision_id": f.decision, "agency_id": f.agency,
            "second_agency_id": f.second_agency, "code": f.code, "measure": f.measure, "times": f.times, "decided_at": f.decided_at,
            "sampled_at": e.happened_at,
        }  # fmt: skip
        state = {"judged_id": said.id if said else None, "sound": said.facts.sound if said else None}
        after = {"answered_at": answer.happened_at if answer else None, "changes": answer.facts.changes if answer else None}
        yield Put(Sampled, {**row, **state, **after})
