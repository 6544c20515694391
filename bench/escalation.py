"""The escalation run: its cost follows what is due, and not what is open.

Duties that are not due are put into the read model straight, as the database's owner: a million real ones would only test patience. Those
that are due are escalated for real, by entries.
"""

from __future__ import annotations

import sys
from uuid import uuid4

from common import heading, installation, timed

ROOMS = 1_000


def main() -> None:
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with installation():
        from django.db import connections

        from holdfast.demonstration.people import found_partnership
        from holdfast.duties.escalation import run_escalations
        from holdfast.record.append import append_all
        from holdfast.record.audience import AudienceGranted
        from holdfast.record.entries import SYSTEM_AUTHOR, Draft, Opening

        people = found_partnership()
        owner, agency = people["carys"].worker, people["carys"].agency
        rooms = [uuid4() for _ in range(ROOMS)]
        facts = AudienceGranted(principal=agency, reason="bench")
        append_all([Draft(facts=facts, room=s, opens=Opening("case", (agency,))) for s in rooms], by=SYSTEM_AUTHOR)
        database = connections["owner"]

        def duties(count: int, *, due: bool) -> None:
            when = "now() - interval '1 hour'" if due else "now() + interval '30 days'"
            with database.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO duties_duty (id, room_id, rule, edition, owner_id, owing_agency_id, starts_at, due_at, first_due_at, state, rung, "
                    "ladder_from, next_step_at, pace, late_to, serious, provisional, trigger_id, opened_at) "
                    f"SELECT gen_random_uuid(), (%s::uuid[])[1 + n %% {ROOMS}], 'CP_VISIT', 'local-2026', %s, %s, now(), {when}, {when}, 'open', 0, "
                    f"{when}, {when}, 'days', 'finish', false, false, gen_random_uuid(), now() FROM generate_series(1, %s) n",
                    [rooms, owner, agency, count],
                )
                cursor.execute("ANALYZE duties_duty")

        def run(due: int) -> float:
            duties(due, due=True)
            with timed() as seconds:
                ran = run_escalations()
            assert ran.steps == due, ran
            return seconds[0]

        run(200)  # what is asked once is asked
        lines: list[tuple[int, int, float]] = []
        opened = 0
        for total in sorted({10_000, most // 10, most}):
            duties(total - opened, due=False)
            opened = total
            for due in (1_000, 10_000):
                lines.append((total, due, run(due)))
        with timed() as idle:
            for _ in range(20):
                run_escalations()
        heading("The escalation run")
        print("| open | due | run | steps/s | against the same due with 10,000 open |")
        print("|---|---|---|---|---|")
        base: dict[int, float] = {due: seconds for total, due, seconds in lines if total == 10_000}
        for total, due, seconds in lines:
            print(f"| {total:,} | {due:,} | {seconds:.2f} s | {due / seconds:,.0f} | {seconds / base[due]:.2f} |")
        print(f"\nA run with nothing due and {opened:,} open takes {idle[0] / 20 * 1000:.1f} ms.")


if __name__ == "__main__":
    main()
