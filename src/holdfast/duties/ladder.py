"""The ladder: who is told, and when, as a duty stays undone. The system climbs it without anyone's click.

owner → manager → agency lead → the other agencies involved → delegated safeguarding partners → lead safeguarding partners.
The first three rungs are inside the organisation that owes the duty; from the fourth on, others are told, and of serious cases
the independent scrutineer too.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from holdfast.duties.clocks import Allowed, Calendar, Unit, due


class Rung(StrEnum):
    """One step of the ladder, in order."""

    OWNER = "owner"
    MANAGER = "manager"
    AGENCY_LEAD = "agency_lead"
    OTHER_AGENCIES = "other_agencies"
    DELEGATED_PARTNERS = "delegated_partners"
    LEAD_PARTNERS = "lead_partners"


RUNGS = tuple(Rung)
OUTSIDE = frozenset({Rung.OTHER_AGENCIES, Rung.DELEGATED_PARTNERS, Rung.LEAD_PARTNERS})

#: The number of the first rung outside the organisation that owes the duty.
FIRST_OUTSIDE = min(i for i, rung in enumerate(RUNGS) if rung in OUTSIDE) + 1

RUNG_WORDS: dict[Rung, str] = {
    Rung.OWNER: "the person who owes it",
    Rung.MANAGER: "their manager",
    Rung.AGENCY_LEAD: "their organisation’s safeguarding lead",
    Rung.OTHER_AGENCIES: "the other organisations involved",
    Rung.DELEGATED_PARTNERS: "the delegated safeguarding partners",
    Rung.LEAD_PARTNERS: "the lead safeguarding partners",
}


class Pace(StrEnum):
    """How fast the ladder is climbed."""

    DANGER = "danger"
    HOURS = "hours"
    DAYS = "days"


#: After the clock has run out: minutes for danger, hours for clocks of hours, working days for the rest. Local defaults, not law.
_STEPS: dict[Pace, tuple[Allowed, ...]] = {
    Pace.DANGER: tuple(Allowed(n, Unit.MINUTES) for n in (0, 10, 20, 30, 60, 120)),
    Pace.HOURS: tuple(Allowed(n, Unit.HOURS) for n in (0, 4, 8, 24, 48, 72)),
    Pace.DAYS: tuple(Allowed(n, Unit.WORKING_DAYS) for n in (0, 1, 2, 3, 5, 10)),
}


#: After the last rung, those on it are told again each time so much has passed: it never goes silent.
REPEATS_AFTER = timedelta(days=7)


def step_due(rung: int, pace: Pace, ladder_from: datetime, working: Calendar) -> datetime | None:
    """When a rung (0 is the owner) is reached by a duty whose clock ran out at `ladder_from`. None past the last rung."""
    if rung >= len(RUNGS):
        return None
    step = _STEPS[pace][rung]
    return ladder_from if step.amount == 0 else due(ladder_from, step, working)
