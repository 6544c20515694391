"""Measures that end, and how far off it is said: the cost of a run follows those that are due, and not those that are in force. Every one by entries."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from common import heading, installation, timed

BATCH = 200
DUE = (100, 1_000)


def in_force(count: int, p: dict[str, Any], *, warn_in: int, expires_in: int) -> None:
    """So many measures, each against a person of its own, in force from today: with the duties that this opens."""
    from holdfast.database.time import today
    from holdfast.measures import kinds
    from holdfast.persons import kinds as persons
    from holdfast.persons import rooms
    from holdfast.record.append import append_all
    from holdfast.record.entries import Draft, Opening
    from holdfast.record.holding import reading_all
    from holdfast.record.rooms import CORE

    efua = p["efua"]
    asked = {"body": "council", "post": efua.post, "agency": efua.agency, "worker": efua.worker, "offered": ("HC_INJ",)}
    days = {"on": today(), "expires_on": today() + timedelta(days=expires_in), "warn_on": today() + timedelta(days=warn_in)}
    for start in range(0, count, BATCH):
        before: list[Draft] = []
        after: list[Draft] = []
        with reading_all():
            for _ in range(start, min(start + BATCH, count)):
                matter: UUID = uuid4()
                room, ask, measure = kinds.list_room_of(matter, "council"), uuid4(), uuid4()
                named = persons.NamedParts(name="Somebody", said="Waits at a gate")
                before.append(Draft(facts=persons.Named(), parts=named, room=matter, opens=rooms.opening(matter, CORE)))
                opens = Opening("person_of_concern", (efua.worker,), kind=kinds.LIST, matter=matter)
                shared = kinds.AskedParts(about="Somebody", shared="Waits at a gate")
                before.append(Draft(facts=kinds.Asked(**asked), parts=shared, room=room, opens=opens, id=ask))
                chosen = kinds.Chosen(asked=ask, code="HC_INJ", worker=efua.worker)
                before.append(Draft(facts=chosen, parts=kinds.ReasonParts(reason="It fits"), room=room, id=measure))
                after.append(Draft(facts=kinds.InForce(measure=measure, worker=efua.worker, **days), room=room))
        append_all(before, by=p["bryn"].author, react=False)
        append_all(after, by=efua.author)


def main() -> None:
    sizes = [int(n) for n in sys.argv[1:]] or [1_000, 10_000]
    with installation():
        from holdfast.database.time import move_clock, now
        from holdfast.demonstration.people import found_partnership, settle
        from holdfast.duties.escalation import run_escalations
        from holdfast.duties.models import Duty
        from holdfast.record.holding import reading_all

        p = found_partnership()
        settle(p, 400)
        lines: list[tuple[int, int, float]] = []
        there = 0
        in_force(50, p, warn_in=1, expires_in=29)
        move_clock(now() + timedelta(days=2))
        run_escalations()  # what is asked once is asked
        for size in sizes:
            in_force(size - there, p, warn_in=300, expires_in=328)
            there = size
            for due in DUE:
                in_force(due, p, warn_in=1, expires_in=29)
                move_clock(now() + timedelta(days=2))
                with reading_all():
                    waiting = Duty.objects.filter(rule="MEASURE_EXPIRES", state="open", due_at__lte=now(), rung=0).count()
                with timed() as seconds:
                    ran = run_escalations()
                assert ran.steps >= waiting >= due, (ran, waiting, due)
                lines.append((size, ran.steps, seconds[0]))
        heading("Measures that end")
        print("| in force | steps due | run | steps/s | a step, against the same due with the fewest in force |")
        print("|---|---|---|---|---|")
        base = [seconds / steps for _, steps, seconds in lines[: len(DUE)]]
        for n, (size, steps, seconds) in enumerate(lines):
            print(f"| {size:,} | {steps:,} | {seconds:.2f} s | {steps / seconds:,.0f} | {seconds / steps / base[n % len(DUE)]:.2f} |")


if __name__ == "__main__":
    main()
