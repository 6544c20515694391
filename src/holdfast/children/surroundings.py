"""Who and what is around a child: relatives, the household; phones, vehicles, places and accounts. Each is recorded whole or not at all."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from holdfast.children import policies, queries
from holdfast.children.holding import held
from holdfast.children.ids import CaseId
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.record.append import append_all
from holdfast.subjects.actions import NewPerson, person_drafts, relation_drafts, thing_drafts
from holdfast.subjects.codes import Relation, ThingAspect, ThingKind
from holdfast.subjects.ids import PersonId


def _council() -> list[UUID]:
    council = partnership.council()
    return [council.id] if council else []


def record_relative(*, child: CaseId, name: str, born: date | None, relation: Relation, by: Acting, entry_id: UUID | None = None) -> None:
    """Record someone of the child's family or household, and how they are related: read by one's own organisation and the council's social care.

    Raises NotPermitted, Refused, LookupError.
    """
    policies.check_may_work(by)
    with held(child, by) as found:
        other, child_person = PersonId(entry_id or uuid4()), PersonId(found.person_id)
        agencies = list(dict.fromkeys([by.agency, *_council()]))
        drafts = person_drafts(NewPerson(name=name, born=born), person=other, source=by.agency, agencies=agencies, first_id=entry_id)
        append_all([*drafts, *relation_drafts(child_person, other, relation, source=by.agency)], by=by.author)


def record_thing(
    *, child: CaseId, kind: ThingKind, value: str, aspect: ThingAspect, words: str | None, by: Acting, entry_id: UUID | None = None
) -> None:
    """Record a phone, vehicle, place or account that has to do with the child, as one's own organisation knows it: read by those involved.

    Raises NotPermitted, Refused, LookupError.
    """
    policies.check_may_work(by)
    with held(child, by) as found:
        agencies = list(dict.fromkeys([by.agency, *(i.agency_id for i in queries.agencies_involved(found.id)), *_council()]))
        thing = entry_id or uuid4()
        drafts = thing_drafts(kind, value, aspect, thing=thing, source=by.agency, agencies=agencies, person=found.person_id, words=words)
        append_all(drafts, by=by.author)
