"""The table of what can be recorded in a case."""

from __future__ import annotations

from collections.abc import Mapping

from holdfast.children.codes import CATEGORIES, FACTORS, PROTECTION_OUTCOMES, SECTION47_OUTCOMES
from holdfast.children.events import ASSESSING, CONFERENCE, MISSING, OTHER, POLICE, SECTION47, SEEING, Ask, Event
from holdfast.children.kinds import case, pathway, safety
from holdfast.children.policies import (
    check_council,
    check_leads,
    check_missing,
    check_not_missing,
    check_police,
    check_with_cin_plan,
    check_with_plan,
    check_without_plan,
)
from holdfast.database.time import today
from holdfast.pages import forms


def _words(label: str, called: str, *, name: str = "words", required: bool = False, hint: str = "") -> Ask:
    return Ask(name, lambda: forms.LongText(label=label, called=called, required=required, hint=hint, rows=5))


def _yes(name: str, label: str, called: str) -> Ask:
    return Ask(name, lambda: forms.YesNo(label=label, called=called))


def _choose(name: str, label: str, called: str, choices: Mapping[str, str], *, required: bool = True) -> Ask:
    return Ask(
        name,
        lambda: forms.Radios(label=label, called=called, required=required, choices=tuple(forms.Choice(c, w) for c, w in choices.items())),
    )


def _line(name: str, label: str, called: str, *, hint: str = "", required: bool = False) -> Ask:
    return Ask(name, lambda: forms.Text(label=label, called=called, hint=hint, required=required))


FACTORS_ASKED = Ask(
    "factors",
    lambda: forms.Checkboxes(
        label="Which factors were found?",
        called="the factors found",
        hint="As in the Children in Need census. “No factors identified” stands alone.",
        choices=tuple(forms.Choice(c, w, exclusive=c == "21", divider="or" if c == "21" else "") for c, w in FACTORS.items()),
    ),
)
CATEGORY = _choose("category", "Under which category?", "the category", CATEGORIES)

