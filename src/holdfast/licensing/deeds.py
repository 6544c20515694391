"""What is done with a question to licensing: its form, and how it is recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from holdfast.licensing import actions, forms, kinds
from holdfast.licensing.codes import Decision, Licensed, State
from holdfast.licensing.ids import QuestionId
from holdfast.licensing.models import Question
from holdfast.measures.policies import answers_for_post
from holdfast.pages.forms import Form
from holdfast.partnership.people import Acting

_BY_STATE: dict[State, str] = {State.ASKED: "answer", State.HERE: "decide", State.ELSEWHERE: "send", State.SENT: "other-answered"}


def possible(found: Question, acting: Acting) -> list[str]:
    """What this person can do with it now. Asked on behalf of the viewer."""
    if not answers_for_post(acting, found.post_id):
        return []
    next_ = _BY_STATE.get(State(found.state))
    return [*(["enter"] if found.to_enter_id is not None else []), *([next_] if next_ else [])]


@dataclass(frozen=True)
class Deed:
    """One thing that is done: its form and how it is recorded."""

    form: type[Form]
    title: str
    button: str
    record: Callable[[QuestionId, Mapping[str, Any], Acting, UUID], object]
    said: str
    lead: str = ""


def _decide(q: QuestionId, a: Mapping[str, Any], by: Acting, once: UUID) -> None:
    parts = kinds.DecidedParts(rests_on=a["rests_on"], public_safety=a.get("public_safety") or None, told=a.get("told") or None)
    actions.decide(question=q, decision=Decision(a["decision"]), parts=parts, told_on=a.get("told_on"), by=by, entry_id=once)


DEEDS: dict[str, Deed] = {
    "answer": Deed(
        forms.Answer,
        "Answer: licensed by you?",
        "Record the answer",
        lambda q, a, by, once: actions.answer(
            question=q,
            licensed=Licensed(a["licensed"]),
            authority=a.get("authority") or None,
            words=a["words"] or None,
            by=by,
            entry_id=once,
        ),
        "Whoever asked sees it.",
    ),
    "decide": Deed(
        forms.Decide,
        "Decide about the licence",
        "Record the decision",
        _decide,
        "Whoever asked sees it.",
        lead="A suspension is a decision and not a holding measure: whoever decides has found what it rests on, on the evidence there is, and heard what "
        "the driver says to it where that can be (R (Singh) v Cardiff City Council [2012] EWHC 1852 (Admin)).",
    ),
    "send": Deed(
        forms.Send,
        "Record that it was sent to the authority that licenses it",
        "Record it",
        lambda q, a, by, once: actions.send(question=q, to=a["to"], on=a["on"], by=by, entry_id=once),
        "It owes an answer within twenty working days.",
        lead="Within ten working days of knowing (Taxis and Private Hire Vehicles (Safeguarding and Road Safety) Act 2022, s. 5).",
    ),
    "other-answered": Deed(
        forms.OtherAnswered,
        "Record what that authority decided",
        "Record it",
        lambda q, a, by, once: actions.other_answered(question=q, words=a["words"], on=a["on"], by=by, entry_id=once),
        "Whoever asked sees it.",
    ),
    "enter": Deed(
        forms.Enter,
        "Record that it was entered in the national register",
        "Record it",
        lambda q, a, by, once: actions.enter(question=q, on=a["on"], by=by, entry_id=once),
        "It is entered.",
        lead="Within five working days of telling the driver (2022 Act, s. 2).",
    ),
}
