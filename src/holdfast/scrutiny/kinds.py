"""Counts that were published: entries, so that a number that was once said stands, with the rules by which it was counted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from holdfast.record.kinds import Code, Facts, kind
from holdfast.record.rooms import matter_type

matter_type("counts")

#: The one room in which counts are published, for everyone who is signed in.
COUNTS_ROOM = UUID("8f7d4f0e-3f0c-5c76-9a2a-4f6f6f0b7a31")


class Counted(Facts):
    """One count: of an organisation, or of the whole partnership."""

    code: Code
    agency: UUID | None = None
    number: int


@kind("counts.published", version=1, line="The counts of a period were published")
class CountsPublished(Facts):
    """Of what was first recorded from `since`, as the record stood at `until`. Whoever is entitled counts again, and gets the same."""

    since: datetime
    until: datetime
    counted: tuple[Counted, ...]
