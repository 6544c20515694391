"""From a child of a census file to drafts of entries: each fact dated when it happened, under an id that follows from what it says.

The same fact always has the same id, so that a file that is taken again adds nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from holdfast.children.kinds import case, pathway
from holdfast.children.kinds.case import Returned
from holdfast.children.rooms import Place as Room
from holdfast.children.rooms import place_of
from holdfast.partnership.roles import casework
from holdfast.record.entries import Draft, Opening
from holdfast.record.kinds import Facts, NoParts, Parts
from holdfast.returns.cin.model import Assessment, Child, CinDetails, CpPlan, PreProceedings, Section47
from holdfast.subjects.actions import NewPerson, statements_of
from holdfast.subjects.codes import Basis, Certainty, EthnicityMissing, Grading, Scheme, Sex
from holdfast.subjects.kinds import PersonRecorded, PersonStated
from holdfast.when import When, london_day

NAMESPACE = UUID("3f6a9f6e-41d5-5c83-8a6f-0b8a9f0f4a52")
GRADING = Grading(basis=Basis.STATUTORY_RETURN, certainty=Certainty.STATED)
_NO_ETHNICITY = {"REFU": EthnicityMissing.REFUSED, "NOBT": EthnicityMissing.NOT_OBTAINED}


@dataclass(frozen=True)
class Place:
    """Where a census child is on the record: ids that follow from the authority and the child's number."""

    seed: UUID
    person: UUID
    case: UUID

    @classmethod
    def of(cls, agency: UUID, la_child_id: str) -> Place:
        seed = uuid5(NAMESPACE, f"{agency}/{la_child_id}")
        return cls(seed, uuid5(seed, "person"), uuid5(seed, "case"))


def _identity(place: Place, facts: Facts, parts: Parts, when: When | None, nth: int) -> UUID:
    days = "" if when is None else f"{when.earliest}/{when.latest}"
    said = f"{facts.kind.name}|{facts.model_dump_json()}|{parts.model_dump_json()}|{days}|{nth}"
    return uuid5(place.seed, hashlib.sha256(said.encode()).hexdigest())


class _Drafts:
    """Makes drafts of one child's facts, each in its room, telling equal ones apart by their count."""

    def __init__(self, place: Place, room_for: Callable[[Facts], Room]) -> None:
        self.place = place
        self.room_for = room_for
        self.made: dict[UUID, Draft] = {}

    def add(self, facts: Facts, parts: Parts | None = None, when: When | None = None) -> None:
        nth = 0
        while (identity := _identity(self.place, facts, parts or NoParts(), when, nth)) in self.made:
            nth += 1
        at = self.room_for(facts)
        self.made[identity] = Draft(
            facts=facts, parts=parts or NoParts(), room=at.room, cites=at.cites, opens=at.opens, when=when, id=identity
        )


def new_person(child: Child) -> NewPerson:
    """What the file says of who the child is. No census holds a name."""
    identifiers = [(Scheme.LA_CHILD, child.la_child_id or "")]
    if child.upn:
        identifiers.append((Scheme.UPN, child.upn))
    if child.former_upn:
        identifiers.append((Scheme.FORMER_UPN, child.former_upn))
    missing = _NO_ETHNICITY.get(child.ethnicity or "", None if child.ethnicity else EthnicityMissing.NOT_KNOWN_TO_SOURCE)
    return NewPerson(
        born=child.born,
        sex=Sex(child.recorded_sex) if child.recorded_sex else None,
        ethnicity=child.ethnicity if missing is None else None,
        ethnicity_missing=missing,
        disabilities=tuple(d for d in dict.fromkeys(child.disabilities) if d != "NONE"),
        identifiers=identifiers,
        died=child.died,
        expected=child.expected,
        upn_unknown=child.upn_unknown,
        grading=GRADING,
    )


def person_drafts_of(child: Child, place: Place, agency: UUID) -> list[Draft]:
    """Who the child is, as the council's file has it. The first opens the person's room."""
    first = Draft(
        facts=PersonRecorded(source=agency),
        room=place.person,
        opens=Opening("person", (casework(agency),)),
        id=uuid5(place.seed, "person-recorded"),
    )
    drafts = _Drafts(place, lambda _: Room(place.person))
    for _, facts, parts in statements_of(new_person(child), agency):
        drafts.add(facts, parts)
    return [first, *drafts.made.values()]


