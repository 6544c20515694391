"""What support answers: a case that a concern about exploitation or abuse led to; and that somebody leaves."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.children.kinds.case import CaseOpened, CaseReferralRecorded
from holdfast.concerns.models import Concern
from holdfast.record.entries import AnyEntry, Draft
from holdfast.record.kinds import Parts
from holdfast.record.reaction import reactor
from holdfast.record.rooms import CORE, room_of
from holdfast.support import kinds
from holdfast.support.models import Plan

_HARM = frozenset({"sexual_exploitation", "sexual_abuse", "criminal_exploitation"})


@reactor(CaseOpened, CaseReferralRecorded)
def support_is_owed(entry: AnyEntry, _parts: Parts) -> Iterator[Draft]:
    """Where exploitation or abuse is alleged, a plan is to be offered; where she has one, it goes on."""
    concern = entry.facts.concern
    if concern is None or Plan.objects.filter(case_id=entry.matter).exists():
        return
    alleged = Concern.objects.filter(id=concern).values_list("alleged", flat=True).first() or ()
    if _HARM & set(alleged):
        yield Draft(facts=kinds.SupportOwed(concern=concern), room=room_of(entry.matter, CORE))
