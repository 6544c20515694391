"""The codes of persons of concern, each with its words."""

from __future__ import annotations

from enum import StrEnum


class Age(StrEnum):
    """Whether somebody who was named is an adult. Whoever may be a child is a child first."""

    ADULT = "adult"
    UNDER_18 = "under_18"
    NOT_KNOWN = "not_known"


AGE_WORDS: dict[Age, str] = {
    Age.ADULT: "18 or over",
    Age.UNDER_18: "Under 18",
    Age.NOT_KNOWN: "It is not known",
}


class State(StrEnum):
    """Where it stands. Only what is `open` is a record as a person of concern; the others are an assessment, and what became of it."""

    NAMED = "named"
    SECOND_ASKED = "second_asked"
    NOT_OPENED = "not_opened"
    OPEN = "open"
    ELSEWHERE = "elsewhere"
    CLEARING = "clearing"
    NOT_INVOLVED = "not_involved"
    CLOSED = "closed"


STATE_WORDS: dict[State, str] = {
    State.NAMED: "Named; to be assessed",
    State.SECOND_ASKED: "Not to be opened, if another organisation agrees",
    State.NOT_OPENED: "Not opened",
    State.OPEN: "Open",
    State.ELSEWHERE: "The same person as another; assessed there",
    State.CLEARING: "Open; not involved, if another organisation agrees",
    State.NOT_INVOLVED: "Not involved",
    State.CLOSED: "Ended",
}

#: While it is so, somebody owns it, and something is owed.
KEPT = frozenset({State.OPEN, State.CLEARING})


class NotOpened(StrEnum):
    """Why somebody who was named does not become a person of concern. Each can be checked by somebody of another organisation."""

    MISTAKEN_IDENTITY = "mistaken_identity"
    NO_CONCERN_ABOUT_THEM = "no_concern_about_them"
    NOT_IDENTIFIABLE = "not_identifiable"
    DIED = "died"
    UNDER_18 = "under_18"


NOT_OPENED_WORDS: dict[NotOpened, str] = {
    NotOpened.MISTAKEN_IDENTITY: "Somebody else was meant, and it is known who",
    NotOpened.NO_CONCERN_ABOUT_THEM: "They were named, and nothing of concern was said of them",
    NotOpened.NOT_IDENTIFIABLE: "What was said cannot lead to anybody yet; it is kept, and found if they are named again",
    NotOpened.DIED: "They have died",
    NotOpened.UNDER_18: "They turned out to be under 18: their own matter is a child’s",
}


class Done(StrEnum):
    """What was done about a person of concern. To watch, to wait and to discuss are none of these."""

    CHECKED_RECORDS = "checked_records"
    VISITED = "visited"
    SPOKE_WITH_THEM = "spoke_with_them"
    SPOKE_WITH_WITNESS = "spoke_with_witness"
    PASSED_ON = "passed_on"
    PROTECTED_A_CHILD = "protected_a_child"
    MEASURE_ASKED = "measure_asked"
    MEASURE_TAKEN = "measure_taken"


DONE_WORDS: dict[Done, str] = {
    Done.CHECKED_RECORDS: "What others hold was asked for, and came",
    Done.VISITED: "They, or an address, were visited",
    Done.SPOKE_WITH_THEM: "Somebody spoke with them",
    Done.SPOKE_WITH_WITNESS: "Somebody who knows something was spoken with",
    Done.PASSED_ON: "What is known was passed on to somebody who can act on it",
    Done.PROTECTED_A_CHILD: "Something was done that protects a child from them",
    Done.MEASURE_ASKED: "A body was asked which of its measures it takes",
    Done.MEASURE_TAKEN: "A measure was applied for, or taken",
}


class AllegedOf(StrEnum):
    """What is alleged, as attributes of one allegation and never of the person. The definitions are kept apart (National Audit 2025)."""

    CHILD_SEXUAL_EXPLOITATION = "cse"
    CHILD_SEXUAL_ABUSE = "csa"
    TRAFFICKING = "trafficking"
    CRIMINAL_EXPLOITATION = "cce"
    CONTROLLING = "controlling"
    OTHER = "other"


ALLEGED_OF_WORDS: dict[AllegedOf, str] = {
    AllegedOf.CHILD_SEXUAL_EXPLOITATION: "Child sexual exploitation",
    AllegedOf.CHILD_SEXUAL_ABUSE: "Child sexual abuse",
    AllegedOf.TRAFFICKING: "Trafficking: arranging or helping a child’s journey to be exploited",
    AllegedOf.CRIMINAL_EXPLOITATION: "Child criminal exploitation",
    AllegedOf.CONTROLLING: "Threats, violence or control of a child or family",
    AllegedOf.OTHER: "Something else",
}


