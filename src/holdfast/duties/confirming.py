"""What a census brought: confirmed by one person, or found not to be so by two.

Whoever loads the census sees no child on the record, and may say of a duty that came from it whether it is so. What somebody says is not so stays owed
until a manager who is somebody else agrees; meanwhile the time after which silence confirms runs on, so that nothing is paused by saying so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID, uuid5

from holdfast.database.time import now
from holdfast.database.viewing import viewing
from holdfast.duties import kinds, policies
from holdfast.duties.escalation import confirmation
from holdfast.duties.models import Duty, State
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import Role
from holdfast.record.append import append_all, holding
from holdfast.record.entries import Draft
from holdfast.record.holding import reading_all

#: How many are taken at once; of more, the next press takes the next.
AT_ONCE = 2_000


@contextmanager
def seeing(acting: Acting) -> Iterator[None]:
    """What this person may see of what their organisation's census brought: the analyst sees the duties, and no child."""
    if acting.role is Role.ANALYST:
        with reading_all():
            yield
    else:
        with viewing(acting.viewer):
            yield


def _waiting(duties: Collection[UUID], by: Acting) -> list[Duty]:
    found = Duty.objects.filter(id__in=duties, owing_agency_id=by.agency, state=State.OPEN, provisional=True)
    return list(found.order_by("id"))


def _record(duties: Sequence[UUID], by: Acting, check: Callable[[Duty, Acting], None], draft: Callable[[Duty], Draft]) -> int:
    """One entry about each of these that still waits, all or none. Raises NotPermitted, Refused."""
    if not policies.may_confirm(by):
        raise NotPermitted("Only a manager or the analyst of the council that loaded the census can say whether what came from it is so.")
    with seeing(by), holding(*{duty.matter_id for duty in _waiting(duties[:AT_ONCE], by)}):
        waiting = _waiting(duties[:AT_ONCE], by)
        for duty in waiting:
            check(duty, by)
        append_all([draft(duty) for duty in waiting], by=by.author)
    return len(waiting)


def confirm(*, duties: Sequence[UUID], by: Acting) -> int:
    """The council confirms duties that came from a census: from here they are like any other. How many were confirmed. Raises NotPermitted, Refused."""
    moment = now()
    return _record(duties, by, policies.check_may_confirm, lambda duty: confirmation(duty, by_silence=False, moment=moment))


def propose_declining(*, duties: Sequence[UUID], reason: str, words: str, by: Acting, proposal: UUID) -> int:
    """Somebody says that these are not so, and why. How many. Raises NotPermitted, Refused."""

    def proposed(duty: Duty) -> Draft:
        facts = kinds.DutyDecliningProposed(duty=duty.id, proposal=proposal, reason=reason)
        return Draft(facts=facts, parts=kinds.Words(words=words), room=duty.room_id, id=proposed_id(proposal, duty.id))

    return _record(duties, by, policies.check_may_confirm, proposed)


def proposed_id(proposal: UUID, duty: UUID) -> UUID:
    """The entry by which one duty was said not to be so."""
    return uuid5(proposal, f"declining/{duty}")


def agree_to_decline(*, proposal: UUID, duties: Sequence[UUID], by: Acting) -> int:
    """A second person agrees that these are not so: nothing is owed by them. How many. Raises NotPermitted, Refused."""

    def declined(duty: Duty) -> Draft:
        standing = {"rule": duty.rule, "owing_agency": duty.owing_agency_id, "owner_post": duty.owning_post, "late_to": duty.late_to}
        why = {"proposal": proposal, "reason": duty.declining_reason or ""}
        return Draft(facts=kinds.DutyDeclined(duty=duty.id, due_at=duty.due_at, serious=duty.serious, **standing, **why), room=duty.room_id)

    return _record(_proposed_in(proposal, duties, by), by, policies.check_may_answer_declining, declined)


def refuse_to_decline(*, proposal: UUID, duties: Sequence[UUID], by: Acting) -> int:
    """A second person does not agree: they wait to be confirmed, as before. How many. Raises NotPermitted, Refused."""
    return _record(
        _proposed_in(proposal, duties, by),
        by,
        policies.check_may_answer_declining,
        lambda duty: Draft(facts=kinds.DutyDecliningRefused(duty=duty.id, proposal=proposal), room=duty.room_id),
    )


def _proposed_in(proposal: UUID, duties: Collection[UUID], by: Acting) -> list[UUID]:
    with seeing(by):
        return list(Duty.objects.filter(declining_id=proposal, id__in=duties, provisional=True).order_by("id").values_list("id", flat=True))
