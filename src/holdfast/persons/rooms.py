"""Who reads a person of concern from the start, and how its rooms are opened.

Ordinarily whoever decides about them: the council's front door and its lead, the lead of the police, the vetted group, and whoever owns it. No
organisation's caseworkers as such. Of somebody who works for one of the organisations, or is a member of it, or has the name of somebody who does: a few
named people of other organisations, in a sealed matter; whoever told it is answered in the same words.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from holdfast.database.viewing import relation_principal, role_principal
from holdfast.partnership import queries as partnership
from holdfast.partnership import vetted
from holdfast.partnership.kinds import VETTED
from holdfast.partnership.models import Worker
from holdfast.partnership.roles import AgencyKind, Role
from holdfast.persons.folds import OWNER
from holdfast.persons.kinds import MONITORING, STATUS
from holdfast.record.entries import Opening
from holdfast.record.refusal import Refused
from holdfast.record.rooms import CORE
from holdfast.record.sealed import readers_if_sealed
from holdfast.subjects.keys import name_words

_OF_TYPE = "person_of_concern"


def audience(matter: UUID, kind: str) -> tuple[UUID, ...]:
    """Who reads a room of an ordinary matter from the start."""
    police = [role_principal(Role.AGENCY_LEAD, a.id) for a in partnership.agencies_of_kind(AgencyKind.POLICE)]
    if kind == STATUS:
        workers = [role_principal(role, a.id) for a in partnership.agencies_of_kind(AgencyKind.POLICE) for role in (Role.MANAGER,)]
        return (*police, *workers, VETTED)
    if kind == MONITORING:
        return (role_principal(Role.SCRUTINEER),)
    council = partnership.council()
    leads = [role_principal(Role.NAMED_LEAD, council.id)] if council is not None else []
    return (role_principal(Role.FRONT_DOOR_MANAGER), *leads, *police, VETTED, relation_principal(OWNER, matter))


def check_reads(person: UUID, worker: UUID, field: str) -> None:
    """Of what is sealed only those who read it are asked for anything. Raises Refused."""
    readers = readers_if_sealed(person)
    if readers and worker not in readers:
        raise Refused(field, "Choose one of those who read this")


def further_opening(matter: UUID, kind: str) -> Opening:
    """How another room of a matter that is there is opened, if it is not: as sealed as the matter."""
    return opening(matter, kind, readers_if_sealed(matter))


def opening(matter: UUID, kind: str, readers: Iterable[UUID] = ()) -> Opening:
    """How a room is opened if it is not there: sealed, for these people, where there are any."""
    named = tuple(readers)
    first = kind == CORE
    return Opening(
        _OF_TYPE,
        named or audience(matter, kind),
        kind=kind,
        matter=None if first else matter,
        if_absent=not first,
        sealed=bool(named),
    )


def conflicted(name: str | None, works_for: UUID | None) -> set[UUID]:
    """The organisations whose people must not read of somebody: for which they work, as it is said or as a worker of that name does. Their namesake is
    assessed all the same.
    """
    found = {works_for} if works_for is not None else set()
    words = set(name_words(name or ""))
    if len(words) < 2:
        return found
    directory = partnership.directory()
    for worker, agency in Worker.objects.filter(left_at=None).values_list("id", "agency_id"):
        if set(name_words(directory.name(worker))) <= words:
            found.add(agency)
    return found


def unconflicted(agencies: set[UUID]) -> list[UUID]:
    """The people who read it in place of everybody else: the vetted group without those organisations; where they are not of two organisations, partners
    of others as well. Raises Refused where there are none.
    """
    readers = [(v.worker_id, v.agency_id) for v in vetted.members() if v.agency_id not in agencies]
    for role in (Role.DELEGATED_PARTNER, Role.LEAD_PARTNER, Role.AGENCY_LEAD):
        if len({agency for _, agency in readers}) >= 2:
            break
        readers += [(p.holder_id, p.agency_id) for p in partnership.holders_of(role) if p.holder_id and p.agency_id not in agencies]
    if len({agency for _, agency in readers}) < 2:
        raise Refused("name", "This cannot be recorded here now. Telephone the police, and say so to whoever answers for your organisation")
    return list(dict.fromkeys(worker for worker, _ in readers))
