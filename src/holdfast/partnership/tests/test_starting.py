"""Many people at once: shown before anything is made, made once, and nothing of it where a row is wrong."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from holdfast.partnership import queries
from holdfast.partnership.models import ChangeProposal
from holdfast.partnership.roles import AgencyKind, Role
from holdfast.partnership.starting import COLUMNS, MOST, read_rows
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.holding import reading_all

ROWS = """name,post,role,answers to
Robin Weir,"Team manager, Quay team",Team manager,Head of safeguarding
Sky Reed,Social worker Quay 1,practitioner,"team manager, quay team"
Tam Oakes,Front door social worker nights,Front door worker,Front door manager
"""


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def workers(p: Partnership) -> list[str]:
    with reading_all():
        return sorted(queries.directory().name(w.id) for w in queries.workers_of(p.council))


@pytest.mark.django_db
def test_a_new_team_is_pasted_looked_at_and_made_once(p: Partnership) -> None:
    client, before = Client(), workers(p)
    sign_in(client, p.efua)
    sent = {"rows": ROWS, "reason": "", "once": str(uuid4())}
    shown = client.post("/people/managing/many/", sent)
    assert shown.status_code == 200
    assert "This would be made" in shown.content.decode()
    assert workers(p) == before, "nothing is made by looking"
    # Without a word for the other organisations the wide post is not proposed, and nothing is made
    assert client.post("/people/managing/many/", {**sent, "made": "1"}).status_code in (200, 422)
    assert workers(p) == before
    done = {**sent, "reason": "The night team", "made": "1"}
    assert client.post("/people/managing/many/", done).status_code == 302
    assert client.post("/people/managing/many/", done).status_code == 302, "sent twice"
    assert workers(p) == sorted([*before, "Robin Weir", "Sky Reed", "Tam Oakes"])
    with reading_all():
        directory = queries.directory()
        posts = {directory.name(post.id): post for post in queries.posts_of(p.council)}
        assert directory.name(posts["Social worker Quay 1"].manager_post_id) == "Team manager, Quay team"
        assert directory.name(posts["Social worker Quay 1"].holder_id) == "Sky Reed"
        assert posts["Front door social worker nights"].holder_id is None
        assert ChangeProposal.objects.count() == 1


@pytest.mark.django_db
def test_one_wrong_row_makes_nothing_and_is_named(p: Partnership) -> None:
    client, before = Client(), workers(p)
    sign_in(client, p.efua)
    rows = ROWS + "Una Fox,Clerk,Chief wizard,Head of safeguarding\n,Clerk,practitioner,Nobody at all\n"
    page = client.post("/people/managing/many/", {"rows": rows, "reason": "x", "made": "1", "once": str(uuid4())})
    assert page.status_code == 422
    words = page.content.decode()
    assert "Row 5, role: is none that a post of this organisation has" in words
    assert "Row 6, name: must have between 1 and 200 characters" in words
    assert "Row 6, answers to: is no post" in words
    assert workers(p) == before


@pytest.mark.django_db
def test_ten_thousand_wrong_rows_are_answered_with_the_first_and_how_many_more(p: Partnership) -> None:
    client = Client()
    sign_in(client, p.efua)
    rows = "name,post,role,answers to\n" + "x,y,z,w\n" * 10_000
    page = client.post("/people/managing/many/", {"rows": rows, "reason": "", "once": str(uuid4())})
    assert page.status_code == 422
    shown = re.findall(r"<li>(Row [^<]+)</li>", page.content.decode())
    assert len(shown) == 20
    assert re.search(r"and [0-9,]+ more", page.content.decode())
    many = read_rows(
        "name,post,role,answers to\n" + "".join(f"P{n},Post {n},practitioner,\n" for n in range(MOST + 3)), AgencyKind.COUNCIL, []
    )
    assert [each.rule for each in many.wrong] == [f"more than {MOST} people at once: send the others after these"]


def test_rows_come_with_commas_or_tabs_and_a_first_line() -> None:
    tabs = read_rows("\ufeffName\tPost\tRole\tAnswers to\r\nRobin Weir\tHead of year\tPractitioner\t\r\n", AgencyKind.SCHOOL, [])
    assert [(s.name, s.role, s.above) for s in tabs.starts] == [("Robin Weir", Role.PRACTITIONER, "")]
    for text in ("", "Robin Weir,Head of year,practitioner,", "name,post,role"):
        found = read_rows(text, AgencyKind.SCHOOL, [])
        assert not found.starts
        assert "columns" in found.wrong[0].rule
    assert read_rows("name,post,role,answers to\nA,B,lado,\n", AgencyKind.SCHOOL, []).wrong, "a school has no LADO"


@given(st.text(max_size=300), st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=6))
def test_whatever_is_pasted_is_read_or_said(text: str, cells: list[list[str]]) -> None:
    rows = "\n".join([",".join(COLUMNS), *(",".join(row) for row in cells)])
    for each in (text, rows, rows + text):
        found = read_rows(each, AgencyKind.COUNCIL, ["Head of safeguarding"])
        assert all(wrong.words for wrong in found.wrong)
        assert all(start.name and start.post for start in found.starts)
