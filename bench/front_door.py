"""The front door's queue with 500 open concerns, and a home with 20,000 open duties in the partnership, as 20 users see them who each ask once in
five seconds; beside the same pages of a partnership in which next to nothing is open.

The concerns are told for real. The duties, but for the few hundred that the concerns open, are put into the read model straight, as the database's
owner: 20,000 real ones would only test patience.
"""

from __future__ import annotations

import subprocess
import sys
from statistics import quantiles
from uuid import UUID, uuid4

from common import PORT, ask, heading, installation, signed_in_workers

USERS = 20
CONCERNS, DUTIES, MINE, CASES = 500, 20_000, 60, 1_000
SECONDS = 30.0


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    with installation():
        from django.conf import settings
        from django.db import connections

        from holdfast.children.kinds.case import CaseOpened
        from holdfast.concerns import telling
        from holdfast.concerns.codes import Alleged, Nature
        from holdfast.concerns.kinds import ToldParts
        from holdfast.concerns.telling import Telling
        from holdfast.demonstration.people import found_partnership
        from holdfast.partnership.roles import Role, casework
        from holdfast.record.append import append_all
        from holdfast.record.entries import SYSTEM_AUTHOR, Draft, Opening
        from holdfast.web.running import web_command

        p = found_partnership()
        settings.ALLOWED_HOSTS = ["*"]
        workers = signed_in_workers(p["amira"].agency, Role.FRONT_DOOR, USERS)
        cookies = [cookie for _, cookie in workers]

        def pages() -> dict[str, list[float]]:
            for each in connections.all():
                each.close()
            server = subprocess.Popen(web_command(bind="127.0.0.1", port=PORT))
            try:
                return {path: ask(cookies, path, seconds, holds=b"Front door") for path in ("/concerns/", "/")}
            finally:
                server.terminate()
                server.wait()

        def tell(number: int) -> None:
            words = ToldParts(worry="Worried about lifts from an older man. " * 5, child="Wren")
            for n in range(number):
                alleged = (Alleged.SEXUAL_EXPLOITATION,) if n % 3 == 0 else ()
                what = Telling(words=words, nature=Nature.REFERRAL, alleged=alleged)
                telling.tell_as_professional(what, by=p["mina"], once=uuid4())

        def cases(agency: UUID) -> list[UUID]:
            found = [uuid4() for _ in range(CASES)]
            drafts = [
                Draft(facts=CaseOpened(person=uuid4(), origin="referral"), room=one, opens=Opening("case", (casework(agency),)))
                for one in found
            ]
            append_all(drafts, by=SYSTEM_AUTHOR, react=False)
            return found

        tell(5)
        few = pages()
        tell(CONCERNS - 5)
        with connections["owner"].cursor() as cursor:
            rooms = cases(p["amira"].agency)
            owners = [str(worker) for worker, _ in workers]
            cursor.execute(
                "INSERT INTO duties_duty (id, room_id, matter_id, rule, edition, owner_id, owing_agency_id, starts_at, due_at, first_due_at, state, "
                "rung, ladder_from, next_step_at, pace, late_to, serious, provisional, trigger_id, opened_at) "
                "SELECT gen_random_uuid(), r.id, r.matter_id, 'CP_VISIT', 'local-2026', "
                "CASE WHEN n <= %s THEN (%s::uuid[])[1 + n %% %s] ELSE gen_random_uuid() END, %s, now(), d, d, 'open', 0, d, d, 'days', 'finish', false, "
                "false, gen_random_uuid(), now() FROM (SELECT n, now() + make_interval(hours => n %% 400 - 200) AS d FROM generate_series(1, %s) n) g "
                "JOIN record_room r ON r.id = (%s::uuid[])[1 + n %% %s]",
                [MINE * USERS, owners, USERS, p["amira"].agency, DUTIES, rooms, len(rooms)],
            )
            cursor.execute("ANALYZE duties_duty")
        many = pages()
        heading("The front door and the home")
        print(
            f"{CONCERNS} open concerns, {DUTIES:,} open duties, {MINE} of each user's own; {USERS} users each asking once in 5 s for {seconds:.0f} s.\n"
        )
        print("| page | open | median | p95 | p95 against the aim of 150 ms | p95 against next to nothing open |")
        print("|---|---|---|---|---|---|")
        for path, name in (("/concerns/", "queue"), ("/", "home")):
            before = quantiles(few[path], n=100)
            for words, took in (("5 concerns", few[path]), (f"{CONCERNS} and {DUTIES:,}", many[path])):
                cuts = quantiles(took, n=100)
                ratios = f"{cuts[94] / 150:.2f} | {cuts[94] / before[94]:.2f}"
                print(f"| {name} | {words} | {cuts[49]:.0f} ms | {cuts[94]:.0f} ms | {ratios} |")


if __name__ == "__main__":
    main()
