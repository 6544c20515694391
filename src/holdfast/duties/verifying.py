"""The duties' part of `verify`: each clock that the system started, worked out again from the entries.

Who tampers with a rule, a bank holiday or the program while something is recorded, and puts it right again, leaves a duty that is due when it should not
be. What was allowed and which days were worked is taken from the entries as they stood when the duty was opened: a local value or a declared day counts
from the entry that declared it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from holdfast.duties.clocks import Allowed, Calendar
from holdfast.duties.history import due_of, start_of
from holdfast.duties.kinds import DutyOpened, DutyPassedOn, RuleValueChanged
from holdfast.duties.opening import duty_id
from holdfast.duties.rulebook import Rule, rule
from holdfast.partnership.kinds import AgencyLeft, WorkingDayChanged
from holdfast.partnership.policies import check_may_change_for_all
from holdfast.partnership.verifying import authority
from holdfast.partnership.working_days import WorkingCalendar, is_bank_holiday
from holdfast.record.entries import AnyEntry
from holdfast.record.faults import Fault, Verdict
from holdfast.record.queries import readable, readable_batches
from holdfast.record.verify import also_check
from holdfast.record.verify_places import LONGEST_APPEND
from holdfast.when import london_day

_KINDS = [DutyOpened.kind.name, RuleValueChanged.kind.name, WorkingDayChanged.kind.name]


@dataclass
class _AsOf:
    """What was allowed, and which days were declared, as of some entry; and as of each change shortly before it, which a transaction may not have seen."""

    values: dict[str, Allowed] = field(default_factory=dict)
    days: dict[date, bool] = field(default_factory=dict)
    before: list[tuple[datetime, dict[str, Allowed], dict[date, bool]]] = field(default_factory=list)

    def change(self, entry: AnyEntry) -> None:
        """Take in an entry that changes either."""
        self.before.append((entry.recorded_at, self.values, self.days))
        facts = entry.facts
        if isinstance(facts, RuleValueChanged):
            self.values = {**self.values, facts.rule: Allowed(facts.amount, facts.unit)}
        else:
            self.days = {**self.days, facts.day: facts.working}

    def states(self, at: datetime) -> Iterator[tuple[dict[str, Allowed], dict[date, bool]]]:
        """What may have been so for what was recorded at an instant: the last first."""
        yield self.values, self.days
        for when, values, days in reversed(self.before):
            if at - when > LONGEST_APPEND:
                return
            yield values, days


authority(RuleValueChanged.kind.name, check_may_change_for_all)
authority(WorkingDayChanged.kind.name, check_may_change_for_all)


@also_check("when duties are due")
def check_due_times(verdict: Verdict) -> None:
    """Every duty that an entry opened starts, and is due, when its rule says. Those from a census are counted by `history`, and confirmed by people."""
    as_of = _AsOf()
    for batch in readable_batches("e.kind = ANY(%s)", [_KINDS]):
        opened = [entry for entry in batch if isinstance(entry.facts, DutyOpened) and not entry.facts.provisional]
        triggers = {e.id: e for e in readable("e.id = ANY(%s)", [list({entry.facts.trigger for entry in opened})])}
        for entry in batch:
            if not isinstance(entry.facts, DutyOpened):
                as_of.change(entry)
            elif not entry.facts.provisional and (wrong := _wrong(entry, triggers.get(entry.facts.trigger), as_of)):
                verdict.add(Fault("due time is another", wrong, entry=entry.id, room=entry.room))


@also_check("what passed on when an organisation left")
def check_passed_on(verdict: Verdict) -> None:
    """No duty is another organisation's by the leaving of one that did not leave, or that left it to others."""
    heirs = {(e.facts.agency, e.facts.heir) for e in readable("e.kind = %s", [AgencyLeft.kind.name])}
    for entry in readable("e.kind = %s", [DutyPassedOn.kind.name]):
        if (entry.facts.left, entry.facts.owing_agency) not in heirs:
            verdict.add(
                Fault("author could not", "it was passed on as if an organisation had left it to this one", entry=entry.id, room=entry.room)
            )


def _wrong(entry: AnyEntry, trigger: AnyEntry | None, as_of: _AsOf) -> str:
    """What is wrong with when a duty starts or is due; nothing where it is as its rule says, or where this release has not that edition of the rule."""
    facts: DutyOpened = entry.facts
    try:
        found = rule(facts.rule, facts.edition)
    except KeyError:
        return ""
    if trigger is None:
        return "what opened it is not there"
    if facts.duty != duty_id(found, trigger.id):
        return "it is not the duty that this rule opens for what happened"
    starts_at = start_of(found, min(trigger.happened_at, trigger.recorded_at), trigger.facts)
    if (facts.starts_at, facts.pace, facts.late_to) != (starts_at, found.pace, found.late_to):
        return f"its clock ({found.code}) starts at {facts.starts_at.isoformat()}, and should at {starts_at.isoformat()}, or is not of its rule's kind"
    due_at = [_due(found, facts, trigger, values, WorkingCalendar(days)) for values, days in as_of.states(entry.recorded_at)]
    if facts.due_at in due_at or _a_holiday_was_not_known(found, facts, trigger, as_of):
        return ""
    return f"its clock ({found.code}) runs out at {facts.due_at.isoformat()}, and by its rule at {due_at[0].isoformat()}"


def _due(found: Rule, facts: DutyOpened, trigger: AnyEntry, values: dict[str, Allowed], calendar: Calendar) -> datetime:
    allowed = values.get(found.code, found.allowed) if found.local and found.allowed is not None else found.allowed
    return due_of(found, allowed, facts.starts_at, trigger.facts, calendar)


def _a_holiday_was_not_known(found: Rule, facts: DutyOpened, trigger: AnyEntry, as_of: _AsOf) -> bool:
    """Whether it is due as it would be if one bank holiday had not been announced yet: then it is due earlier than this release says, and never later."""
    day, last = london_day(facts.starts_at), london_day(facts.due_at)
    while day <= last:
        day += timedelta(days=1)
        if is_bank_holiday(day) and facts.due_at == _due(found, facts, trigger, as_of.values, WorkingCalendar({**as_of.days, day: True})):
            return True
    return False