class Group(StrEnum):
    """Whether two or more people are alleged to have acted together: group-based (National Audit 2025)."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


GROUP_WORDS: dict[Group, str] = {
    Group.YES: "Two or more people together",
    Group.NO: "One person alone",
    Group.NOT_KNOWN: "It is not known",
}


class Status(StrEnum):
    """Where one allegation stands in law. There is no status "malicious": who was not involved is cleared, and that is all."""

    UNVERIFIED = "unverified"
    UNDER_INVESTIGATION = "under_investigation"
    NOT_PROCEEDED = "not_proceeded"
    CHARGED = "charged"
    DISCONTINUED = "discontinued"
    ACQUITTED = "acquitted"
    CONVICTED = "convicted"


STATUS_WORDS: dict[Status, str] = {
    Status.UNVERIFIED: "Named, and not verified",
    Status.UNDER_INVESTIGATION: "Under investigation",
    Status.NOT_PROCEEDED: "Not proceeded with",
    Status.CHARGED: "Charged. Not convicted",
    Status.DISCONTINUED: "Charged, and the case was discontinued",
    Status.ACQUITTED: "Acquitted",
    Status.CONVICTED: "Convicted",
}

#: What everybody reads of an allegation of which no more is public (*ZXC v Bloomberg* [2022] UKSC 5).
NAMED_NOT_PROVEN = "Named. Not proven."


class Decided(StrEnum):
    """Whose decision a status was."""

    POLICE = "police"
    PROSECUTOR = "prosecutor"
    COURT = "court"


DECIDED_WORDS: dict[Decided, str] = {
    Decided.POLICE: "The police",
    Decided.PROSECUTOR: "The Crown Prosecution Service",
    Decided.COURT: "A court",
}

#: Whose decision each status can be.
DECIDED_BY: dict[Status, frozenset[Decided]] = {
    Status.UNVERIFIED: frozenset({Decided.POLICE}),
    Status.UNDER_INVESTIGATION: frozenset({Decided.POLICE}),
    Status.NOT_PROCEEDED: frozenset({Decided.POLICE, Decided.PROSECUTOR}),
    Status.CHARGED: frozenset({Decided.POLICE, Decided.PROSECUTOR}),
    Status.DISCONTINUED: frozenset({Decided.PROSECUTOR, Decided.COURT}),
    Status.ACQUITTED: frozenset({Decided.COURT}),
    Status.CONVICTED: frozenset({Decided.COURT}),
}

#: What follows a charge is public; before it only the police and the vetted group read where an allegation stands.
PUBLIC = frozenset({Status.CHARGED, Status.DISCONTINUED, Status.ACQUITTED, Status.CONVICTED})


class Purpose(StrEnum):
    """For what somebody looks for a person of concern. Each look is recorded with it."""

    PROTECT_A_CHILD = "protect_a_child"
    NAMED_NOW = "named_now"
    DECIDE_A_MEASURE = "decide_a_measure"
    CORRECT = "correct"


PURPOSE_WORDS: dict[Purpose, str] = {
    Purpose.PROTECT_A_CHILD: "To protect a child whom I work with",
    Purpose.NAMED_NOW: "They were named to us now",
    Purpose.DECIDE_A_MEASURE: "To decide about a measure",
    Purpose.CORRECT: "To correct what is recorded",
}


class Asks(StrEnum):
    """What somebody asks who thinks that something is held of them (UK GDPR arts 15-21; Data Protection Act 2018 ss. 45-47 for the police)."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    OBJECTION = "objection"
    COMPLAINT = "complaint"


ASKS_WORDS: dict[Asks, str] = {
    Asks.ACCESS: "To see what is held of them",
    Asks.RECTIFICATION: "To have something put right",
    Asks.ERASURE: "To have something erased",
    Asks.OBJECTION: "That it is not used",
    Asks.COMPLAINT: "They complain of how they were treated",
}

#: What everybody is answered, whoever they are and whatever is or is not held. It confirms nothing.
ANSWER_TO_ALL = (
    "We have looked at what you ask, and have done what the law requires of us. We can neither confirm nor deny whether information of the kind that you "
    "ask about is held: to say either to anybody could put a child in danger. This is what everybody who asks is told, and it says nothing about you. You "
    "may complain to the Information Commissioner’s Office, or ask a court to look at it."
)


class EthnicityUnknown(StrEnum):
    """Why no ethnicity, or nationality, is recorded (row 31)."""

    NOT_ASKED_NO_CONTACT = "no_contact"
    NOT_ASKED_WOULD_WARN = "would_warn"
    REFUSED = "refused"
    NOT_HELD_BY_SOURCE = "not_held"


UNKNOWN_WORDS: dict[EthnicityUnknown, str] = {
    EthnicityUnknown.NOT_ASKED_NO_CONTACT: "Nobody who works for us has met them",
    EthnicityUnknown.NOT_ASKED_WOULD_WARN: "To ask would tell them that they were named",
    EthnicityUnknown.REFUSED: "They were asked and did not say",
    EthnicityUnknown.NOT_HELD_BY_SOURCE: "Those who hold records of them do not hold it",
}


class Ended(StrEnum):
    """Why somebody is no longer kept as a person of concern."""

    NO_CONTACT_WITH_CHILDREN = "no_contact"
    MOVED_AND_TOLD = "moved_told"
    DIED = "died"
    LONG_SENTENCE = "long_sentence"


ENDED_WORDS: dict[Ended, str] = {
    Ended.NO_CONTACT_WITH_CHILDREN: "Nothing of concern for a long time, and it was looked for",
    Ended.MOVED_AND_TOLD: "They live elsewhere, and the partnership there was told",
    Ended.DIED: "They have died",
    Ended.LONG_SENTENCE: "They serve a sentence, and whoever plans their release knows",
}
