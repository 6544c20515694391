"""What is done with one measure: which of it a person can do now, its form, and how it is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from holdfast.database.time import today
from holdfast.disruption import queries as catalogue
from holdfast.disruption.catalogue import measure as row_of
from holdfast.disruption.codes import Warns
from holdfast.measures import clearing, forms, policies, queries, taking
from holdfast.measures.codes import BEFORE, LIVE, Clearance, Ending, Moved, Rank, State, Uncleared
from holdfast.measures.ids import MeasureId
from holdfast.measures.models import Ask, Measure
from holdfast.pages.forms import Form
from holdfast.partnership.models import Vetted
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import AgencyKind

#: By which deed each thing that is owed besides is answered.
OWED = {
    "breach": "act-on-breach",
    "appeal": "answer-appeal",
    "effect": "effect",
    "effect_at_end": "effect",
    "review": "rests-otherwise",
    "sample": "sample",
}


def possible(found: Measure, acting: Acting) -> list[str]:
    """What this person can do with it now; the one thing to do next comes first. Asked on behalf of the viewer."""
    return list(dict.fromkeys(_possible(found, acting)))


def _possible(found: Measure, acting: Acting) -> Iterator[str]:
    state = State(found.state)
    ask = Ask.objects.filter(id=found.ask_id).first()
    holds = found.owner_id == acting.worker or (ask is not None and policies.answers_for_post(acting, ask.post_id))
    if state in BEFORE and found.clearance_id is not None and found.clearance != Clearance.PROCEED:
        yield from _clears(acting)
    for each in queries.owed_of(found.id):
        if each.what == "sample":
            yield from ["sample"] if each.worker_id == acting.worker else []
        elif holds and not (each.what == "review" and state in BEFORE):
            yield OWED[each.what]
    if holds:
        yield from _by_state(found, state)


def _clears(acting: Acting) -> Iterator[str]:
    contact = catalogue.holders().get(catalogue.DECONFLICTION)
    if contact is not None and policies.answers_for_post(acting, contact.post_id):
        yield "clear"
    if acting.agency_kind is not AgencyKind.POLICE and Vetted.objects.filter(worker_id=acting.worker).exists():
        yield "decide"


def _by_state(found: Measure, state: State) -> Iterator[str]:
    if state is State.CHOSEN and row_of(found.code).warns is not Warns.NOT_TOLD:
        yield "ask-clearance"
    if state in BEFORE:
        yield "apply"
    if state is State.APPLIED:
        yield from ("in-force", "refused")
    if state is State.IN_FORCE:
        over = found.expires_on is not None and found.expires_on <= today()
        yield from ("end", "vary", "breach", "appeal") if over else ("vary", "breach", "appeal", "end")
    if state in LIVE:
        yield "withdraw"


@dataclass(frozen=True)
class Deed:
    """One thing that is done: its form and how it is recorded."""

    form: type[Form]
    title: str
    button: str
    record: Callable[[MeasureId, Mapping[str, Any], Acting, UUID], object]
    said: str
    lead: str = ""


def _apply(m: MeasureId, a: Mapping[str, Any], by: Acting, once: UUID) -> None:
    taking.apply(
        measure=m,
        on=a["on"],
        words=a["words"],
        plan=a["plan"] or None,
        rechecked=bool(a["rechecked"]),
        uncleared=Uncleared(a["uncleared"]) if a["uncleared"] else None,
        with_reader=UUID(a["with_reader"]) if a.get("with_reader") else None,
        by=by,
        entry_id=once,
    )


def _clear(m: MeasureId, a: Mapping[str, Any], by: Acting, once: UUID) -> None:
    rank = Rank(a["rank"]) if a.get("rank") else None
    clearing.answer(measure=m, answer=Clearance(a["answer"]), rank=rank, until=a.get("until"), by=by, entry_id=once)


def _decide(m: MeasureId, a: Mapping[str, Any], by: Acting, once: UUID) -> None:
    clearing.decide(measure=m, proceed=a["proceed"], until=a.get("until"), with_worker=UUID(a["with_worker"]), by=by, entry_id=once)


def _in_force(m: MeasureId, a: Mapping[str, Any], by: Acting, once: UUID) -> None:
    taking.in_force(
        measure=m,
        on=a["on"],
        expires_on=a["expires_on"],
        breach_owner=UUID(a["breach_owner"]),
        words=a["words"] or None,
        born_on=a.get("born_on"),
        in_care=bool(a.get("in_care")),
        by=by,
        entry_id=once,
    )


def _effect(m: MeasureId, a: Mapping[str, Any], by: Acting, once: UUID) -> None:
    taking.say_effect(
        measure=m,
        owed=UUID(a["owed"]),
        children=a["children"],
        moved=Moved(a["moved"]),
        where=a["where"] or None,
        by=by,
        entry_id=once,
    )


DEEDS: dict[str, Deed] = {
    "ask-clearance": Deed(
        forms.Confirm,
        "Ask the police: proceed, wait, or speak to us?",
        "Ask the police’s one contact",
        lambda m, a, by, once: clearing.ask(measure=m, by=by, entry_id=once),
        "They owe an answer. Their silence is none, and climbs.",
        lead="Before any step of which somebody hears. They answer in one of three words, and give no reason. Protecting a child never waits.",
    ),
    "clear": Deed(
        forms.Clear,
        "Answer: proceed, wait, or speak to us",
        "Record the answer",
        _clear,
        "Whoever asked sees the word, and nothing else.",
    ),
    "decide": Deed(
        forms.Decide,
        "Decide, for the vetted group, whether it waits any longer",
        "Record the decision",
        _decide,
        "Whoever asked sees it.",
        lead="Once the police had it wait twice, or did not answer. Two of you, of two organisations; whoever records it is not of the police.",
    ),
    "apply": Deed(
        forms.Apply, "Record that it was applied for, or taken", "Record it", _apply, "Say what whoever decides made of it, once they have."
    ),
    "refused": Deed(
        forms.Refuse,
        "It was refused",
        "Record it",
        lambda m, a, by, once: taking.refuse(measure=m, on=a["on"], words=a["words"], by=by, entry_id=once),
        "It is refused. Another measure may serve.",
    ),
    "in-force": Deed(forms.InForce, "It is in force", "Record it", _in_force, "What it changed for each child is owed in 28 days."),
    "vary": Deed(
        forms.Vary,
        "It was varied, or renewed",
        "Record it",
        lambda m, a, by, once: taking.vary(measure=m, expires_on=a["expires_on"], words=a["words"], by=by, entry_id=once),
        "It lasts until the day you gave.",
    ),
    "end": Deed(
        forms.End,
        "It ended",
        "Record it",
        lambda m, a, by, once: taking.end(measure=m, how=Ending(a["how"]), on=a["on"], words=a["words"] or None, by=by, entry_id=once),
        "What it changed for each child is owed.",
    ),
    "withdraw": Deed(
        forms.Withdraw,
        "Withdraw it",
        "Withdraw it",
        lambda m, a, by, once: taking.withdraw(measure=m, reason=a["reason"], by=by, entry_id=once),
        "It is withdrawn.",
    ),
    "breach": Deed(
        forms.OnDay,
        "Record a breach",
        "Record it",
        lambda m, a, by, once: taking.breach(measure=m, on=a["on"], words=a["words"], by=by, entry_id=once),
        "Whoever acts on a breach owes it within a working day.",
    ),
    "act-on-breach": Deed(
        forms.Words,
        "Say what was done about a breach",
        "Record it",
        lambda m, a, by, once: taking.act_on_breach(measure=m, owed=UUID(a["owed"]), words=a["words"], by=by, entry_id=once),
        "The breach is answered.",
    ),
    "appeal": Deed(
        forms.OnDay,
        "Record an appeal",
        "Record it",
        lambda m, a, by, once: taking.appeal(measure=m, on=a["on"], words=a["words"], by=by, entry_id=once),
        "What becomes of it is owed.",
    ),
    "answer-appeal": Deed(
        forms.AnswerAppeal,
        "Say what became of an appeal",
        "Record it",
        lambda m, a, by, once: taking.answer_appeal(
            measure=m, owed=UUID(a["owed"]), upheld=a["upheld"], words=a["words"], by=by, entry_id=once
        ),
        "The appeal is answered.",
    ),
    "effect": Deed(forms.Effect, "Say what it changed for each child", "Record it", _effect, "It stands beside the measure."),
    "rests-otherwise": Deed(
        forms.Words,
        "Say on what else it rests",
        "Record it",
        lambda m, a, by, once: taking.rests_otherwise(measure=m, owed=UUID(a["owed"]), words=a["words"], by=by, entry_id=once),
        "It was looked at again.",
        lead="Whoever it is against was not involved in what it rested on. If it rests on nothing else, withdraw it.",
    ),
    "sample": Deed(
        forms.Sample,
        "Look at a rejection of another organisation",
        "Record it",
        lambda m, a, by, once: taking.sample(measure=m, owed=UUID(a["owed"]), agrees=a["agrees"], reason=a["reason"], by=by, entry_id=once),
        "Whoever decides about them sees it.",
        lead="The same body gave the same reason again and again.",
    ),
}
