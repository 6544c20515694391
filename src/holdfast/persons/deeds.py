"""What is done with somebody who was named: which of it a person can do now, its form, and how it is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from holdfast.disruption import resting
from holdfast.pages.forms import Form
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import AgencyKind
from holdfast.persons import forms, keeping, kinds, naming
from holdfast.persons.codes import KEPT, AllegedOf, Decided, Done, Ended, EthnicityUnknown, Group, NotOpened, State, Status
from holdfast.persons.ids import PersonOfConcernId
from holdfast.persons.models import Allegation, Person, Told
from holdfast.persons.policies import DECIDERS
from holdfast.record.sealed import readers_if_sealed


def possible(found: Person, acting: Acting) -> list[str]:
    """What this person can do with it now; the one thing to do next comes first. Asked on behalf of the viewer."""
    return list(_possible(found, acting, decides=acting.has_role(*DECIDERS)))


def _possible(found: Person, acting: Acting, *, decides: bool) -> Iterator[str]:
    if found.second_id == acting.worker and found.asked_by_agency_id != acting.agency:
        yield "answer"
    if found.state == State.NAMED and decides:
        yield from ("open", "not-open", "join")
        if readers_if_sealed(found.id):
            yield "namesake"
    if found.state in (State.NOT_OPENED, State.CLOSED) and decides:
        yield from ("open", "keep")
    if found.state in KEPT:
        yield from _while_kept(found, acting, decides)
    if found.state in (State.NOT_INVOLVED, State.ELSEWHERE) and decides:
        if Told.objects.filter(person_id=found.id, owed_entry_id__isnull=False, corrected_on=None).exists():
            yield "correct"
        yield "keep"


def _while_kept(found: Person, acting: Acting, decides: bool) -> Iterator[str]:
    if found.owner_id is None and decides:
        yield "owner"
    if decides or found.owner_id == acting.worker:
        yield from ("act", "review", "allege", "monitoring")
    records = acting.agency_kind is AgencyKind.POLICE or decides or found.owner_id == acting.worker
    if records and Allegation.objects.filter(person_id=found.id).exists():
        yield "status"
    if decides:
        yield "tell"
        if found.owner_id is not None:
            yield "owner"
        if found.state == State.OPEN:
            yield from ("clear", *(["end"] if found.owner_id != acting.worker else []))


@dataclass(frozen=True)
class Deed:
    """One thing that is done: its form and how it is recorded."""

    form: type[Form]
    title: str
    button: str
    record: Callable[[Person, Mapping[str, Any], Acting, UUID], object]
    said: str
    lead: str = ""


def _id(p: Person) -> PersonOfConcernId:
    return PersonOfConcernId(p.id)


def _open(p: Person, a: Mapping[str, Any], by: Acting, once: UUID) -> None:
    naming.open_person(
        person=_id(p),
        parts=kinds.OpenedParts(reason=a["reason"], information=a["information"], next=a["next"]),
        grading=forms.graded(a),
        owner=UUID(a["worker"]),
        next_on=a["next_on"],
        review_on=a["review_on"],
        told_apart=[UUID(each) for each in a.get("told_apart", ())],
        rests_on=resting.chosen(a),
        by=by,
        entry_id=once,
    )


def _not_open(p: Person, a: Mapping[str, Any], by: Acting, once: UUID) -> None:
    apart = [UUID(each) for each in a.get("told_apart", ())]
    naming.not_open(
        person=_id(p), why=NotOpened(a["why"]), reason=a["reason"], second=UUID(a["second"]), told_apart=apart, by=by, entry_id=once
    )


def _answer(p: Person, a: Mapping[str, Any], by: Acting, once: UUID) -> None:
    answer = keeping.answer_clearing if p.state == State.CLEARING else naming.answer_not_opened
    answer(person=_id(p), agrees=a["agrees"], reason=a["reason"], by=by, entry_id=once)


def _allege(p: Person, a: Mapping[str, Any], by: Acting, once: UUID) -> None:
    what = [AllegedOf(code) for code in a["what"]]
    keeping.allege(
        person=_id(p), what=what, group=Group(a["together"]), grading=forms.graded(a), words=a["words"], rests_on=resting.chosen(a), by=by,
        entry_id=once,
    )  # fmt: skip


def _status(p: Person, a: Mapping[str, Any], by: Acting, once: UUID) -> None:
    keeping.record_status(
        person=_id(p),
        allegation=UUID(a["allegation"]),
        status=Status(a["status"]),
        decided=Decided(a["decided"]),
        on=a["on"],
        event=a["event"],
        reference=a["reference"],
        by=by,
        entry_id=once,
    )


def _monitoring(p: Person, a: Mapping[str, Any], by: Acting, once: UUID) -> None:
    def why(name: str) -> EthnicityUnknown | None:
        return EthnicityUnknown(a[name]) if a[name] else None

    keeping.record_monitoring(
        person=_id(p),
        self_defined=a["self_defined"] or None,
        observed=a["observed"] or None,
        ethnicity_unknown=why("ethnicity_unknown"),
        nationality=a["nationality"].upper() or None,
        nationality_unknown=why("nationality_unknown"),
        by=by,
        entry_id=once,
    )


def _tell(p: Person, a: Mapping[str, Any], by: Acting, once: UUID) -> None:
    agency = UUID(a["agency"]) if a["agency"] else None
    keeping.tell(person=_id(p), agency=agency, recipient=a["recipient"] or None, words=a["words"], by=by, entry_id=once)


DEEDS: dict[str, Deed] = {
    "open": Deed(
        forms.Open, "They become a person of concern", "Record the decision", _open, "They are a person of concern. What is next is owed."
    ),
    "not-open": Deed(
        forms.NotOpen,
        "They do not become a person of concern",
        "Ask the other organisation",
        _not_open,
        "It stands once the other organisation agrees; until then the assessment is owed.",
        lead="If they are named again, it is to be assessed again.",
    ),
    "join": Deed(
        forms.Join,
        "They are the same person as another",
        "Join them",
        lambda p, a, by, once: naming.join(
            person=_id(p), into=PersonOfConcernId(UUID(a["into"])), reason=a["reason"], by=by, entry_id=once
        ),
        "What was said of them stands with the other. What had not been opened there is to be assessed again.",
    ),
    "answer": Deed(forms.Answer, "Answer for your organisation", "Record your answer", _answer, "Whoever asked sees your answer."),
    "owner": Deed(
        forms.Owner,
        "Give it to another owner",
        "Give it to them",
        lambda p, a, by, once: keeping.set_owner(person=_id(p), owner=UUID(a["worker"]), reason=a["reason"] or None, by=by, entry_id=once),
        "They own it now, and what is next is theirs.",
    ),
    "act": Deed(
        forms.Act,
        "Record what was done, and what is next",
        "Record it",
        lambda p, a, by, once: keeping.act(
            person=_id(p), done=Done(a["done"]), words=a["words"], next_=a["next"], next_on=a["next_on"], by=by, entry_id=once
        ),
        "What is next is owed by the day you gave.",
    ),
    "review": Deed(
        forms.Review,
        "Look at it again",
        "Record it",
        lambda p, a, by, once: keeping.review(person=_id(p), words=a["words"], review_on=a["review_on"], by=by, entry_id=once),
        "It is looked at again on the day you gave.",
    ),
    "allege": Deed(
        forms.Allege,
        "Record what is alleged",
        "Record it",
        _allege,
        "It reads “Named. Not proven.” until there is a charge.",
        lead="One allegation at a time: what is alleged belongs to it, and never to the person.",
    ),
    "status": Deed(
        forms.RecordStatus,
        "Record where an allegation stands",
        "Record it",
        _status,
        "Before a charge only the police and the vetted group read it.",
    ),
    "tell": Deed(
        forms.Tell,
        "Record that somebody was told of them",
        "Record it",
        _tell,
        "If they turn out not to have been involved, a correction is owed to whoever was told.",
        lead="By your decision, and only what they need. Nobody outside reads anything here.",
    ),
    "namesake": Deed(
        forms.IsNamesake,
        "They only have the name of one of our own people",
        "Record it",
        lambda p, a, by, once: naming.is_namesake(person=_id(p), reason=a["reason"], by=by, entry_id=once),
        "They are assessed as anybody is, by those who decide for everybody.",
        lead="From then on whoever decides for everybody reads what was said of them. Be sure that it is not the one who works here.",
    ),
    "clear": Deed(
        forms.Clear,
        "They were not involved",
        "Ask the other organisation",
        lambda p, a, by, once: keeping.propose_clearing(person=_id(p), second=UUID(a["second"]), reason=a["reason"], by=by, entry_id=once),
        "It stands once the other organisation agrees.",
        lead="Once two people of two organisations say so, nobody finds them here, and everybody who was told is owed a correction.",
    ),
    "correct": Deed(
        forms.Correct,
        "Record that somebody was told that they were not involved",
        "Record it",
        lambda p, a, by, once: keeping.correct(person=_id(p), owed=UUID(a["owed"]), on=a["on"], words=a["words"], by=by, entry_id=once),
        "The correction is made.",
    ),
    "monitoring": Deed(
        forms.Monitoring,
        "Record ethnicity and nationality",
        "Record it",
        _monitoring,
        "It is counted, and stands on no page.",
        lead="It is read by nobody but to count how complete it is, and goes into nothing else.",
    ),
    "end": Deed(
        forms.End,
        "They are no longer a person of concern",
        "Record the decision",
        lambda p, a, by, once: keeping.end(person=_id(p), why=Ended(a["why"]), reason=a["reason"], by=by, entry_id=once),
        "It is ended. If they are named again, it is to be assessed again.",
    ),
    "keep": Deed(
        forms.Keep,
        "Decide whether it is kept any longer",
        "Keep it until then",
        lambda p, a, by, once: keeping.keep_longer(person=_id(p), keep_until=a["keep_until"], reason=a["reason"], by=by, entry_id=once),
        "It is decided again on that day.",
    ),
}
