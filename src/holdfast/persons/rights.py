"""What somebody asks who thinks that something is held of them: looked into, and answered in the words in which everybody is.

To answer one man "nothing is held" and the next "we cannot say" would tell the next. So everybody is answered alike, within a month (UK GDPR art. 12(3)).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID, uuid4

from holdfast.database.time import today
from holdfast.database.viewing import role_principal, viewing
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import LEADS, SEES_NO_CHILD, Role
from holdfast.persons import kinds
from holdfast.persons.codes import Asks
from holdfast.persons.models import RightsRequest
from holdfast.record.append import append, holding, recorded_before
from holdfast.record.entries import Draft, Opening
from holdfast.record.refusal import Refused


def check_may_receive(by: Acting) -> None:
    """Whoever is asked at a desk or on the telephone. Raises NotPermitted."""
    if by.role is None or by.has_role(*SEES_NO_CHILD, Role.SCRUTINEER):
        raise NotPermitted("Pass it to somebody who works with children, or who answers for your organisation.")


def check_answers_requests(by: Acting) -> None:
    """Raises NotPermitted."""
    if not by.has_role(*LEADS):
        raise NotPermitted("Whoever answers for the council, or for the police, answers this.")


def receive(*, parts: kinds.AskedParts, asks: Asks, received_on: date, by: Acting, entry_id: UUID | None = None) -> UUID:
    """Somebody asked. Raises Refused, NotPermitted."""
    check_may_receive(by)
    matter = entry_id or uuid4()
    if recorded_before(entry_id, by=by.author, matter=matter):
        return matter
    if received_on > today():
        raise Refused("received_on", "It was received today or earlier")
    with viewing(by.viewer):
        council = partnership.council()
        if council is None:
            raise Refused("who", "There is no council in this partnership yet that could answer")
        facts = kinds.RequestReceived(asks=asks, received_on=received_on, worker=partnership.agency_lead_of(council.id))
        opens = Opening("rights_request", (role_principal(Role.NAMED_LEAD, council.id), role_principal(Role.AGENCY_LEAD, council.id)))
        append(Draft(facts=facts, parts=parts, room=matter, id=matter, opens=opens), by=by.author)
    return matter


@contextmanager
def _held(request: UUID, by: Acting) -> Iterator[RightsRequest]:
    with viewing(by.viewer):
        if not RightsRequest.objects.filter(id=request).exists():
            raise LookupError("there is no such request that this person may see")
    with viewing(by.viewer), holding(request):
        yield RightsRequest.objects.get(id=request)


def check(*, request: UUID, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """It was looked whether anything is to be put right, and it was. Raises Refused, NotPermitted, LookupError."""
    check_answers_requests(by)
    if recorded_before(entry_id, by=by.author, matter=request):
        return
    with _held(request, by) as found:
        if found.checked_at is not None:
            raise Refused("words", "This was looked into already. Nothing was recorded")
        facts = kinds.RequestChecked(answers=found.received_entry_id, worker=by.worker)
        append(Draft(facts=facts, parts=kinds.CheckedParts(words=words), room=found.id, id=entry_id or uuid4()), by=by.author)


def answer(*, request: UUID, on: date, by: Acting, entry_id: UUID | None = None) -> None:
    """They were answered in the words in which everybody is. Raises Refused, NotPermitted, LookupError."""
    check_answers_requests(by)
    if recorded_before(entry_id, by=by.author, matter=request):
        return
    if on > today():
        raise Refused("on", "They were answered today or earlier")
    with _held(request, by) as found:
        if found.checked_at is None:
            raise Refused("on", "Look first whether anything is to be put right, and put it right where it stands")
        if found.answered_on is not None:
            raise Refused("on", "They were answered already. Nothing was recorded")
        append(
            Draft(facts=kinds.RequestAnswered(answers=found.received_entry_id, on=on), room=found.id, id=entry_id or uuid4()), by=by.author
        )
