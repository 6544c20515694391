"""Retracting what was given: every post that it was passed to, and every decision that rests on it, looks again."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from holdfast.database.viewing import viewing
from holdfast.disruption import resting
from holdfast.disruption.models import Resting
from holdfast.intelligence import kinds, policies
from holdfast.intelligence.actions import in_core
from holdfast.intelligence.codes import State
from holdfast.intelligence.ids import ItemId
from holdfast.intelligence.models import Grade, Item, Text
from holdfast.measures.models import Measure
from holdfast.partnership.models import Post
from holdfast.partnership.people import Acting
from holdfast.persons.models import Person
from holdfast.places.models import Place
from holdfast.record.append import append_all, holding, recorded_before
from holdfast.record.entries import Draft
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused


def retract(*, item: ItemId, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """It does not stand: every post that it was passed to looks at what it decided on it, and so does whoever answers for each decision that cites it.

    Raises Refused, NotPermitted, LookupError.
    """
    if recorded_before(entry_id, by=by.author, matter=item):
        return
    with viewing(by.viewer):
        if not Item.objects.filter(id=item).exists():
            raise LookupError("there is no such information that this person may see")
    with reading_all():  # the grader does not read what was decided on it, nor about whom
        matters = {each.matter_id for each in _resting_on(item)}
    with viewing(by.viewer), holding(item, *matters):
        policies.check_grades(by)
        graded = Grade.objects.filter(id=item).first()
        if graded is None or graded.state == State.RETRACTED:
            raise Refused("reason", "Grade it first, or it was retracted already. Nothing was recorded")
        with reading_all():
            rests = _resting_on(item)
            fell = resting.fell(rests, _owners(rests))
        if {each.matter_id for each in rests} - matters:
            raise Refused("reason", "Something was decided on it this moment. Send it again, so that it is reached")
        first = in_core(item, kinds.Retracted(), by, entry_id, kinds.ReasonParts(reason=reason))
        append_all([first, *_recalled(item), *fell], by=by.author)


def _resting_on(item: UUID) -> list[Resting]:
    texts = list(Text.objects.filter(item_id=item).values_list("id", flat=True))
    return list(Resting.objects.filter(information_id__in=texts, fell_id=None).order_by("decision_id", "information_id"))


def _owners(rests: Iterable[Resting]) -> dict[UUID, UUID]:
    """Who answers now for each decision: whoever owns the measure, the person or the place."""
    found = list(rests)
    matters = {each.matter_id for each in found}
    owners: dict[UUID, UUID] = {}
    for model in (Person, Place):
        for matter, owner, assessor in model.objects.filter(id__in=matters).values_list("id", "owner_id", "assessor_id"):
            if (keeps := owner or assessor) is not None:
                owners[matter] = keeps
    measures = Measure.objects.filter(id__in={each.decision_id for each in found}).values_list("id", "owner_id")
    return owners | dict(measures)


def _recalled(item: UUID) -> list[Draft]:
    posts = {p.id: p for p in Post.objects.filter(id__in=Text.objects.filter(item_id=item).values("post_id"))}
    return [
        Draft(
            facts=kinds.Recalled(passed=t.id, agency=posts[t.post_id].agency_id, worker=posts[t.post_id].holder_id),
            room=t.room_id,
        )
        for t in Text.objects.filter(item_id=item, recalled_id=None).order_by("passed_at", "id")
    ]
