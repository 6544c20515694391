"""A case, held while something is decided and recorded in it; and an entry of it in the room where it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

from holdfast.children.ids import CaseId
from holdfast.children.models import Case
from holdfast.children.rooms import place_of
from holdfast.database.viewing import viewing
from holdfast.partnership.people import Acting
from holdfast.record.append import NoSuchRoom, holding
from holdfast.record.entries import Draft
from holdfast.record.kinds import Facts, NoParts, Parts
from holdfast.when import When


@contextmanager
def held(child: CaseId, by: Acting, *more: UUID) -> Iterator[Case]:
    """The case, held with the child's own record (and more matters), so that what is checked still holds when it is recorded. Raises LookupError."""
    with viewing(by.viewer):
        person = Case.objects.filter(id=child).values_list("person_id", flat=True).first()
        if person is None:
            raise LookupError("there is no such case that this person may see")
        try:
            with holding(child, person, *more):
                yield Case.objects.get(id=child)
        except NoSuchRoom as none:
            raise LookupError("there is no such matter in this case") from none


def draft_of(
    child: Case,
    facts: Facts,
    parts: Parts | None = None,
    *,
    by: Acting,
    when: When | None = None,
    entry_id: UUID | None = None,
    corrects: UUID | None = None,
    why: str | None = None,
) -> Draft:
    """An entry of this case, in the room in which entries of its kind by this person's organisation are recorded."""
    at = place_of(facts, case_id=child.id, agency=by.agency)
    return Draft(
        facts=facts,
        parts=parts or NoParts(),
        room=at.room,
        cites=at.cites,
        opens=at.opens,
        when=when,
        id=entry_id or uuid4(),
        corrects=corrects,
        why=why,
    )
