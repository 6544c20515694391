"""What a notice is about, in codes and words."""

from __future__ import annotations

from enum import StrEnum


class About(StrEnum):
    """What an organisation is told of."""

    SUSPECTS = "suspects"
    VEHICLES = "vehicles"
    PLACES = "places"
    REPORT = "report"
    RECOMMENDATION = "recommendation"
    LOSS = "loss"


#: What only the system tells.
NOT_TOLD_BY_PEOPLE = (About.LOSS,)


ABOUT_WORDS: dict[About, str] = {
    About.SUSPECTS: "A list of people who are suspected",
    About.VEHICLES: "A list of vehicles, firms or phones",
    About.PLACES: "A list of places where children are taken or wait",
    About.REPORT: "A report of what is found again and again",
    About.RECOMMENDATION: "A recommendation",
    About.LOSS: "A loss of what was recorded",
}
