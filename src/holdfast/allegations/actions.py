"""What people do with an allegation about somebody who works with children (Working Together 2023, ch. 2).

To tell it makes a matter of its own. Whoever tells it from the organisation for which the person works does not see it again: nobody there does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID, uuid4

from holdfast.allegations import kinds, policies
from holdfast.allegations.codes import Barring, Handling, Outcome
from holdfast.allegations.ids import AllegationId
from holdfast.allegations.models import Allegation
from holdfast.database.viewing import role_principal, viewing
from holdfast.partnership import queries as partnership
from holdfast.partnership.models import Agency
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import AgencyKind, Role
from holdfast.record.append import append, holding, recorded_before
from holdfast.record.entries import Draft, Opening
from holdfast.record.kinds import Facts
from holdfast.record.refusal import Refused


def telling(*, words: kinds.ToldParts, employer: UUID | None, noticed_on: date, by: Acting, matter: UUID) -> Draft:
    """The draft that tells the LADO, for what is appended with it. Raises Refused, NotPermitted."""
    policies.check_may_tell(by)
    policies.check_noticed(noticed_on)
    works_for = policies.employer_of(employer)
    facts = kinds.AllegationTold(employer=employer, noticed_on=noticed_on)
    opens = Opening("allegation", tuple(_readers(works_for, by)))
    return Draft(facts=facts, parts=words, room=matter, id=matter, opens=opens)


def _readers(works_for: Agency | None, by: Acting) -> Iterator[UUID]:
    """The LADO; whoever answers for the council, and for the organisation that tells it: unless it is that for which the person works."""
    council = partnership.council()
    if council is None:
        raise Refused("employer", "There is no council in this partnership yet, and so no LADO")
    yield role_principal(Role.LADO, council.id)
    employer = works_for.id if works_for is not None else None
    if employer != council.id:
        yield from (role_principal(role, council.id) for role in (Role.NAMED_LEAD, Role.AGENCY_LEAD))
    if by.agency_kind is not AgencyKind.COUNCIL and by.agency != employer:
        yield role_principal(Role.AGENCY_LEAD, by.agency)


def tell(*, words: kinds.ToldParts, employer: UUID | None, noticed_on: date, by: Acting, entry_id: UUID | None = None) -> AllegationId:
    """Tell the LADO of an allegation. Its id. Raises Refused, NotPermitted."""
    matter = entry_id or uuid4()
    with viewing(by.viewer):
        append(telling(words=words, employer=employer, noticed_on=noticed_on, by=by, matter=matter), by=by.author)
    return AllegationId(matter)


@contextmanager
def _held(allegation: AllegationId, by: Acting) -> Iterator[Allegation]:
    """An allegation that this person reads, held. Raises LookupError."""
    with viewing(by.viewer):
        if not Allegation.objects.filter(id=allegation).exists():
            raise LookupError("there is no such allegation that this person may see")
    with viewing(by.viewer), holding(allegation):
        yield Allegation.objects.get(id=allegation)


def _record(found: Allegation, facts: Facts, words: str, by: Acting, entry_id: UUID | None) -> None:
    append(Draft(facts=facts, parts=kinds.WordsParts(words=words), room=found.id, id=entry_id or uuid4()), by=by.author)


def acknowledge(*, allegation: AllegationId, handling: Handling, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """The LADO has it, and says how it is handled. Raises Refused, NotPermitted, LookupError."""
    policies.check_lado(by)
    if recorded_before(entry_id, by=by.author, matter=allegation):
        return
    with _held(allegation, by) as found:
        policies.check_not_acknowledged(found)
        _record(found, kinds.AllegationAcknowledged(handling=handling), words, by, entry_id)


def note(*, allegation: AllegationId, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """What was found, said or done, by the LADO or whoever else reads it. Raises NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=allegation):
        return
    with _held(allegation, by) as found:
        _record(found, kinds.AllegationNoted(), words, by, entry_id)


def conclude(*, allegation: AllegationId, outcome: Outcome, barring: Barring, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """What was found, with the reason. Raises Refused, NotPermitted, LookupError."""
    policies.check_lado(by)
    if recorded_before(entry_id, by=by.author, matter=allegation):
        return
    if outcome is Outcome.SUBSTANTIATED and barring is Barring.NOT_NEEDED and len(words.split()) < 3:
        raise Refused("words", "Say why there is no duty to refer somebody of whom this was found")
    with _held(allegation, by) as found:
        policies.check_may_conclude(found)
        _record(found, kinds.AllegationConcluded(outcome=outcome, barring=barring), words, by, entry_id)
