"""What is done with a concern at the front door: which of it a person can do now, its form, and how it is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from holdfast.allegations.forms import told_in
from holdfast.concerns import actions, forms, lado, policies, taking
from holdfast.concerns.codes import Channel, DangerAnswer, Decision, Nature, Rating, State, alleged_of
from holdfast.concerns.ids import ConcernId
from holdfast.concerns.models import Concern
from holdfast.concerns.queries import danger_waits
from holdfast.pages.forms import Form
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import Role
from holdfast.subjects.codes import Basis, Certainty, Grading


def graded(answers: Mapping[str, Any]) -> Grading:
    """Intelligence as it is graded on a form."""
    return Grading(
        basis=Basis.INTELLIGENCE,
        certainty=Certainty.STATED,
        source_reliability=int(answers["source"]),
        assessment=answers["assessment"],
        handling=answers["handling"],
    )


def possible(concern: Concern, acting: Acting, *, holder_away: bool = False) -> list[str]:
    """What this person can do with it now; the one thing to do next comes first. What somebody has who is away can be taken."""
    if concern.second_id == acting.worker and concern.state == State.AWAITING_SECOND:
        return ["countersign"]
    return list(_at_the_front_door(concern, acting, holder_away)) if acting.has_role(*policies.FRONT_DOOR) else []


def _at_the_front_door(concern: Concern, acting: Acting, holder_away: bool) -> Iterator[str]:
    if danger_waits(concern):
        yield "answer-danger"
    if concern.alleges_authority and concern.lado_answered_at is None and concern.state != State.NEW:
        yield "tell-lado"
    if concern.state == State.NEW:
        yield "read"
    elif concern.unread_addition:
        yield "read-addition"
    if concern.state == State.READ:
        decides = ["decide"] if acting.has_role(*policies.DECIDERS) else []
        yield from ["rate", *decides] if concern.rating is None else [*decides, "rate"]
    if concern.channel == Channel.PROFESSIONAL:
        yield from _said_to_the_teller(concern)
    yield from _whose_it_is(concern, acting, holder_away)
    if concern.state in (State.NEW, State.READ):
        yield "record-as"
    if acting.has_role(*policies.DECIDERS):
        if concern.state == State.AWAITING_SECOND:
            yield "replace-second"
        if concern.state == State.DECIDED:
            yield "reopen"


def _whose_it_is(concern: Concern, acting: Acting, holder_away: bool) -> Iterator[str]:
    if concern.state == State.DECIDED and not concern.unread_addition:
        return
    if concern.taken_by_id is None or (holder_away and concern.taken_by_id != acting.worker):
        yield "take"
    if concern.taken_by_id == acting.worker or acting.has_role(Role.FRONT_DOOR_MANAGER):
        yield "give"


def _said_to_the_teller(concern: Concern) -> Iterator[str]:
    if concern.state == State.DECIDED and concern.outcome_told_at is None:
        yield "tell-outcome"
    if concern.acknowledged_at is None:
        yield "acknowledge"


@dataclass(frozen=True)
class Deed:
    """One thing that is done with a concern: its form and how it is recorded."""

    form: type[Form]
    title: str
    button: str
    record: Callable[[Concern, Mapping[str, Any], Acting, UUID], object]
    #: What is so once it is recorded.
    said: str = ""


def _record_as(c: Concern, a: Mapping[str, Any], by: Acting, once: UUID) -> None:
    nature = Nature(a["nature"])
    alleged, alleged_is = alleged_of(a["alleged"])
    actions.record_nature(
        concern=ConcernId(c.id),
        nature=nature,
        alleged=alleged,
        alleged_is=alleged_is,
        grading=graded(a) if nature is Nature.INTELLIGENCE else None,
        why=a["why"] or None,
        by=by,
        entry_id=once,
    )


def _decide(c: Concern, a: Mapping[str, Any], by: Acting, once: UUID) -> None:
    alleged, alleged_is = alleged_of(a["alleged"])
    actions.decide(
        alleged=alleged,
        alleged_is=alleged_is,
        concern=ConcernId(c.id),
        decision=Decision(a["decision"]),
        considered=a["considered"],
        reason=a["reason"],
        children=[UUID(c) for c in a["children"]],
        second=UUID(a["second"]) if a.get("second") else None,
        by=by,
        entry_id=once,
    )


def _tell_lado(c: Concern, a: Mapping[str, Any], by: Acting, once: UUID) -> None:
    if not a["works"]:
        lado.not_needed(concern=ConcernId(c.id), reason=a["reason"], by=by, entry_id=once)
        return
    words, employer = told_in(a)
    lado.tell(concern=ConcernId(c.id), words=words, employer=employer, noticed_on=a["noticed_on"], by=by, entry_id=once)


DEEDS: dict[str, Deed] = {
    "read": Deed(
        forms.Read,
        "Record that you have read it",
        "I have read it",
        lambda c, a, by, once: actions.read(concern=ConcernId(c.id), by=by, entry_id=once),
        said="Whoever told it can see that it was read.",
    ),
    "answer-danger": Deed(
        forms.AnswerDanger,
        "Say what was done about the danger",
        "Record it",
        lambda c, a, by, once: actions.answer_danger(
            concern=ConcernId(c.id), how=DangerAnswer(a["how"]), words=a["words"], reference=a["reference"] or None, by=by, entry_id=once
        ),
        said="The danger is answered.",
    ),
    "take": Deed(
        forms.Read,
        "Take it",
        "Take it",
        lambda c, a, by, once: taking.take(concern=ConcernId(c.id), by=by, entry_id=once),
        said="You have it, and your colleagues see that you do.",
    ),
    "give": Deed(
        forms.Give,
        "Give it to a colleague",
        "Give it to them",
        lambda c, a, by, once: taking.give(concern=ConcernId(c.id), worker=UUID(a["worker"]), by=by, entry_id=once),
        said="They have it now.",
    ),
    "tell-lado": Deed(
        forms.TellLado,
        "Tell the LADO, or say why it is not theirs",
        "Record it",
        _tell_lado,
        said="What the LADO was told is read by the LADO and whoever answers for the council; nothing here shows it.",
    ),
    "read-addition": Deed(
        forms.Read,
        "Record that you have read what was added",
        "I have read it",
        lambda c, a, by, once: actions.read_addition(concern=ConcernId(c.id), by=by, entry_id=once),
    ),
    "replace-second": Deed(
        forms.ReplaceSecond,
        "Ask another second person",
        "Ask them",
        lambda c, a, by, once: actions.replace_second(concern=ConcernId(c.id), second=UUID(a["second"]), by=by, entry_id=once),
        said="They are asked, and it is on their page.",
    ),
    "reopen": Deed(
        forms.Reopen,
        "Open it again",
        "Open it again",
        lambda c, a, by, once: actions.reopen(concern=ConcernId(c.id), reason=a["reason"], by=by, entry_id=once),
        said="It waits to be decided again.",
    ),
    "rate": Deed(
        forms.Rate,
        "Say how soon someone must act",
        "Record it",
        lambda c, a, by, once: actions.rate(concern=ConcernId(c.id), rating=Rating(a["rating"]), reason=a["reason"], by=by, entry_id=once),
        said="The queue goes by it.",
    ),
    "record-as": Deed(forms.RecordNature, "Record what it is", "Record it", _record_as),
    "decide": Deed(
        forms.Decide,
        "Decide what happens",
        "Record the decision",
        _decide,
        said="Where a second person is asked, it stands once they agree.",
    ),
    "countersign": Deed(
        forms.Countersign,
        "Agree, or not",
        "Record your answer",
        lambda c, a, by, once: actions.countersign(concern=ConcernId(c.id), agrees=a["agrees"], reason=a["reason"], by=by, entry_id=once),
        said="Whoever decided sees your answer.",
    ),
    "acknowledge": Deed(
        forms.Acknowledge,
        "Acknowledge it to whoever told us",
        "Record it",
        lambda c, a, by, once: actions.acknowledge(concern=ConcernId(c.id), how=a["how"], by=by, entry_id=once),
        said="Whoever told us sees it.",
    ),
    "tell-outcome": Deed(
        forms.TellOutcome,
        "Tell them the outcome",
        "Record it",
        lambda c, a, by, once: actions.tell_outcome(concern=ConcernId(c.id), how=a["how"], words=a["words"], by=by, entry_id=once),
        said="Whoever told us sees it.",
    ),
}
