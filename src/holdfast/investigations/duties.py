"""What the duty engine asks of investigations: what one is called, and where a duty is done."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse

from holdfast.database.viewing import viewing
from holdfast.duties import doing, naming
from holdfast.duties.models import Duty
from holdfast.duties.naming import Named
from holdfast.investigations import kinds
from holdfast.investigations.deeds import DEEDS, possible
from holdfast.investigations.models import Challenge, Investigation
from holdfast.pages.dates import day
from holdfast.pages.shell import Link
from holdfast.partnership.people import Acting
from holdfast.record.queries import entry_with_id


def named(matters: list[UUID], acting: Acting) -> dict[UUID, Named]:
    """When it was opened; its reference stands on its page alone."""
    with viewing(acting.viewer):
        rows = dict(Investigation.objects.filter(id__in=matters).values_list("id", "opened_on"))
    return {id_: Named(f"Investigation opened {day(on)}", reverse("investigations:investigation", args=[id_])) for id_, on in rows.items()}


naming.register("investigation", named)

_BY = {
    kinds.Opened.kind.name: ("step", "review"),
    kinds.StepTaken.kind.name: ("step",),
    kinds.Reviewed.kind.name: ("review",),
    kinds.OfficerSet.kind.name: ("step", "review"),
    kinds.OfficerLeft.kind.name: ("officer",),
    kinds.Protected.kind.name: ("protect", "step"),
    kinds.NfaProposed.kind.name: ("answer-nfa",),
    kinds.NfaAnswered.kind.name: ("tell-her",),
    kinds.ToLookAgain.kind.name: ("look-again",),
    kinds.LookedAgain.kind.name: ("step", "review"),
}


def where_done(duty: Duty, acting: Acting) -> Iterator[Link]:
    """The forms of the investigation, or the answer to a challenge."""
    trigger = entry_with_id(duty.trigger_id)
    if trigger is None:
        return
    if isinstance(trigger.facts, kinds.Challenged):
        if Challenge.objects.filter(id=trigger.id).exists():
            yield Link("Answer the challenge", reverse("investigations:answer", args=[trigger.id]))
        return
    found = Investigation.objects.filter(id=duty.matter_id).first()
    if found is not None:
        able = possible(found, acting)
        for name in _BY.get(trigger.kind.name, ()):
            if name in able:
                yield Link(DEEDS[name].title, reverse("investigations:do", args=[found.id, name]))


doing.register("investigation", where_done)
