"""The player: a schedule of what people do, and a clock that is moved from one thing to the next, the system's own steps between."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Min

from holdfast.children import authorising
from holdfast.children.closing import close_case
from holdfast.children.ids import CaseId
from holdfast.children.presenters import waiting_to_be_authorised
from holdfast.children.queries import timeline
from holdfast.database.time import move_clock, now
from holdfast.database.viewing import viewing
from holdfast.demonstration.people import everyone, found_partnership, settle
from holdfast.duties.escalation import GRACE, run_escalations
from holdfast.duties.models import Duty, State
from holdfast.duties.weekly import run_weekly
from holdfast.partnership.people import Acting
from holdfast.partnership.working_days import WorkingCalendar
from holdfast.record.holding import reading_all
from holdfast.record.queries import entry_with_id
from holdfast.record.sequencer import sequence
from holdfast.when import LONDON, london_day

Deed = Callable[[], None]
#: Steps that are due within so long of each other are taken together: less than what counts as late on the part of the system itself.
_TOGETHER = timedelta(seconds=GRACE - 15)


class Player:
    """Plays deeds in the order of their times, from a day in the past up to now."""

    def __init__(self, *, days: int, progress: Callable[[str], None]) -> None:
        self.ends = now()
        self.progress = progress
        self.calendar = WorkingCalendar()
        self.first_day = london_day(self.ends) - timedelta(days=days)
        move_clock(datetime.combine(self.first_day, time(8), tzinfo=LONDON))
        self.people: dict[str, Acting] = found_partnership()
        settle(self.people, days + 28)
        self._deeds: list[tuple[datetime, int, Deed]] = []
        self._order = itertools.count()
        self.played = 0

    def authorise(self, case: CaseId) -> None:
        """Whatever waits in a case to be authorised is agreed to, by a manager who did not do the work."""
        lead, manager = self.people["efua"], self.people["dev"]
        with viewing(lead.viewer):
            told = timeline(case)
            waiting = [(id_, entry_with_id(id_)) for id_, _, _ in waiting_to_be_authorised(told)]
        for id_, asked in waiting:
            by = lead if asked is not None and (asked.facts.lead or asked.author.worker == manager.worker) else manager
            authorising.answer(child=case, asked=id_, agrees=True, reason="Read, and seen with the worker.", by=by)

    def close(self, case: CaseId, reason: str, words: str, by: Acting) -> None:
        """Close a case; where it takes a second person, they agree."""
        if not close_case(child=case, reason=reason, words=words, by=by):
            self.authorise(case)

    def refresh(self) -> None:
        """Who is who again, after somebody left or joined."""
        self.people = everyone()

    def at(self, moment: datetime, deed: Deed) -> None:
        """Play a deed at an instant; one after the end is not played."""
        if moment < self.ends:
            heapq.heappush(self._deeds, (moment, next(self._order), deed))

    def day(self, offset: int, hour: int = 10, minute: int = 0) -> datetime:
        """An instant so many days after the first day."""
        return datetime.combine(self.first_day + timedelta(days=offset), time(hour, minute), tzinfo=LONDON)

    def working(self, start: datetime, working_days: int, hour: int, minute: int = 0) -> datetime:
        """An instant so many working days after another."""
        day = self.calendar.add(london_day(start), working_days) if working_days else self._worked(london_day(start))
        moment = datetime.combine(day, time(hour, minute), tzinfo=LONDON)
        return moment if moment > start else start + timedelta(minutes=20)

    def _worked(self, day: date) -> date:
        return day if self.calendar.is_working(day) else self.calendar.add(day, 1)

    def asked(self, case: UUID, rule: str, *, by: str) -> UUID | None:
        """The entry that called for the earliest open duty of a rule, as the person who answers it would pick it."""
        with viewing(self.people[by].viewer):
            open_ = Duty.objects.filter(matter_id=case, rule=rule, state=State.OPEN)
            return open_.order_by("starts_at", "id").values_list("trigger_id", flat=True).first()

    def play(self) -> None:
        """Everything, then up to now."""
        while self._deeds:
            moment, _, deed = heapq.heappop(self._deeds)
            self._go_to(moment)
            deed()
            self.played += 1
            if self.played % 25 == 0:
                done = 1 - (self.ends - moment) / (self.ends - self.day(0))
                self.progress(f"{london_day(moment):%d %B}, {done:.0%}: {self.played} things done")
                sequence()
        self._go_to(self.ends)
        sequence()

    def _go_to(self, moment: datetime) -> None:
        """Move the clock, stopping wherever a step of the ladder is due."""
        while (step := self._next_step()) is not None and step < moment:
            at = min(step + _TOGETHER, moment)
            if at > now():
                move_clock(at)
            if not run_escalations().steps:
                break
        if moment > now():
            move_clock(moment)
        run_escalations()
        run_weekly()

    @staticmethod
    def _next_step() -> datetime | None:
        with reading_all():
            found: datetime | None = Duty.objects.filter(state=State.OPEN).aggregate(first=Min("next_step_at"))["first"]
        return found
