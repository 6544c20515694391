"""Every form of a case: whatever is typed, it is taken or refused with a sentence; nothing breaks, nothing is half written."""

from __future__ import annotations

import re
from uuid import UUID, uuid4, uuid5

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.children import actions, meetings
from holdfast.children.codes import MeetingType
from holdfast.children.event_table import EVENTS
from holdfast.children.ids import CaseId
from holdfast.children.models import Case
from holdfast.children.tests.test_case import concluded, opened
from holdfast.concerns.codes import Decision
from holdfast.database.time import today
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.holding import reading_all
from holdfast.record.queries import entries_of_room

pytestmark = pytest.mark.django_db

HOSTILE = (
    "",
    " ",
    "\0",
    "\u202e\u202eabc",
    "\U0001f9f8" * 50,
    "x" * 60_000,
    "<script>alert(1)</script>",
    "2026-02-31",
    "99",
    "no such code",
    "\r\n",
)


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def case(p: Partnership) -> UUID:
    """With a worker, a concluded strategy discussion, and an action that the police owe."""
    child = opened(p, Decision.SECTION47)
    actions.allocate(child=child, worker=p.carys.worker, by=p.dev)
    concluded(p, child)
    return child


def names_on(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'<(?:input|select|textarea)[^>]*\bname="([^"]+)"', page)))


def addresses(p: Partnership, case: UUID) -> list[str]:
    conference = meetings.arrange_conference(
        child=CaseId(case), type=MeetingType.INITIAL, planned_on=today(), agencies=[p.school], by=p.dev, entry_id=uuid5(case, "conference")
    )
    of_meeting = (f"meeting/{conference}/", f"meeting/{conference}/conclude/")
    more = ("strategy/", "conference/", *of_meeting, "actions/", "ask/", "who/", "relative/", "thing/", "allocate/", "close/", "refer/")
    return [f"/children/{case}/record/{e.slug}/" for e in EVENTS] + [f"/children/{case}/{path}" for path in more] + ["/children/find/"]


def test_every_form_refuses_what_is_empty_and_whatever_is_hostile(p: Partnership, case: UUID) -> None:
    clients = {}
    for acting in (p.dev, p.hal):
        clients[acting.worker] = Client()
        sign_in(clients[acting.worker], acting)
    tried = 0
    for path in addresses(p, case):
        for client in clients.values():
            shown = client.get(path)
            assert shown.status_code in (200, 403, 404), (path, shown.status_code)
            if shown.status_code != 200:
                continue
            names = [n for n in names_on(shown.content.decode()) if n not in ("once", "csrfmiddlewaretoken")]
            for n, text in enumerate(HOSTILE):
                if n > 3 and tried % 5:  # the long ones on every fifth form: they are slow
                    tried += 1
                    continue
                tried += 1
                answer = client.post(path, {"once": str(uuid4()), **dict.fromkeys(names, text)})
                assert answer.status_code in (200, 302, 422, 403), (path, text[:20], answer.status_code)
                assert b"<script>alert" not in answer.content, path
    assert tried > 200
    with reading_all():
        assert Case.objects.get(id=case).closed_at is None


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.dictionaries(
        st.sampled_from(["seen", "seen_alone", "on_0", "on_1", "on_2", "account", "child_words", "once"]), st.text(max_size=60)
    )
)
def test_no_text_whatever_breaks_the_record_of_a_visit(p: Partnership, case: UUID, typed: dict[str, str]) -> None:
    client = Client()
    sign_in(client, p.carys)
    with reading_all():
        before = len(entries_of_room(case))
    sendable = {k: v.encode("utf-8", "replace").decode() for k, v in typed.items()}
    answer = client.post(f"/children/{case}/record/visit/", sendable)
    assert answer.status_code in (302, 422)
    with reading_all():
        after = len(entries_of_room(case))
    assert (after > before) == (answer.status_code == 302)
