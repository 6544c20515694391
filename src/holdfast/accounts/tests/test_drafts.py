"""What somebody has begun to write is kept, for them alone, until they send it or throw it away: no word is lost, and none is recorded unsent."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.accounts import drafts
from holdfast.accounts.models import SavedDraft
from holdfast.children import actions
from holdfast.children.queries import timeline
from holdfast.children.tests.test_case import opened
from holdfast.children.tests.test_rooms import pages_of
from holdfast.database.time import move_clock, now
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.holding import reading_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def child(p: Partnership) -> UUID:
    found = opened(p)
    actions.allocate(child=found, worker=p.carys.worker, by=p.dev)
    return found


def typed(**changed: str) -> dict[str, str]:
    words = {"once": str(uuid4()), "seen": "yes", "seen_alone": "yes", "child_words": "It is loud.", "account": "", "draft_of": "A visit"}
    return {**words, "on-day": "3", "on-month": "", "on-year": "2026", **changed}


def save(client: Client, child: UUID, **changed: str) -> None:
    assert client.post(f"/children/{child}/record/visit/?save=draft", typed(**changed)).status_code == 302


def notes(child: UUID) -> list[str]:
    with reading_all():
        return [t.entry.kind.name for t in timeline(child) if t.entry.kind.name == "visit.recorded"]


def link_of(page: str) -> str:
    found = re.search(r"/unfinished/[0-9a-f-]+/", page)
    assert found is not None
    return found[0]


def given_back(client: Client, path: str) -> dict[str, str]:
    """What the draft's page sends back to the form."""
    page = client.get(path).content.decode()
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page[: page.index("Go on with it")].split("<form")[-1]))


def test_a_half_written_visit_is_kept_found_on_the_home_and_on_the_childs_page_and_gone_on_with(p: Partnership, child: UUID) -> None:
    carys = pages_of(p.carys)
    save(carys, child)
    assert notes(child) == [], "nothing is recorded"
    home = carys.get("/").content.decode()
    assert "Unfinished (1)" in home
    assert "A visit, Wren Example" in home
    assert link_of(carys.get(f"/children/{child}/").content.decode()) == link_of(home)
    assert "You began this before" in carys.get(f"/children/{child}/record/visit/").content.decode()
    back = given_back(carys, link_of(home))
    page = carys.post(f"/children/{child}/record/visit/", back)
    said = page.content.decode()
    assert page.status_code == 422
    assert "It is loud." in said
    assert "This is your draft" in said
    assert "There is a problem" not in said, "an answer that is still missing is no mistake yet"
    assert notes(child) == []
    done = typed(account="At home", **{"on-month": "11", "on-day": "24"})
    assert carys.post(f"/children/{child}/record/visit/", done).status_code == 302
    assert notes(child) == ["visit.recorded"]
    assert "Unfinished" not in carys.get("/").content.decode(), "what was sent is finished"


def test_what_was_refused_stays_a_draft(p: Partnership, child: UUID) -> None:
    carys = pages_of(p.carys)
    save(carys, child)
    assert carys.post(f"/children/{child}/record/visit/", typed()).status_code == 422
    assert "Unfinished (1)" in carys.get("/").content.decode()


def test_nobody_else_sees_that_there_is_a_draft_or_what_it_says(p: Partnership, child: UUID) -> None:
    carys, dev = pages_of(p.carys), pages_of(p.dev)
    save(carys, child, child_words="Only for me")
    link = link_of(carys.get("/").content.decode())
    assert dev.get(link).status_code == 404
    assert dev.post(link).status_code == 404
    for path in ("/", f"/children/{child}/", f"/children/{child}/record/visit/"):
        assert "nfinished" not in dev.get(path).content.decode()
        assert "You began this before" not in dev.get(path).content.decode()
    row = SavedDraft.objects.get()
    kept = bytes(row.sealed) + row.owner.encode() + row.place.encode()
    assert b"Only for me" not in kept
    assert str(child).encode() not in kept
    assert Client().get(link).status_code == 302


def test_a_draft_is_thrown_away_or_forgotten_after_two_weeks_and_says_so_before(p: Partnership, child: UUID) -> None:
    carys = pages_of(p.carys)
    save(carys, child)
    move_clock(now() + timedelta(days=8))
    assert "forgotten two weeks after that" in pages_of(p.carys).get("/").content.decode()
    move_clock(now() + timedelta(days=7))
    carys = pages_of(p.carys)
    assert "Unfinished" not in carys.get("/").content.decode()
    save(carys, child)
    assert SavedDraft.objects.count() == 1, "the old one is gone"
    assert carys.post(link_of(carys.get("/").content.decode())).status_code == 302
    assert SavedDraft.objects.count() == 0


def test_a_draft_of_a_page_that_is_no_more_does_not_stop_the_home(p: Partnership) -> None:
    sent = QueryDict(mutable=True)
    sent["words"] = "Still here"
    drafts.save("/a/page/of/an/older/release/", sent, p.carys.worker)
    assert "Unfinished (1)" in pages_of(p.carys).get("/").content.decode()


def test_the_pages_script_is_told_when_it_was_kept_and_a_stranger_to_the_form_is_refused(p: Partnership, child: UUID) -> None:
    carys = pages_of(p.carys)
    path = f"/children/{child}/record/visit/?save=draft"
    answer = carys.post(path, typed(), headers={"X-Draft": "1"})
    assert re.fullmatch(r"\d{1,2}(\.\d\d)?[ap]m", answer.json()["saved"])
    assert carys.post(path, {"once": str(uuid4()), "draft_of": "A visit"}, headers={"X-Draft": "1"}).json() == {"saved": None}
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = carys.cookies
    assert careful.post(path, typed()).status_code == 403
    assert Client().post(path, typed()).status_code == 302, "without a session, to sign in"


def test_a_draft_that_is_too_long_or_one_too_many_is_said_not_to_be_saved(p: Partnership, child: UUID) -> None:
    carys = pages_of(p.carys)
    path = f"/children/{child}/record/visit/?save=draft"
    assert carys.post(path, typed(account="x" * 300_000), headers={"X-Draft": "1"}).json() == {"saved": None}
    assert SavedDraft.objects.count() == 0


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=200))
def test_every_word_comes_back_as_it_was_typed(p: Partnership, words: str) -> None:
    sent = QueryDict(mutable=True)
    sent["account"] = words
    kept = drafts.save("/children/", sent, p.carys.worker)
    if words.strip():
        assert kept is not None
        (found,) = drafts.drafts_of(p.carys.worker)
        assert found.fields == (("account", words),)
