"""What the duty engine asks of intelligence: what an item is called, which names nobody, and where a duty is done."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse

from holdfast.database.viewing import viewing
from holdfast.duties import doing, naming
from holdfast.duties.models import Duty
from holdfast.duties.naming import Named
from holdfast.intelligence import kinds, queries
from holdfast.intelligence.deeds import DEEDS, possible
from holdfast.intelligence.models import Item, Text
from holdfast.pages.dates import moment
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting
from holdfast.record.queries import entry_with_id


def named(matters: list[UUID], acting: Acting) -> dict[UUID, Named]:
    """When it was given; for whoever reads only what was passed to them, when that was."""
    with viewing(acting.viewer):
        given = dict(Item.objects.filter(id__in=matters).values_list("id", "given_at"))
        passed = {t.item_id: t for t in Text.objects.filter(item_id__in=[m for m in matters if m not in given])}
    whole = {id_: Named(f"Information given {moment(at)}", reverse("intelligence:item", args=[id_])) for id_, at in given.items()}
    return whole | {
        id_: Named(f"Information passed {moment(t.passed_at)}", reverse("intelligence:text", args=[t.id])) for id_, t in passed.items()
    }


naming.register("intelligence", named)


def where_done(duty: Duty, acting: Acting) -> Iterator[Link]:
    """The text that was passed, or the item’s own forms."""
    trigger = entry_with_id(duty.trigger_id)
    if trigger is None:
        return
    facts = trigger.facts
    if isinstance(facts, kinds.Passed | kinds.Recalled):
        text = trigger.id if isinstance(facts, kinds.Passed) else facts.passed
        yield Link("Answer what was passed to you", reverse("intelligence:text", args=[text]))
        return
    found = queries.item(duty.matter_id)
    if found is not None:
        for name in possible(found, queries.grade(found.id), acting):
            yield Link(DEEDS[name].title, reverse("intelligence:do", args=[found.id, name]))


doing.register("intelligence", where_done)
