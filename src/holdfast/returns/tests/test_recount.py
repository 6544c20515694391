"""The history of censuses, held against a count by other code: to the unit, whatever the seed, of one year and of several one after another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from holdfast.database.viewing import viewing
from holdfast.duties.clocks import end_of
from holdfast.partnership.queries import calendar
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.returns import figures
from holdfast.returns.cin import synth, synth_years
from holdfast.returns.cin.whole import read
from holdfast.returns.counting import count_all
from holdfast.returns.importing import Result, take_in
from holdfast.returns.queries import clock_history
from holdfast.returns.tests import recount

pytestmark = pytest.mark.django_db


def counted(*paths: Path) -> dict[str, dict[str, int]]:
    return only_counts(recount.count(*map(str, paths)))


def only_counts(found: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    named = {rule: {name: n for name, n in of_rule.items() if n} for rule, of_rule in found.items()}
    return {rule: of_rule for rule, of_rule in named.items() if of_rule}


def history(p: Partnership, as_of: date) -> dict[str, dict[str, int]]:
    with viewing(p.efua.viewer):
        found = clock_history(as_of=end_of(as_of), calendar=calendar())
    from_entries = only_counts({rule: tally.as_dict() for rule, tally in found.items()})
    count_all()
    with viewing(p.uma.viewer):
        ahead = figures.by_clock(end_of(as_of))
    assert only_counts({rule: tally.as_dict() for rule, tally in ahead.items()}) == from_entries, "what pages show is what the entries say"
    return from_entries


def of_import(result: Result) -> dict[str, dict[str, int]]:
    found: dict[str, Any] = result.as_dict()["duties"]
    return only_counts(found)


@pytest.mark.parametrize(("year", "seed"), [(2022, 1), (2023, 2), (2024, 3), (2025, 4), (2026, 5), (2026, 1), (2023, 9), (2025, 7)])
def test_history_agrees_with_a_count_by_code_that_shares_nothing_with_ours(tmp_path: Path, year: int, seed: int) -> None:
    p = a_partnership()
    path = tmp_path / "census.xml"
    with path.open("w") as file:
        synth.write(file, children=250, seed=seed, year=year)
    result = take_in(path.name, read(path))
    assert result.rejected == []
    expected = counted(path)
    assert set(expected) == set(recount.RULES)
    assert of_import(result) == expected
    assert history(p, date(year, 3, 31)) == expected


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_of_five_years_one_after_another_each_adds_and_none_changes_what_was_so(tmp_path: Path, seed: int) -> None:
    p = a_partnership()
    paths = files_of(tmp_path, seed, [2022, 2023, 2024, 2025, 2026])
    so_far = []
    for year, path in paths.items():
        so_far.append(path)
        result = take_in(path.name, read(path))
        assert result.rejected == []
        assert history(p, date(year, 3, 31)) == counted(*so_far)
    for n, year in enumerate(paths, start=1):
        assert history(p, date(year, 3, 31)) == counted(*so_far[:n])


def files_of(folder: Path, seed: int, years: list[int]) -> dict[int, Path]:
    found = {}
    for year, text in synth_years.censuses(children=60, seed=seed, years=years).items():
        found[year] = folder / f"census-{year}.xml"
        found[year].write_text(text)
    return found


def test_the_years_in_any_order_come_to_the_same_counts(tmp_path: Path) -> None:
    p = a_partnership()
    paths = files_of(tmp_path, 6, [2024, 2025, 2026])
    for year in (2026, 2024, 2025):
        take_in(paths[year].name, read(paths[year]))
    assert history(p, date(2026, 3, 31)) == counted(*paths.values())


@pytest.mark.parametrize("seed", [1, 2])
def test_of_a_file_whose_days_are_partly_impossible_what_can_be_taken_is_counted_alike(tmp_path: Path, seed: int) -> None:
    p, chance, path = a_partnership(), Random(seed), tmp_path / "census.xml"
    text = "".join(synth.lines(children=250, seed=seed, year=2025))
    days = re.compile(rf"<({'|'.join(sorted(recount.DAYS))})>(\d{{4}})")
    path.write_text(days.sub(lambda m: f"<{m[1]}>{int(m[2]) + 3 * (chance.random() < 0.05)}", text))
    result = take_in(path.name, read(path))
    assert len(result.rejected) > 30
    assert of_import(result) == counted(path) == history(p, date(2025, 3, 31))
