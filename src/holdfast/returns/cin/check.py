"""What of a census file can be taken. Each record stands or falls alone: the rest of a child is taken without it.

A file is old and people are human: what is wrong is listed with child, field, value and rule, and never quietly mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from holdfast.returns.cin import codes
from holdfast.returns.cin.model import Assessment, Child, CinDetails, CinPlan, CpPlan, How, PreProceedings, Record, Section47

NOT_BEFORE = date(1900, 1, 1)
#: A child may be referred, assessed, enquired about and on a plan before birth; not before there was one.
BEFORE_BIRTH = timedelta(days=300)


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that was not taken: of which child, which field, the value as found, and the rule."""

    child: str
    field: str
    value: str
    rule: str

    def as_dict(self) -> dict[str, str]:
        return {"child": self.child, "field": self.field, "value": self.value, "rule": self.rule}


@dataclass(frozen=True, slots=True)
class Checked:
    """A child with what can be taken; None when nothing of the child can be."""

    child: Child | None
    rejected: list[Rejected]


def check_all(children: Iterable[Child], *, as_of: date) -> Iterator[Checked]:
    """Each child, checked; a second child with the same number is rejected."""
    seen: set[str] = set()
    for child in children:
        checked = check(child, as_of=as_of)
        if checked.child is not None and checked.child.la_child_id is not None:
            if checked.child.la_child_id in seen:
                again = Rejected(child.label, "LAchildID", child.label, "a child with this number came before in the file")
                checked = Checked(None, [*checked.rejected, again])
            seen.add(child.la_child_id or "")
        yield checked


def check(child: Child, *, as_of: date) -> Checked:
    """A child with what can be taken; what cannot is taken out of it."""
    rejected: list[Rejected] = []

    def reject(field: str, value: Any, rule: str) -> None:
        rejected.append(Rejected(child.label, field, "" if value is None else str(value), rule))

    for problem in child.problems:
        reject(problem.field, problem.value, problem.rule)
    identity = child.la_child_id
    if identity is None:
        reject("LAchildID", "", "missing: nobody can say which child this is")
        return Checked(None, rejected)
    if len(identity) > 20 or not (identity.isascii() and identity.isalnum()):
        reject("LAchildID", identity, "more than 20 characters, or other than letters and digits")
        return Checked(None, rejected)
    if child.born is not None and not NOT_BEFORE <= child.born <= as_of:
        reject("PersonBirthDate", child.born, "after the census date, or before 1900")
        return Checked(None, rejected)
    if child.died is not None and (child.died > as_of or (child.born is not None and child.died < child.born)):
        reject("PersonDeathDate", child.died, "after the census date, or before birth")
        child.died = None
    child.details = [d for d in child.details if _details(child, d, as_of, reject)]
    return Checked(child, rejected)


def _days(child: Child, record: Record, as_of: date, reject: Any) -> None:
    """Days that cannot be are emptied: after the census date unless planned, or before the child was born."""
    for each in fields(record):
        if each.metadata.get("how") is not How.DAY:
            continue
        value = getattr(record, each.name)
        if value is None:
            continue
        rule = ""
        if value > as_of and not each.metadata["planned"]:
            rule = "after the census date"
        elif value < NOT_BEFORE or (child.born is not None and value < child.born - BEFORE_BIRTH):
            rule = "more than ten months before the child was born"
        if rule:
            reject(each.metadata["tag"], value, rule)
            setattr(record, each.name, None)


def _details(child: Child, details: CinDetails, as_of: date, reject: Any) -> bool:
    """Whether a referral can be taken; what came of it is checked too."""
    for problem in details.problems:
        reject(problem.field, problem.value, problem.rule)
    _days(child, details, as_of, reject)
    if details.referred is None:
        reject("CINdetails", "", "the referral has no usable CINreferralDate, so nothing of it can be taken")
        return False
    if details.closed is not None and details.closed < details.referred:
        reject("CINclosureDate", details.closed, "before the referral")
        details.closed = None
    if details.conference is not None and details.conference < details.referred:
        reject("DateOfInitialCPC", details.conference, "before the referral")
        details.conference = None
    for part in list(details.parts()):
        for problem in part.problems:
            reject(problem.field, problem.value, problem.rule)
        _days(child, part, as_of, reject)
    details.assessments = [a for a in details.assessments if _assessment(a, reject)]
    details.cin_plans = [p for p in details.cin_plans if _plan(p, "CINPlanStartDate", "CINPlanEndDate", reject)]
    details.cp_plans = [p for p in details.cp_plans if _plan(p, "CPPstartDate", "CPPendDate", reject) and _cp_plan(p, as_of, child, reject)]
    details.section47s = [s for s in details.section47s if _section47(s, reject)]
    details.pre_proceedings = [p for p in details.pre_proceedings if _pre_proceedings(p, reject)]
    return True


def _assessment(assessment: Assessment, reject: Any) -> bool:
    if assessment.started is None:
        reject("Assessments", "", "the assessment has no usable AssessmentActualStartDate")
        return False
    if assessment.authorised is not None and assessment.authorised < assessment.started:
        reject("AssessmentAuthorisationDate", assessment.authorised, "before the assessment began")
        assessment.authorised = None
    if codes.NO_FACTORS in assessment.factors and len(assessment.factors) > 1:
        reject("AssessmentFactors", codes.NO_FACTORS, "“no factors” stands alone; the others are taken")
        assessment.factors = [f for f in assessment.factors if f != codes.NO_FACTORS]
    assessment.factors = list(dict.fromkeys(assessment.factors))
    return True


def _plan(plan: CinPlan | CpPlan, start: str, end: str, reject: Any) -> bool:
    if plan.started is None:
        reject(start, "", "the plan has no usable start date")
        return False
    if plan.ended is not None and plan.ended < plan.started:
        reject(end, plan.ended, "before the plan began")
        plan.ended = None
    return True


def _cp_plan(plan: CpPlan, as_of: date, child: Child, reject: Any) -> bool:
    if plan.initial_category is None:
        reject("InitialCategoryOfAbuse", "", "the plan has no usable category")
        return False
    assert plan.started is not None
    taken = []
    for review in plan.reviews:
        for problem in review.problems:
            reject(problem.field, problem.value, problem.rule)
        _days(child, review, as_of, reject)
        if review.on is None:
            continue
        if review.on < plan.started or (plan.ended is not None and review.on > plan.ended):
            reject("CPPreviewDate", review.on, "outside the plan")
            continue
        taken.append(review)
    plan.reviews = sorted(taken, key=lambda r: r.on or NOT_BEFORE)
    return True


def _section47(enquiry: Section47, reject: Any) -> bool:
    if enquiry.started is None:
        reject("S47ActualStartDate", "", "the enquiry has no usable start date")
        return False
    if enquiry.conference is not None and enquiry.conference < enquiry.started:
        reject("DateOfInitialCPC", enquiry.conference, "before the enquiry began")
        enquiry.conference = None
    return True


def _pre_proceedings(step: PreProceedings, reject: Any) -> bool:
    if step.started is None and step.letter_sent is None and step.first_meeting is None:
        reject("PreProceedingsandFGDM", "", "no usable date says when this was")
        return False
    return True
