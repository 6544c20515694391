"""The codes of an allegation about somebody who works with children, each with its words."""

from __future__ import annotations

from enum import StrEnum


class Handling(StrEnum):
    """How the LADO handles it (Working Together 2023, ch. 2; Keeping Children Safe in Education 2025, part 4)."""

    MEETING = "meeting"
    POLICE = "police"
    EMPLOYER = "employer"
    NOT_MET = "not_met"


HANDLING_WORDS: dict[Handling, str] = {
    Handling.POLICE: "The police investigate, and it is managed with them",
    Handling.MEETING: "A meeting of those who must be there manages it",
    Handling.EMPLOYER: "The employer looks into it, and reports to the LADO",
    Handling.NOT_MET: "It is not an allegation that the LADO manages; it was said what to do instead",
}


class Outcome(StrEnum):
    """What was found (Keeping Children Safe in Education 2025, part 4)."""

    SUBSTANTIATED = "substantiated"
    UNSUBSTANTIATED = "unsubstantiated"
    UNFOUNDED = "unfounded"
    FALSE = "false"
    MALICIOUS = "malicious"


OUTCOME_WORDS: dict[Outcome, tuple[str, str]] = {
    Outcome.SUBSTANTIATED: ("Substantiated", "There is enough to show that it happened."),
    Outcome.UNSUBSTANTIATED: (
        "Unsubstantiated",
        "There is not enough to show that it did or did not. It says nothing about guilt or innocence.",
    ),
    Outcome.UNFOUNDED: ("Unfounded", "Nothing supports that it happened."),
    Outcome.FALSE: ("False", "There is enough to show that it did not happen."),
    Outcome.MALICIOUS: ("Malicious", "There is enough to show that it did not happen, and that somebody meant to deceive."),
}


class Barring(StrEnum):
    """Whether the Disclosure and Barring Service was told (Safeguarding Vulnerable Groups Act 2006 s.35)."""

    REFERRED = "referred"
    NOT_NEEDED = "not_needed"


BARRING_WORDS: dict[Barring, str] = {
    Barring.REFERRED: "The employer referred them, and it was seen",
    Barring.NOT_NEEDED: "There is no duty to refer them, for the reason given",
}
