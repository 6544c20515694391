"""Holding a person of concern while something is decided about them, and recording it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID, uuid4

from holdfast.database.viewing import viewing
from holdfast.partnership.people import Acting
from holdfast.persons.ids import PersonOfConcernId
from holdfast.persons.models import Person
from holdfast.record.append import append_all, holding
from holdfast.record.entries import Draft
from holdfast.record.kinds import Facts, NoParts, Parts


@contextmanager
def held(person: PersonOfConcernId, by: Acting) -> Iterator[Person]:
    """Somebody whom this person reads, held. Raises LookupError."""
    with viewing(by.viewer):
        if not Person.objects.filter(id=person).exists():
            raise LookupError("there is no such person that this person may see")
    with viewing(by.viewer), holding(person):
        yield Person.objects.get(id=person)


def record(
    found: Person, facts: Facts, by: Acting, entry_id: UUID | None, parts: Parts | None = None, *, more: Sequence[Draft] = ()
) -> UUID:
    """Append an entry to a held person's core, with what belongs to it. Its id."""
    draft = Draft(facts=facts, parts=parts or NoParts(), room=found.id, id=entry_id or uuid4())
    return append_all([draft, *more], by=by.author)[0].id
