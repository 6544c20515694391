"""What people do with a notice: tell it, respond to it, do what was agreed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4, uuid5

from holdfast.database.time import today
from holdfast.database.viewing import role_principal, viewing
from holdfast.duties.bounds import check_due_day
from holdfast.notices import kinds, policies
from holdfast.notices.codes import About
from holdfast.notices.ids import NoticeId
from holdfast.notices.models import Notice, Response
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import Role
from holdfast.record.append import append_all, holding, recorded_before
from holdfast.record.audience import AudienceGranted
from holdfast.record.entries import Draft, Opening
from holdfast.record.queries import entry_with_id
from holdfast.record.refusal import Refused


@dataclass(frozen=True)
class ToDo:
    """What somebody of the organisation does, by a day."""

    what: str
    owner: UUID
    due_on: date


def tell(*, about: About, exploitation: bool, words: str, agencies: Sequence[UUID], by: Acting, entry_id: UUID | None = None) -> NoticeId:
    """Tell organisations a list, a report or a recommendation: each owes a response. Its id. Raises Refused, NotPermitted."""
    policies.check_may_tell(by)
    matter = entry_id or uuid4()
    with viewing(by.viewer):
        told = [a.id for a in policies.told(agencies)]
        facts = kinds.NoticeTold(about=about, exploitation=exploitation, agencies=tuple(told))
        opens = Opening("notice", tuple(dict.fromkeys(_readers(told, by))))
        drafts = [Draft(facts=facts, parts=kinds.WordsParts(words=words), room=matter, id=matter, opens=opens)]
        for agency in told:
            asked = kinds.NoticePutTo(agency=agency, exploitation=exploitation)
            drafts.append(Draft(facts=asked, room=matter, id=uuid5(matter, f"put_to/{agency}")))
        append_all(drafts, by=by.author)
    return NoticeId(matter)


def _readers(told: Sequence[UUID], by: Acting) -> Iterator[UUID]:
    """Who answers for each organisation that is told, and for the one that tells it; and whoever told it."""
    yield by.worker
    if by.has_role(Role.SCRUTINEER):
        yield role_principal(Role.SCRUTINEER)
    for agency in (*told, by.agency):
        yield from (role_principal(role, agency) for role in policies.RESPONDS)


@contextmanager
def _held(notice: NoticeId, by: Acting) -> Iterator[Notice]:
    """A notice that this person reads, held. Raises LookupError."""
    with viewing(by.viewer):
        if not Notice.objects.filter(id=notice).exists():
            raise LookupError("there is no such notice that this person may see")
    with viewing(by.viewer), holding(notice):
        yield Notice.objects.get(id=notice)


def respond(*, notice: NoticeId, acts: bool, words: str, by: Acting, todos: Sequence[ToDo] = (), entry_id: UUID | None = None) -> None:
    """Say for one's organisation who does what by when; or why nothing is done. Raises Refused, NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=notice):
        return
    with _held(notice, by) as found:
        asked = Response.objects.filter(room_id=found.id, agency_id=by.agency).first()
        if asked is None:
            raise NotPermitted("Your organisation was not told this.")
        policies.check_may_respond(by, asked.agency_id)
        if asked.responded_at is not None:
            raise Refused("acts", "Your organisation has said what it does. Nothing was recorded")
        if acts and not todos:
            raise Refused("what_1", "Enter who does what by when: that it is noted, or looked into, is no action")
        said = kinds.NoticeResponded(answers=asked.id, acts=acts)
        drafts = [Draft(facts=said, parts=kinds.WordsParts(words=words), room=found.id, id=entry_id or uuid4())]
        for n, todo in enumerate(todos, start=1):
            drafts += _agreed(found, todo, n, by)
        append_all(drafts, by=by.author)


def _agreed(found: Notice, todo: ToDo, n: int, by: Acting) -> list[Draft]:
    """An action of somebody in the organisation, who reads the notice from now. Raises Refused."""
    owner = partnership.worker(todo.owner)
    if owner is None or owner.left_at is not None or owner.agency_id != by.agency:
        raise Refused(f"owner_{n}", "Choose somebody of your organisation who does it")
    if todo.due_on < today():
        raise Refused(f"due_{n}", "The day by which it is done must be today or later")
    facts = kinds.NoticeActionAgreed(owner=todo.owner, due_on=todo.due_on, exploitation=found.exploitation)
    check_due_day(facts)
    sight = AudienceGranted(principal=todo.owner, reason="action")
    return [Draft(facts=sight, room=found.id), Draft(facts=facts, parts=kinds.WhatParts(what=todo.what), room=found.id)]


def action_done(*, notice: NoticeId, action: UUID, words: str, by: Acting, entry_id: UUID | None = None) -> None:
    """An action was done, with what shows it; by its owner, or a manager of the organisation. Raises Refused, NotPermitted, LookupError."""
    if recorded_before(entry_id, by=by.author, matter=notice):
        return
    with _held(notice, by) as found:
        agreed = entry_with_id(action)
        if agreed is None or agreed.matter != found.id or not isinstance(agreed.facts, kinds.NoticeActionAgreed):
            raise Refused("action", "There is no such action here")
        owner = partnership.worker(agreed.facts.owner)
        if owner is None or owner.agency_id != by.agency or not (owner.id == by.worker or by.has_role(*policies.RESPONDS)):
            raise NotPermitted("Whoever owns this action, or a manager of their organisation, says that it was done.")
        facts = kinds.NoticeActionDone(answers=action)
        append_all([Draft(facts=facts, parts=kinds.WordsParts(words=words), room=found.id, id=entry_id or uuid4())], by=by.author)
