"""Changing a local value: one organisation proposes, someone of another agrees or not; within the rule's bounds, whoever agrees.

A clock that the council owes, or may owe, is never changed without the council. What is loosened shows to everyone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

from holdfast.database.viewing import EVERYONE, viewing
from holdfast.duties import kinds, policies
from holdfast.duties.clocks import Allowed, Unit
from holdfast.duties.kinds import RULES_ROOM
from holdfast.duties.models import RuleProposal, RuleValue
from holdfast.duties.rulebook import Rule, rule
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import check_second_organisation
from holdfast.record.append import append, holding, recorded_before
from holdfast.record.entries import Draft, Opening
from holdfast.record.models import RoomHead
from holdfast.record.refusal import Refused


def value_of(found: Rule) -> Allowed:
    """The value in force. Raises Refused for a duty whose day is agreed each time."""
    if found.allowed is None:
        raise Refused("amount", "This duty’s day is agreed each time; it has no length to change.")
    value = RuleValue.objects.filter(rule=found.code).first()
    return Allowed(value.amount, Unit(value.unit)) if value else found.allowed


def _check_change(found: Rule, after: Allowed) -> Allowed:
    before = value_of(found)
    policies.check_bounds(found, after)
    if after == before:
        raise Refused("amount", "This is the value already in force")
    return before


def propose(*, code: str, amount: int, unit: Unit, reason: str, by: Acting, entry_id: UUID | None = None) -> UUID:
    """Propose a local value; nothing changes yet. Raises NotPermitted, Refused."""
    found = rule(code)
    policies.check_may_change_rule(by, found)
    if before := recorded_before(entry_id, by=by.author, matter=RULES_ROOM):
        return before.id
    with viewing(by.viewer):
        _check_change(found, Allowed(amount, unit))
        if RuleProposal.objects.filter(rule=code, agency_id=by.agency).exists():
            raise Refused("amount", "Your organisation has proposed a change of this already. It waits for another organisation")
        opens = None if RoomHead.objects.filter(room_id=RULES_ROOM).exists() else Opening("rules", (EVERYONE,))
        facts = kinds.RuleChangeProposed(rule=code, amount=amount, unit=unit)
        draft = Draft(facts=facts, parts=kinds.Reason(reason=reason), room=RULES_ROOM, opens=opens, id=entry_id or uuid4())
        return append(draft, by=by.author).id


@contextmanager
def _proposed(proposal: UUID, by: Acting) -> Iterator[RuleProposal]:
    with viewing(by.viewer), holding(RULES_ROOM):
        found = RuleProposal.objects.filter(id=proposal).first()
        if found is None:
            raise Refused("proposal", "This was answered already. Nothing was recorded.")
        yield found


def agree(*, proposal: UUID, reason: str, by: Acting, entry_id: UUID | None = None) -> UUID:
    """Someone of another organisation agrees: it is in force from now, for clocks that start. Raises NotPermitted, Refused."""
    with _proposed(proposal, by) as proposed:
        found, after = rule(proposed.rule), Allowed(proposed.amount, Unit(proposed.unit))
        check_second_organisation(by, proposed_by=proposed.agency_id, council=policies.council_owes(found))
        before = _check_change(found, after)
        assert found.allowed is not None
        facts = kinds.RuleValueChanged(
            proposed=proposal,
            proposed_by=proposed.proposed_by,
            rule=proposed.rule,
            amount=after.amount,
            unit=after.unit,
            loosened=after.about_minutes > found.allowed.about_minutes,
            before_amount=before.amount,
            before_unit=before.unit,
        )
        return append(Draft(facts=facts, parts=kinds.Reason(reason=reason), room=RULES_ROOM, id=entry_id or uuid4()), by=by.author).id


def decline(*, proposal: UUID, reason: str, by: Acting, entry_id: UUID | None = None) -> UUID:
    """It is not agreed, by another organisation; or the one that proposed it takes it back. Raises NotPermitted, Refused."""
    with _proposed(proposal, by) as proposed:
        policies.check_may_change_rule(by, rule(proposed.rule))
        facts = kinds.RuleChangeDeclined(proposed=proposed.id)
        return append(Draft(facts=facts, parts=kinds.Reason(reason=reason), room=RULES_ROOM, id=entry_id or uuid4()), by=by.author).id
