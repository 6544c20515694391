"""What is done with one kind of support: what follows from where it stands, its form, and how it is recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from holdfast.pages.forms import Form
from holdfast.partnership.people import Acting
from holdfast.support import actions, forms
from holdfast.support.codes import Ended, How, State, Support, Waits
from holdfast.support.ids import PlanId
from holdfast.support.models import Item

_BY_STATE: dict[State, tuple[str, ...]] = {
    State.NOT_OFFERED: ("offer",),
    State.OFFERED: ("accept", "no-reply", "decline", "offer"),
    State.NO_REPLY: ("offer", "accept"),
    State.DECLINED: ("offer",),
    State.ACCEPTED: ("begun", "wait", "end"),
    State.WAITING: ("begun", "wait", "end"),
    State.BEGUN: ("end",),
    State.ENDED: ("offer",),
}


def possible(item: Item | None, acting: Acting, *, keeps: bool) -> list[str]:
    """What this person can do with it now, the one thing to do next first. `keeps`: they read the whole plan."""
    state = State(item.state) if item is not None else State.NOT_OFFERED
    found = list(_BY_STATE[state])
    if not keeps:  # whoever owes it says what became of it, and offers nothing
        found = [name for name in found if name in ("begun", "wait", "end")]
    if item is not None and item.waits == Waits.MONEY and item.commissioner_id == acting.agency:
        found.insert(0, "money")
    return found


@dataclass(frozen=True)
class Deed:
    """One thing that is done: its form and how it is recorded."""

    form: type[Form]
    title: str
    button: str
    record: Callable[[PlanId, Support, Mapping[str, Any], Acting, UUID], object]
    said: str
    lead: str = ""


def _offer(p: PlanId, what: Support, a: Mapping[str, Any], by: Acting, once: UUID) -> None:
    actions.offer(
        plan=p, what=what, how=How(a["how"]), on=a["on"], agency=UUID(a["agency"]), words=a["words"] or None, by=by, entry_id=once
    )


def _wait(p: PlanId, what: Support, a: Mapping[str, Any], by: Acting, once: UUID) -> None:
    commissioner = UUID(a["commissioner"]) if a.get("commissioner") else None
    actions.wait(
        plan=p,
        what=what,
        since=a["since"],
        waits=Waits(a["waits"]),
        commissioner=commissioner,
        words=a["words"] or None,
        by=by,
        entry_id=once,
    )


DEEDS: dict[str, Deed] = {
    "offer": Deed(forms.Offer, "Record that it was offered", "Record it", _offer, "Say what she answered, once she has."),
    "accept": Deed(
        forms.OnDay,
        "She accepts it",
        "Record it",
        lambda p, what, a, by, once: actions.accept(plan=p, what=what, on=a["on"], by=by, entry_id=once),
        "The organisation that was named owes it now.",
    ),
    "decline": Deed(
        forms.OnDay,
        "She does not want it now",
        "Record it",
        lambda p, what, a, by, once: actions.decline(plan=p, what=what, on=a["on"], by=by, entry_id=once),
        "It is offered to her again, later.",
        lead="After an offer in person. She may change her mind at any time, and nothing else depends on it.",
    ),
    "no-reply": Deed(
        forms.Confirm,
        "There was no reply",
        "Record it",
        lambda p, what, a, by, once: actions.no_reply(plan=p, what=what, by=by, entry_id=once),
        "That is no answer. It is offered again, in person.",
    ),
    "wait": Deed(forms.Wait, "She waits for it", "Record it", _wait, "The wait stands on the board, without her."),
    "money": Deed(
        forms.Money,
        "The money was found",
        "Record it",
        lambda p, what, a, by, once: actions.find_money(plan=p, what=what, words=a["words"] or None, by=by, entry_id=once),
        "Whoever owes the support owes it now.",
    ),
    "begun": Deed(
        forms.OnDay,
        "It has begun",
        "Record it",
        lambda p, what, a, by, once: actions.begun(plan=p, what=what, on=a["on"], by=by, entry_id=once),
        "It has begun.",
    ),
    "end": Deed(
        forms.End,
        "It ended",
        "Record it",
        lambda p, what, a, by, once: actions.end(
            plan=p, what=what, on=a["on"], why=Ended(a["why"]), words=a["words"] or None, by=by, entry_id=once
        ),
        "Recorded.",
    ),
}
