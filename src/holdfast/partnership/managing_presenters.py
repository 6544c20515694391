"""Who works in an organisation, its posts, and what waits for another organisation, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from holdfast.pages.components import Column, anchor
from holdfast.pages.forms import Choice
from holdfast.partnership import queries
from holdfast.partnership.kinds import Wide
from holdfast.partnership.leaving import Passing
from holdfast.partnership.managing_forms import AGENCY_KINDS, NOBODY
from holdfast.partnership.models import ChangeProposal, Post
from holdfast.partnership.queries import Directory
from holdfast.partnership.roles import DESCRIPTIONS, ROLES_OF, WIDE, AgencyKind, Role

PEOPLE = (Column("Name"), Column("Post"), Column("Role"))
POSTS = (Column("Post"), Column("Role"), Column("Held by"), Column("Answers to"))


def people_rows(agency: UUID, directory: Directory, href: str) -> list[list[object]]:
    """Everybody who works in an organisation, by name, each with their post; `href` ends in the place of the worker's id."""
    managers = set(queries.account_managers(agency))
    rows: list[list[object]] = []
    for worker in sorted(queries.workers_of(agency), key=lambda w: directory.name(w.id).casefold()):
        role = directory.role_of_post.get(worker.post_id) if worker.post_id is not None else None
        words = DESCRIPTIONS[Role(role)].name if role is not None else "no post yet"
        if worker.id in managers:
            words += "; account manager"
        post = directory.name(worker.post_id) if worker.post_id is not None else "none"
        rows.append([anchor(directory.name(worker.id), href.format(worker.id)), post, words])
    return rows


def post_rows(agency: UUID, directory: Directory, href: str) -> list[list[object]]:
    """An organisation's posts, each with whoever holds it."""
    return [
        [
            anchor(directory.name(post.id), href.format(post.id)),
            DESCRIPTIONS[Role(post.role)].name,
            directory.name(post.holder_id) if post.holder_id is not None else "nobody now",
            directory.name(post.manager_post_id) if post.manager_post_id is not None else "none",
        ]
        for post in sorted(queries.posts_of(agency), key=lambda p: directory.name(p.id).casefold())
    ]


def post_choices(posts: Iterable[Post], directory: Directory) -> list[Choice]:
    """Posts to choose from, each with whoever holds it and whether it takes another organisation."""

    def label(post: Post) -> str:
        held = f", held by {directory.name(post.holder_id)}" if post.holder_id is not None else ""
        return f"{directory.name(post.id)}{held}{' (another organisation must agree)' if Role(post.role) in WIDE else ''}"

    return sorted((Choice(str(post.id), label(post)) for post in posts), key=lambda c: c.label)


def or_none(choices: list[Choice], words: str) -> list[Choice]:
    """Choices, after one that chooses none of them."""
    return [Choice(NOBODY, words), *choices]


def chosen(value: str) -> UUID | None:
    """What was chosen of `or_none`."""
    return None if value in ("", NOBODY) else UUID(value)


def role_choices(kind: AgencyKind) -> list[Choice]:
    """The roles that a post of such an organisation may have, each with what it is for."""
    return [Choice(role, f"{DESCRIPTIONS[role].name}: {DESCRIPTIONS[role].purpose}") for role in ROLES_OF[kind]]


def passing_words(passing: Iterable[Passing], directory: Directory) -> list[str]:
    """What passes on, each in a sentence."""

    def words(each: Passing) -> str:
        what = f"{each.count:,} {each.one if each.count == 1 else each.many}"
        if not each.has_heir:
            return what
        if each.to is None:
            return f"{what}, to nobody yet: whoever is above is told"
        return f"{what}, to {directory.name(each.to)}, {directory.name(directory.post_of_worker.get(each.to))}"

    return sorted(words(each) for each in passing)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change that waits for another organisation."""

    id: UUID
    words: str
    by: str
    mine: bool


def change_words(found: ChangeProposal, directory: Directory, words: dict[str, str], agency: UUID) -> str:
    """What would change, as somebody of an organisation may know it: names within their own, posts outside."""
    who = directory.known_to(found.worker_id, agency) if found.worker_id is not None else ""
    match Wide(found.what):
        case Wide.APPOINTMENT:
            role = DESCRIPTIONS[Role(directory.role_of_post[found.post_id])].name if found.post_id is not None else ""
            post = f"{directory.name(found.post_id)} ({role}) of {directory.name(found.about_agency_id)}"
            if found.about_agency_id != agency:
                return f"Somebody would take up the post {post}"
            return f"{directory.name(found.worker_id)} would take up the post {post}"
        case Wide.ACCOUNT_MANAGER:
            if found.about_agency_id != agency:
                return f"{who} would manage the accounts of {directory.name(found.about_agency_id)}"
            return f"{directory.name(found.worker_id)} would manage your organisation’s accounts"
        case Wide.ORGANISATION_JOINS:
            kind = AGENCY_KINDS[AgencyKind(found.agency_kind)] if found.agency_kind is not None else ""
            return f"{words.get('organisation', '')} ({kind}) would join; {words.get('manager', '')} would manage its accounts"
        case Wide.ORGANISATION_LEAVES:
            heir = f"; {directory.name(found.heir_id)} would take over what it owes" if found.heir_id is not None else ""
            return f"{directory.name(found.about_agency_id)} would leave the partnership{heir}"


def waiting_rows(agency: UUID, directory: Directory) -> list[Waiting]:
    """Every change that waits, the longest first."""
    return [
        Waiting(
            found.id,
            change_words(found, directory, queries.words_of_change(found.id), agency),
            directory.post_and_agency(found.proposed_by),
            found.agency_id == agency,
        )
        for found in queries.change_proposals()
    ]
