"""The front door's part of `verify`: who might record each step, and that what ends a concern was decided and agreed to by two who might.

By role as each entry's author was then; and, worked out again from a concern's own entries, by its state: nobody decided what they had told themself,
whoever agreed was the person who was asked and not whoever decided, and came from another organisation where it must be so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from holdfast.concerns import kinds, policies
from holdfast.partnership.verifying import authority
from holdfast.record.entries import AnyEntry, AuthorType
from holdfast.record.faults import Fault, Verdict
from holdfast.record.kinds import Facts
from holdfast.record.queries import readable_batches
from holdfast.record.verify import also_check

_AT_THE_DOOR: tuple[type[Facts], ...] = (
    kinds.ConcernRead,
    kinds.ConcernTaken,
    kinds.DangerAnswered,
    kinds.ConcernRated,
    kinds.ContactRecorded,
    kinds.ReferralRecorded,
    kinds.IntelligenceRecorded,
    kinds.ChildFound,
    kinds.AdditionRead,
    kinds.AcknowledgedToTeller,
    kinds.OutcomeTold,
    kinds.LadoTold,
    kinds.LadoNotNeeded,
    kinds.AllegedRecorded,
)
_BY_WHO_DECIDES: tuple[type[Facts], ...] = (kinds.ConcernDecided, kinds.SecondReplaced, kinds.ConcernReopened)
for _kinds, _policy in ((_AT_THE_DOOR, policies.check_front_door), (_BY_WHO_DECIDES, policies.check_decides)):
    for _kind in _kinds:
        authority(_kind.kind.name, _policy)

_STEPS = (kinds.ConcernTold, kinds.ConcernDecided, kinds.SecondReplaced, kinds.ConcernCountersigned)


@dataclass
class _Concern:
    """A concern as of some entry: who told it, what was alleged, and the decision that waits."""

    teller: UUID | None = None
    alleged: set[str] = field(default_factory=set)
    decided: AnyEntry | None = None
    second: UUID | None = None

    def take(self, entry: AnyEntry) -> str:
        """Go on with an entry; why whoever recorded it might not, or nothing."""
        match entry.facts:
            case kinds.ConcernTold() as told:
                self.teller, self.alleged = told.teller_worker, set(told.alleged)
                return ""
            case kinds.ConcernDecided() as decided:
                self.decided, self.second = entry, decided.second
                return self._wrong_to_decide(entry, decided)
            case kinds.SecondReplaced() as replaced:
                self.second = replaced.second
                return self._wrong_second()
            case kinds.ConcernCountersigned():
                return self._wrong_to_agree(entry)
        return ""

    def _wrong_to_decide(self, entry: AnyEntry, decided: kinds.ConcernDecided) -> str:
        if entry.author.type is not AuthorType.WORKER:
            return ""
        if entry.author.worker == self.teller:
            return "whoever decided had told it"
        if decided.needs_second != policies.needs_second(decided.decision) or decided.needs_second != (decided.second is not None):
            return "it was decided with a second person where none is asked for, or without one"
        return self._wrong_second()

    def _wrong_second(self) -> str:
        decider = self.decided.author.worker if self.decided is not None else None
        return "whoever was asked to be the second person decided it, or told it" if self.second in {decider, self.teller} - {None} else ""

    def _wrong_to_agree(self, entry: AnyEntry) -> str:
        if self.decided is None or entry.author.worker != self.second:
            return "whoever answered about a decision was not asked"
        serious = policies.needs_another_agency(self.alleged | set(self.decided.facts.alleged))
        if serious and entry.author.agency == self.decided.author.agency:
            return "whoever agreed is of the organisation that decided, and with what is alleged must be of another"
        return ""


@also_check("who decided about concerns")
def check_decisions(verdict: Verdict) -> None:
    """Each decision about a concern, and each answer to one, was by somebody who might, as the concern then stood."""
    concerns: dict[UUID, _Concern] = {}
    for entry in _steps():
        if wrong := concerns.setdefault(entry.matter, _Concern()).take(entry):
            verdict.add(Fault("author could not", wrong, entry=entry.id, room=entry.room))


def _steps() -> Iterator[AnyEntry]:
    """The entries by which a concern is told and decided, in their order; what cannot be read is named elsewhere."""
    for batch in readable_batches("e.kind = ANY(%s) AND e.corrects IS NULL", [[step.kind.name for step in _STEPS]]):
        yield from batch
