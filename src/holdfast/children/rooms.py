"""In which room of a case an entry is recorded, and who reads that room from the start.

What is shared with everyone involved is in the core. An organisation's own records, what it tells another, and the child's own account are in rooms
of their own, opened with their first entry; each shows its line in the core.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID, uuid5

from holdfast.children.kinds import case, safety
from holdfast.children.kinds.case import BETWEEN, OWN, WORDS
from holdfast.children.models import Involvement
from holdfast.database.viewing import relation_principal, role_principal
from holdfast.partnership import queries as partnership
from holdfast.partnership.roles import AgencyKind, Role, casework
from holdfast.record.audience import AudienceGranted
from holdfast.record.entries import Draft, Opening
from holdfast.record.kinds import Facts
from holdfast.record.queries import entry_with_id
from holdfast.record.rooms import CORE, room_of
from holdfast.subjects.actions import restricted_opening
from holdfast.subjects.kinds import restricted_room_of

#: Relations to a case that are principals of rooms.
ALLOCATED, MANAGER = "allocated", "manager"

#: To which kind of organisation something is told that every organisation may record. The others are told by whom they name.
_TOLD_TO: dict[type[Facts], AgencyKind] = {
    safety.CrimeReported: AgencyKind.POLICE,
    safety.PreventionInterviewRecorded: AgencyKind.COUNCIL,
    safety.ReturnInterviewRecorded: AgencyKind.COUNCIL,
    safety.NrmIndicated: AgencyKind.COUNCIL,
    safety.NrmReferred: AgencyKind.COUNCIL,
    safety.NrmReasonableGrounds: AgencyKind.COUNCIL,
    safety.NrmConclusiveGrounds: AgencyKind.COUNCIL,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry goes: the room, where its line shows, and how the room is opened if this is the first in it."""

    room: UUID
    cites: tuple[UUID, ...] = ()
    opens: Opening | None = None


@lru_cache(maxsize=2_000)
def own_room_of(case_id: UUID, agency: UUID) -> UUID:
    """The room of one organisation's own records in a case."""
    return uuid5(case_id, f"room/own/{agency}")


def between_room_of(case_id: UUID, *agencies: UUID) -> UUID:
    """The room of what these organisations tell each other in a case."""
    return uuid5(case_id, "room/between/" + "/".join(sorted(str(a) for a in set(agencies))))


def responsible(case_id: UUID) -> tuple[UUID, UUID]:
    """Whoever a case is allocated to, and whoever manages them, at any time, as principals."""
    return relation_principal(ALLOCATED, case_id), relation_principal(MANAGER, case_id)


def place_of(facts: Facts, *, case_id: UUID, agency: UUID) -> Place:
    """Where an entry of a case is recorded, by an organisation."""
    match facts.kind.room:
        case room if room == WORDS:
            return Place(room_of(case_id, WORDS), (room_of(case_id, CORE),), words_opening(case_id))
        case room if room == OWN:
            return _apart(case_id, own_room_of(case_id, agency), OWN, [casework(agency)])
        case room if room == BETWEEN:
            both = _parties(facts, agency)
            return _apart(case_id, between_room_of(case_id, *both), BETWEEN, [casework(a) for a in both])
        case _:
            return Place(room_of(case_id, CORE))


def words_opening(case_id: UUID) -> Opening:
    """How the room of the child's own account is opened, if it is not there."""
    return Opening("case", tuple(_readers_of_words(case_id)), kind=WORDS, matter=case_id, if_absent=True)


def meeting_room(meeting: UUID, kind: str, agencies: Iterable[UUID]) -> Place:
    """A room of a meeting, opened if it is not there for those who work cases in these organisations."""
    opens = Opening("meeting", tuple(casework(a) for a in agencies), kind=kind, matter=meeting, if_absent=True)
    return Place(room_of(meeting, kind), opens=opens)


def _apart(case_id: UUID, room: UUID, kind: str, audience: Iterable[UUID]) -> Place:
    return Place(room, (room_of(case_id, CORE),), Opening("case", tuple(audience), kind=kind, matter=case_id, if_absent=True))


def _parties(facts: Facts, agency: UUID) -> list[UUID]:
    """Who records it, and who is told: the organisation named, the one that asked, or the one whose part it is."""
    other: UUID | None = None
    if isinstance(facts, case.InformationRequested):
        other = facts.agency
    elif isinstance(facts, case.InformationAnswered):
        asked = entry_with_id(facts.answers)
        other = asked.author.agency if asked is not None else None
    elif (told := _TOLD_TO.get(type(facts))) is not None:
        other = _of_kind(told)
    return list(dict.fromkeys(a for a in (agency, other) if a is not None))


def _of_kind(kind: AgencyKind) -> UUID | None:
    if kind is AgencyKind.COUNCIL:
        council = partnership.council()
        return council.id if council else None
    return next((a.id for a in partnership.agencies_of_kind(kind)), None)


def _readers_of_words(case_id: UUID) -> list[UUID]:
    """Who reads the child's own account: whoever the child is allocated to, their manager, the named lead who answers while nobody is, and the lead
    of the police where they are involved.
    """
    council = partnership.council()
    involved = set(Involvement.objects.filter(room_id=case_id).values_list("agency_id", flat=True))
    police = [a.id for a in partnership.agencies_of_kind(AgencyKind.POLICE) if a.id in involved]
    leads = [role_principal(Role.NAMED_LEAD, council.id)] if council else []
    return [*responsible(case_id), *leads, *(role_principal(Role.AGENCY_LEAD, a) for a in police)]


def sight_of(case_id: UUID, person: UUID, agency: UUID, reason: str) -> Iterator[Draft]:
    """What an organisation sees once it is involved: what is shared with everyone, and who the child is.

    The police also see where the child is, because they go there at night; and their lead reads the child's own account.
    """
    sight = AudienceGranted(principal=casework(agency), reason=reason)
    yield from (Draft(facts=sight, room=room) for room in (case_id, person))
    if partnership.agency(agency).kind == AgencyKind.POLICE:
        council = partnership.council()
        where = restricted_opening(person, [council.id] if council else [])
        yield Draft(facts=sight, room=restricted_room_of(person), opens=where)
        lead = AudienceGranted(principal=role_principal(Role.AGENCY_LEAD, agency), reason=reason)
        yield Draft(facts=lead, room=room_of(case_id, WORDS), opens=words_opening(case_id))
