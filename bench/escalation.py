"""The escalation run: its cost follows what is due, and not what is open; on the owner's rung, and on the one that asks who else is involved.

Duties that are not due are put into the read model straight, as the database's owner: a million real ones would only test patience. Those
that are due are escalated for real, by entries.
"""

from __future__ import annotations

import sys
from uuid import uuid4

from common import heading, installation, timed

CASES = 1_000


def main() -> None:
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with installation():
        from django.db import connections

        from holdfast.children.kinds.case import AgencyInvolved, CaseOpened
        from holdfast.demonstration.people import found_partnership
        from holdfast.duties.escalation import run_escalations
        from holdfast.duties.ladder import RUNGS, Rung
        from holdfast.partnership.roles import casework
        from holdfast.record.append import append_all
        from holdfast.record.entries import SYSTEM_AUTHOR, Draft, Opening

        people = found_partnership()
        owner, agency = people["carys"].worker, people["carys"].agency
        others = [people[key].agency for key in ("kit", "ines", "lena")]
        cases = [uuid4() for _ in range(CASES)]
        drafts: list[Draft] = []
        for one in cases:
            opened = CaseOpened(person=uuid4(), origin="referral")
            drafts.append(Draft(facts=opened, room=one, opens=Opening("case", (casework(agency),))))
            drafts += [Draft(facts=AgencyInvolved(agency=other, reason="bench"), room=one) for other in others]
        append_all(drafts, by=SYSTEM_AUTHOR, react=False)
        database = connections["owner"]

        def duties(count: int, *, due: bool, rung: int = 0) -> None:
            when = "now() - interval '1 hour'" if due else "now() + interval '30 days'"
            with database.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO duties_duty (id, room_id, matter_id, rule, edition, owner_id, owing_agency_id, starts_at, due_at, first_due_at, state, "
                    "rung, ladder_from, next_step_at, pace, late_to, serious, provisional, trigger_id, opened_at) "
                    f"SELECT gen_random_uuid(), c, c, 'CP_VISIT', 'local-2026', %s, %s, now(), {when}, {when}, 'open', %s, {when}, {when}, 'days', "
                    f"'finish', false, false, gen_random_uuid(), now() FROM (SELECT (%s::uuid[])[1 + n %% {CASES}] AS c FROM generate_series(1, %s) n) g",
                    [owner, agency, rung, cases, count],
                )
                cursor.execute("ANALYZE duties_duty")

        def run(due: int, rung: int) -> float:
            duties(due, due=True, rung=rung)
            with timed() as seconds:
                ran = run_escalations()
            assert ran.steps == due, ran
            return seconds[0]

        run(200, 0)  # what is asked once is asked
        lines: list[tuple[int, int, str, float]] = []
        there = 0
        for total in sorted({10_000, most // 10, most}):
            duties(total - there, due=False)
            there = total
            for due in (1_000, 10_000):
                for rung, words in ((0, "owner"), (RUNGS.index(Rung.OTHER_AGENCIES), "other organisations")):
                    lines.append((total, due, words, run(due, rung)))
        with timed() as idle:
            for _ in range(20):
                run_escalations()
        heading("The escalation run")
        print("| open | due | rung | run | steps/s | against the same due with 10,000 open |")
        print("|---|---|---|---|---|---|")
        base = {(due, words): seconds for total, due, words, seconds in lines if total == 10_000}
        for total, due, words, seconds in lines:
            print(f"| {total:,} | {due:,} | {words} | {seconds:.2f} s | {due / seconds:,.0f} | {seconds / base[due, words]:.2f} |")
        print(f"\nA run with nothing due and {there:,} open takes {idle[0] / 20 * 1000:.1f} ms.")


if __name__ == "__main__":
    main()
