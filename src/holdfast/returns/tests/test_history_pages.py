"""The clocks on pages: by clock, by month with its trend, by child, and one year beside another; by number, never by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from holdfast.children.models import Case
from holdfast.database.viewing import viewing
from holdfast.partnership.people import Acting
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.holding import reading_all
from holdfast.record.models import StoredEntry
from holdfast.returns import counting
from holdfast.returns.cin import synth_years
from holdfast.returns.cin.whole import read
from holdfast.returns.importing import take_in
from holdfast.returns.models import CountedClock
from holdfast.returns.plot import plot_of
from holdfast.returns.tests.test_import import MANY, taken
from holdfast.web.worker import returns_loop

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def shown(acting: Acting, path: str) -> str:
    client = Client()
    sign_in(client, acting)
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def two_years(folder: Path) -> None:
    for year, text in synth_years.censuses(children=60, seed=3, years=[2025, 2026]).items():
        path = folder / f"{year}.xml"
        path.write_text(text)
        take_in(path.name, read(path))
    counting.count_all()


def test_the_analyst_sees_every_clock_its_trend_and_the_children_by_number(p: Partnership, tmp_path: Path) -> None:
    taken(tmp_path, MANY)
    page = shown(p.uma, "/returns/history/")
    assert "4 cases are still being counted" in page
    counting.count_all()
    page = shown(p.uma, "/returns/history/")
    assert "being counted" not in page
    assert "Finish the assessment" in page
    assert "Finish the assessment, counted from its own start" in page
    by_month = shown(p.uma, "/returns/history/ASSESS_45/")
    assert "December 2025" in by_month
    assert "Working Together 2023" in by_month
    children = shown(p.uma, "/returns/history/ASSESS_45/children/?month=2025-12&how=late")
    assert "Child A2" in children
    assert "Child A1" not in children
    overdue = shown(p.uma, "/returns/history/ASSESS_45/children/?how=overdue")
    assert "Child A3" in overdue


def test_one_childs_clocks_are_found_by_number_and_the_number_stands_in_no_address(p: Partnership, tmp_path: Path) -> None:
    taken(tmp_path, MANY)
    counting.count_all()
    client = Client()
    sign_in(client, p.uma)
    answer = client.post("/returns/history/child/", {"number": "A2"}, follow=True)
    assert "Child A2" in answer.content.decode()
    assert "Met late" in answer.content.decode()
    assert all("A2" not in path for path, _ in answer.redirect_chain)
    refused = client.post("/returns/history/child/", {"number": "A99"})
    assert refused.status_code == 422
    assert "Check the number" in refused.content.decode()


def test_that_somebody_looked_at_childrens_numbers_is_recorded(p: Partnership, tmp_path: Path) -> None:
    taken(tmp_path, MANY)
    counting.count_all()
    with reading_all():
        before = StoredEntry.objects.filter(kind="look.recorded").count()
    shown(p.uma, "/returns/history/ASSESS_45/children/")
    with reading_all():
        assert StoredEntry.objects.filter(kind="look.recorded").count() == before + 1


def test_nobody_of_another_organisation_reads_the_councils_figures(p: Partnership, tmp_path: Path) -> None:
    taken(tmp_path, MANY)
    counting.count_all()
    with reading_all():
        case = Case.objects.all()[0].id
    for stranger in (p.police_delegated, p.health_lead):
        assert "Finish the assessment" not in shown(stranger, "/returns/history/")
        client = Client()
        sign_in(client, stranger)
        assert client.get(f"/returns/history/child/{case}/").status_code == 404
        with viewing(stranger.viewer):
            assert not CountedClock.objects.exists()
    for other in (p.carys, p.hal, p.noor):
        client = Client()
        sign_in(client, other)
        assert client.get("/returns/history/").status_code == 404


def test_two_years_stand_beside_each_other_as_they_stood_at_their_ends(p: Partnership, tmp_path: Path) -> None:
    assert "Two years must have been taken in" in shown(p.uma, "/returns/history/compare/")
    two_years(tmp_path)
    page = shown(p.uma, "/returns/history/compare/?first=2025&second=2026")
    assert "In time, 2025" in page
    assert "In time, 2026" in page
    assert "As at the census of 2025" in shown(p.uma, "/returns/history/")
    trend = shown(p.uma, "/returns/history/ASSESS_45/")
    assert "<polyline" in trend
    assert trend.count("<tr") > 6


@pytest.mark.parametrize(
    "query",
    [
        "?as-of=x",
        "?as-of=2999-01-01",
        "?as-of=2024-02-30",
        "?month=2025-13&how=zz",
        "?page=-4",
        "?month=9999-12",
        "?month=0001-01",
        "?as-of=0001-01-01",
        "?page=99999999999",
        "?as-of=2025-03-31",
    ],
)
def test_an_address_that_makes_no_sense_shows_what_there_is(p: Partnership, tmp_path: Path, query: str) -> None:
    taken(tmp_path, MANY)
    counting.count_all()
    for path in ("/returns/history/", "/returns/history/ASSESS_45/", "/returns/history/ASSESS_45/children/", "/returns/history/compare/"):
        shown(p.uma, path + query)
    client = Client()
    sign_in(client, p.uma)
    for code in ("NOPE", "DANGER_NOW", "CP_VISIT"):
        assert client.get(f"/returns/history/{code}/").status_code == 404


def test_what_is_lived_after_the_count_is_counted_again_and_nothing_else_is(p: Partnership, tmp_path: Path) -> None:
    taken(tmp_path, MANY)
    assert counting.count_all() == 4
    assert counting.count_all() == 0
    taken(tmp_path, MANY.replace("2026-01-20", "2025-11-25"))
    assert counting.waiting() == 1
    assert counting.count_all() == 1


@given(values=st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=80))
def test_every_trend_can_be_drawn(values: list[float | None]) -> None:
    plot = plot_of([(str(n), value) for n, value in enumerate(values)])
    assert len(plot.dots) == sum(value is not None for value in values)
    assert all(plot.left <= dot.x <= plot.right and 0 <= dot.y <= plot.bottom for dot in plot.dots)
    assert sum(len(line.split()) for line in plot.lines) <= len(plot.dots)
    assert len(plot.along) <= 9


def test_the_process_counts_what_is_new_and_looks_for_nothing_while_nothing_is(
    p: Partnership, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(tmp_path, MANY)
    rounds = returns_loop().job
    assert [rounds(), rounds()] == ["", ""]
    assert counting.waiting() == 0
    with monkeypatch.context() as patched:
        patched.setattr("holdfast.web.worker.count_next", lambda _: pytest.fail("there is nothing new"))
        assert rounds() == ""
    taken(tmp_path, MANY.replace("2026-01-20", "2025-11-25"))
    assert rounds() == ""
    assert counting.waiting() == 0
