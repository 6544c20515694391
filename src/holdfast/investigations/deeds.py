"""What is done with an investigation: which of it a person can do now, its form, and how it is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from holdfast.investigations import actions, forms
from holdfast.investigations.codes import NfaReason, Rank, State, Step, Told
from holdfast.investigations.ids import InvestigationId
from holdfast.investigations.models import Investigation
from holdfast.pages.forms import Form
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import AgencyKind, Role


def possible(found: Investigation, acting: Acting) -> list[str]:
    """What this person can do with it now; the one thing to do next comes first."""
    return list(_possible(found, acting)) if acting.agency_kind is AgencyKind.POLICE else []


def _possible(found: Investigation, acting: Acting) -> Iterator[str]:
    supervises = acting.has_role(Role.MANAGER, Role.AGENCY_LEAD, Role.DELEGATED_PARTNER)
    signs = supervises and str(acting.worker) not in found.investigated_by
    if found.state == State.NFA_PROPOSED and signs:
        yield "answer-nfa"
    if found.to_tell_id is not None:
        yield "tell-her"
    if found.look_again_id is not None and signs:
        yield "look-again"
    if found.state in (State.OPEN, State.NFA_PROPOSED):
        yield "step"
        if supervises:
            yield from ("review", "officer", "protect")
    if found.state == State.OPEN:
        yield "propose-nfa"


@dataclass(frozen=True)
class Deed:
    """One thing that is done: its form and how it is recorded."""

    form: type[Form]
    title: str
    button: str
    record: Callable[[InvestigationId, Mapping[str, Any], Acting, UUID], object]
    said: str
    lead: str = ""


DEEDS: dict[str, Deed] = {
    "step": Deed(
        forms.StepForm,
        "Record a step that was taken",
        "Record it",
        lambda i, a, by, once: actions.take_step(
            investigation=i, step=Step(a["step"]), on=a["on"], words=a["words"], next_=a["next"], next_on=a["next_on"], by=by, entry_id=once
        ),
        "The next is owed by the day you gave.",
    ),
    "review": Deed(
        forms.Review,
        "Look at it, as a supervisor",
        "Record it",
        lambda i, a, by, once: actions.review(investigation=i, words=a["words"], review_on=a["review_on"], by=by, entry_id=once),
        "It is no step: what is late stays late.",
    ),
    "officer": Deed(
        forms.Officer,
        "Give it to another officer",
        "Give it to them",
        lambda i, a, by, once: actions.set_officer(investigation=i, officer=UUID(a["officer"]), by=by, entry_id=once),
        "They investigate from now.",
    ),
    "protect": Deed(
        forms.Protect,
        "Show partners no more for a time",
        "Record it",
        lambda i, a, by, once: actions.protect(investigation=i, rank=Rank(a["rank"]), until=a["until"], by=by, entry_id=once),
        "It ends on that day, unless it is decided anew.",
        lead="Partners read “Police action, next review on …” in any case. This says that nothing else is told them by word of mouth either, until a day.",
    ),
    "propose-nfa": Deed(
        forms.ProposeNfa,
        "Propose no further action",
        "Ask a supervisor who did not investigate",
        lambda i, a, by, once: actions.propose_nfa(investigation=i, why=NfaReason(a["why"]), words=a["words"], by=by, entry_id=once),
        "It stands once a supervisor who did not investigate agrees.",
        lead="That she does not support it is no reason on its own.",
    ),
    "answer-nfa": Deed(
        forms.AnswerNfa,
        "Decide about no further action",
        "Record the decision",
        lambda i, a, by, once: actions.answer_nfa(investigation=i, agrees=a["agrees"], words=a["words"], by=by, entry_id=once),
        "If you agreed, she is told in person, with her right to a review.",
    ),
    "tell-her": Deed(
        forms.TellHer,
        "Record that she was told",
        "Record it",
        lambda i, a, by, once: actions.tell_her(
            investigation=i, how=Told(a["how"]), review_right=a["review_right"], words=a["words"], by=by, entry_id=once
        ),
        "Recorded.",
        lead="In person, by somebody whom she knows, with whom she chooses beside her. Never by text or letter alone.",
    ),
    "look-again": Deed(
        forms.LookAgain,
        "Look at it again",
        "Record it",
        lambda i, a, by, once: actions.look_again(
            investigation=i,
            reopens=a["reopens"],
            words=a["words"],
            next_on=a.get("next_on"),
            review_on=a.get("review_on"),
            by=by,
            entry_id=once,
        ),
        "Recorded.",
        lead="Something that was told since has the same name, number or car.",
    ),
}
