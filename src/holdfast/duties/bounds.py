"""Within what a day by which something is to be done may lie: as the rule says, so that nothing is put off for ever."""

from __future__ import annotations

from datetime import timedelta

from holdfast.database.time import today
from holdfast.duties.rulebook import started_by
from holdfast.record.kinds import Facts
from holdfast.record.refusal import Refused


def check_due_day(facts: Facts) -> None:
    """Raises Refused where the day that an entry names is further away than the rule that it starts allows."""
    for rule in started_by(facts.kind.name):
        if rule.due_fact is None or rule.most_days is None:
            continue
        named = getattr(facts, rule.due_fact, None)
        if named is not None and named > today() + timedelta(days=rule.most_days):
            raise Refused(
                rule.due_fact, f"The day must be within {rule.most_days} days from today. Agree an earlier one, and look again then"
            )
