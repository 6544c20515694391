"""For tests: what waits for a manager, agreed to."""

from __future__ import annotations

from uuid import UUID

from holdfast.children import authorising
from holdfast.children.kinds.authorising import AuthorisationAsked
from holdfast.children.presenters import waiting_to_be_authorised
from holdfast.children.queries import timeline
from holdfast.database.viewing import viewing
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.record.entries import AnyEntry
from holdfast.record.holding import reading_all
from holdfast.record.queries import entries_of_matter


def stands(entry: AnyEntry) -> UUID:
    """The id of what was recorded; what waits for a manager, once whoever was asked has agreed."""
    if not isinstance(entry.facts, AuthorisationAsked):
        return entry.id
    with reading_all():
        manager = partnership.acting_for(entry.facts.manager)
    assert manager is not None
    authorising.answer(child=entry.matter, asked=entry.id, agrees=True, reason="Read, and agreed", by=manager)
    with reading_all():
        return next(e.id for e in reversed(entries_of_matter(entry.matter)) if e.kind.name == entry.facts.what)


def all_stand(child: UUID, by: Acting) -> None:
    """Whatever waits in a case is agreed to by this manager."""
    with viewing(by.viewer):
        waiting = [id_ for id_, _, _ in waiting_to_be_authorised(timeline(child))]
    for asked in waiting:
        authorising.answer(child=child, asked=asked, agrees=True, reason="Read, and agreed", by=by)
