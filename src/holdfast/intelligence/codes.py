"""The codes of intelligence, each with its words."""

from __future__ import annotations

from enum import StrEnum


class Close(StrEnum):
    """How whoever it comes from stands to those whom it is about."""

    NOT_CLOSE = "not_close"
    CLOSE = "close"
    CLOSE_AGAIN = "close_again"


CLOSE_WORDS: dict[Close, str] = {
    Close.NOT_CLOSE: "Not close to them",
    Close.CLOSE: "Family, friend, neighbour or at work with them",
    Close.CLOSE_AGAIN: "Close to them, and they have told something before",
}


class Condition(StrEnum):
    """What binds whoever it is passed to (College of Policing, Intelligence report: handling code C)."""

    NONE = "none"
    POLICE_ONLY = "police_only"
    CONSULT = "consult"


CONDITION_WORDS: dict[Condition, str] = {
    Condition.NONE: "None: lawful sharing is permitted",
    Condition.POLICE_ONLY: "To the police alone",
    Condition.CONSULT: "Only after whoever it comes from was consulted",
}


class State(StrEnum):
    """Where an item stands."""

    GIVEN = "given"
    GRADED = "graded"
    TO_BE_READ = "to_be_read"
    PASSED = "passed"
    RETRACTED = "retracted"


STATE_WORDS: dict[State, str] = {
    State.GIVEN: "Given; to be graded",
    State.GRADED: "Graded",
    State.TO_BE_READ: "A second person reads the text before it leaves",
    State.PASSED: "Passed to those who must answer",
    State.RETRACTED: "Retracted",
}
