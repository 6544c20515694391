"""By what right words are erased, and where an order stands."""

from __future__ import annotations

from enum import StrEnum


class Right(StrEnum):
    """By what right. Nothing else destroys what was recorded."""

    COURT = "court"
    COMMISSIONER = "commissioner"
    REQUEST = "request"


RIGHT_WORDS: dict[Right, tuple[str, str]] = {
    Right.COURT: ("A court’s order", "Name the court and the number of the case."),
    Right.COMMISSIONER: (
        "An enforcement notice of the Information Commissioner",
        "Data Protection Act 2018, section 149. Give the notice’s number.",
    ),
    Right.REQUEST: (
        "A person’s right to erasure, upheld",
        "UK GDPR, Article 17, or Data Protection Act 2018, section 47. Say who decided, and when. It does not reach what must be kept for "
        "safeguarding, an inquiry or a claim.",
    ),
}


class State(StrEnum):
    """Where an order stands."""

    ASKED = "asked"
    LIFTED = "lifted"
    AGREED = "agreed"
    REFUSED = "refused"
    CARRIED_OUT = "carried_out"
