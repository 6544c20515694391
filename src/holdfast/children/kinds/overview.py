"""Entries of what whoever opens a child's record reads first: a short summary, and flags. Everyone involved reads them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from holdfast.children.kinds.case import Reason
from holdfast.record.kinds import Facts, Parts, kind


class Summary(Parts):
    """What a manager, a new worker or the out-of-hours team needs at once: a few words; what worries, what goes well, what the child says."""

    words: str
    worries: str | None = None
    going_well: str | None = None
    child_words: str | None = None


@kind("summary.written", version=1, parts=Summary, line="What to read first was written")
class SummaryWritten(Facts):
    """The latest that stands is the one that is read first; those before it stay."""


class FlagWords(Parts):
    words: str


@kind("flag.raised", version=1, parts=FlagWords, line="A flag was raised")
class FlagRaised(Facts):
    """What whoever opens the record must know before anything else, until somebody ends it. `danger`: about danger to somebody."""

    danger: bool
    review_on: date


@kind("flag.reviewed", version=1, parts=FlagWords, line="A flag was looked at again, and stays")
class FlagReviewed(Facts):
    """`flag`: the entry that raised it. `answers`: the one by which it was last looked at."""

    flag: UUID
    answers: UUID
    danger: bool
    review_on: date


@kind("flag.ended", version=1, parts=Reason, line="A flag was ended")
class FlagEnded(Facts):
    """`flag`, `answers`: as when one is looked at again."""

    flag: UUID
    answers: UUID
