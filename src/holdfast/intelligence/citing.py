"""What was passed to somebody, for the decisions that rest on it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from holdfast.disruption.resting import register_passed
from holdfast.intelligence import queries
from holdfast.pages.dates import moment
from holdfast.partnership.people import Acting


@register_passed
def passed(acting: Acting) -> Iterator[tuple[UUID, str]]:
    """Each text that was passed to a post of theirs and was not retracted: by when, for no word of it stands on another page."""
    for text in queries.texts_for(acting.worker):
        if text.recalled_id is None:
            yield text.id, f"Passed to you {moment(text.passed_at)}"
