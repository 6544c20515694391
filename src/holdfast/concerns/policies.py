"""Who may do what with a concern, and what its state allows."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from holdfast.concerns.codes import ALLEGED_WORDS, ENDS_IT, OPENS_CASE, SERIOUS, Alleged, AllegedIs, Decision, State
from holdfast.concerns.models import Concern, Telling
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import Role
from holdfast.record.refusal import Refused

FRONT_DOOR = (Role.FRONT_DOOR, Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS)
DECIDERS = (Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS)
#: Who may be the second person within the council: another manager.
SECOND_INSIDE = (Role.MANAGER, Role.FRONT_DOOR_MANAGER, Role.NAMED_LEAD)
#: Who may be the second person in another organisation.
SECOND_OUTSIDE = (Role.AGENCY_LEAD, Role.MANAGER, Role.DELEGATED_PARTNER)


def check_front_door(by: Acting) -> None:
    if not by.has_role(*FRONT_DOOR):
        raise NotPermitted("Only those at the front door, or out of hours, can do this.")


def check_decides(by: Acting) -> None:
    """Whoever decides at the front door, or out of hours. Raises NotPermitted."""
    if not by.has_role(*DECIDERS):
        raise NotPermitted("Only a front door manager, or the out-of-hours team, decides what happens with a concern.")


def check_lado_waits(concern: Concern) -> None:
    if not concern.alleges_authority:
        raise Refused("works", "Record first that something done by a person in authority is alleged")
    if concern.lado_answered_at is not None:
        raise Refused("works", "This was answered already. Nothing was recorded")


def check_may_decide(by: Acting, concern: Concern) -> None:
    """A manager of the front door, or whoever answers out of hours; not someone who told it; and only what is not yet decided."""
    check_decides(by)
    if concern.teller_worker_id == by.worker:
        raise NotPermitted("You told this concern yourself. Someone else decides what happens with it.")
    if concern.state == State.DECIDED:
        raise Refused("decision", "This has been decided already. Nothing was recorded.")
    if concern.state == State.AWAITING_SECOND:
        raise Refused("decision", "A decision waits for the second person already. Nothing was recorded.")


def needs_second(decision: Decision) -> bool:
    """What ends it at the front door takes a second person (failing 13; trap: default NFA)."""
    return decision in ENDS_IT


def needs_another_agency(alleged: object) -> bool:
    """The second person comes from another organisation where this is alleged."""
    return isinstance(alleged, list | tuple | frozenset | set) and any(a in SERIOUS for a in alleged)


def check_second(second: Acting | None, *, decider: Acting, concern: Concern, alleged: object) -> None:
    """Whether this person may be asked to be the second. Raises Refused."""
    if second is None:
        raise Refused("second", "Choose who will be the second person")
    if second.worker in (decider.worker, concern.decided_by_id, concern.teller_worker_id):
        raise Refused("second", "Choose someone else: nobody agrees with themself")
    if needs_another_agency(alleged):
        if second.agency == decider.agency or not second.has_role(*SECOND_OUTSIDE):
            raise Refused("second", "With what is alleged here, the second person must be a lead or manager of another organisation")
    elif not second.has_role(*(SECOND_INSIDE if second.agency == decider.agency else SECOND_OUTSIDE)):
        raise Refused("second", "Choose a manager")


def check_alleged(alleged: Sequence[Alleged], found: AllegedIs | None, *, told: Sequence[str]) -> AllegedIs:
    """What the front door says of what is alleged; "nothing" is no answer where something was. Raises Refused."""
    if alleged:
        return AllegedIs.ALLEGED
    if found is None or found is AllegedIs.ALLEGED:
        raise Refused("alleged", "Say what is alleged; or that nothing of this kind is; or that it was asked and is not known")
    if found is AllegedIs.NONE and told:
        raise Refused("alleged", "Something was alleged here. Record what; what you make of it belongs in the reason")
    return found


def check_why_otherwise(alleged: Sequence[Alleged], why: str | None, *, told: Sequence[str]) -> None:
    """To leave out something serious that was alleged before takes a reason, which stands beside it (failing S5). Raises Refused."""
    left_out = [a for a in told if Alleged(a) in SERIOUS and a not in alleged]
    if left_out and not why:
        words = "; ".join(ALLEGED_WORDS[Alleged(a)].lower() for a in left_out)
        raise Refused("why", f"This was alleged before: {words}. Say why it is recorded without it")


def check_may_replace_second(by: Acting, concern: Concern) -> None:
    """Whoever may decide may ask another person to be the second, while the decision waits. Raises Refused, NotPermitted."""
    check_decides(by)
    if concern.state != State.AWAITING_SECOND:
        raise Refused("second", "This does not wait for a second person. Nothing was recorded.")


def check_may_reopen(by: Acting, concern: Concern) -> None:
    """Raises Refused, NotPermitted."""
    check_decides(by)
    if concern.state != State.DECIDED:
        raise Refused("reason", "This has not been decided. Nothing was recorded.")


def check_children(decision: Decision, children: Sequence[UUID]) -> None:
    if decision in OPENS_CASE and not children:
        raise Refused("children", "Say which child this is about: find them or record them first")


def check_may_countersign(by: Acting, concern: Concern) -> None:
    """Only the person who was asked, and never whoever decided."""
    if concern.state != State.AWAITING_SECOND:
        raise Refused("agrees", "This does not wait for a second person. Nothing was recorded.")
    if by.worker == concern.decided_by_id:
        raise NotPermitted("You decided this. Someone else must agree.")
    if by.worker != concern.second_id:
        raise NotPermitted("Someone else was asked to be the second person.")


def check_told_by(by: Acting, concern: Telling) -> None:
    if concern.teller_worker_id != by.worker:
        raise NotPermitted("Only the person who told this can do that.")