_YES_NO = {"true": True, "1": True, "false": False, "0": False}

#: The order of what happens on one day.
_ORDER = (
    case.CaseReferralRecorded,
    pathway.AssessmentStarted,
    pathway.Section47Started,
    pathway.IcpcHeld,
    pathway.IcpcNotRequired,
    pathway.CpPlanStarted,
    pathway.CpPlanCategoryChanged,
    pathway.CpPlanReviewed,
    pathway.AssessmentCompleted,
    pathway.CinPlanStarted,
    pathway.PreProceedingsRecorded,
    pathway.CinPlanEnded,
    pathway.CpPlanEnded,
    case.CaseClosed,
)


def case_drafts_of(child: Child, place: Place, agency: UUID, *, as_of: date) -> list[Draft]:
    """Everything that the file says happened, in the order in which it did. The first opens the case's room."""
    drafts = _Drafts(place, lambda facts: place_of(facts, case_id=place.case, agency=agency))
    for details in child.details:
        _details(drafts, details, as_of)
    ordered = sorted(drafts.made.values(), key=_when_and_order)
    first_day = min(d.referred for d in child.details if d.referred is not None)
    opened = Draft(
        facts=case.CaseOpened(person=place.person, origin="import", received_on=first_day),
        room=place.case,
        opens=Opening("case", (casework(agency),)),
        when=When.on(first_day),
        id=uuid5(place.seed, "case-opened"),
    )
    return [opened, *ordered]


def _when_and_order(draft: Draft) -> tuple[object, int]:
    assert draft.when is not None
    return draft.when.latest, _ORDER.index(type(draft.facts))


def _details(drafts: _Drafts, details: CinDetails, as_of: date) -> None:
    assert details.referred is not None
    of = Returned(referral=details.referred)
    nfa = bool(details.no_further_action)
    contradicted = nfa and (details.closed is None or details.conference is not None or any(details.parts()))
    drafts.add(
        case.CaseReferralRecorded(
            received_on=details.referred,
            source=details.source,
            primary_need=details.primary_need,
            nfa=nfa,
            nfa_contradicted=contradicted,
            returned=of,
        ),
        when=When.on(details.referred),
    )
    for assessment in details.assessments:
        _assessment(drafts, assessment, of)
    conferences = set()
    for enquiry in details.section47s:
        _section47(drafts, enquiry, of, bool(details.cp_plans), min(as_of, details.closed or as_of))
        conferences.add(enquiry.conference)
    if details.conference is not None and details.conference not in conferences:
        drafts.add(pathway.IcpcHeld(plan=bool(details.cp_plans), returned=of), when=When.on(details.conference))
    for plan in details.cp_plans:
        _cp_plan(drafts, plan, of, as_of)
    for cin_plan in details.cin_plans:
        assert cin_plan.started is not None
        of_plan = of.model_copy(update={"plan": cin_plan.started})
        drafts.add(pathway.CinPlanStarted(returned=of_plan), when=When.on(cin_plan.started))
        if cin_plan.ended is not None:
            drafts.add(pathway.CinPlanEnded(returned=of_plan), when=When.on(cin_plan.ended))
    for step in details.pre_proceedings:
        for facts, on in _pre_proceedings(step, of):
            drafts.add(facts, when=When.on(on))
    if details.closed is not None:
        drafts.add(case.CaseClosed(reason=details.closure_reason or "not_stated", returned=of), when=When.on(details.closed))


def _assessment(drafts: _Drafts, assessment: Assessment, of: Returned) -> None:
    assert assessment.started is not None
    of = of.model_copy(update={"assessment": assessment.started})
    drafts.add(pathway.AssessmentStarted(review_on=assessment.review, returned=of), when=When.on(assessment.started))
    if assessment.authorised is not None:
        completed = pathway.AssessmentCompleted(factors=tuple(assessment.factors), returned=of)
        drafts.add(completed, when=When.on(assessment.authorised))


