"""What the duty engine asks of support: what a plan is called, which names nobody, and where a duty is done."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse

from holdfast.database.viewing import viewing
from holdfast.duties import doing, naming
from holdfast.duties.models import Duty
from holdfast.duties.naming import Named
from holdfast.pages.dates import day
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting
from holdfast.record.queries import entry_with_id
from holdfast.support import kinds
from holdfast.support.codes import SUPPORT_WORDS, Support
from holdfast.support.models import Item, Plan


def named(matters: list[UUID], acting: Acting) -> dict[UUID, Named]:
    """When the plan was begun; for whoever owes one kind of support, which."""
    with viewing(acting.viewer):
        plans = dict(Plan.objects.filter(id__in=matters).values_list("id", "opened_at"))
        owed = dict(
            Item.objects.filter(plan_id__in=[m for m in matters if m not in plans]).order_by("-since").values_list("plan_id", "what")
        )
    whole = {id_: Named(f"Support plan begun {day(at)}", reverse("support:plan", args=[id_])) for id_, at in plans.items()}
    return whole | {id_: Named(SUPPORT_WORDS[Support(what)], reverse("support:plan", args=[id_])) for id_, what in owed.items()}


naming.register("support", named)


def where_done(duty: Duty, acting: Acting) -> Iterator[Link]:
    """The plan, or the kind of support that it is about."""
    trigger = entry_with_id(duty.trigger_id)
    what = getattr(trigger.facts, "what", None) if trigger is not None else None
    if what is not None:
        yield Link(SUPPORT_WORDS[what], reverse("support:item", args=[duty.matter_id, what]))
    else:
        yield Link("Her support plan", reverse("support:plan", args=[duty.matter_id]))


doing.register("support", where_done)


def where_begun(duty: Duty, acting: Acting) -> Iterator[Link]:
    """Of a child’s case: where the plan is begun."""
    trigger = entry_with_id(duty.trigger_id)
    if trigger is not None and isinstance(trigger.facts, kinds.SupportOwed):
        yield Link("Begin her support plan", reverse("support:child", args=[duty.matter_id]))


doing.register("case", where_begun)
