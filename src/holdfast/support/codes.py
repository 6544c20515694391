"""The codes of support, each with its words."""

from __future__ import annotations

from enum import StrEnum


class Support(StrEnum):
    """A kind of support that every child or survivor is offered."""

    ADVOCATE = "advocate"
    HEALTH = "health"
    THERAPY = "therapy"
    SCHOOL = "school"
    HOUSING = "housing"
    FAMILY = "family"
    MONEY = "money"
    SAFETY = "safety"


SUPPORT_WORDS: dict[Support, str] = {
    Support.ADVOCATE: "An independent advocate (ISVA)",
    Support.HEALTH: "Health: a check, treatment, sexual health",
    Support.THERAPY: "Therapy or counselling",
    Support.SCHOOL: "School, college or work",
    Support.HOUSING: "Housing, or a safe place to stay",
    Support.FAMILY: "Help for her family",
    Support.MONEY: "Money: benefits, compensation, travel",
    Support.SAFETY: "Safety at home, outside and online",
}


class State(StrEnum):
    """Where one kind of support stands."""

    NOT_OFFERED = "not_offered"
    OFFERED = "offered"
    NO_REPLY = "no_reply"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    WAITING = "waiting"
    BEGUN = "begun"
    ENDED = "ended"


STATE_WORDS: dict[State, str] = {
    State.NOT_OFFERED: "Not offered yet",
    State.OFFERED: "Offered; no answer yet",
    State.NO_REPLY: "Offered; no reply, which is no answer",
    State.DECLINED: "Not wanted now",
    State.ACCEPTED: "Accepted; not begun",
    State.WAITING: "Waiting",
    State.BEGUN: "Begun",
    State.ENDED: "Ended",
}

#: A gap: she has nothing of it, and did not say that she wants nothing.
GAPS = frozenset({State.NOT_OFFERED, State.OFFERED, State.NO_REPLY, State.ACCEPTED, State.WAITING})


class How(StrEnum):
    """How it was offered."""

    IN_PERSON = "in_person"
    TELEPHONE = "telephone"
    WRITING = "writing"


HOW_WORDS: dict[How, str] = {
    How.IN_PERSON: "In person",
    How.TELEPHONE: "By telephone, or online",
    How.WRITING: "In writing",
}


class Waits(StrEnum):
    """What she waits for."""

    LIST = "list"
    MONEY = "money"
    NOBODY_OFFERS_IT = "nobody_offers_it"
    SHE_CHOSE = "she_chose"


WAITS_WORDS: dict[Waits, str] = {
    Waits.LIST: "A place: there is a list",
    Waits.MONEY: "Money: it is not commissioned, or not agreed",
    Waits.NOBODY_OFFERS_IT: "Nobody here offers it",
    Waits.SHE_CHOSE: "A time that she chose herself",
}


class Ended(StrEnum):
    """Why it ended."""

    AS_SHE_WISHED = "as_she_wished"
    FINISHED = "finished"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"


ENDED_WORDS: dict[Ended, str] = {
    Ended.AS_SHE_WISHED: "As she wished",
    Ended.FINISHED: "It was finished, as she sees it too",
    Ended.WITHDRAWN: "The service ended it: another is owed",
    Ended.MOVED: "She moved, and it goes on there",
}
