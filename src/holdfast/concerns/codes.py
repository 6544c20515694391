"""The codes of what people tell us and what is decided, each with its words."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Channel(StrEnum):
    """Who tells: anyone, or someone signed in for their organisation."""

    PUBLIC = "public"
    PROFESSIONAL = "professional"


class Nature(StrEnum):
    """Contact, referral and intelligence are different things."""

    CONTACT = "contact"
    REFERRAL = "referral"
    INTELLIGENCE = "intelligence"


NATURE_WORDS: dict[Nature, tuple[str, str]] = {
    Nature.CONTACT: ("Contact", "Somebody got in touch: a worry, a question, a piece of news. The front door decides what it is."),
    Nature.REFERRAL: ("Referral", "A request that children’s social care act for a child. It must be decided within a working day."),
    Nature.INTELLIGENCE: (
        "Intelligence",
        "Information about people, places, vehicles or phones, perhaps with no child named. Graded, with its source kept apart.",
    ),
}


class Alleged(StrEnum):
    """What is said to be happening. More than one may be."""

    SEXUAL_EXPLOITATION = "sexual_exploitation"
    SEXUAL_ABUSE = "sexual_abuse"
    REPEAT_MISSING = "repeat_missing"
    PERSON_IN_AUTHORITY = "person_in_authority"
    CRIMINAL_EXPLOITATION = "criminal_exploitation"
    PHYSICAL = "physical"
    EMOTIONAL = "emotional"
    NEGLECT = "neglect"
    OTHER = "other"


ALLEGED_WORDS: dict[Alleged, str] = {
    Alleged.SEXUAL_EXPLOITATION: "Sexual exploitation",
    Alleged.SEXUAL_ABUSE: "Sexual abuse",
    Alleged.REPEAT_MISSING: "Going missing again and again",
    Alleged.PERSON_IN_AUTHORITY: "Something done by a person in authority or trust",
    Alleged.CRIMINAL_EXPLOITATION: "Criminal exploitation",
    Alleged.PHYSICAL: "Physical harm",
    Alleged.EMOTIONAL: "Emotional harm",
    Alleged.NEGLECT: "Neglect",
    Alleged.OTHER: "Something else",
}

#: The same, as the public is asked; never in a way that puts it on the child.
ALLEGED_PLAIN: dict[Alleged, str] = {
    Alleged.SEXUAL_EXPLOITATION: "Someone gives a child things, lifts or attention, and wants something sexual for it",
    Alleged.SEXUAL_ABUSE: "Someone touches a child sexually, or makes them see or do something sexual",
    Alleged.REPEAT_MISSING: "A child goes missing, or is kept away from home, again and again",
    Alleged.PERSON_IN_AUTHORITY: "Whoever does it has power over children: a teacher, carer, coach, driver, police officer",
    Alleged.CRIMINAL_EXPLOITATION: "Someone makes a child carry, hide or sell things",
    Alleged.PHYSICAL: "Someone hurts a child",
    Alleged.EMOTIONAL: "Someone frightens a child, or makes them feel worthless",
    Alleged.NEGLECT: "A child is not fed, kept clean or looked after",
    Alleged.OTHER: "Something else",
}


class AllegedIs(StrEnum):
    """What the front door found when it asked what is alleged."""

    ALLEGED = "alleged"
    NONE = "none"
    NOT_KNOWN = "not_known"


ALLEGED_IS_WORDS: dict[AllegedIs, str] = {
    AllegedIs.NONE: "Nothing of this kind is alleged",
    AllegedIs.NOT_KNOWN: "It was asked, and is not known",
}


def alleged_of(answered: Iterable[str]) -> tuple[tuple[Alleged, ...], AllegedIs | None]:
    """What was chosen on a form that asks what is alleged: the codes, and what was found."""
    chosen = list(answered)
    codes = tuple(Alleged(c) for c in chosen if c not in ALLEGED_IS_WORDS)
    found = next((AllegedIs(c) for c in chosen if c in ALLEGED_IS_WORDS), None)
    return codes, AllegedIs.ALLEGED if codes else found


#: Where one of these is alleged, "no further action" takes a second person from another organisation (the partnership's own rule).
SERIOUS = frozenset({Alleged.SEXUAL_EXPLOITATION, Alleged.SEXUAL_ABUSE, Alleged.REPEAT_MISSING, Alleged.PERSON_IN_AUTHORITY})


class Rating(StrEnum):
    """How soon, as a person sees it, with a reason. Never worked out by a program."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


RATING_WORDS: dict[Rating, str] = {
    Rating.RED: "Red: now",
    Rating.AMBER: "Amber: today",
    Rating.GREEN: "Green: within the working day for every decision",
}


class Decision(StrEnum):
    """What the front door decides (Working Together 2023, ch. 3)."""

    IMMEDIATE_PROTECTION = "immediate_protection"
    SECTION47 = "section47"
    ASSESSMENT = "assessment"
    EARLY_HELP = "early_help"
    ADVICE = "advice"
    NO_FURTHER_ACTION = "no_further_action"


DECISION_WORDS: dict[Decision, str] = {
    Decision.IMMEDIATE_PROTECTION: "Immediate protection",
    Decision.SECTION47: "Strategy discussion (section 47)",
    Decision.ASSESSMENT: "Assessment (section 17)",
    Decision.EARLY_HELP: "Early or family help",
    Decision.ADVICE: "Advice given, nothing more needed from social care",
    Decision.NO_FURTHER_ACTION: "No further action",
}
#: These open a case, and so need to say which child.
OPENS_CASE = frozenset({Decision.IMMEDIATE_PROTECTION, Decision.SECTION47, Decision.ASSESSMENT, Decision.EARLY_HELP})
#: These end it at the front door, and so need a second person.
ENDS_IT = frozenset({Decision.ADVICE, Decision.NO_FURTHER_ACTION})


class DangerAnswer(StrEnum):
    """What was done about a danger that was told of; to have read of it is nothing done."""

    POLICE_CALLED = "police_called"
    SAFE = "safe"
    SEEN = "seen"


DANGER_ANSWERS: dict[DangerAnswer, str] = {
    DangerAnswer.POLICE_CALLED: "The police were called, and have it",
    DangerAnswer.SAFE: "They are known to be safe now",
    DangerAnswer.SEEN: "Someone went and saw them",
}


class SafeContact(StrEnum):
    """How the teller may safely be reached."""

    SAFE = "SAFE"
    DONT_CALL = "DONT_CALL"
    NO_MESSAGE = "NO_MESSAGE"
    NOT_AT_ALL = "NOT_AT_ALL"


class State(StrEnum):
    """Where a concern stands."""

    NEW = "new"
    READ = "read"
    AWAITING_SECOND = "awaiting_second"
    DECIDED = "decided"


STATE_WORDS: dict[State, str] = {
    State.NEW: "Not yet read",
    State.READ: "Read, not yet decided",
    State.AWAITING_SECOND: "Waiting for the second person",
    State.DECIDED: "Decided",
}
