"""Names never cross organisations: outside their own, people are their post."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from holdfast.children import actions as children
from holdfast.children import meetings
from holdfast.children.actions import ToDo
from holdfast.children.kinds import case, safety
from holdfast.children.tests.test_case import opened, record, rules
from holdfast.children.tests.test_rooms import pages_of
from holdfast.concerns.codes import Decision
from holdfast.database.time import move_clock, now, today
from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.duties import actions as duties
from holdfast.duties.escalation import run_escalations
from holdfast.duties.weekly import run_weekly
from holdfast.notices import actions as notices
from holdfast.notices.codes import About
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.tests.people import Partnership, a_partnership

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def a_life(p: Partnership) -> UUID:
    """A case in which people of every organisation did something, and much is late."""
    child = opened(p, Decision.SECTION47)
    children.allocate(child=child, worker=p.carys.worker, by=p.dev)
    discussion = meetings.open_strategy(child=child, agencies=[p.police, p.health, p.school], by=p.dev)
    for who, words in ((p.hal, "A car"), (p.jo, "A visit"), (p.lena, "Late")):
        meetings.share(child=child, meeting_id=discussion, words=words, by=who)
    todo = [ToDo("Look", who.worker, today() + timedelta(days=2)) for who in (p.hal, p.jo, p.lena, p.carys)]
    children.agree_actions(child=child, todos=todo, by=p.dev)
    children.ask_information(child=child, agency=p.police, what="The log", due_on=today() + timedelta(days=2), by=p.lena)
    record(p, child, case.ChildSeen(seen_alone=True), by=p.carys)
    record(p, child, safety.MissingStarted(), by=p.lena)
    notices.tell(about=About.PLACES, exploitation=True, words="A car park", agencies=[p.police, p.school, p.council], by=p.mina)
    move_clock(now() + timedelta(days=40))
    run_escalations()
    run_weekly()
    late = next(d for d in rules(child).values() if d.owing_agency_id == p.council)
    duties.challenge(duty=late.id, words="Too slow", by=p.lena)
    return child


def crawl(client: Client, most: int = 150) -> dict[str, str]:
    """Every page that links lead to from the home, as far as they are ours."""
    found: dict[str, str] = {}
    waiting = ["/"]
    while waiting and len(found) < most:
        path = waiting.pop(0)
        if path in found:
            continue
        response = client.get(path)
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            continue
        found[path] = html.unescape(response.content.decode())
        links = re.findall(r'href="(/[^"#?]*)', found[path])
        waiting += [link for link in links if not link.startswith(("/static/", "/tell", "/page", "/concerns/tell", "/sign-"))]
    return found


@pytest.mark.parametrize("who", ["lena", "hal", "kit", "noor", "mina", "carys", "efua"])
def test_no_page_names_a_worker_of_another_organisation(p: Partnership, who: str) -> None:
    """A council worker's name was shown to another organisation, and as the owner of the police's duty."""
    child = a_life(p)
    reader: Acting = getattr(p, who)
    with viewing(Viewer.of(EVERYONE)):
        directory = partnership.directory()
        others = {directory.name(w.id) for a in partnership.agencies() if a.id != reader.agency for w in partnership.workers_of(a.id)}
    pages = crawl(pages_of(reader))
    assert len(pages) > 5
    if who in ("lena", "carys"):
        assert f"/children/{child}/" in pages
    crossed = {(path, name) for path, text in pages.items() for name in others if name in text}
    assert crossed == set()
