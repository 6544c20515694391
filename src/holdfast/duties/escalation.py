"""The run that finds what is late and tells others, without anyone's click.

What is due is found through an index on the next step's time, so the cost follows what is due and not what is open, and nothing that was
scheduled can be dropped. After downtime the run catches up, and each step records how late the system itself was in taking it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from uuid import UUID

from django.db import connection, transaction

from holdfast.database.time import now
from holdfast.duties import kinds, owners
from holdfast.duties.clocks import Calendar
from holdfast.duties.ladder import OUTSIDE, REPEATS_AFTER, RUNGS, Pace, Rung, step_due
from holdfast.duties.models import Duty, State
from holdfast.duties.rulebook import rule
from holdfast.partnership import queries as partnership
from holdfast.partnership.kinds import told_room_of
from holdfast.partnership.roles import AgencyKind, Role
from holdfast.record.append import append_all
from holdfast.record.entries import SYSTEM_AUTHOR, Draft
from holdfast.record.holding import reading_all
from holdfast.record.sealed import named_readers

log = logging.getLogger("holdfast.duties")

#: Steps in one transaction: large enough to be quick, small enough that a fault loses little.
BATCH = 500
#: One run at a time, on however many machines.
_LOCK = 0x6475746965730001
#: A step taken this much later than it was due counts as late on the system's part, in seconds.
GRACE = 60


@dataclass(frozen=True)
class Ran:
    """What a run did."""

    steps: int = 0
    late: int = 0
    failed: int = 0


@dataclass
class _Ladder:
    """What a run asks of the partnership, asked once."""

    calendar: Calendar
    moment: datetime
    _agencies: dict[Rung, list[UUID]] = field(default_factory=dict)
    _leads: dict[UUID, UUID | None] = field(default_factory=dict)
    _managers: dict[UUID, UUID | None] = field(default_factory=dict)
    _covering: dict[UUID, UUID] = field(default_factory=dict)
    _scrutiny: list[UUID] | None = None
    involved: dict[UUID, list[UUID]] = field(default_factory=dict)
    barred: set[tuple[UUID, UUID]] = field(default_factory=set)
    #: Who reads those matters that are sealed: nobody else hears of what is late there.
    sealed: dict[UUID, set[UUID]] = field(default_factory=dict)

    def partners(self, rung: Rung) -> list[UUID]:
        """The agencies whose people hold a partner's post of this rung."""
        if rung not in self._agencies:
            role = Role.DELEGATED_PARTNER if rung is Rung.DELEGATED_PARTNERS else Role.LEAD_PARTNER
            self._agencies[rung] = list(dict.fromkeys(post.agency_id for post in partnership.holders_of(role)))
        return self._agencies[rung]

    def scrutiny(self) -> list[UUID]:
        if self._scrutiny is None:
            self._scrutiny = [a.id for a in partnership.agencies_of_kind(AgencyKind.SCRUTINY)]
        return self._scrutiny

    def within(self, rung: Rung, duty: Duty) -> UUID | None:
        """The worker of the owing organisation whom an inner rung tells."""
        agency, owner = duty.owing_agency_id, duty.owner_id
        if (readers := self.sealed.get(duty.matter_id)) is not None:
            others = sorted(readers - {owner}, key=str)
            return owner if rung is Rung.OWNER else others[RUNGS.index(rung) % len(others)] if others else None
        match rung:
            case Rung.OWNER:
                told = owner
            case Rung.MANAGER:
                told = self._manager(owner) if owner else None
            case _:
                told = None
        if told is None:
            if agency not in self._leads:
                self._leads[agency] = owners.someone_in(agency)
            told = self._leads[agency]
        if told is None:
            return None
        if told not in self._covering:
            self._covering[told] = partnership.covering(told, self.moment)
        return self._covering[told]

    def _manager(self, worker: UUID) -> UUID | None:
        if worker not in self._managers:
            self._managers[worker] = partnership.manager_of(worker)
        return self._managers[worker]

    def outside(self, rung: Rung, duty: Duty) -> list[UUID]:
        """The organisations that an outer rung tells: never only the one that is late."""
        if duty.matter_id in self.sealed:
            return []
        if rung is Rung.OTHER_AGENCIES:
            involved = [] if rule(duty.rule, duty.edition).discreet else self.involved.get(duty.matter_id, [])
            told = [agency for agency in involved if agency != duty.owing_agency_id]
            if not told:  # what the public tells concerns no other organisation yet: the safeguarding partners hear of it
                told = [agency for agency in self.partners(Rung.DELEGATED_PARTNERS) if agency != duty.owing_agency_id]
        else:
            told = list(self.partners(rung))
        if duty.serious:
            told += self.scrutiny()
        return [agency for agency in dict.fromkeys(told) if (duty.matter_id, agency) not in self.barred]


