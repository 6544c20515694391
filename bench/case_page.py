"""The case page with 200 entries, as 20 users see it who each ask once in five seconds; each look is committed first."""

from __future__ import annotations

import http.client
import subprocess
import sys
import threading
import time
from datetime import timedelta
from statistics import quantiles

from common import heading, installation

from holdfast.when import When

USERS = 20
EVERY = 5.0
ENTRIES = 200
SECONDS = 60.0
PORT = 8397


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    with installation():
        from django.conf import settings
        from django.db import connection, connections
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        from holdfast.children import actions as children
        from holdfast.children.kinds import case
        from holdfast.database.time import today
        from holdfast.demonstration.people import found_partnership
        from holdfast.partnership import actions as partnership
        from holdfast.partnership.queries import acting_for
        from holdfast.partnership.roles import Role
        from holdfast.partnership.tests.people import sign_in
        from holdfast.record.holding import reading_all
        from holdfast.subjects.actions import NewPerson, record_person
        from holdfast.web.running import web_command

        p = found_partnership()
        council = p["carys"].agency
        person = record_person(
            NewPerson(name="Wren Example", born=today() - timedelta(days=5000)), source=council, agencies=[council], by=p["amira"]
        )
        child = children.open_case(person=person, by=p["amira"])
        for n in range(ENTRIES):
            facts = case.VisitRecorded(seen=True, seen_alone=bool(n % 2))
            parts = case.Seen(
                account="Seen at home. " * 20, child_words="I like it here.", why_not_alone=None if n % 2 else "At home with others"
            )
            children.record(child=child, facts=facts, parts=parts, when=When.on(today() - timedelta(days=n)), by=p["carys"])
        cookies = []
        for n in range(USERS):
            post = partnership.create_post(agency=council, title=f"Social worker {n}", role=Role.PRACTITIONER)
            worker = partnership.join_worker(agency=council, name=f"Worker {n}", post=post)
            with reading_all():
                acting = acting_for(worker)
            assert acting is not None
            client = Client()
            sign_in(client, acting)
            cookies.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
        settings.ALLOWED_HOSTS = ["*"]
        client.get(f"/children/{child}/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/children/{child}/").status_code == 200
        queries = len(list(asked))
        for each in connections.all():
            each.close()
        server = subprocess.Popen(web_command(bind="127.0.0.1", port=PORT))
        try:
            took = ask(cookies, f"/children/{child}/", seconds)
        finally:
            server.terminate()
            server.wait()
        cuts = quantiles(took, n=100)
        heading("The case page")
        print(f"{ENTRIES} entries, {USERS} users each asking once in {EVERY:.0f} s for {seconds:.0f} s: {len(took)} pages.")
        print(f"{queries} statements each, settings and the beginnings and ends of transactions counted.\n")
        print("| median | p95 | p99 | p95 against the aim of 150 ms |")
        print("|---|---|---|---|")
        print(f"| {cuts[49]:.0f} ms | {cuts[94]:.0f} ms | {cuts[98]:.0f} ms | {cuts[94] / 150:.2f} |")


def ask(cookies: list[str], path: str, seconds: float) -> list[float]:
    """Everyone asks, each at their own time in the five seconds; milliseconds of each page."""
    for _ in range(100):
        try:
            http.client.HTTPConnection("127.0.0.1", PORT, timeout=2).connect()
            break
        except OSError:
            time.sleep(0.2)
    took: list[float] = []
    end = time.monotonic() + seconds

    def user(n: int) -> None:
        time.sleep(n * EVERY / len(cookies))
        first = True
        while time.monotonic() < end:
            began = time.perf_counter()
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
            connection.request("GET", path, headers={"Cookie": f"session={cookies[n]}"})
            response = connection.getresponse()
            body = response.read()
            assert response.status == 200 and b"Wren Example" in body, response.status
            if not first:
                took.append((time.perf_counter() - began) * 1000)
            first = False
            time.sleep(max(0.0, EVERY - (time.perf_counter() - began)))

    threads = [threading.Thread(target=user, args=(n,)) for n in range(len(cookies))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


if __name__ == "__main__":
    main()
