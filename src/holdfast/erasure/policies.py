"""Who may bring an order to erase, lift the hold for it and agree to it; and what its state allows.

Two people of two organisations, and the independent scrutineer between them: nobody erases alone, and no organisation erases by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from holdfast.erasure.codes import State
from holdfast.erasure.models import Order
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import LEADS, AgencyKind, Role
from holdfast.record.entries import AnyEntry
from holdfast.record.models import Erased
from holdfast.record.refusal import Refused

#: Whose words can be erased: nothing of an allegation, of who looked, of who is who, or of what was counted.
MATTERS = ("case", "concern", "meeting", "person", "thing")
#: Who reads every order.
READERS = (*LEADS, Role.SCRUTINEER)


def check_answers_for_an_organisation(by: Acting) -> None:
    """Raises NotPermitted."""
    if not by.has_role(*LEADS):
        raise NotPermitted("Only a safeguarding partner or an organisation’s safeguarding lead brings an order to erase, or agrees to one.")


def check_scrutineer(by: Acting) -> None:
    """Raises NotPermitted."""
    if not by.has_role(Role.SCRUTINEER):
        raise NotPermitted("Only the independent scrutineer lifts the legal hold.")


def check_reads(by: Acting) -> None:
    """Raises NotPermitted."""
    if not by.has_role(*READERS):
        raise NotPermitted("Only those who answer for an organisation, and the independent scrutineer, decide on an order to erase.")


def is_theirs(entry: AnyEntry, by: Acting) -> bool:
    """Whether an entry is of this person's organisation; what tellers told and the system recorded is the council's."""
    if entry.author.agency is None:
        return by.agency_kind is AgencyKind.COUNCIL
    return entry.author.agency == by.agency


def check_may_lift(order: Order) -> None:
    """Raises Refused."""
    if order.state != State.ASKED:
        raise Refused("words", "This was decided already. Nothing was recorded")


def check_may_agree(order: Order, by: Acting) -> None:
    """Another person, of another organisation than that which brought it, once the hold is lifted. Raises Refused, NotPermitted."""
    check_answers_for_an_organisation(by)
    if by.agency == order.asked_by_agency_id or by.worker in (order.asked_by_id, order.lifted_by_id):
        raise NotPermitted("This takes someone of another organisation than the one that brought the order.")
    if order.state == State.ASKED:
        raise Refused("words", "Everything is under a legal hold. The independent scrutineer has not lifted it for this order")
    if order.state != State.LIFTED:
        raise Refused("words", "This was decided already. Nothing was recorded")


def check_none_erased(entries: Iterable[UUID]) -> None:
    """Of two orders that name one entry the second erases nothing. Asked as the record's own. Raises Refused."""
    if Erased.objects.filter(entry_id__in=list(entries)).exists():
        raise Refused("words", "Some of these were erased by another order meanwhile. Refuse this one; what is left of it is brought anew")


def check_may_refuse(order: Order) -> None:
    """Raises Refused."""
    if order.state not in (State.ASKED, State.LIFTED):
        raise Refused("words", "This was decided already. Nothing was recorded")
