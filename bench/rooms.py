"""Matters and rooms: writers that cross matters, against taking the bare locks; and what a wide viewer costs, against a narrow one."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

from common import heading, installation, timed

CLIENTS = 32
SECONDS = 4.0
MANY = 2_000
ROWS = 2_000
PRINCIPALS = 300


def main() -> None:
    with installation():
        from django.db import connection, connections, transaction

        from holdfast.children.kinds.case import Words
        from holdfast.children.kinds.pathway import Section47Concluded
        from holdfast.database.viewing import EVERYONE, Viewer, viewing
        from holdfast.record.append import append, append_all, holding
        from holdfast.record.audience import AudienceGranted
        from holdfast.record.entries import SYSTEM_AUTHOR, Draft, Opening

        facts = AudienceGranted(principal=EVERYONE, reason="bench")

        def opened(count: int, audience: tuple[UUID, ...] = ()) -> list[UUID]:
            ids = [uuid4() for _ in range(count)]
            for at in range(0, count, 500):
                append_all([Draft(facts=facts, room=m, opens=Opening("case", audience)) for m in ids[at : at + 500]], by=SYSTEM_AUTHOR)
            return ids

        def rate(matters: list[UUID], *, bare: bool) -> tuple[float, int]:
            """Appends a second by all clients together, each holding two matters; and how many failed."""
            end = time.monotonic() + SECONDS

            def work(seed: int) -> tuple[int, int]:
                chosen, done, failed = random.Random(seed), 0, 0
                while time.monotonic() < end:
                    one, two = chosen.sample(matters, 2)
                    try:
                        with transaction.atomic(), holding(one, two):
                            if not bare:
                                drafts = [Draft(facts=Section47Concluded(outcome="a"), parts=Words(words="x"), room=m) for m in (two, one)]
                                append_all(drafts, by=SYSTEM_AUTHOR)
                        done += 1
                    except Exception:
                        failed += 1
                connections.close_all()
                return done, failed

            with ThreadPoolExecutor(CLIENTS) as pool:
                found = list(pool.map(work, range(CLIENTS)))
            return sum(d for d, _ in found) / SECONDS, sum(f for _, f in found)

        heading(f"Rooms: {CLIENTS} clients, each holding two matters and writing to both")
        print("| matters | appending to both | bare locks | ratio | failed |\n|---|---|---|---|---|")
        for count in (4, 50, MANY):
            matters = opened(count)
            ours, failed = rate(matters, bare=False)
            locks, _ = rate(matters, bare=True)
            print(f"| {count:,} | {ours:,.0f}/s | {locks:,.0f}/s | {ours / locks:.2f} | {failed} |")

        reader = uuid4()
        (room,) = opened(1, (reader,))
        append_all([Draft(facts=Section47Concluded(outcome="a"), parts=Words(words="x"), room=room) for _ in range(ROWS)], by=SYSTEM_AUTHOR)
        append(Draft(facts=facts, room=room), by=SYSTEM_AUTHOR)
        with connections["owner"].cursor() as owner:
            owner.execute("ANALYZE")  # as the server does by itself after a while
        took = {}
        for name, viewer in (("narrow", Viewer.of(reader)), ("wide", Viewer.of(reader, *(uuid4() for _ in range(PRINCIPALS - 1))))):
            with viewing(viewer), connection.cursor() as cursor:
                for _ in range(3):
                    cursor.execute("SELECT count(*) FROM record_entry")
                with timed() as seconds:
                    for _ in range(20):
                        cursor.execute("SELECT count(*) FROM record_entry")
                (counted,) = cursor.fetchone()
            took[name] = seconds[0] / 20
        print(
            f"\nCounting {counted:,} entries through the policy: {1000 * took['narrow']:.1f} ms for one principal, {1000 * took['wide']:.1f} ms for "
            f"{PRINCIPALS} (ratio {took['wide'] / took['narrow']:.2f})."
        )


if __name__ == "__main__":
    main()
