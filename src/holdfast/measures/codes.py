"""The codes of measures as they are asked, chosen and applied, each with its words."""

from __future__ import annotations

from enum import StrEnum


class NotAsked(StrEnum):
    """Why a body is not asked."""

    CONFLICTED = "conflicted"
    WOULD_REACH_THEM = "would_reach_them"
    LEARNS_TOO_MUCH = "learns_too_much"


NOT_ASKED_WORDS: dict[NotAsked, str] = {
    NotAsked.CONFLICTED: "Everybody there who could be asked is connected with them",
    NotAsked.WOULD_REACH_THEM: "What is asked there would reach them, and put a child in danger",
    NotAsked.LEARNS_TOO_MUCH: "It could not answer without learning what it may not",
}


class Rejected(StrEnum):
    """Why a body does not take a measure that it could."""

    TEST_NOT_MET = "test_not_met"
    NOT_PROPORTIONATE = "not_proportionate"
    ENDANGERS_CHILD = "endangers_child"
    OTHER_SERVES_BETTER = "other_serves_better"
    NO_EVIDENCE = "no_evidence"
    NO_CAPACITY = "no_capacity"


REJECTED_WORDS: dict[Rejected, str] = {
    Rejected.TEST_NOT_MET: "Its test is not met, and what is missing is said",
    Rejected.NOT_PROPORTIONATE: "It would do more than is proportionate",
    Rejected.ENDANGERS_CHILD: "It would put a child in danger, or be borne by her",
    Rejected.OTHER_SERVES_BETTER: "Another measure that was chosen serves better",
    Rejected.NO_EVIDENCE: "There is nothing yet that would show it; it is said who gets it",
    Rejected.NO_CAPACITY: "Nobody is free to do it: this is told to whoever answers for the body",
}


class Clearance(StrEnum):
    """What the police's one contact answers. Always in these words, whether or not there is anything; never with a reason."""

    PROCEED = "proceed"
    WAIT = "wait"
    SPEAK = "speak"


CLEARANCE_WORDS: dict[Clearance, str] = {
    Clearance.PROCEED: "Proceed",
    Clearance.WAIT: "Wait",
    Clearance.SPEAK: "Speak to us",
}


class Rank(StrEnum):
    """Who decided that others wait: an inspector at least."""

    INSPECTOR = "inspector"
    CHIEF_INSPECTOR = "chief_inspector"
    SUPERINTENDENT = "superintendent"
    ABOVE = "above"


RANK_WORDS: dict[Rank, str] = {
    Rank.INSPECTOR: "Inspector",
    Rank.CHIEF_INSPECTOR: "Chief inspector",
    Rank.SUPERINTENDENT: "Superintendent",
    Rank.ABOVE: "Chief superintendent or above",
}


class State(StrEnum):
    """Where a measure stands."""

    REJECTED = "rejected"
    CHOSEN = "chosen"
    CLEARING = "clearing"
    CLEARED = "cleared"
    WAITS = "waits"
    APPLIED = "applied"
    REFUSED = "refused"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    DISCHARGED = "discharged"
    WITHDRAWN = "withdrawn"


STATE_WORDS: dict[State, str] = {
    State.REJECTED: "Rejected",
    State.CHOSEN: "Chosen; not applied for yet",
    State.CLEARING: "The police are asked: proceed, wait, or speak to us",
    State.CLEARED: "Cleared; not applied for yet",
    State.WAITS: "Waits, as the police answered",
    State.APPLIED: "Applied for",
    State.REFUSED: "Refused by whoever decides",
    State.IN_FORCE: "In force",
    State.EXPIRED: "Expired",
    State.DISCHARGED: "Discharged",
    State.WITHDRAWN: "Withdrawn",
}

#: It goes on: something is owed.
LIVE = frozenset({State.CHOSEN, State.CLEARING, State.CLEARED, State.WAITS, State.APPLIED, State.IN_FORCE})
#: It was not applied for yet.
BEFORE = frozenset({State.CHOSEN, State.CLEARING, State.CLEARED, State.WAITS})


class Uncleared(StrEnum):
    """Why nobody was asked before it was applied for."""

    PROTECTS_A_CHILD = "protects_a_child"
    NOT_OVERT = "not_overt"
    SEALED = "sealed"


UNCLEARED_WORDS: dict[Uncleared, str] = {
    Uncleared.PROTECTS_A_CHILD: "It protects a child now: that never waits",
    Uncleared.NOT_OVERT: "Nobody outside hears of it: the measure is not told to whom it is against",
    Uncleared.SEALED: "It is sealed, and the police’s one contact does not read it: two of those who read it decided",
}


class Ending(StrEnum):
    """How something in force ended."""

    EXPIRED = "expired"
    DISCHARGED = "discharged"


ENDING_WORDS: dict[Ending, str] = {
    Ending.EXPIRED: "It ran out",
    Ending.DISCHARGED: "It was discharged, or quashed",
}


class Moved(StrEnum):
    """Whether the harm moved elsewhere."""

    NO = "no"
    PLACE = "place"
    PERSON = "person"
    NOT_KNOWN = "not_known"


MOVED_WORDS: dict[Moved, str] = {
    Moved.NO: "No: it was looked for, and it did not",
    Moved.PLACE: "To another place, or online",
    Moved.PERSON: "To another child",
    Moved.NOT_KNOWN: "It is not known",
}
