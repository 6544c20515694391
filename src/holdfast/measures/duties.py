"""What the duty engine asks of measures: what is asked of a body is called so, and where each duty is done."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse

from holdfast.disruption.codes import BODY_WORDS
from holdfast.duties import doing, naming
from holdfast.duties.models import Duty
from holdfast.duties.naming import Named
from holdfast.measures import kinds
from holdfast.measures.deeds import DEEDS, possible
from holdfast.measures.models import Ask, Measure, Owed
from holdfast.pages.dates import day
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting
from holdfast.record.queries import entry_with_id


@naming.register_also
def named(matters: list[UUID]) -> Iterator[tuple[UUID, Named]]:
    """For those who read a list and not the matter itself: which body was asked, and when. Asked on behalf of the viewer."""
    for ask in Ask.objects.filter(matter_id__in=matters).order_by("asked_at", "id"):
        label = f"Measures that {BODY_WORDS[ask.body].lower()} was asked about {day(ask.asked_at)}"
        yield ask.matter_id, Named(label, reverse("measures:ask", args=[ask.id]))


def where_done(duty: Duty, acting: Acting) -> Iterator[Link]:
    """The list, the measure’s own form, or the page of the person on which a body is asked."""
    trigger = entry_with_id(duty.trigger_id)
    if trigger is None:
        return
    facts = trigger.facts
    if isinstance(facts, kinds.Asked):
        yield Link("Answer the list, row by row", reverse("measures:ask", args=[trigger.id]))
        return
    if isinstance(facts, kinds.ConnectionDeclared):
        yield Link("Ask another", reverse("measures:bodies", args=[duty.matter_id]))
        return
    measure = trigger.id if isinstance(facts, kinds.Chosen) else getattr(facts, "measure", None)
    found = Measure.objects.filter(id=measure).first() if measure is not None else None
    if found is not None:
        waiting = set(Owed.objects.filter(id=trigger.id, answered_at=None).values_list("what", flat=True))
        able = possible(found, acting)
        wanted = [name for name in able if name in _BY.get(trigger.kind.name, ())] or (able[:1] if waiting else [])
        for name in wanted:
            yield Link(DEEDS[name].title, reverse("measures:do", args=[found.id, name]))
    elif trigger.kind.name in ("person_of_concern.opened", "place.assessed"):
        yield Link("Ask each body which of its measures it takes", reverse("measures:bodies", args=[duty.matter_id]))


_BY: dict[str, tuple[str, ...]] = {
    kinds.Chosen.kind.name: ("ask-clearance", "apply", "withdraw"),
    kinds.ClearanceAsked.kind.name: ("clear",),
    kinds.ClearanceAnswered.kind.name: ("clear", "decide"),
    kinds.ClearanceDecided.kind.name: ("decide",),
    kinds.Applied.kind.name: ("in-force", "refused"),
    kinds.InForce.kind.name: ("vary", "end", "effect"),
    kinds.Varied.kind.name: ("vary", "end"),
    kinds.Ended.kind.name: ("effect",),
    kinds.Breached.kind.name: ("act-on-breach",),
    kinds.Appealed.kind.name: ("answer-appeal",),
    kinds.ReviewOwed.kind.name: ("rests-otherwise", "withdraw"),
    kinds.SampleOwed.kind.name: ("sample",),
}

doing.register("person_of_concern", where_done)
doing.register("place_of_concern", where_done)
doing.register("case", where_done)