EVENTS: tuple[Event, ...] = (
    Event(
        "visit",
        "A visit",
        SEEING,
        case.VisitRecorded,
        (
            _yes("seen", "Was the child seen?", "the child was seen"),
            _yes("seen_alone", "Was the child seen alone?", "the child was seen alone"),
            _words("What did the child say?", "what the child said", name="child_words", hint="Their own words."),
            _words("What was seen, and what does it mean for the child?", "what was seen", name="account", required=True),
        ),
    ),
    Event(
        "seen",
        "The child was seen",
        SEEING,
        case.ChildSeen,
        (
            _yes("seen_alone", "Was the child seen alone?", "the child was seen alone"),
            _yes("views_recorded", "Did the child say what they want?", "the child said what they want"),
            _words("What did the child say?", "what the child said", name="child_words", hint="Their own words."),
        ),
    ),
    Event(
        "first-account",
        "A first account",
        SEEING,
        safety.FirstAccountRecorded,
        (
            _line(
                "question",
                "What exactly was the child asked?",
                "what the child was asked",
                hint="If nothing was asked, write: nothing was asked. Ask only what is needed for safety now.",
                required=True,
            ),
            _words("What exactly did the child say?", "what the child said", required=True, hint="Every word as it was said, no more."),
            _line("present", "Who was there?", "who was there"),
            _yes("spontaneous", "Did the child say it without being asked?", "the child said it without being asked"),
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
            _yes("seen", "Was the child seen for it?", "the child was seen"),
            _words("What did the child say?", "what the child said", name="child_words"),
            _words("What does it find, and what will happen?", "what it finds", name="analysis", required=True),
        ),
        who=check_council,
    ),
    Event(
        "strategy-needed",
        "A strategy discussion is needed",
        SECTION47,
        pathway.StrategyNeeded,
        (_words("Why?", "why", name="reason", required=True),),
        happened="",
    ),
    Event("section47-started", "Section 47 enquiries were started", SECTION47, pathway.Section47Started, who=check_council),
    Event(
        "section47-concluded",
        "Section 47 enquiries concluded",
        SECTION47,
        pathway.Section47Concluded,
        (
            _choose("outcome", "What did they find?", "what they found", SECTION47_OUTCOMES),
            _words("What shows it?", "what shows it", required=True),
        ),
        who=check_council,
    ),
    Event(
        "icpc-held",
        "The initial conference was held",
        CONFERENCE,
        pathway.IcpcHeld,
        (
            _yes("plan", "Is there to be a child protection plan?", "there is to be a plan"),
            _choose("category", "If there is, under which category?", "the category", CATEGORIES, required=False),
            _words("What was decided, and why?", "it"),
        ),
        who=check_council,
        page="children:arrange",
    ),
    Event(
        "icpc-not-required",
        "The initial conference is not required",
        CONFERENCE,
        pathway.IcpcNotRequired,
        (_words("Why not, and which manager decided?", "why not", name="reason", required=True),),
        who=check_council,
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
        (CATEGORY, _words("Why?", "why", name="reason", required=True)),
        who=check_council,
        needs=check_with_plan,
    ),
    Event(
        "core-group",
        "A core group was held",
        CONFERENCE,
        pathway.CoreGroupHeld,
        (_words("What changed for the child?", "what changed"),),
        who=check_council,
        needs=check_with_plan,
    ),
    Event(
        "cp-plan-reviewed",
        "A review conference was held",
        CONFERENCE,
        pathway.CpPlanReviewed,
        (_yes("continues", "Does the plan continue?", "the plan continues"), _words("What was decided, and why?", "what was decided")),
        who=check_council,
        page="children:arrange",
    ),
    Event(
        "cp-plan-ended",
        "The child protection plan was ended",
        CONFERENCE,
        pathway.CpPlanEnded,
        (_words("Why?", "why", name="reason", required=True),),
        who=check_council,
        needs=check_with_plan,
    ),
    Event("cin-plan-started", "A child in need plan was started", CONFERENCE, pathway.CinPlanStarted, who=check_council),
    Event(
        "cin-plan-reviewed",
        "The child in need plan was reviewed",
        CONFERENCE,
        pathway.CinPlanReviewed,
        (_words("What changed for the child?", "what changed"),),
        who=check_council,
        needs=check_with_cin_plan,
    ),
    Event(
        "cin-plan-ended",
        "The child in need plan was ended",
        CONFERENCE,
        pathway.CinPlanEnded,
        (_words("Why?", "why", name="reason", required=True),),
        who=check_council,
        needs=check_with_cin_plan,
    ),
    Event(
        "missing",
        "The child went missing",
        MISSING,
        safety.MissingStarted,
        (_words("What is known?", "what is known"),),
        needs=check_not_missing,
    ),
    Event(
        "missing-reported",
        "Reported missing to the police",
        MISSING,
        safety.MissingReported,
        (_line("reference", "Police reference", "the reference"),),
        needs=check_missing,
    ),
    Event(
        "found",
        "The child was found or came back",
        MISSING,
        safety.MissingFound,
        (_words("Where, and how?", "where"),),
        needs=check_missing,
    ),
    Event(
        "prevention-interview",
        "The police checked that the child is safe and well",
        MISSING,
        safety.PreventionInterviewRecorded,
        (_words("What was learnt?", "what was learnt"),),
        who=check_police,
        answers=True,
        answers_only=False,
        which="After which time missing?",
    ),
    Event(
        "return-interview",
        "A return home interview was offered",
        MISSING,
        safety.ReturnInterviewRecorded,
        (
            _yes("accepted", "Did the child accept?", "the child accepted"),
            _words("What was said, or what else was tried?", "what was said", required=True),
            _words("What did the carer say?", "what the carer said", name="carer"),
        ),
        answers=True,
        answers_only=False,
        which="After which time missing?",
    ),
    Event(
        "nrm-indicated",
        "Signs of trafficking were recognised",
        MISSING,
        safety.NrmIndicated,
        (_words("Which?", "which signs", required=True),),
    ),
    Event(
        "nrm-referred",
        "Referred to the National Referral Mechanism",
        MISSING,
        safety.NrmReferred,
        (_line("reference", "NRM reference", "the reference", required=True),),
    ),
    Event(
        "nrm-reasonable",
        "A reasonable grounds decision was received",
        MISSING,
        safety.NrmReasonableGrounds,
        (_yes("positive", "Was it positive?", "it was positive"),),
    ),
    Event(
        "nrm-conclusive",
        "A conclusive grounds decision was received",
        MISSING,
        safety.NrmConclusiveGrounds,
        (_yes("positive", "Was it positive?", "it was positive"),),
    ),
    Event(
        "crime-reported",
        "A crime was reported to the police",
        POLICE,
        safety.CrimeReported,
        (
            _line("reference", "Police reference, if given", "the reference"),
            _words("What was reported?", "what was reported", required=True),
        ),
    ),
    Event(
        "crime-recording",
        "The crime-recording decision",
        POLICE,
        safety.CrimeRecordingDecided,
        (
            _yes("recorded", "Was a crime recorded?", "a crime was recorded"),
            _line("reference", "Crime reference", "the crime reference"),
            _words("If not, why not?", "why not", name="reason"),
        ),
        who=check_police,
        answers=True,
        answers_only=False,
        which="Of which report?",
    ),
    Event("suspect-arrested", "A suspect was arrested", POLICE, safety.SuspectArrested, who=check_police),
    Event(
        "suspect-bailed",
        "A suspect was bailed",
        POLICE,
        safety.SuspectBailed,
        (_words("On which conditions?", "the conditions"),),
        who=check_police,
    ),
    Event(
        "release-planned",
        "A suspect’s release is planned",
        POLICE,
        safety.SuspectReleasePlanned,
        (Ask("release_on", lambda: forms.Day(label="When will they be released?", called="the day of release", earliest=today)),),
        happened="",
        who=check_police,
    ),
    Event("suspect-released", "A suspect was released", POLICE, safety.SuspectReleased, who=check_police),
    Event(
        "victim-told",
        "The child, or whoever speaks for them, was told",
        POLICE,
        safety.VictimTold,
        (_words("What were they told, and how?", "what they were told", required=True),),
        who=check_police,
        answers=True,
    ),
    Event(
        "safety-plan",
        "A safety plan was made",
        POLICE,
        safety.SafetyPlanMade,
        (_words("What is agreed?", "what is agreed", required=True),),
        answers=True,
        answers_only=False,
        which="For which release?",
    ),
    Event("police-protection", "Taken into police protection", POLICE, safety.PoliceProtectionTaken, who=check_police),
    Event(
        "police-protection-ended",
        "Police protection ended",
        POLICE,
        safety.PoliceProtectionEnded,
        (_choose("outcome", "How did it end?", "how it ended", PROTECTION_OUTCOMES),),
        who=check_police,
    ),
    Event("epo-made", "An emergency protection order was made", POLICE, safety.EpoMade, who=check_council),
    Event(
        "epo-ended",
        "An emergency protection order ended",
        POLICE,
        safety.EpoEnded,
        (_choose("outcome", "How did it end?", "how it ended", PROTECTION_OUTCOMES),),
        who=check_council,
    ),
    Event(
        "lado-allegation",
        "An allegation about someone who works with children",
        POLICE,
        safety.LadoAllegation,
        (_words("What is alleged?", "what is alleged", required=True),),
    ),
    Event(
        "lado-notified",
        "The LADO was told",
        POLICE,
        safety.LadoNotified,
        (_words("Who was told, and what was advised?", "who was told"),),
        answers=True,
        answers_only=False,
        which="Of which allegation?",
    ),
    Event(
        "action-done",
        "An agreed action was done",
        OTHER,
        case.ActionDone,
        (_words("What shows that it was done?", "what shows it", name="what_shows_it", required=True),),
        answers=True,
    ),
    Event(
        "told-more-read",
        "What was added by whoever told us was read",
        OTHER,
        case.ToldMoreRead,
        (_words("What does it change for the child?", "what it changes", required=True),),
        happened="",
        who=check_council,
        answers=True,
        which="Which addition?",
    ),
    Event(
        "information-answered",
        "Answer a request for information",
        OTHER,
        case.InformationAnswered,
        (_yes("shared", "Is it shared?", "it is shared"), _words("The information; or why it is not shared", "your answer", required=True)),
        happened="",
        answers=True,
    ),
    Event(
        "review-requested",
        "Someone asked for a decision to be reviewed",
        OTHER,
        safety.ReviewRequested,
        (_words("Which decision, and why?", "which decision", required=True),),
    ),
    Event(
        "review-answered",
        "Answer a request for review",
        OTHER,
        safety.ReviewAnswered,
        (_yes("changed", "Was the decision changed?", "the decision was changed"), _words("Why?", "why", name="reason", required=True)),
        answers=True,
    ),
    Event(
        "breach-decided",
        "Decide on what was filed on the wrong record",
        OTHER,
        case.BreachDecided,
        (
            _yes("reported", "Is it reported to the Information Commissioner?", "it is reported"),
            _yes("told", "Are the people told whose information it is?", "they are told"),
            _words("Why?", "why", name="reason", required=True),
        ),
        who=check_leads,
        answers=True,
        reads_misfiled=True,
    ),
    Event("note", "A note", OTHER, case.NoteRecorded, (_words("What happened?", "what happened", required=True),), happened="when"),
)
BY_SLUG: dict[str, Event] = {event.slug: event for event in EVENTS}
BY_KIND: dict[str, Event] = {event.facts.kind.name: event for event in EVENTS}
