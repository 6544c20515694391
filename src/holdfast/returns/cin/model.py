"""What a Children in Need census file holds, as typed records. Each field names its element and how it is read.

A value that cannot be read leaves its field empty and a `Problem` in its record; `check` decides what that costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from holdfast.returns.cin import codes


class How(StrEnum):
    """How a field is read."""

    DAY = "day"
    YES_NO = "yes_no"
    CODE = "code"
    CODES = "codes"
    NUMBER = "number"
    TEXT = "text"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that cannot be used: its field, the value as found, and the rule it breaks."""

    field: str
    value: str
    rule: str


def _one(tag: str, how: How, **more: Any) -> Any:
    return field(default=None, metadata={"tag": tag, "how": how, **more})


def day(tag: str, *, planned: bool = False) -> Any:
    """A day. A planned one may be in the future."""
    return _one(tag, How.DAY, planned=planned)


def yes_no(tag: str) -> Any:
    return _one(tag, How.YES_NO)


def code(tag: str, among: Any) -> Any:
    return _one(tag, How.CODE, among=frozenset(among))


def number(tag: str) -> Any:
    return _one(tag, How.NUMBER)


def text(tag: str) -> Any:
    return _one(tag, How.TEXT)


def code_list(tag: str, inside: str, among: Any) -> Any:
    return field(default_factory=list, metadata={"tag": tag, "inside": inside, "how": How.CODES, "among": frozenset(among)})


def records(tag: str, of: type[Record]) -> Any:
    return field(default_factory=list, metadata={"tag": tag, "how": How.RECORDS, "of": of})


@dataclass
class Record:
    """A part of the file that stands or falls together."""

    #: The element's name.
    element: ClassVar[str]
    problems: list[Problem] = field(default_factory=list, kw_only=True)


@dataclass
class Assessment(Record):
    element: ClassVar[str] = "Assessments"
    started: date | None = day("AssessmentActualStartDate")
    review: date | None = day("AssessmentInternalReviewDate", planned=True)
    authorised: date | None = day("AssessmentAuthorisationDate")
    factors: list[str] = code_list("AssessmentFactors", "FactorsIdentifiedAtAssessment", codes.FACTORS)


@dataclass
class CinPlan(Record):
    element: ClassVar[str] = "CINPlanDates"
    started: date | None = day("CINPlanStartDate")
    ended: date | None = day("CINPlanEndDate")


@dataclass
class Section47(Record):
    element: ClassVar[str] = "Section47"
    started: date | None = day("S47ActualStartDate")
    conference_target: date | None = day("InitialCPCtarget", planned=True)
    conference: date | None = day("DateOfInitialCPC")
    conference_not_required: bool | None = yes_no("ICPCnotRequired")


@dataclass
class Review(Record):
    element: ClassVar[str] = "Reviews"
    on: date | None = day("CPPreviewDate")


@dataclass
class CpPlan(Record):
    element: ClassVar[str] = "ChildProtectionPlans"
    started: date | None = day("CPPstartDate")
    ended: date | None = day("CPPendDate")
    initial_category: str | None = code("InitialCategoryOfAbuse", codes.CATEGORIES)
    latest_category: str | None = code("LatestCategoryOfAbuse", codes.CATEGORIES)
    previous: int | None = number("NumberOfPreviousCPP")
    reviews: list[Review] = records("Reviews", Review)


@dataclass
class PreProceedings(Record):
    element: ClassVar[str] = "PreProceedingsandFGDM"
    started: date | None = day("PPStartDate")
    letter_sent: date | None = day("LBPSentDate")
    meeting_offered: str | None = text("FGDMMeetingOffer")
    meeting_facilitated: str | None = text("FGDMMeetingFac")
    first_meeting: date | None = day("InitialPPMeetingDate", planned=True)
    review_meetings: int | None = number("ReviewMeetingsCount")
    step_decided: date | None = day("StepDecisionDate")
    outcome: str | None = text("PPOutcome")
    court_application: date | None = day("CourtAppDate")
    conference_letter: date | None = day("LetterInitCPDate")


@dataclass
class CinDetails(Record):
    """A referral and what came of it."""

    element: ClassVar[str] = "CINdetails"
    referred: date | None = day("CINreferralDate")
    source: str | None = code("ReferralSource", codes.REFERRAL_SOURCES)
    primary_need: str | None = code("PrimaryNeedCode", codes.PRIMARY_NEEDS)
    closed: date | None = day("CINclosureDate")
    closure_reason: str | None = code("ReasonForClosure", codes.CLOSURES)
    conference: date | None = day("DateOfInitialCPC")
    no_further_action: bool | None = yes_no("ReferralNFA")
    assessments: list[Assessment] = records("Assessments", Assessment)
    cin_plans: list[CinPlan] = records("CINPlanDates", CinPlan)
    section47s: list[Section47] = records("Section47", Section47)
    cp_plans: list[CpPlan] = records("ChildProtectionPlans", CpPlan)
    pre_proceedings: list[PreProceedings] = records("PreProceedingsandFGDM", PreProceedings)

    def parts(self) -> Iterator[Record]:
        """The records of what came of it."""
        yield from self.assessments
        yield from self.cin_plans
        yield from self.section47s
        yield from self.cp_plans
        yield from self.pre_proceedings


@dataclass
class Child(Record):
    """A child, and each referral of them."""

    element: ClassVar[str] = "Child"
    #: The child's place in the file, from 1.
    place: int = 0
    la_child_id: str | None = text("LAchildID")
    upn: str | None = text("UPN")
    former_upn: str | None = text("FormerUPN")
    upn_unknown: str | None = code("UPNunknown", codes.UPN_UNKNOWN)
    born: date | None = day("PersonBirthDate")
    expected: date | None = day("ExpectedPersonBirthDate", planned=True)
    sex: str | None = code("Sex", codes.SEXES)
    #: As found in GenderCurrent; `recorded_sex` joins the two.
    gender: str | None = code("GenderCurrent", codes.SEX_OF_GENDER)
    died: date | None = day("PersonDeathDate")
    ethnicity: str | None = code("Ethnicity", codes.ETHNICITIES)
    disabilities: list[str] = code_list("Disability", "Disabilities", codes.DISABILITIES)
    details: list[CinDetails] = records("CINdetails", CinDetails)

    @property
    def recorded_sex(self) -> str | None:
        """M, F or U, from whichever field the year's census had."""
        return self.sex or (codes.SEX_OF_GENDER[self.gender] if self.gender else None)

    @property
    def label(self) -> str:
        """How to find the child in the file."""
        return self.la_child_id or f"child {self.place} in the file"


@dataclass(frozen=True)
class Header:
    """Whose file it is, and as at when."""

    #: The year in which the census year ends.
    year: int
    reference_date: date
    lea: str
    software: str | None = None
    serial: str | None = None
    made_at: datetime | None = None
