"""Entries of the pathway: assessment, strategy discussion, section 47, conference, plans (Working Together 2023, ch. 3)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from holdfast.children.kinds.case import OWN, Reason, Returned, Words
from holdfast.record.kinds import Code, Facts, Parts, kind


@kind("assessment.started", version=1, room=OWN, parts=Words, line="An assessment was started")
class AssessmentStarted(Facts):
    """`review_on`: the internal review date that a census gives."""

    review_on: date | None = None
    returned: Returned | None = None


class Analysis(Parts):
    analysis: str | None = None
    child_words: str | None = None


@kind("assessment.completed", version=1, room=OWN, parts=Analysis, line="An assessment was completed", shows=("seen",))
class AssessmentCompleted(Facts):
    """With the factors found, in the census's codes."""

    factors: tuple[Code, ...] = ()
    assessment: UUID | None = None
    seen: bool | None = None
    returned: Returned | None = None


@kind("strategy.needed", version=1, parts=Reason, line="Someone said that a strategy discussion is needed")
class StrategyNeeded(Facts):
    """Anyone involved may say so: it opens the clock, and declining takes a reason that all see (row 9)."""


@kind("strategy.opened", version=1, line="A strategy discussion was opened")
class StrategyOpened(Facts):
    """A process over days: it opens, organisations share what they hold, it concludes with a decision, its record is issued."""

    agencies: tuple[UUID, ...]
    #: An alleged abuser under 18 has a strategy discussion of their own.
    about: Code = "child"


@kind("strategy.concluded", version=1, parts=Reason, line="A strategy discussion concluded")
class StrategyConcluded(Facts):
    strategy: UUID
    decision: Code
    attended: tuple[UUID, ...] = ()
    about: Code = "child"


@kind("strategy.declined", version=1, parts=Reason, line="A strategy discussion was declined, with a reason")
class StrategyDeclined(Facts):
    """A manager says that none is to be held, and why: everyone involved sees it, and can challenge it (row 9)."""


@kind("strategy.record_issued", version=1, line="The record of a strategy discussion was issued")
class StrategyRecordIssued(Facts):
    strategy: UUID
    #: The entry by which it was concluded, whose record this is.
    concluded: UUID | None = None


@kind("section47.started", version=1, parts=Words, line="Section 47 enquiries were started")
class Section47Started(Facts):
    strategy: UUID | None = None
    #: The day by which a census says that the conference was to be held.
    conference_target: date | None = None
    returned: Returned | None = None


@kind("section47.concluded", version=1, parts=Words, line="Section 47 enquiries concluded")
class Section47Concluded(Facts):
    outcome: Code


@kind("conference.arranged", version=1, line="A child protection conference was arranged")
class ConferenceArranged(Facts):
    """Who is asked to it, and for which day; one that was held before it was put here is arranged for the day on which it was."""

    type: Code
    planned_on: date
    agencies: tuple[UUID, ...]


@kind("conference.invited", version=1, line="An organisation was asked to a conference, and for its report")
class ConferenceInvited(Facts):
    """Its report is owed before the conference, so that nobody reads it there for the first time."""

    conference: UUID
    agency: UUID
    reports_by: date


@kind("conference.reported", version=1, line="An organisation gave its report for a conference")
class ConferenceReported(Facts):
    """That it did; the report is in the meeting, read by those who were asked to it."""

    conference: UUID
    agency: UUID
    #: The invitation that it answers.
    answers: UUID | None = None


@kind("conference.moved", version=1, parts=Reason, line="A child protection conference was moved to another day")
class ConferenceMoved(Facts):
    """Each organisation that has not reported yet is asked again, by the new day. The clock of the conference itself does not move."""

    conference: UUID
    planned_on: date


@kind("conference.called_off", version=1, parts=Reason, line="A child protection conference was called off")
class ConferenceCalledOff(Facts):
    """That one must be held is owed all the same, unless a manager finds that none is required."""

    conference: UUID


@kind("plan.moved_in", version=1, parts=Words, line="A child on another authority’s child protection plan moved here")
class PlanMovedIn(Facts):
    """A transfer-in conference is owed."""


@kind("icpc.held", version=1, parts=Words, line="An initial child protection conference was held")
class IcpcHeld(Facts):
    """What it decided is shared with everyone involved; its record is in the meeting. One from a census has no meeting here."""

    plan: bool
    category: Code | None = None
    conference: UUID | None = None
    attended: tuple[UUID, ...] = ()
    #: Whether enough took part; null where nobody said.
    quorate: bool | None = None
    returned: Returned | None = None


@kind("icpc.not_required", version=1, parts=Reason, line="An initial child protection conference was found not to be required")
class IcpcNotRequired(Facts):
    returned: Returned | None = None


@kind("core_group.held", version=1, parts=Words, line="A core group was held")
class CoreGroupHeld(Facts):
    pass


@kind("cin_plan.started", version=1, parts=Words, line="A child in need plan was started")
class CinPlanStarted(Facts):
    returned: Returned | None = None


@kind("cin_plan.reviewed", version=1, parts=Words, line="A child in need plan was reviewed")
class CinPlanReviewed(Facts):
    continues: bool = True


@kind("cin_plan.ended", version=1, parts=Reason, line="A child in need plan was ended")
class CinPlanEnded(Facts):
    returned: Returned | None = None


@kind("cp_plan.started", version=1, parts=Words, line="A child protection plan was started")
class CpPlanStarted(Facts):
    category: Code
    previous: int | None = None
    returned: Returned | None = None


@kind("cp_plan.category_changed", version=1, parts=Reason, line="The category of a child protection plan was changed")
class CpPlanCategoryChanged(Facts):
    """A change of category is an entry with who and why, beside what it was (row 18, failing S5)."""

    category: Code
    before: Code | None = None
    returned: Returned | None = None


@kind("cp_plan.reviewed", version=1, parts=Words, line="A review child protection conference was held")
class CpPlanReviewed(Facts):
    continues: bool = True
    conference: UUID | None = None
    attended: tuple[UUID, ...] = ()
    quorate: bool | None = None
    returned: Returned | None = None


@kind("cp_plan.ended", version=1, parts=Reason, line="A child protection plan was ended")
class CpPlanEnded(Facts):
    returned: Returned | None = None


@kind("pre_proceedings.recorded", version=1, parts=Words, line="A step of pre-proceedings was recorded")
class PreProceedingsRecorded(Facts):
    """One dated step of pre-proceedings or a family group decision meeting, in the census's own words for it."""

    step: Code
    offered: bool | None = None
    outcome: Code | None = None
    meetings: int | None = None
    on: date | None = None
    facilitated: bool | None = None
    returned: Returned | None = None
