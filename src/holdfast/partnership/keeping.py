"""What an account manager changes alone, of their own organisation: names, posts, who else manages its accounts."""

from __future__ import annotations

from uuid import UUID, uuid4

from holdfast.database.viewing import viewing
from holdfast.partnership import kinds, queries
from holdfast.partnership.kinds import PARTNERSHIP_ROOM
from holdfast.partnership.models import Post, Team, Worker
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import check_manages_people_of
from holdfast.record.append import append, holding, recorded_before
from holdfast.record.entries import Draft
from holdfast.record.kinds import Facts, NoParts, Parts
from holdfast.record.refusal import Refused


def _record(facts: Facts, by: Acting, entry_id: UUID | None, parts: Parts | None = None) -> None:
    append(Draft(facts=facts, parts=parts or NoParts(), room=PARTNERSHIP_ROOM, id=entry_id or uuid4()), by=by.author)


def rename(*, worker: UUID, name: str, by: Acting, entry_id: UUID | None = None) -> None:
    """A worker has another name; what they recorded under the old one stays theirs. Raises NotPermitted, Refused."""
    with viewing(by.viewer), holding(PARTNERSHIP_ROOM):
        found = Worker.objects.filter(id=worker, left_at=None).first()
        if found is None:
            raise Refused("name", "They have left")
        check_manages_people_of(by, found.agency_id)
        _record(kinds.WorkerRenamed(worker=worker), by, entry_id, kinds.NameParts(name=name))


def change_post(*, post: UUID, title: str, team: UUID | None, manager_post: UUID | None, by: Acting, entry_id: UUID | None = None) -> None:
    """What a post is called, its team, and whom it answers to. Its role never changes: that takes another post. Raises NotPermitted, Refused."""
    with viewing(by.viewer), holding(PARTNERSHIP_ROOM):
        _post(post, by)
        if team is not None and not Team.objects.filter(id=team, agency_id=by.agency).exists():
            raise Refused("team", "Choose a team of this organisation")
        if manager_post is not None:
            if not Post.objects.filter(id=manager_post, agency_id=by.agency, ended_at=None).exists():
                raise Refused("manager_post", "Choose a post of this organisation")
            if post in _above(manager_post):
                raise Refused("manager_post", "That post answers to this one, directly or in turn: choose another")
        _record(kinds.PostChanged(post=post, team=team, manager_post=manager_post), by, entry_id, kinds.PostParts(title=title))


def _above(post: UUID | None) -> list[UUID]:
    """A post, and those it answers to in turn."""
    found: list[UUID] = []
    while post is not None and post not in found:
        found.append(post)
        post = Post.objects.filter(id=post).values_list("manager_post_id", flat=True).first()
    return found


def end_post(*, post: UUID, by: Acting, entry_id: UUID | None = None) -> None:
    """A post is no longer there. Raises NotPermitted; Refused while somebody holds it, or another answers to it."""
    if recorded_before(entry_id, by=by.author, matter=PARTNERSHIP_ROOM):
        return
    with viewing(by.viewer), holding(PARTNERSHIP_ROOM):
        found = _post(post, by)
        if found.holder_id is not None:
            raise Refused("post", "Somebody holds it. Move them, or record that they leave, first")
        if Post.objects.filter(manager_post_id=post, ended_at=None).exists():
            raise Refused("post", "Other posts answer to it. Say whom they answer to instead first")
        _record(kinds.PostEnded(post=post), by, entry_id)


def _post(post: UUID, by: Acting) -> Post:
    found = Post.objects.filter(id=post, ended_at=None).first()
    if found is None:
        raise Refused("post", "This post is no longer there")
    check_manages_people_of(by, found.agency_id)
    return found


def end_manager(*, worker: UUID, by: Acting, entry_id: UUID | None = None) -> None:
    """Somebody no longer manages accounts. Raises NotPermitted; Refused for an organisation's last."""
    if recorded_before(entry_id, by=by.author, matter=PARTNERSHIP_ROOM):
        return
    with viewing(by.viewer), holding(PARTNERSHIP_ROOM):
        found = Worker.objects.filter(id=worker).first()
        managers = queries.account_managers(found.agency_id) if found is not None else []
        if found is None or worker not in managers:
            raise Refused("worker", "They are no account manager")
        check_manages_people_of(by, found.agency_id)
        if managers == [worker]:
            raise Refused("worker", "They are your organisation’s last account manager. Another must be named first")
        _record(kinds.AccountManagerEnded(worker=worker), by, entry_id)
