"""Closing a case: never while a duty is open; with a second signatory after section 47; with whoever answers for the organisation where duties were
ended as "cannot now be done" (row 15).
"""

from __future__ import annotations

from uuid import UUID

from holdfast.children import policies
from holdfast.children.authorising import ask
from holdfast.children.codes import CLOSURES
from holdfast.children.holding import draft_of, held
from holdfast.children.ids import CaseId
from holdfast.children.kinds import case
from holdfast.children.kinds.pathway import Section47Started
from holdfast.duties.models import Duty, State
from holdfast.duties.queries import open_duties_of
from holdfast.partnership.people import Acting
from holdfast.record.append import append_all, recorded_before
from holdfast.record.queries import entries_of_room
from holdfast.record.refusal import Refused


def close_case(*, child: CaseId, reason: str, words: str, by: Acting, entry_id: UUID | None = None) -> bool:
    """Close a case. Refused while any duty is open (row 15; trap: auto-close). Whether it is closed: where it takes a second person, it waits for them.

    Raises Refused, NotPermitted.
    """
    policies.check_may_close(by)
    if recorded_before(entry_id, by=by.author, matter=child):
        return True
    if reason not in CLOSURES:
        raise Refused("reason", "Choose a reason from the list")
    with held(child, by) as found:
        policies.check_open(found)
        if waiting := open_duties_of(child):
            raise Refused("duties", policies.still_open(waiting))
        cannot = Duty.objects.filter(matter_id=child, state=State.CANNOT).count()
        enquired = any(isinstance(e.facts, Section47Started) for e in entries_of_room(child))
        facts = case.CaseClosed(reason=reason, cannot=cannot)
        draft = draft_of(found, facts, case.Reason(reason=words), entry_id=None if cannot or enquired else entry_id, by=by)
        if cannot or enquired:
            ask(found, [draft], by=by, lead=bool(cannot), entry_id=entry_id)
            return False
        append_all([draft], by=by.author)
    return True
