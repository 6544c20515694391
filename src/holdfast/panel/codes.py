"""The codes of the exploitation panel (MACE), each with its words."""

from __future__ import annotations

from enum import StrEnum


class About(StrEnum):
    """What an item is about."""

    ACTION = "action"
    PERSON = "person"
    PLACE = "place"
    CHILD = "child"


ABOUT_WORDS: dict[About, str] = {
    About.ACTION: "Promised, and not done",
    About.PERSON: "A person of concern",
    About.PLACE: "A place",
    About.CHILD: "A child",
}


class Left(StrEnum):
    """Why an item was not heard. It comes first next time."""

    NO_TIME = "no_time"
    SOMEBODY_MISSING = "somebody_missing"
    NOT_READY = "not_ready"


LEFT_WORDS: dict[Left, str] = {
    Left.NO_TIME: "There was no time",
    Left.SOMEBODY_MISSING: "Somebody who is needed was not there",
    Left.NOT_READY: "What is needed was not ready, and it is said who brings it",
}


class State(StrEnum):
    """Where an item stands."""

    PROPOSED = "proposed"
    TAKEN = "taken"
    HEARD = "heard"
    LEFT = "left"


STATE_WORDS: dict[State, str] = {
    State.PROPOSED: "Proposed from the record",
    State.TAKEN: "On the agenda",
    State.HEARD: "Heard",
    State.LEFT: "Not heard; first next time",
}
