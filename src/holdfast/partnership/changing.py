"""What no organisation changes alone: it is proposed by one and counts when somebody of another agrees.

A post of a wide role (its holder reads what every organisation told, or answers for the whole), who manages an organisation's accounts, and which
organisations there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from holdfast.database.viewing import viewing
from holdfast.partnership import actions, kinds, queries
from holdfast.partnership.kinds import PARTNERSHIP_ROOM, Wide
from holdfast.partnership.leaving import affected_by, bound, owed_by, with_all_held
from holdfast.partnership.models import AccountManager, Agency, ChangeProposal, Post, Worker
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import check_manages_accounts, check_manages_people_of, check_may_answer_change, check_takes_over
from holdfast.partnership.roles import WIDE, AgencyKind, Role
from holdfast.record.append import append, append_all, holding, recorded_before
from holdfast.record.entries import Draft
from holdfast.record.refusal import Refused


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A change that takes two organisations. Of one that joins: its name, kind, and whom it names as its first account manager; of one that leaves: which
    organisation takes over what it owes.
    """

    what: Wide
    agency: UUID | None = None
    worker: UUID | None = None
    post: UUID | None = None
    organisation: str | None = None
    manager: str | None = None
    agency_kind: AgencyKind | None = None
    lea: str | None = None
    heir: UUID | None = None


def propose(change: Proposed, *, reason: str, by: Acting, entry_id: UUID | None = None) -> UUID:
    """Propose it to the other organisations. Nothing changes yet. Raises NotPermitted, Refused."""
    check_manages_accounts(by)
    if before := recorded_before(entry_id, by=by.author, matter=PARTNERSHIP_ROOM):
        return before.id
    proposal = entry_id or uuid4()
    with viewing(by.viewer), holding(PARTNERSHIP_ROOM):
        agency = _check(change, by)
        if _waits(change, agency):
            raise Refused("reason", "This has been proposed already, and waits for another organisation")
        facts = kinds.ChangeProposed(
            what=change.what,
            agency=agency if agency is not None else uuid5(proposal, "organisation"),
            worker=change.worker,
            post=change.post,
            agency_kind=change.agency_kind,
            lea=change.lea,
            heir=change.heir,
        )
        parts = kinds.ChangeParts(reason=reason, organisation=change.organisation, manager=change.manager)
        return append(Draft(facts=facts, parts=parts, room=PARTNERSHIP_ROOM, id=proposal), by=by.author).id


def _waits(change: Proposed, agency: UUID | None) -> bool:
    alike = ChangeProposal.objects.filter(what=change.what, worker_id=change.worker, post_id=change.post)
    return agency is not None and alike.filter(about_agency_id=agency).exists()


def _check(change: Proposed, by: Acting) -> UUID | None:
    """What a change is about: an organisation that is there, or None for one that joins. Raises NotPermitted, Refused."""
    match change.what:
        case Wide.APPOINTMENT:
            return _check_appointment(change, by)
        case Wide.ACCOUNT_MANAGER:
            return _check_manager(change, by)
        case Wide.ORGANISATION_LEAVES:
            return _check_leaving(change.agency, change.heir)
        case Wide.ORGANISATION_JOINS:
            if not change.organisation or not change.manager or change.agency_kind is None:
                raise Refused("organisation", "Enter the organisation’s name, its kind, and who will manage its accounts")
            if change.agency_kind is AgencyKind.COUNCIL and queries.council() is not None:
                raise Refused("agency_kind", "There is a council in this partnership already")
            return None


def _worker(worker: UUID | None) -> Worker | None:
    return Worker.objects.filter(id=worker, left_at=None).first() if worker is not None else None


def _post(post: UUID | None) -> Post | None:
    return Post.objects.filter(id=post, ended_at=None).first() if post is not None else None


def _check_appointment(change: Proposed, by: Acting) -> UUID:
    post, worker = _post(change.post), _worker(change.worker)
    if post is None or worker is None or post.agency_id != worker.agency_id:
        raise Refused("post", "Choose a post of the organisation that they work for")
    check_manages_people_of(by, post.agency_id)
    if Role(post.role) not in WIDE:
        raise Refused("post", "This post takes nobody else’s agreement")
    if post.holder_id == worker.id:
        raise Refused("post", "They hold this post already")
    return post.agency_id


def _check_manager(change: Proposed, by: Acting) -> UUID:
    worker = _worker(change.worker)
    if worker is None:
        raise Refused("worker", "Choose somebody who works here")
    if queries.account_managers(worker.agency_id):  # where nobody is left to say so, another organisation's account manager does
        check_manages_people_of(by, worker.agency_id)
    if AccountManager.objects.filter(worker_id=worker.id).exists():
        raise Refused("worker", "They are an account manager already")
    return worker.agency_id


#: A partnership has its three safeguarding partners at all times (Children Act 2004, s. 16E): whoever takes the place of one joins before it leaves.
_NEVER_WITHOUT = (AgencyKind.COUNCIL, AgencyKind.POLICE, AgencyKind.HEALTH)


