"""Whether everybody who is in the partnership was let in, moved and given their post as its rules say: worked out from the entries alone.

An account manager says it of their own organisation; what reaches beyond one was proposed by one organisation and agreed by another; and the
installation's own word ends when people begin.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from holdfast.partnership import kinds
from holdfast.partnership.arrangement import ArrangementSigned
from holdfast.partnership.kinds import PARTNERSHIP_ROOM, Wide
from holdfast.partnership.roles import LEADS, WIDE, Role
from holdfast.record.entries import AnyEntry, AuthorType
from holdfast.record.faults import Fault, Verdict
from holdfast.record.gate import installation
from holdfast.record.queries import readable
from holdfast.record.verify import also_check

#: What a proposal may bring about, by the kind of the entry.
_BROUGHT_ABOUT: dict[str, Wide] = {
    kinds.WorkerAppointed.kind.name: Wide.APPOINTMENT,
    kinds.AccountManagerNamed.kind.name: Wide.ACCOUNT_MANAGER,
    kinds.AgencyJoined.kind.name: Wide.ORGANISATION_JOINS,
    kinds.AgencyLeft.kind.name: Wide.ORGANISATION_LEAVES,
    kinds.WorkerJoined.kind.name: Wide.ORGANISATION_JOINS,
}
#: What nobody of one organisation records at all without one.
_ALWAYS_TWO = (kinds.AccountManagerNamed, kinds.AgencyJoined, kinds.AgencyLeft)
_BY_SYSTEM = (kinds.AgencyJoined, kinds.PostCreated, kinds.WorkerJoined, kinds.WorkerAppointed, kinds.WorkerLeft, kinds.AccountManagerNamed)


class _Story:
    """The partnership's room, read from its beginning."""

    def __init__(self) -> None:
        self.roles: dict[UUID, Role] = {}
        self.agency_of: dict[UUID, UUID] = {}
        self.holds: dict[UUID, Role | None] = {}
        self.managers: set[UUID] = set()
        self.proposed: dict[UUID, AnyEntry] = {}
        self.agreed: dict[UUID, AnyEntry] = {}
        self.people_began = False

    def read(self, entry: AnyEntry) -> Iterator[str]:
        """What is wrong with an entry, in words; then it is taken in."""
        yield from self._wrong(entry)
        self._take_in(entry)

    def _wrong(self, entry: AnyEntry) -> Iterator[str]:
        facts = entry.facts
        if entry.author.type is not AuthorType.WORKER:
            if self.people_began and installation().nature == "real" and isinstance(facts, _BY_SYSTEM):
                yield "the installation’s own word let somebody in after people had begun to"
            return
        if isinstance(facts, kinds.ChangeAnswered):
            yield from self._answered(entry, facts)
        elif isinstance(facts, ArrangementSigned) and facts.agency != entry.author.agency:
            yield "somebody said that another organisation than theirs signed"
        elif (proposal := getattr(facts, "proposed", None)) is not None and entry.kind.name in _BROUGHT_ABOUT:
            yield from self._brought_about(entry, proposal)
        elif isinstance(facts, _ALWAYS_TWO) or (isinstance(facts, kinds.WorkerAppointed) and self.roles.get(facts.post) in WIDE):
            yield "one organisation alone changed what takes two"
        elif (agency := self._about(facts)) is not None and (agency != entry.author.agency or entry.author.worker not in self.managers):
            yield "somebody who is not an account manager of that organisation changed who is who in it"

    def _about(self, facts: object) -> UUID | None:
        """The organisation whose people an entry is about."""
        if isinstance(facts, kinds.TeamFormed | kinds.PostCreated | kinds.WorkerJoined):
            return facts.agency
        if isinstance(facts, kinds.ChangeProposed):
            return self.agency_of.get(facts.worker) if facts.what is Wide.APPOINTMENT and facts.worker is not None else None
        if isinstance(facts, kinds.PostChanged | kinds.PostEnded):
            return self.agency_of.get(facts.post)
        if isinstance(facts, kinds.WorkerAppointed | kinds.WorkerRenamed | kinds.WorkerHandedOver | kinds.AccountManagerEnded):
            return self.agency_of.get(facts.worker)
        if isinstance(facts, kinds.WorkerLeft) and not self._leaves_with_organisation(facts.worker):
            return self.agency_of.get(facts.worker)
        return None

    def _leaves_with_organisation(self, worker: UUID) -> bool:
        agency = self.agency_of.get(worker)
        return any(self._about_leaving(proposal, agency) for proposal in self.agreed)

    def _about_leaving(self, proposal: UUID, agency: UUID | None) -> bool:
        found = self.proposed.get(proposal)
        return found is not None and found.facts.what is Wide.ORGANISATION_LEAVES and found.facts.agency == agency

    def _answered(self, entry: AnyEntry, facts: kinds.ChangeAnswered) -> Iterator[str]:
        proposal = self.proposed.get(facts.proposed)
        if proposal is None or proposal.author.agency == entry.author.agency:
            yield "a change was answered by the organisation that proposed it, or by nobody’s proposal"
        worker = entry.author.worker
        if worker not in self.managers and (worker is None or self.holds.get(worker) not in LEADS):
            yield "a change was answered by somebody who may not"

    def _brought_about(self, entry: AnyEntry, proposal: UUID) -> Iterator[str]:
        found, answer = self.proposed.get(proposal), self.agreed.get(proposal)
        if found is None or answer is None or answer.author != entry.author:
            yield "what takes two organisations was recorded without both"
        elif not self._is_what_was_proposed(entry, found):
            yield "what was recorded is not what was proposed"

    def _is_what_was_proposed(self, entry: AnyEntry, found: AnyEntry) -> bool:
        facts, wanted = entry.facts, found.facts
        if isinstance(facts, kinds.WorkerAppointed):
            return wanted.what is Wide.APPOINTMENT and (wanted.worker, wanted.post) == (facts.worker, facts.post)
        if isinstance(facts, kinds.AccountManagerNamed) and wanted.what is Wide.ACCOUNT_MANAGER:
            return bool(wanted.worker == facts.worker)
        if isinstance(facts, kinds.AgencyLeft):
            both = (found.author.agency, entry.author.agency)
            leaves = wanted.what is Wide.ORGANISATION_LEAVES and (wanted.agency, wanted.heir) == (facts.agency, facts.heir)
            return leaves and facts.heir in both
        return wanted.what is Wide.ORGANISATION_JOINS and bool(wanted.agency == facts.agency)

    def _take_in(self, entry: AnyEntry) -> None:
        facts = entry.facts
        self.people_began |= entry.author.type is AuthorType.WORKER
        if isinstance(facts, kinds.PostCreated):
            self.roles[facts.post], self.agency_of[facts.post] = facts.role, facts.agency
        elif isinstance(facts, kinds.WorkerJoined):
            self.agency_of[facts.worker] = facts.agency
        elif isinstance(facts, kinds.WorkerAppointed):
            if facts.previous_holder is not None:
                self.holds[facts.previous_holder] = None
            self.holds[facts.worker] = self.roles.get(facts.post)
        elif isinstance(facts, kinds.AccountManagerNamed):
            self.managers.add(facts.worker)
        elif isinstance(facts, kinds.AccountManagerEnded | kinds.WorkerLeft):
            self.managers.discard(facts.worker)
        elif isinstance(facts, kinds.ChangeProposed):
            self.proposed[entry.id] = entry
        elif isinstance(facts, kinds.ChangeAnswered) and facts.agreed:
            self.agreed[facts.proposed] = entry


@also_check("who was let in, and by whom")
def check_people(verdict: Verdict) -> None:
    """Everybody who is here was let in and given their post by who may."""
    story = _Story()
    for entry in readable("e.room_id = %s", [PARTNERSHIP_ROOM]):
        for wrong in story.read(entry):
            verdict.add(Fault("author could not", wrong, entry=entry.id, room=entry.room))
