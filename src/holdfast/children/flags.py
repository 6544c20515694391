"""Flags: what whoever opens a child's record must know before anything else. Each is looked at again by a day, and ended by a person.

A flag is not corrected: looked at again, it says what is so now, and what it said before stays in what happened.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from holdfast.children import policies
from holdfast.children.holding import draft_of, held
from holdfast.children.ids import CaseId
from holdfast.children.kinds.case import Reason
from holdfast.children.kinds.overview import FlagEnded, FlagRaised, FlagReviewed, FlagWords
from holdfast.children.models import Case, Flag
from holdfast.database.time import today
from holdfast.duties.bounds import check_due_day
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.record.append import append_all, recorded_before
from holdfast.record.queries import opened_parts
from holdfast.record.refusal import Refused


def raise_flag(*, child: CaseId, words: str, danger: bool, review_on: date, by: Acting, entry_id: UUID | None = None) -> None:
    """Raise a flag. Raises Refused, NotPermitted, LookupError."""
    policies.check_may_work(by)
    if recorded_before(entry_id, by=by.author, matter=child):
        return
    with held(child, by) as found:
        policies.check_open(found)
        facts = FlagRaised(danger=danger, review_on=_later(review_on))
        check_due_day(facts)
        append_all([draft_of(found, facts, FlagWords(words=words), by=by, entry_id=entry_id)], by=by.author)


def review_flag(*, child: CaseId, flag: UUID, words: str, danger: bool, review_on: date, by: Acting, entry_id: UUID | None = None) -> None:
    """Look at a flag again: it stays, as it says from now on. Raises Refused, NotPermitted, LookupError."""
    policies.check_may_work(by)
    if recorded_before(entry_id, by=by.author, matter=child):
        return
    with held(child, by) as found:
        facts = FlagReviewed(flag=flag, answers=_standing(found, flag, by).said_by, danger=danger, review_on=_later(review_on))
        check_due_day(facts)
        append_all([draft_of(found, facts, FlagWords(words=words), by=by, entry_id=entry_id)], by=by.author)


def end_flag(*, child: CaseId, flag: UUID, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """End a flag, with the reason. Raises Refused, NotPermitted, LookupError."""
    policies.check_may_work(by)
    if recorded_before(entry_id, by=by.author, matter=child):
        return
    with held(child, by) as found:
        facts = FlagEnded(flag=flag, answers=_standing(found, flag, by).said_by)
        append_all([draft_of(found, facts, Reason(reason=reason), by=by, entry_id=entry_id)], by=by.author)


def _later(review_on: date) -> date:
    if review_on <= today():
        raise Refused("review_on", "The day on which it is looked at again must be after today")
    return review_on


def may_answer(flag: Flag, stands_for: Collection[UUID]) -> bool:
    """Whether an organisation said what the flag says, or took over what the one owed that did: it alone says it again, or ends it."""
    return flag.agency_id in stands_for


def _standing(case: Case, flag: UUID, by: Acting) -> Flag:
    found = Flag.objects.filter(id=flag, case_id=case.id).first()
    if found is None:
        raise Refused("stays", "This flag was ended meanwhile")
    if not may_answer(found, partnership.stands_for(by.agency)):
        raise NotPermitted("The organisation that raised a flag looks at it again, or ends it.")
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """A flag that stands, with what it says."""

    flag: Flag
    words: str


def flags_of(case: UUID) -> list[Said]:
    """The flags that stand on a case, those about danger first; what was marked as filed on the wrong record says nothing. A look was recorded."""
    rows = list(Flag.objects.filter(case_id=case).order_by("-danger", "review_on", "id"))
    words = opened_parts([row.said_by for row in rows], ["words"]) if rows else {}
    return [Said(row, str(words[row.said_by]["words"])) for row in rows if row.said_by in words]