def _check_leaving(agency: UUID | None, heir: UUID | None) -> UUID:
    found, takes_over = (Agency.objects.filter(id=a, left_at=None).first() if a is not None else None for a in (agency, heir))
    if found is None:
        raise Refused("agency", "Choose an organisation of the partnership")
    if takes_over is None or takes_over.id == found.id or takes_over.kind == AgencyKind.SCRUTINY:
        raise Refused("heir", "Choose another organisation of the partnership, which takes over what it owes. The scrutineer owes nothing")
    if found.kind in _NEVER_WITHOUT and takes_over.kind != found.kind:
        raise Refused("heir", "A partnership is never without its council, police and health. Choose one of the same kind; it joins first")
    if (words := bound(found.id)) is not None:
        raise Refused("agency", words)
    managers = set(queries.account_managers(found.id))
    if others := [w for w in queries.workers_of(found.id) if w.id not in managers]:
        raise Refused(
            "agency", f"{len(others)} of its people are still here. Record that each of them leaves first, so that what they owe passes on"
        )
    if any(affected_by(manager) for manager in managers):
        raise Refused("agency", "Its account managers still owe something, or children are allocated to them: let them hand it over first")
    return found.id


def answer(proposal: UUID, *, agree: bool, reason: str, by: Acting, entry_id: UUID | None = None) -> None:
    """Somebody of another organisation agrees, and it counts; or not, and nothing changes. Raises NotPermitted, Refused."""
    if recorded_before(entry_id, by=by.author, matter=PARTNERSHIP_ROOM):
        return
    with viewing(by.viewer):
        found = ChangeProposal.objects.filter(id=proposal).first()
    if found is None:
        raise Refused("agree", "This was answered already. Nothing was recorded")
    check_may_answer_change(by, proposed_by=found.agency_id, about=found.worker_id)
    if agree and found.what == Wide.ORGANISATION_LEAVES:
        check_takes_over(by, proposed_by=found.agency_id, heir=found.heir_id)
    facts = kinds.ChangeAnswered(proposed=proposal, agreed=agree)
    answered = Draft(facts=facts, parts=kinds.ReasonParts(reason=reason), room=PARTNERSHIP_ROOM, id=entry_id or uuid4())
    if not agree:
        append(answered, by=by.author)
    elif found.what == Wide.APPOINTMENT:
        _appoint(found, answered, by)
    elif found.what == Wide.ORGANISATION_LEAVES:
        _leave(found, answered, by)
    else:
        _carry_out(found, answered, by)


def _appoint(found: ChangeProposal, answered: Draft, by: Acting) -> None:
    with viewing(by.viewer):
        worker, post = _worker(found.worker_id), _post(found.post_id)
    if worker is None or post is None:
        raise Refused("agree", "They have left, or the post was ended, since this was proposed. Answer no")
    actions.take_up(worker=worker.id, post=post.id, hand_over=False, author=by.author, proposed=found.id, before=[answered])


def _carry_out(found: ChangeProposal, answered: Draft, by: Acting) -> None:
    with viewing(by.viewer), holding(PARTNERSHIP_ROOM):
        if not ChangeProposal.objects.filter(id=found.id).exists():
            raise Refused("agree", "This was answered already. Nothing was recorded")
        match Wide(found.what):
            case Wide.ORGANISATION_JOINS:
                drafts = _joins(found)
            case _:
                if (worker := _worker(found.worker_id)) is None:
                    raise Refused("agree", "They have left since this was proposed. Answer no")
                named = kinds.AccountManagerNamed(worker=worker.id, agency=found.about_agency_id, proposed=found.id)
                drafts = [Draft(facts=named, room=PARTNERSHIP_ROOM)]
        append_all([answered, *drafts], by=by.author)


def _joins(found: ChangeProposal) -> list[Draft]:
    words = queries.words_of_change(found.id)
    assert found.agency_kind is not None, "checked when it was proposed"
    agency, worker = found.about_agency_id, uuid5(found.id, "manager")
    joined = kinds.AgencyJoined(agency=agency, agency_kind=AgencyKind(found.agency_kind), lea=found.lea, proposed=found.id)
    return [
        *actions.joining(joined, words["organisation"]),
        *first_manager(agency, worker, words["manager"], proposed=found.id),
    ]


def first_manager(agency: UUID, worker: UUID, name: str, *, proposed: UUID | None = None) -> list[Draft]:
    """The drafts by which somebody joins an organisation as its account manager."""
    joined = kinds.WorkerJoined(worker=worker, agency=agency, proposed=proposed)
    named = kinds.AccountManagerNamed(worker=worker, agency=agency, proposed=proposed)
    return [Draft(facts=joined, parts=kinds.NameParts(name=name), room=PARTNERSHIP_ROOM), Draft(facts=named, room=PARTNERSHIP_ROOM)]


def _leave(found: ChangeProposal, answered: Draft, by: Acting) -> None:
    """What it owed passes on with its leaving, so all of that is held; and nothing is given to it meanwhile. Raises Refused."""

    def record() -> None:
        if not ChangeProposal.objects.filter(id=found.id).exists():
            raise Refused("agree", "This was answered already. Nothing was recorded")
        _check_leaving(found.about_agency_id, found.heir_id)
        append_all([answered, *_leaves(found)], by=by.author)

    if not with_all_held(found.about_agency_id, owed_by, record):
        raise Refused("agree", "It is being given work at this moment. Nothing was recorded: try again")


def _leaves(found: ChangeProposal) -> list[Draft]:
    assert found.heir_id is not None, "checked when it was proposed"
    leavers = queries.workers_of(found.about_agency_id)
    left = [Draft(facts=kinds.WorkerLeft(worker=w.id, post=w.post_id), room=PARTNERSHIP_ROOM) for w in leavers]
    agency_left = kinds.AgencyLeft(agency=found.about_agency_id, heir=found.heir_id, proposed=found.id)
    return [*left, Draft(facts=agency_left, room=PARTNERSHIP_ROOM)]
