"""The case page with 200 entries, as 20 users see it who each ask once in five seconds; each look is committed first."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from statistics import quantiles

from common import EVERY, PORT, ask, heading, installation, signed_in_workers

from holdfast.when import When

USERS = 20
ENTRIES = 200
SECONDS = 60.0


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
        from holdfast.partnership.roles import Role
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
        workers = signed_in_workers(council, Role.PRACTITIONER, USERS)
        cookies = [cookie for _, cookie in workers]
        settings.ALLOWED_HOSTS = ["*"]
        client = Client(headers={"cookie": f"{settings.SESSION_COOKIE_NAME}={cookies[0]}"})
        client.get(f"/children/{child}/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/children/{child}/").status_code == 200
        queries = len(list(asked))
        for each in connections.all():
            each.close()
        server = subprocess.Popen(web_command(bind="127.0.0.1", port=PORT))
        try:
            took = ask(cookies, f"/children/{child}/", seconds, holds=b"Wren Example")
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


if __name__ == "__main__":
    main()
