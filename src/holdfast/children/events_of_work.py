"""What can be recorded of the work with a child: seeing them, assessing, enquiring, conferences and plans."""

from __future__ import annotations

from holdfast.children.asking import CATEGORY, FACTORS_ASKED, choose, line, words, yes
from holdfast.children.codes import CATEGORIES, SECTION47_OUTCOMES
from holdfast.children.events import ASSESSING, CONFERENCE, SECTION47, SEEING, Event
from holdfast.children.kinds import case, pathway, safety
from holdfast.children.policies import (
    check_council,
    check_managers,
    check_with_cin_plan,
    check_with_plan,
    check_without_plan,
)

NOT_ALONE = words(
    "If not alone, why not?",
    "why not",
    name="why_not_alone",
    hint="To see the child alone stays owed, until it is done or a manager says why it cannot be.",
)
_PLAN = ("the plan began", lambda c: c.cp_since)
_CIN_PLAN = ("the plan began", lambda c: c.cin_since)

WORK: tuple[Event, ...] = (
    Event(
        "visit",
        "A visit",
        SEEING,
        case.VisitRecorded,
        (
            yes("seen", "Was the child seen?", "the child was seen"),
            yes("seen_alone", "Was the child seen alone?", "the child was seen alone"),
            NOT_ALONE,
            words("What did the child say?", "what the child said", name="child_words", hint="Their own words."),
            words("What was seen, and what does it mean for the child?", "what was seen", name="account", required=True),
        ),
    ),
    Event(
        "seen",
        "The child was seen",
        SEEING,
        case.ChildSeen,
        (
            yes("seen_alone", "Was the child seen alone?", "the child was seen alone"),
            NOT_ALONE,
            yes("views_recorded", "Did the child say what they want?", "the child said what they want"),
            words("What did the child say?", "what the child said", name="child_words", hint="Their own words."),
        ),
    ),
    Event(
        "first-account",
        "A first account",
        SEEING,
        safety.FirstAccountRecorded,
        (
            line(
                "question",
                "What exactly was the child asked?",
                "what the child was asked",
                hint="If nothing was asked, write: nothing was asked. Ask only what is needed for safety now.",
                required=True,
            ),
            words("What exactly did the child say?", "what the child said", required=True, hint="Every word as it was said, no more."),
            line("present", "Who was there?", "who was there"),
            yes("spontaneous", "Did the child say it without being asked?", "the child said it without being asked"),
        ),
    ),
    Event("assessment-started", "An assessment was started", ASSESSING, pathway.AssessmentStarted, who=check_council),
    Event(
        "assessment-completed",
        "An assessment was completed",
        ASSESSING,
        pathway.AssessmentCompleted,
        (
            FACTORS_ASKED,
            yes("seen", "Was the child seen for it?", "the child was seen"),
            words("What did the child say?", "what the child said", name="child_words"),
            words("What does it find, and what will happen?", "what it finds", name="analysis", required=True),
        ),
        who=check_council,
        authorised=True,
        dated_when_authorised=True,
    ),
    Event(
        "strategy-needed",
        "A strategy discussion is needed",
        SECTION47,
        pathway.StrategyNeeded,
        (words("Why?", "why", name="reason", required=True),),
        happened="",
    ),
    Event(
        "strategy-declined",
        "A strategy discussion is declined",
        SECTION47,
        pathway.StrategyDeclined,
        (
            words(
                "Why is none to be held?", "why", name="reason", required=True, hint="Everyone involved reads this, and can challenge it."
            ),
        ),
        happened="",
        who=check_managers,
    ),
    Event(
        "section47-started", "Section 47 enquiries were started", SECTION47, pathway.Section47Started, happened="time", who=check_council
    ),
    Event(
        "section47-concluded",
        "Section 47 enquiries concluded",
        SECTION47,
        pathway.Section47Concluded,
        (
            choose("outcome", "What did they find?", "what they found", SECTION47_OUTCOMES),
            words("What shows it?", "what shows it", required=True),
        ),
        who=check_council,
    ),
    Event(
        "icpc-held",
        "The initial conference was held",
        CONFERENCE,
        pathway.IcpcHeld,
        (
            yes("plan", "Is there to be a child protection plan?", "there is to be a plan"),
            choose("category", "If there is, under which category?", "the category", CATEGORIES, required=False),
            words("What was decided, and why?", "it"),
        ),
        who=check_council,
        page="children:arrange",
        authorised=True,
    ),
    Event(
        "icpc-not-required",
        "The initial conference is not required",
        CONFERENCE,
        pathway.IcpcNotRequired,
        (words("Why not?", "why not", name="reason", required=True),),
        who=check_council,
        authorised=True,
    ),
    Event(
        "cp-plan-started",
        "A child protection plan was started",
        CONFERENCE,
        pathway.CpPlanStarted,
        (CATEGORY,),
        who=check_council,
        needs=check_without_plan,
    ),
    Event(
        "cp-category",
        "The plan’s category was changed",
        CONFERENCE,
        pathway.CpPlanCategoryChanged,
        (CATEGORY, words("Why?", "why", name="reason", required=True)),
        who=check_council,
        needs=check_with_plan,
        after=_PLAN,
        authorised=True,
    ),
    Event(
        "core-group",
        "A core group was held",
        CONFERENCE,
        pathway.CoreGroupHeld,
        (words("What changed for the child?", "what changed"),),
        who=check_council,
        needs=check_with_plan,
        after=_PLAN,
    ),
    Event(
        "cp-plan-reviewed",
        "A review conference was held",
        CONFERENCE,
        pathway.CpPlanReviewed,
        (yes("continues", "Does the plan continue?", "the plan continues"), words("What was decided, and why?", "what was decided")),
        who=check_council,
        page="children:arrange",
        after=_PLAN,
        authorised=True,
    ),
    Event(
        "cp-plan-ended",
        "The child protection plan was ended",
        CONFERENCE,
        pathway.CpPlanEnded,
        (words("Why?", "why", name="reason", required=True),),
        who=check_council,
        needs=check_with_plan,
        after=_PLAN,
        authorised=True,
    ),
    Event(
        "plan-moved-in",
        "A child on another authority’s plan moved here",
        CONFERENCE,
        pathway.PlanMovedIn,
        (words("From which authority, and what is its plan?", "from where", required=True),),
        who=check_council,
        needs=check_without_plan,
    ),
    Event("cin-plan-started", "A child in need plan was started", CONFERENCE, pathway.CinPlanStarted, who=check_council),
    Event(
        "cin-plan-reviewed",
        "The child in need plan was reviewed",
        CONFERENCE,
        pathway.CinPlanReviewed,
        (words("What changed for the child?", "what changed"),),
        who=check_council,
        needs=check_with_cin_plan,
        after=_CIN_PLAN,
    ),
    Event(
        "cin-plan-ended",
        "The child in need plan was ended",
        CONFERENCE,
        pathway.CinPlanEnded,
        (words("Why?", "why", name="reason", required=True),),
        who=check_council,
        needs=check_with_cin_plan,
        after=_CIN_PLAN,
    ),
)
