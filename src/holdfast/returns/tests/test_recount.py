"""The history of a census, held against a count by other code: to the unit, whatever the seed and the year."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.database.viewing import viewing
from holdfast.duties.clocks import end_of
from holdfast.partnership.queries import calendar
from holdfast.partnership.tests.people import a_partnership
from holdfast.returns.cin import synth
from holdfast.returns.cin.whole import read
from holdfast.returns.importing import take_in
from holdfast.returns.queries import clock_history
from holdfast.returns.tests import recount

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("year", "seed"), [(2022, 1), (2023, 2), (2024, 3), (2025, 4), (2026, 5), (2026, 1), (2023, 9), (2025, 7)])
def test_history_agrees_with_a_count_by_code_that_shares_nothing_with_ours(tmp_path: Path, year: int, seed: int) -> None:
    p = a_partnership()
    path = tmp_path / "census.xml"
    with path.open("w") as file:
        synth.write(file, children=250, seed=seed, year=year)
    census = read(path)
    result = take_in(path, census)
    assert result.rejected == []
    counted = {rule: {name: n for name, n in found.items() if n} for rule, found in recount.count(str(path)).items()}
    ours = {rule: {name: n for name, n in found.as_dict().items() if n} for rule, found in result.duties.items()}
    assert ours == counted
    with viewing(p.efua.viewer):
        history = clock_history(as_of=end_of(census.header.reference_date), calendar=calendar())
    assert {rule: {name: n for name, n in found.as_dict().items() if n} for rule, found in history.items()} == counted
