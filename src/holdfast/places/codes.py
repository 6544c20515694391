"""The codes of places of concern, each with its words."""

from __future__ import annotations

from enum import StrEnum


class PlaceKind(StrEnum):
    """What kind of place it is."""

    FOOD = "food"
    HOTEL = "hotel"
    RANK = "rank"
    FLAT = "flat"
    PARK = "park"
    SCHOOL_GATE = "school_gate"
    SHOP = "shop"
    TRANSPORT = "transport"
    ONLINE = "online"
    OTHER = "other"


PLACE_WORDS: dict[PlaceKind, str] = {
    PlaceKind.FOOD: "A restaurant, takeaway or café",
    PlaceKind.HOTEL: "A hotel, or rooms that are let",
    PlaceKind.RANK: "A taxi rank or office",
    PlaceKind.FLAT: "A house or flat",
    PlaceKind.PARK: "A park, street or car park",
    PlaceKind.SCHOOL_GATE: "Outside a school or college",
    PlaceKind.SHOP: "A shop or shopping centre",
    PlaceKind.TRANSPORT: "A station or stop",
    PlaceKind.ONLINE: "A place online",
    PlaceKind.OTHER: "Another place",
}


class State(StrEnum):
    """Where it stands."""

    REPORTED = "reported"
    NOT_FOUNDED = "not_founded"
    ASSESSED = "assessed"
    ENDED = "ended"


STATE_WORDS: dict[State, str] = {
    State.REPORTED: "Reported; to be assessed",
    State.NOT_FOUNDED: "Not founded",
    State.ASSESSED: "Assessed: there is a plan",
    State.ENDED: "Ended",
}


class Done(StrEnum):
    """What was done about a place."""

    VISITED = "visited"
    SPOKE_WITH_OWNER = "spoke_with_owner"
    SPOKE_WITH_YOUNG_PEOPLE = "spoke_with_young_people"
    CHANGED_PLACE = "changed_place"
    SAFE_ADULTS = "safe_adults"
    MEASURE_ASKED = "measure_asked"
    MEASURE_TAKEN = "measure_taken"


DONE_WORDS: dict[Done, str] = {
    Done.VISITED: "It was visited at the hours that matter",
    Done.SPOKE_WITH_OWNER: "Whoever runs or owns it was spoken with",
    Done.SPOKE_WITH_YOUNG_PEOPLE: "Young people who go there were asked, and heard",
    Done.CHANGED_PLACE: "The place was changed: light, staff, hours, a path",
    Done.SAFE_ADULTS: "Adults who are there were trained, or are there now",
    Done.MEASURE_ASKED: "A body was asked which of its measures it takes",
    Done.MEASURE_TAKEN: "A measure was applied for, or taken",
}
