"""The page of one person of concern, an owner’s own, a place’s and a chair’s agenda, beside ever more persons: walls on, each look committed first."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from statistics import quantiles
from typing import Any
from uuid import uuid4

from common import EVERY, PORT, ask, heading, installation, signed_in_workers, timed

USERS = 10
SECONDS = 40.0
BATCH = 500


_SYLLABLES = ("ba", "den", "fi", "gor", "ha", "kel", "lo", "mir", "na", "pol", "ra", "sten", "ta", "vi", "wen", "zo")


def invented(n: int) -> str:
    """A name that nobody has: one of some two hundred first names, and of some four thousand others."""
    first, last = divmod(n * 7919, 4096)
    word = "".join(_SYLLABLES[(last >> shift) % 16] for shift in (0, 4, 8))
    return f"{_SYLLABLES[first % 16]}{_SYLLABLES[(first >> 4) % 13]} {word}".title()


def persons(count: int, owners: list[Any], by: Any) -> None:
    """So many persons of concern, a few hundred at a time, each with an owner, a next action and a day to look again. No reactor answers."""
    from holdfast.database.time import today
    from holdfast.persons import kinds, rooms
    from holdfast.persons.codes import Age
    from holdfast.persons.naming import Naming
    from holdfast.record.append import append_all
    from holdfast.record.entries import Draft
    from holdfast.record.holding import reading_all
    from holdfast.record.rooms import CORE
    from holdfast.subjects.codes import Basis, Certainty, Grading

    grading = Grading(basis=Basis.INTELLIGENCE, certainty=Certainty.STATED, source_reliability=2, assessment="B", handling="P")
    parts = kinds.OpenedParts(reason="Seen twice", information="Two teachers", next="Visit")
    for start in range(0, count, BATCH):
        drafts = []
        with reading_all():
            for n in range(start, min(start + BATCH, count)):
                matter, name = uuid4(), invented(n)
                keys = Naming(said="", age=Age.ADULT, name=name).keys
                facts = kinds.Named(owner=owners[0].worker, keys=keys)
                named = kinds.NamedParts(name=name, said="Waits at a gate")
                drafts.append(Draft(facts=facts, parts=named, room=matter, opens=rooms.opening(matter, CORE)))
                owner = owners[n % len(owners)]
                days = {"next_on": today() + timedelta(days=9), "review_on": today() + timedelta(days=60)}
                drafts.append(Draft(facts=kinds.Opened(grading=grading, worker=owner.worker, **days), parts=parts, room=matter))
        append_all(drafts, by=by.author, react=False)


def place_and_panel(p: dict[str, Any], leads: list[Any]) -> tuple[Any, Any]:
    """A place, and a meeting that the first of these chairs."""
    from holdfast.database.time import today
    from holdfast.panel import actions as panel
    from holdfast.places import actions as places
    from holdfast.places import kinds
    from holdfast.places.codes import PlaceKind

    parts = kinds.ReportedParts(name="The Blue Lantern", where="Quay Street", said="Young people are brought here after ten")
    place = places.report(place=PlaceKind.FOOD, parts=parts, by=p["zac"])
    return place, panel.call(on=today(), chair=leads[0], members=[p["ines"].worker, *leads], by=p["bryn"])


def main() -> None:
    sizes = [int(n) for n in sys.argv[1:]] or [1_000, 10_000, 100_000]
    with installation():
        from django.conf import settings
        from django.db import connection, connections

        from holdfast.demonstration.people import found_partnership, settle
        from holdfast.partnership.queries import acting_for
        from holdfast.partnership.roles import Role
        from holdfast.persons.models import Person
        from holdfast.record.holding import reading_all
        from holdfast.web.running import web_command

        p = found_partnership()
        settle(p, 28)
        workers = signed_in_workers(p["carys"].agency, Role.MANAGER, USERS)
        leads = signed_in_workers(p["carys"].agency, Role.FRONT_DOOR_MANAGER, USERS)
        with reading_all():
            owners = [acting_for(worker) for worker, _ in workers]
        settings.ALLOWED_HOSTS = ["*"]
        heading("Persons of concern")
        print(f"{USERS} users each asking once in {EVERY:.0f} s for {SECONDS:.0f} s. Each owner has 30.\n")
        print("| persons | recorded in | one person, p95 (of 150 ms) | an owner’s own | one place | a panel’s agenda |")
        print("|---|---|---|---|---|---|")
        place, panel = place_and_panel(p, [worker for worker, _ in leads])
        there = 0
        everybody = [acting for acting in owners if acting is not None]
        for size in sizes:
            with timed() as took:
                few = min(size - there, 300)
                persons(few, everybody, p["bryn"])
                persons(size - there - few, [p["nell"]], p["bryn"])
                with connection.cursor() as cursor:
                    cursor.execute("ANALYZE")
            there = size
            with reading_all():
                one = Person.objects.filter(owner_id=everybody[0].worker).order_by("named_at", "id").values_list("id", flat=True)[0]
            for each in connections.all():
                each.close()
            server = subprocess.Popen(web_command(bind="127.0.0.1", port=PORT))
            try:
                page = ask([cookie for _, cookie in leads], f"/persons/{one}/", SECONDS, holds=b"What was recorded")
                mine = ask([cookie for _, cookie in workers], "/persons/", SECONDS, holds=b"Persons of concern")
                there_is = ask([cookie for _, cookie in leads], f"/places/{place}/", SECONDS, holds=b"What was recorded")
                agenda = ask([leads[0][1]] * USERS, f"/panel/{panel}/", SECONDS, holds=b"The record proposes")
            finally:
                server.terminate()
                server.wait()
            cells = [quantiles(times, n=100)[94] for times in (page, mine, there_is, agenda)]
            shown = " | ".join(f"{ms:.0f} ms ({ms / 150:.2f})" for ms in cells)
            print(f"| {size:,} | {took[0]:.0f} s | {shown} |", flush=True)


if __name__ == "__main__":
    main()
