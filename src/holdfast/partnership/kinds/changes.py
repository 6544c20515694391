"""The entries by which what matters to everybody is changed by two people of two organisations: proposed by one, agreed by the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from uuid import UUID

from holdfast.partnership.kinds.arrangements import ReasonParts
from holdfast.partnership.models import ChangeProposal
from holdfast.partnership.roles import AgencyKind
from holdfast.record.entries import Entry
from holdfast.record.kinds import Code, Facts, Parts, kind
from holdfast.record.projection import Change, Put, Remove, projector


class Wide(StrEnum):
    """What no organisation changes alone."""

    #: Somebody takes up a post of a wide role: one whose holder reads what every organisation told, or answers for the partnership.
    APPOINTMENT = "appointment"
    #: Somebody says, from then on, who of an organisation works here.
    ACCOUNT_MANAGER = "account_manager"
    ORGANISATION_JOINS = "organisation_joins"
    ORGANISATION_LEAVES = "organisation_leaves"


class ChangeParts(Parts):
    """Why; and of an organisation that joins its name, and whom it names as its first account manager."""

    reason: str
    organisation: str | None = None
    manager: str | None = None


@kind("change.proposed", version=1, parts=ChangeParts, line="A change was proposed that takes two organisations")
class ChangeProposed(Facts):
    """Nothing changes yet. `agency`: the organisation that it is about, with a number of its own where it is to join. `heir`: of one
    that leaves, which organisation takes over what it owes.
    """

    what: Wide
    agency: UUID
    worker: UUID | None = None
    post: UUID | None = None
    agency_kind: AgencyKind | None = None
    lea: Code | None = None
    heir: UUID | None = None


@kind("change.answered", version=1, parts=ReasonParts, line="A change that takes two organisations was agreed to, or was not")
class ChangeAnswered(Facts):
    proposed: UUID
    agreed: bool


@projector(ChangeProposed)
def changes_proposed(entries: Sequence[Entry[ChangeProposed]]) -> Iterator[Change]:
    for e in entries:
        about = {"what": e.facts.what, "about_agency_id": e.facts.agency, "worker_id": e.facts.worker, "post_id": e.facts.post}
        joins = {"agency_kind": e.facts.agency_kind, "lea": e.facts.lea, "heir_id": e.facts.heir}
        who = {"proposed_by": e.author.worker, "agency_id": e.author.agency, "proposed_at": e.recorded_at}
        yield Put(ChangeProposal, {"id": e.id, "room_id": e.room, **about, **joins, **who})


@projector(ChangeAnswered)
def changes_answered(entries: Sequence[Entry[ChangeAnswered]]) -> Iterator[Change]:
    for e in entries:
        yield Remove(ChangeProposal, {"id": e.facts.proposed})
