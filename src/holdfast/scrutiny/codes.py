"""Code lists of what the independent scrutineer samples."""

from __future__ import annotations

from enum import StrEnum


class SampleOf(StrEnum):
    """Of which decisions a sample is drawn: each is an easy way to do nothing."""

    NOT_OPENED = "not_opened"
    REJECTED = "rejected"
    WAITED = "waited"


SAMPLE_WORDS = {
    SampleOf.NOT_OPENED: "Somebody who was named was not opened as a person of concern",
    SampleOf.REJECTED: "A body rejected a measure",
    SampleOf.WAITED: "The police had others wait",
}
