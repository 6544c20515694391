"""The catalogue of measures: whole, checked, added to by a partnership, and offered only where its lawyer signed it as it reads."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.disruption import actions, catalogue, queries
from holdfast.disruption.catalogue import FOLDER, CatalogueError, measures, read
from holdfast.disruption.codes import Aim, Force, Mark, Warns
from holdfast.disruption.policies import why_not_offered
from holdfast.ledger.tests.examples import spoiled
from holdfast.partnership import queries as partnership
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.gate import Installation
from holdfast.record.models import StoredEntry
from holdfast.record.refusal import Refused

pytestmark = pytest.mark.django_db

ROW = """[[measure]]
code = "OUR_LETTER"
title = "A letter of our own"
aims = ["person"]
asks = ["council"]
decides = ["council"]
basis = "None (administrative)"
test = "What our protocol says"
warns = "served"
mark = "local"
source = "our protocol"
force = "in"
checked_on = 2026-11-25
"""


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def own(own_home: Path) -> Iterator[Path]:
    """The folder in which a partnership adds rows."""
    folder = own_home / "measures"
    folder.mkdir()
    yield folder


def test_every_row_of_the_reference_is_there_once_with_what_makes_it_usable() -> None:
    rows = measures()
    assert len(rows) == len({row.code for row in rows}) == 82
    assert {row.force for row in rows} == set(Force)
    assert {row.mark for row in rows} == set(Mark)
    assert {row.warns for row in rows} == set(Warns)
    assert all(row.checked_on == date(2026, 11, 24) for row in rows)
    by_code = {row.code: row for row in rows}
    # Section 6 of the reference, what goes wrong: each of these is a field, and not a footnote.
    assert (by_code["CAWN"].child_under, by_code["CAWN"].child_under_in_care) == (16, 18)
    assert by_code["HC_INJ"].named_child
    assert "public safety" in by_code["TAXI_DRV"].lasts
    assert by_code["TAXI_DRV"].mind == "Without the statement that public safety asks for it, he drives 21 days more."
    assert "Never used on a victim" in by_code["IMM_ENF"].mind
    assert sum(row.mind != "" for row in rows) == 12
    assert by_code["RESPECT"].force is Force.WATCH
    assert by_code["MAND_REPORT"].force is Force.OUT
    assert all(row.protects == (row.aims == (Aim.CHILD,)) for row in rows)
    assert {"EPO", "POL_PROT", "RECOVERY"} <= {row.code for row in rows if row.protects}
    # Council powers stand beside those of the police.
    assert {"council", "licensing", "housing", "planning", "environmental_health", "trading_standards"} <= set(catalogue.bodies())


def test_what_is_being_brought_into_force_is_shown_and_never_offered() -> None:
    for row in measures():
        assert (why_not_offered(row, None) == "") == (row.force is Force.IN), row.code


def test_a_partnership_adds_rows_of_its_own_and_replaces_none(own: Path) -> None:
    (own / "ours.toml").write_text(ROW)
    found = catalogue.measure("OUR_LETTER")
    assert found.own
    assert len(measures()) == 83
    (own / "ours.toml").write_text(ROW.replace("OUR_LETTER", "CAWN"))
    with pytest.raises(CatalogueError, match="the code stands twice"):
        measures()


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('code = "OUR_LETTER"', 'code = "our letter"', "code: a code is capitals"),
        ('title = "A letter of our own"\n', "", "title: every row has one"),
        ('title = "A letter of our own"', 'title = ""', "title: it is a text"),
        ('title = "A letter of our own"', 'titel = "x"\ntitle = "x"', "titel: there is no such field"),
        ('aims = ["person"]', 'aims = ["men"]', "aims: 'men' is not one of"),
        ('aims = ["person"]', "aims = []", "aims: it is a list that is not empty"),
        ('asks = ["council"]', 'asks = ["council", "council"]', "each of it once"),
        ('warns = "served"', 'warns = "maybe"', "warns: it is one of"),
        ('force = "in"', 'force = "soon"', "force: it is one of"),
        ('force = "in"', 'force = "watch"\nin_force_from = 2027-01-01', "in_force_from: a row that is not in force"),
        ("checked_on = 2026-11-25", 'checked_on = "yesterday"', "checked_on: it is a day"),
        ("checked_on = 2026-11-25", "checked_on = 2026-11-25\nchild_under = 99", "child_under: it is an age"),
        ("checked_on = 2026-11-25", 'checked_on = 2026-11-25\nnamed_child = "yes"', "named_child: it is true or false"),
        ("[[measure]]", "[measure]", "holds \\[\\[measure\\]\\] tables"),
        ("[[measure]]", "[[", "is not TOML"),
    ],
)
def test_a_row_that_makes_no_sense_is_told_by_file_row_field_and_rule(own: Path, before: str, after: str, words: str) -> None:
    (own / "ours.toml").write_text(ROW.replace(before, after))
    with pytest.raises(CatalogueError, match=words):
        measures()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_whatever_is_written_there_is_a_catalogue_or_told_to_be_none(tmp_path: Path, data: st.DataObject) -> None:
    (tmp_path / "x.toml").write_bytes(data.draw(spoiled(ROW.encode())))
    try:
        read({tmp_path: True})
    except CatalogueError as why:
        assert "x.toml" in str(why)


@settings(max_examples=100, deadline=None)
@given(at=st.integers(0, 81), field=st.sampled_from(("title", "basis", "test", "lasts", "breach")), more=st.text(min_size=1, max_size=20))
def test_whatever_is_changed_in_a_row_is_not_what_was_signed(at: int, field: str, more: str) -> None:
    from dataclasses import replace

    row = measures()[at]
    assert replace(row, **{field: getattr(row, field) + more}).digest != row.digest


def test_a_real_installation_offers_what_its_lawyer_signed_and_only_as_it_read_then(
    p: Partnership, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own / "ours.toml").write_text(ROW)
    monkeypatch.setattr("holdfast.disruption.policies.installation", lambda: Installation("real", "example.org", ""))
    with viewing(p.efua.viewer):
        assert "has not signed" in why_not_offered(catalogue.measure("OUR_LETTER"), queries.signatures().get("OUR_LETTER"))
    actions.record_signature(code="OUR_LETTER", lawyer="Solicitor to the council", signed_on=today(), words="With care", by=p.efua)
    with viewing(p.efua.viewer):
        assert why_not_offered(catalogue.measure("OUR_LETTER"), queries.signatures()["OUR_LETTER"]) == ""
        ((_, said),) = queries.signed("OUR_LETTER")
        assert said.lawyer == "Solicitor to the council"
    (own / "ours.toml").write_text(ROW.replace("our protocol", "our other protocol"))
    with viewing(p.efua.viewer):
        assert "was changed since" in why_not_offered(catalogue.measure("OUR_LETTER"), queries.signatures()["OUR_LETTER"])


def test_who_keeps_the_catalogue_and_what_is_refused(p: Partnership) -> None:
    given: dict[str, Any] = {"code": "CAWN", "lawyer": "A solicitor", "words": None}
    with pytest.raises(NotPermitted):
        actions.record_signature(**given, signed_on=today(), by=p.carys)
    for day, words in ((today() + timedelta(days=1), "today or in the past"), (date(2026, 11, 1), "reads as it does since")):
        with pytest.raises(Refused, match=words):
            actions.record_signature(**given, signed_on=day, by=p.efua)
    with pytest.raises(KeyError):
        actions.record_signature(**{**given, "code": "NONE"}, signed_on=today(), by=p.efua)


def test_each_organisation_says_which_of_its_own_posts_answers_and_whoever_is_not_named_shows(p: Partnership) -> None:
    with viewing(p.ines.viewer):
        assert set(queries.unanswered()) == {*catalogue.bodies(), queries.DECONFLICTION}
        theirs = partnership.posts_of(p.council)[0]
    with pytest.raises(NotPermitted, match="of that post"):
        actions.set_holder(body="licensing", post=theirs.id, outside=None, by=p.ines)
    with pytest.raises(Refused, match="Choose a post"):
        actions.set_holder(body="police", post=uuid4(), outside=None, by=p.ines)
    with pytest.raises(Refused, match="no such body"):
        actions.set_holder(body="anyone", post=theirs.id, outside=None, by=p.efua)
    assert p.ines.post is not None
    assert p.efua.post is not None
    once = uuid4()
    for _ in range(2):  # sent twice, recorded once
        actions.set_holder(body="police", post=p.ines.post, outside=None, by=p.ines, entry_id=once)
    actions.set_holder(body="nca", post=p.ines.post, outside="National Crime Agency, regional desk", by=p.ines)
    with viewing(p.carys.viewer):
        assert not {"police", "nca"} & set(queries.unanswered())
        assert queries.outside_names()["nca"] == "National Crime Agency, regional desk"


def test_the_pages_show_every_row_and_take_a_signature_and_a_post(p: Partnership) -> None:
    client = Client()
    sign_in(client, p.efua)
    page = client.get("/measures/").content.decode()
    assert all(f"/measures/{row.code}/" in page for row in measures())
    assert "bodies hold measures, and nobody here answers" in page
    on = {"signed_on-day": f"{today():%d}", "signed_on-month": f"{today():%m}", "signed_on-year": f"{today():%Y}"}
    posted = {"lawyer": "A solicitor", "words": "", "once": str(uuid4()), **on}
    empty = client.post("/measures/CAWN/signed/", {"once": str(uuid4())})
    assert empty.status_code == 422
    done = client.post("/measures/CAWN/signed/", posted)
    assert done.status_code == 302, done.content.decode()
    assert "A solicitor" in client.get("/measures/CAWN/").content.decode()
    assert client.get("/measures/NONE/").status_code == 404
    assert client.get("/measures/bodies/anyone/").status_code == 404
    assert client.post("/measures/bodies/council/", {"post": str(p.efua.post), "outside": "", "once": str(uuid4())}).status_code == 302
    assert "Head of safeguarding" in client.get("/measures/bodies/").content.decode()
    sign_in(client, p.carys)
    assert client.get("/measures/").status_code == 404
    assert client.post("/measures/CAWN/signed/", posted).status_code == 404


def test_what_could_be_done_is_shown_with_why_not_and_nothing_is_recorded(p: Partnership) -> None:
    client = Client()
    sign_in(client, p.dev)
    asked = {
        "aim": "person",
        "age": "34",
        "convicted": "no",
        "child_age": "17",
        "in_care": "no",
        "once": str(uuid4()),
    }
    with viewing(p.dev.viewer):
        before = StoredEntry.objects.count()
    page = client.post("/measures/weigh/", asked).content.decode()

    could, could_not = page.split("could not, and why")
    assert "Sexual risk order" in could
    assert "To be found out: one child must be named" in could
    assert "Child abduction warning notice" in could_not
    assert "The child must be under 16, or under 18 and in care by an order" in could_not
    assert "Respect order" in could_not
    with viewing(p.dev.viewer):
        assert StoredEntry.objects.count() == before
    assert client.post("/measures/weigh/", {**asked, "aim": "men"}).status_code == 422
    assert client.post("/measures/weigh/", {**asked, "age": "-3"}).status_code == 422
    sign_in(client, p.carys)
    assert client.post("/measures/weigh/", asked).status_code == 404


def test_a_body_that_nobody_answers_for_stands_on_the_board(p: Partnership) -> None:
    client = Client()
    sign_in(client, p.ines)
    assert "Measures that nobody here answers for" in (board := client.get("/board/").content.decode())
    assert "Trading standards" in board
    assert p.ines.post is not None
    actions.set_holder(body="trading_standards", post=p.ines.post, outside=None, by=p.ines)
    assert "Trading standards" not in client.get("/board/").content.decode()


def test_a_file_that_somebody_broke_is_told_on_the_page_and_not_a_crash(p: Partnership, own: Path) -> None:
    (own / "ours.toml").write_text(ROW.replace('"person"', '"men"'))
    client = Client()
    sign_in(client, p.efua)
    for path in (
        "/measures/",
        "/measures/CAWN/",
        "/measures/CAWN/signed/",
        "/measures/bodies/",
        "/measures/bodies/council/",
    ):
        answer = client.get(path)
        assert answer.status_code == 500, path
        assert "ours.toml: OUR_LETTER: aims" in answer.content.decode().replace("&#39;", "'")


def test_the_rows_are_written_as_a_partnership_would_write_them() -> None:
    for file in FOLDER.glob("*.toml"):
        assert set(tomllib.loads(file.read_text())) == {"measure"}, file
