"""The table of what can be recorded in a case."""

from __future__ import annotations

from holdfast.children.asking import choose, words, yes
from holdfast.children.codes import ACCESS_OUTCOMES
from holdfast.children.events import MOST_WORDS, OTHER, Event
from holdfast.children.events_of_safety import SAFETY
from holdfast.children.events_of_work import WORK
from holdfast.children.kinds import case, overview, safety
from holdfast.children.policies import (
    check_council,
    check_leads,
    check_managers,
)

EVERYTHING_ELSE: tuple[Event, ...] = (
    Event(
        "summary",
        "Write what to read first",
        OTHER,
        overview.SummaryWritten,
        (
            words(
                "What must whoever opens this record understand at once?",
                "what must be understood at once",
                required=True,
                hint=f"At most {MOST_WORDS} words. Everyone involved reads it.",
            ),
            words("What worries you?", "what worries you", name="worries"),
            words("What is going well?", "what is going well", name="going_well"),
            words("What does the child say, that everyone involved may read?", "what the child says", name="child_words"),
        ),
        happened="",
        who=check_council,
    ),
    Event(
        "action-done",
        "An agreed action was done",
        OTHER,
        case.ActionDone,
        (words("What shows that it was done?", "what shows it", name="what_shows_it", required=True),),
        answers=True,
    ),
    Event(
        "supervision",
        "The child was talked through in supervision",
        OTHER,
        case.SupervisionRecorded,
        (
            words("What does the child say, and who has heard it?", "what the child says", name="child_words"),
            words("What worries you, what was decided, and what is done next?", "what was decided", required=True),
        ),
        who=check_managers,
    ),
    Event(
        "supervision-audited",
        "Say what you found of a supervision that was drawn",
        OTHER,
        case.SupervisionAudited,
        (
            yes("sound", "Does it hear the child, and say who does what by when?", "it does"),
            words("What did you find, and what is to change?", "what you found", required=True),
        ),
        happened="",
        who=check_managers,
        answers=True,
        which="Which supervision?",
    ),
    Event(
        "access-requested",
        "Somebody asks for what is held about them",
        OTHER,
        case.AccessRequested,
        (words("Who asks, for what, and how was it seen that it is they?", "who asks", required=True),),
    ),
    Event(
        "access-answered",
        "Answer a request for what is held",
        OTHER,
        case.AccessAnswered,
        (
            choose("outcome", "How was it answered?", "how it was answered", ACCESS_OUTCOMES),
            words("What was given, what was not, and why?", "why", name="reason", required=True),
        ),
        who=check_leads,
        answers=True,
        which="Which request?",
    ),
    Event(
        "breach-noticed",
        "A breach of personal data came to notice",
        OTHER,
        case.BreachNoticed,
        (words("What happened, whose information is it, and who has it?", "what happened", required=True),),
    ),
    Event(
        "told-more-read",
        "What was added by whoever told us was read",
        OTHER,
        case.ToldMoreRead,
        (words("What does it change for the child?", "what it changes", required=True),),
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
        (yes("shared", "Is it shared?", "it is shared"), words("The information; or why it is not shared", "your answer", required=True)),
        happened="",
        answers=True,
    ),
    Event(
        "review-requested",
        "Someone asked for a decision to be reviewed",
        OTHER,
        safety.ReviewRequested,
        (words("Which decision, and why?", "which decision", required=True),),
    ),
    Event(
        "review-answered",
        "Answer a request for review",
        OTHER,
        safety.ReviewAnswered,
        (yes("changed", "Was the decision changed?", "the decision was changed"), words("Why?", "why", name="reason", required=True)),
        answers=True,
    ),
    Event(
        "breach-decided",
        "Decide on what was filed on the wrong record",
        OTHER,
        case.BreachDecided,
        (
            yes("reported", "Is it reported to the Information Commissioner?", "it is reported"),
            yes("told", "Are the people told whose information it is?", "they are told"),
            words("Why?", "why", name="reason", required=True),
        ),
        who=check_leads,
        answers=True,
        reads_misfiled=True,
    ),
    Event("note", "A note", OTHER, case.NoteRecorded, (words("What happened?", "what happened", required=True),), happened="when"),
)
EVENTS: tuple[Event, ...] = (*WORK, *SAFETY, *EVERYTHING_ELSE)
BY_SLUG: dict[str, Event] = {event.slug: event for event in EVENTS}
BY_KIND: dict[str, Event] = {event.facts.kind.name: event for event in EVENTS}
