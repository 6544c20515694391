"""Keeping the catalogue of measures: that a row was signed, and who answers for a body."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from holdfast.database.viewing import EVERYONE, viewing
from holdfast.disruption import kinds, policies, queries
from holdfast.disruption.catalogue import bodies, measure
from holdfast.disruption.kinds import MEASURES_ROOM
from holdfast.partnership.models import Post
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import AgencyKind
from holdfast.record.append import append, recorded_before
from holdfast.record.entries import Draft, Opening
from holdfast.record.kinds import Facts, Parts
from holdfast.record.models import RoomHead
from holdfast.record.refusal import Refused


def record_signature(*, code: str, lawyer: str, signed_on: date, words: str | None, by: Acting, entry_id: UUID | None = None) -> None:
    """A lawyer signed a row as it reads now. Raises Refused, NotPermitted, KeyError."""
    policies.check_answers_for_an_organisation(by)
    if recorded_before(entry_id, by=by.author, matter=MEASURES_ROOM):
        return
    found = measure(code)
    policies.check_signed_on(signed_on, found)
    facts = kinds.MeasureSigned(measure=code, digest=found.digest, signed_on=signed_on)
    _record(facts, kinds.LawyerParts(lawyer=lawyer, words=words), by, entry_id)


def set_holder(*, body: str, post: UUID, outside: str | None, by: Acting, entry_id: UUID | None = None) -> None:
    """A post answers for a body; or, where the body is outside the partnership and is called so, asks it. Raises Refused, NotPermitted."""
    policies.check_answers_for_an_organisation(by)
    if recorded_before(entry_id, by=by.author, matter=MEASURES_ROOM):
        return
    if body == queries.DECONFLICTION and by.agency_kind is not AgencyKind.POLICE:
        raise Refused("post", "Only the police say who their one contact is")
    if body not in (*bodies(), queries.DECONFLICTION):
        raise Refused("body", "There is no such body in the catalogue")
    with viewing(by.viewer):
        found = Post.objects.filter(id=post).first()
    if found is None:
        raise Refused("post", "Choose a post of your organisation")
    policies.check_own_post(found, by)
    _record(kinds.HolderSet(body=body, post=post, outside=outside is not None), kinds.OutsideParts(outside=outside), by, entry_id)


def _record(facts: Facts, parts: Parts, by: Acting, entry_id: UUID | None) -> None:
    with viewing(by.viewer):
        there = RoomHead.objects.filter(room_id=MEASURES_ROOM).exists()
        opens = None if there else Opening("measures", (EVERYONE,))
        append(Draft(facts=facts, parts=parts, room=MEASURES_ROOM, opens=opens, id=entry_id or uuid4()), by=by.author)
