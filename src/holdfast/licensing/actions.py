"""Asking licensing "licensed by you?", and what licensing does by law: decides, sends on within ten working days, enters within five."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID, uuid4

from holdfast.database.viewing import role_principal, viewing
from holdfast.disruption import queries as catalogue
from holdfast.licensing import kinds, policies
from holdfast.licensing.codes import About, Decision, Licensed, State
from holdfast.licensing.ids import QuestionId
from holdfast.licensing.models import Question
from holdfast.partnership.kinds import post_principal
from holdfast.partnership.leaving import keep_here
from holdfast.partnership.models import Post
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import Role
from holdfast.record.append import append, holding, recorded_before
from holdfast.record.entries import Draft, Opening
from holdfast.record.kinds import Facts, NoParts, Parts
from holdfast.record.refusal import Refused
from holdfast.subjects.keys import of_plate_parts

#: The body, in the catalogue of measures, that is asked.
LICENSING = "licensing"


def ask(*, what: About, parts: kinds.AskedParts, by: Acting, entry_id: UUID | None = None) -> QuestionId:
    """Ask licensing about a vehicle, driver or operator. Raises Refused, NotPermitted."""
    policies.check_may_ask(by)
    matter = QuestionId(entry_id or uuid4())
    if recorded_before(entry_id, by=by.author, matter=matter):
        return matter
    keys = tuple(of_plate_parts(parts.about)) if what is About.VEHICLE else ()
    if what is About.VEHICLE and not keys:
        raise Refused("about", "Enter at least four characters of the plate that follow one another; put ? for each that was not seen")
    with viewing(by.viewer):
        post = _post()
        assert post.holder_id is not None
        keep_here(post.holder_id)
        facts = kinds.Asked(what=what, post=post.id, agency=post.agency_id, worker=post.holder_id, asker=by.worker, keys=keys)
        readers = (
            by.worker,
            post_principal(post.id),
            role_principal(Role.NAMED_LEAD, post.agency_id),
            role_principal(Role.AGENCY_LEAD, by.agency),
        )
        opens = Opening("licence_question", tuple(dict.fromkeys(readers)))
        append(Draft(facts=facts, parts=parts, room=matter, id=matter, opens=opens), by=by.author)
    return matter


def _post() -> Post:
    holder = catalogue.holders().get(LICENSING)
    post = Post.objects.filter(id=holder.post_id).first() if holder is not None else None
    if post is None or post.holder_id is None:
        raise Refused("what", "Nobody answers for licensing yet. Whoever answers for the council sets the post that does")
    return post


@contextmanager
def held(question: QuestionId, by: Acting) -> Iterator[Question]:
    """A question that this person reads, held. Raises LookupError."""
    with viewing(by.viewer):
        if not Question.objects.filter(id=question).exists():
            raise LookupError("there is no such question that this person may see")
    with viewing(by.viewer), holding(question):
        yield Question.objects.get(id=question)


def _record(found: Question, facts: Facts, by: Acting, entry_id: UUID | None, parts: Parts | None = None) -> None:
    append(Draft(facts=facts, parts=parts or NoParts(), room=found.id, id=entry_id or uuid4()), by=by.author)


def answer(
    *, question: QuestionId, licensed: Licensed, authority: str | None, words: str | None, by: Acting, entry_id: UUID | None = None
) -> None:
    """Licensing says who licenses it. Raises Refused, NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=question):
        return
    with held(question, by) as found:
        policies.check_answers(by, found)
        policies.check_state(found, State.ASKED)
        if licensed is Licensed.ELSEWHERE and not authority:
            raise Refused("authority", "Say which authority licenses it")
        assert found.waits_entry_id is not None
        facts = kinds.Answered(answers=found.waits_entry_id, licensed=licensed, agency=by.agency, worker=by.worker)
        _record(found, facts, by, entry_id, kinds.AnswerParts(authority=authority, words=words))


def send(*, question: QuestionId, to: str, on: date, by: Acting, entry_id: UUID | None = None) -> None:
    """It was sent to the authority that licenses it. Raises Refused, NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=question):
        return
    with held(question, by) as found:
        policies.check_answers(by, found)
        policies.check_state(found, State.ELSEWHERE)
        policies.check_past(on)
        assert found.waits_entry_id is not None
        facts = kinds.Sent(answers=found.waits_entry_id, on=on, agency=by.agency, worker=by.worker)
        _record(found, facts, by, entry_id, kinds.SentParts(to=to))


def other_answered(*, question: QuestionId, words: str, on: date, by: Acting, entry_id: UUID | None = None) -> None:
    """That authority said what it decided. Raises Refused, NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=question):
        return
    with held(question, by) as found:
        policies.check_answers(by, found)
        policies.check_state(found, State.SENT)
        policies.check_past(on)
        assert found.waits_entry_id is not None
        _record(found, kinds.OtherAnswered(answers=found.waits_entry_id, on=on), by, entry_id, kinds.WordsParts(words=words))


def decide(
    *, question: QuestionId, decision: Decision, parts: kinds.DecidedParts, told_on: date | None, by: Acting, entry_id: UUID | None = None
) -> None:
    """Licensing decides about a licence of its own. Raises Refused, NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=question):
        return
    with held(question, by) as found:
        policies.check_answers(by, found)
        policies.check_state(found, State.HERE)
        policies.check_decision(found, decision, parts.public_safety, told_on)
        assert found.waits_entry_id is not None
        facts = kinds.Decided(
            answers=found.waits_entry_id,
            decision=decision,
            told_on=told_on if decision is not Decision.NONE else None,
            enters=policies.enters(found, decision),
            agency=by.agency,
            worker=by.worker,
        )
        _record(found, facts, by, entry_id, parts)


def enter(*, question: QuestionId, on: date, by: Acting, entry_id: UUID | None = None) -> None:
    """It was entered in the national register. Raises Refused, NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=question):
        return
    with held(question, by) as found:
        policies.check_answers(by, found)
        policies.check_past(on)
        if found.to_enter_id is None:
            raise Refused("on", "Nothing waits to be entered. Nothing was recorded")
        _record(found, kinds.Entered(answers=found.to_enter_id, on=on), by, entry_id)
