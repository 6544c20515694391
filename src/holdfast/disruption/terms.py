"""What must be agreed before a real installation keeps anything of persons of concern: recorded by those who answer for the partnership.

An impact assessment (UK GDPR art. 35; Data Protection Act 2018 s. 64 for the police), the policy document for conditions that need one (Data Protection
Act 2018 s. 42 and Sch. 1 Pt 4), and the terms between the controllers (UK GDPR art. 26).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from holdfast.database.time import today
from holdfast.database.viewing import EVERYONE
from holdfast.disruption import kinds
from holdfast.disruption.codes import TERM_WORDS, Term
from holdfast.disruption.kinds import MEASURES_ROOM
from holdfast.disruption.models import Agreed
from holdfast.disruption.policies import check_answers_for_an_organisation
from holdfast.partnership.people import Acting
from holdfast.record.append import append, recorded_before
from holdfast.record.entries import Draft, Opening
from holdfast.record.gate import installation
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused


def missing() -> list[Term]:
    """What is not recorded yet."""
    there = set(Agreed.objects.values_list("term", flat=True))
    return [term for term in Term if term not in there]


def check_switched_on() -> None:
    """In a real installation nothing of persons of concern is kept before all of it is recorded. Raises Refused."""
    if installation().nature != "real":
        return
    with reading_all():
        lacking = missing()
    if lacking:
        words = "; ".join(TERM_WORDS[term].lower() for term in lacking)
        raise Refused("words", f"Persons of concern are not kept here before this is recorded: {words}")


def record(*, term: Term, agreed_on: date, where: str, by: Acting, entry_id: UUID | None = None) -> None:
    """One of them is agreed, and it is said where it lies. Raises Refused, NotPermitted."""
    check_answers_for_an_organisation(by)
    once = entry_id or uuid4()
    if recorded_before(once, by=by.author, matter=MEASURES_ROOM):
        return
    if agreed_on > today():
        raise Refused("agreed_on", "The day on which it was agreed must be today or in the past")
    draft = Draft(
        facts=kinds.TermAgreed(term=term, agreed_on=agreed_on),
        parts=kinds.WhereParts(where=where),
        room=MEASURES_ROOM,
        opens=Opening("measures", (EVERYONE,), matter=MEASURES_ROOM, if_absent=True),
        id=once,
    )
    append(draft, by=by.author)