def _section47(drafts: _Drafts, enquiry: Section47, of: Returned, plan: bool, latest: date) -> None:
    assert enquiry.started is not None
    of = of.model_copy(update={"enquiry": enquiry.started})
    drafts.add(pathway.Section47Started(conference_target=enquiry.conference_target, returned=of), when=When.on(enquiry.started))
    if enquiry.conference is not None:
        drafts.add(pathway.IcpcHeld(plan=plan, returned=of), when=When.on(enquiry.conference))
    elif enquiry.conference_not_required:
        # The file does not say when this was found; it cannot have been after the target, the closure, or the census.
        last = max(enquiry.started, min(enquiry.conference_target or latest, latest))
        drafts.add(pathway.IcpcNotRequired(returned=of), when=When.between(enquiry.started, last))


def _cp_plan(drafts: _Drafts, plan: CpPlan, of: Returned, as_of: date) -> None:
    assert plan.started is not None
    assert plan.initial_category is not None
    of = of.model_copy(update={"plan": plan.started})
    drafts.add(pathway.CpPlanStarted(category=plan.initial_category, previous=plan.previous, returned=of), when=When.on(plan.started))
    if plan.latest_category is not None and plan.latest_category != plan.initial_category:
        changed = pathway.CpPlanCategoryChanged(category=plan.latest_category, before=plan.initial_category, returned=of)
        drafts.add(changed, when=When.between(plan.started, plan.ended or max(as_of, plan.started)))
    for review in plan.reviews:
        assert review.on is not None
        drafts.add(pathway.CpPlanReviewed(continues=review.on != plan.ended, returned=of), when=When.on(review.on))
    if plan.ended is not None:
        drafts.add(pathway.CpPlanEnded(returned=of), when=When.on(plan.ended))


def _pre_proceedings(step: PreProceedings, of: Returned) -> Iterator[tuple[pathway.PreProceedingsRecorded, date]]:
    more: dict[str, object] = {
        "offered": _YES_NO.get(step.meeting_offered or ""),
        "facilitated": _YES_NO.get(step.meeting_facilitated or ""),
        "meetings": step.review_meetings,
        "outcome": step.outcome,
    }
    dated = (
        ("started", step.started),
        ("letter_sent", step.letter_sent),
        ("first_meeting", step.first_meeting),
        ("step_decided", step.step_decided),
        ("court_application", step.court_application),
        ("conference_letter", step.conference_letter),
    )
    for name, on in dated:
        if on is not None:
            # What has no day of its own stands with the first step that has one.
            yield pathway.PreProceedingsRecorded.model_validate({"step": name, "on": on, "returned": of, **more}), on
            more = {}


#: What a census says once of each referral, enquiry or plan, whatever the day: a later file that gives another day corrects it.
_ONCE = (
    case.CaseOpened,
    case.CaseReferralRecorded,
    case.CaseClosed,
    pathway.CpPlanStarted,
    pathway.CpPlanEnded,
    pathway.CinPlanStarted,
    pathway.CinPlanEnded,
)


def key_of(facts: Facts, when: When | None) -> str:
    """What an entry is about, whichever file says it: of whom it is stated, or what happened in which part of which referral, and when."""
    if isinstance(facts, PersonStated):
        return sort_of(facts)
    earliest = None if isinstance(facts, _ONCE) or when is None else when.earliest
    on = london_day(earliest) if earliest is not None else ""
    more = f"/{facts.category}" if isinstance(facts, pathway.CpPlanCategoryChanged) else f"/{getattr(facts, 'step', '')}"
    return f"{sort_of(facts)}/{on}{more}"


def sort_of(facts: Facts) -> str:
    """What sort of fact this is, and of which part of the file: a corrected one takes the place of one of its own sort."""
    if isinstance(facts, PersonStated):
        return f"{facts.kind.name}/{facts.aspect}/{facts.scheme or ''}"
    returned = getattr(facts, "returned", None)
    return f"{facts.kind.name}/{returned.model_dump_json() if returned is not None else ''}"
