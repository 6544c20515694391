"""The partnership's part of `verify`: whether each author was who the entry says, in that post of that organisation, and might record what they did.

Worked out from the entries alone, as they stood when something was recorded: who made somebody a manager for an hour in a read model, and put it right
again, leaves what was recorded in that hour. Only what depends on role and organisation alone can be worked out again (`authority`); what depends on the
state of a case is the action's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from holdfast.database.asking import rows
from holdfast.partnership import kinds
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted, check_may_change_for_all, check_may_keep_rota, check_may_set_public_words
from holdfast.partnership.roles import AgencyKind, Role
from holdfast.partnership.vetted import check_may_vet
from holdfast.record.entries import AnyEntry
from holdfast.record.faults import Fault, Verdict
from holdfast.record.queries import readable
from holdfast.record.verify import also_check
from holdfast.record.verify_places import LONGEST_APPEND

Policy = Callable[[Acting], None]
_authority: dict[str, Policy] = {}
_OF_PEOPLE = [
    each.kind.name
    for each in (
        kinds.AgencyJoined,
        kinds.PostCreated,
        kinds.WorkerJoined,
        kinds.WorkerAppointed,
        kinds.WorkerLeft,
        kinds.AccountManagerNamed,
        kinds.AccountManagerEnded,
    )
]
_BATCH = 20_000


def authority(kind: str, policy: Policy) -> None:
    """Declare who may record entries of a kind, by role and organisation alone: a policy that raises NotPermitted."""
    _authority[kind] = policy


for _kinds, _policy in (
    ((kinds.VettedJoined, kinds.VettedLeft, kinds.GraderTrained, kinds.GraderLeft), check_may_vet),
    ((kinds.ShiftSet, kinds.ShiftTakenOff), check_may_keep_rota),
    ((kinds.PublicWordsSet,), check_may_set_public_words),
    ((kinds.WorkingDayProposed, kinds.WorkingDayDeclined), check_may_change_for_all),
):
    for _kind in _kinds:
        authority(_kind.kind.name, _policy)


@dataclass
class _Person:
    """A worker, as of some entry."""

    agency: UUID
    post: UUID | None = None
    here: bool = True
    manages: bool = False


@dataclass
class _People:
    """Who is who as of some entry; and what somebody was shortly before, which a transaction may still have seen."""

    agencies: dict[UUID, AgencyKind] = field(default_factory=dict)
    roles: dict[UUID, Role] = field(default_factory=dict)
    workers: dict[UUID, _Person] = field(default_factory=dict)
    before: dict[UUID, list[tuple[datetime, _Person]]] = field(default_factory=dict)

    def change(self, entry: AnyEntry) -> None:
        """Take in an entry about who is who."""
        facts = entry.facts
        if isinstance(facts, kinds.AgencyJoined):
            self.agencies[facts.agency] = facts.agency_kind
        elif isinstance(facts, kinds.PostCreated):
            self.roles[facts.post] = facts.role
        elif isinstance(facts, kinds.WorkerJoined):
            self.workers[facts.worker] = _Person(facts.agency)
        elif isinstance(facts, kinds.WorkerAppointed):
            if facts.previous_holder is not None:
                self._becomes(facts.previous_holder, entry, post=None)
            self._becomes(facts.worker, entry, post=facts.post)
        elif isinstance(facts, kinds.WorkerLeft):
            self._becomes(facts.worker, entry, post=None, here=False, manages=False)
        elif isinstance(facts, kinds.AccountManagerNamed | kinds.AccountManagerEnded):
            self._becomes(facts.worker, entry, manages=isinstance(facts, kinds.AccountManagerNamed))

    def _becomes(self, worker: UUID, entry: AnyEntry, **changes: Any) -> None:
        if (was := self.workers.get(worker)) is not None:
            self.before.setdefault(worker, []).append((entry.recorded_at, was))
            self.workers[worker] = replace(was, **changes)

    def as_of(self, worker: UUID, at: datetime) -> Iterator[_Person]:
        """What a worker may have been for what was recorded at an instant: the last first."""
        if (now := self.workers.get(worker)) is not None:
            yield now
        for when, was in reversed(self.before.get(worker, [])):
            if at - when > LONGEST_APPEND:
                return
            yield was

    def acting(self, worker: UUID, person: _Person) -> Acting:
        """A worker as one who acts."""
        role = self.roles.get(person.post) if person.post is not None else None
        kind = self.agencies[person.agency]
        return Acting(worker=worker, agency=person.agency, agency_kind=kind, post=person.post, role=role, manages_accounts=person.manages)


@also_check("who recorded what")
def check_authors(verdict: Verdict) -> None:
    """Each entry of a worker is by somebody who was there, in that post of that organisation, and might record it."""
    people, after = _People(), 0
    while found := rows(
        "SELECT e.id, e.position, e.kind, e.room_id, e.recorded_at, e.author_worker, e.author_agency, e.author_post FROM record_entry e "
        "WHERE (e.author_type = 'worker' OR e.kind = ANY(%s)) AND e.position > %s ORDER BY e.position LIMIT %s",
        [_OF_PEOPLE, after, _BATCH],
    ):
        after = found[-1][1]
        changes = {e.id: e for e in readable("e.id = ANY(%s)", [[row[0] for row in found if row[2] in _OF_PEOPLE]])}
        for entry, _, kind, room, at, worker, agency, post in found:
            if worker is not None and (wrong := _wrong(people, kind, at, worker, agency, post)):
                verdict.add(Fault("author could not", wrong, entry=entry, room=room))
            if entry in changes:
                people.change(changes[entry])


def _wrong(people: _People, kind: str, at: datetime, worker: UUID, agency: Any, post: Any) -> str:
    persons = [each for each in people.as_of(worker, at) if each.here and (each.agency, each.post) == (agency, post)]
    if not persons:
        return "whoever recorded it was not in that post of that organisation then, by what was recorded of who is who"
    policy = _authority.get(kind)
    if policy is None:
        return ""
    try:
        policy(people.acting(worker, persons[0]))
    except NotPermitted as why:
        return f"whoever recorded it might not: {why}"
    return ""