def run_escalations(*, limit: int | None = None) -> Ran:
    """Take every step that is due now. With `limit`, at most about so many. Safe to run from several processes."""
    steps = late = 0
    skipping: set[UUID] = set()
    while limit is None or steps < limit:
        broken: set[UUID] = set()
        try:
            done = _batch(BATCH, skipping)
        except Exception as fault:
            # One duty that cannot be escalated must not hold up the rest: find it, say which, go on with the others.
            log.debug("a batch of escalations failed (%s); trying one by one", type(fault).__name__)
            done, broken = _one_by_one(skipping)
            skipping |= broken
        steps, late = steps + done.steps, late + done.late
        if not done.steps and not broken:
            break
    return Ran(steps, late, len(skipping))


@cache
def _say_once(duty: UUID, why: str) -> None:
    """Cached, so that the same is said once by a process, and not in each of its rounds."""
    log.critical("duty %s cannot be escalated (%s); the others are", duty, why)


def _one_by_one(skipping: set[UUID]) -> tuple[Ran, set[UUID]]:
    steps = late = 0
    broken: set[UUID] = set()
    for _ in range(BATCH):
        with reading_all():
            first = _due(now(), 1, skipping | broken)
        if not first:
            break
        try:
            done = _batch(1, skipping | broken)
        except Exception as fault:
            _say_once(first[0].id, type(fault).__name__)
            broken.add(first[0].id)
        else:
            steps, late = steps + done.steps, late + done.late
    return Ran(steps, late), broken


def _due(moment: datetime, size: int, skipping: set[UUID]) -> list[Duty]:
    waiting = Duty.objects.filter(state=State.OPEN, next_step_at__lte=moment)
    if skipping:
        waiting = waiting.exclude(id__in=skipping)
    return list(waiting.order_by("next_step_at")[:size])


def _batch(size: int, skipping: set[UUID]) -> Ran:
    with transaction.atomic(), reading_all():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
            (alone,) = cursor.fetchone()
        if not alone:
            return Ran()
        moment = now()
        waiting = _due(moment, size, skipping)
        if not waiting:
            return Ran()
        matters = {d.matter_id for d in waiting}
        ladder = _Ladder(
            partnership.calendar(),
            moment,
            involved=owners.involved_in_all(matters),
            barred=owners.barred_from_all(matters),
            sealed=named_readers(matters),
        )
        drafts, late = _steps(waiting, ladder)
        append_all(drafts, by=SYSTEM_AUTHOR)
        return Ran(len(waiting), late)


def _steps(waiting: Sequence[Duty], ladder: _Ladder) -> tuple[list[Draft], int]:
    drafts: list[Draft] = []
    told: dict[UUID, list[kinds.ToldItem]] = {}
    late = 0
    for duty in waiting:
        assert duty.next_step_at is not None
        behind = max(0, int((ladder.moment - duty.next_step_at).total_seconds()))
        late += behind > GRACE
        if duty.provisional:
            drafts.append(confirmation(duty, by_silence=True, moment=ladder.moment))
            continue
        drafts.append(_escalation(duty, ladder, behind, told))
    drafts += [_delivery(agency, items) for agency, items in told.items()]
    return drafts, late


def confirmation(duty: Duty, *, by_silence: bool, moment: datetime) -> Draft:
    """The draft by which a duty from a census becomes one like any other: its ladder starts now, or when its clock runs out."""
    facts = kinds.DutyConfirmed(
        duty=duty.id,
        by_silence=by_silence,
        next_step_at=max(duty.due_at, moment),
        rule=duty.rule,
        owing_agency=duty.owing_agency_id,
        owner_post=duty.owning_post,
        due_at=duty.due_at,
        late_to=duty.late_to,
        serious=duty.serious,
    )
    return Draft(facts=facts, room=duty.room_id)


def _escalation(duty: Duty, ladder: _Ladder, behind: int, told: dict[UUID, list[kinds.ToldItem]]) -> Draft:
    rung = RUNGS[min(duty.rung, len(RUNGS) - 1)]
    assert duty.next_step_at is not None
    outside = ladder.outside(rung, duty) if rung in OUTSIDE else []
    for agency in outside:
        told.setdefault(agency, []).append(
            kinds.ToldItem(
                duty=duty.id,
                rule=duty.rule,
                owing_agency=duty.owing_agency_id,
                owner_post=duty.owning_post,
                due_at=duty.due_at,
                rung=rung,
                serious=duty.serious,
            )
        )
    facts = kinds.DutyEscalated(
        duty=duty.id,
        rung=rung,
        told_worker=ladder.within(rung, duty) if rung not in OUTSIDE or duty.matter_id in ladder.sealed else None,
        told_agencies=tuple(outside),
        step_due_at=duty.next_step_at,
        late_seconds=behind,
        next_step_at=step_due(duty.rung + 1, Pace(duty.pace), duty.ladder_from, ladder.calendar) or ladder.moment + REPEATS_AFTER,
    )
    return Draft(facts=facts, room=duty.room_id)


def _delivery(agency: UUID, items: list[kinds.ToldItem]) -> Draft:
    """One delivery for each organisation in each batch: a digest, not a thousand alarms."""
    facts = kinds.ToldDelivered(agency=agency, urgent=any(_is_danger(item) for item in items), items=tuple(items))
    return Draft(facts=facts, room=told_room_of(agency))


def _is_danger(item: kinds.ToldItem) -> bool:
    return rule(item.rule).pace is Pace.DANGER
