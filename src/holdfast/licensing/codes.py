"""The codes of questions to licensing, each with its words."""

from __future__ import annotations

from enum import StrEnum


class About(StrEnum):
    """What licensing is asked about."""

    VEHICLE = "vehicle"
    DRIVER = "driver"
    OPERATOR = "operator"


ABOUT_WORDS: dict[About, str] = {
    About.VEHICLE: "A vehicle, by what was seen of its plate",
    About.DRIVER: "A driver, by name or badge",
    About.OPERATOR: "An operator, by what the firm is called",
}


class Licensed(StrEnum):
    """What licensing answers."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    NOT_LICENSED = "not_licensed"
    NOT_FOUND = "not_found"


LICENSED_WORDS: dict[Licensed, str] = {
    Licensed.HERE: "Licensed by us",
    Licensed.ELSEWHERE: "Licensed by another authority, which is named",
    Licensed.NOT_LICENSED: "Licensed by nobody: looked for, here and in the national register",
    Licensed.NOT_FOUND: "Not found by what was seen; more would find it",
}


class Decision(StrEnum):
    """What licensing decided about a licence of its own."""

    NONE = "none"
    SUSPENDED_NOW = "suspended_now"
    SUSPENDED = "suspended"
    REVOKED_NOW = "revoked_now"
    REVOKED = "revoked"
    REFUSED = "refused"


DECISION_WORDS: dict[Decision, str] = {
    Decision.NONE: "Nothing, for a reason that is given",
    Decision.SUSPENDED_NOW: "Suspended at once, for public safety (a driver only)",
    Decision.SUSPENDED: "Suspended, on notice",
    Decision.REVOKED_NOW: "Revoked at once, for public safety (a driver only)",
    Decision.REVOKED: "Revoked, on notice",
    Decision.REFUSED: "Refused a licence, or its renewal",
}

#: It takes effect at once, and only with a statement that public safety asks for it, and why (1976 Act s. 61(2B)): of drivers alone.
AT_ONCE = frozenset({Decision.SUSPENDED_NOW, Decision.REVOKED_NOW})


class State(StrEnum):
    """Where a question stands."""

    ASKED = "asked"
    HERE = "here"
    ELSEWHERE = "elsewhere"
    SENT = "sent"
    DECIDED = "decided"
    CLOSED = "closed"


STATE_WORDS: dict[State, str] = {
    State.ASKED: "Licensing is asked: licensed by you?",
    State.HERE: "Licensed here; to be decided",
    State.ELSEWHERE: "Licensed elsewhere; to be sent there",
    State.SENT: "Sent to the authority that licenses it; its answer is awaited",
    State.DECIDED: "Decided",
    State.CLOSED: "Answered",
}
