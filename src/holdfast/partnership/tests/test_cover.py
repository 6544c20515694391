"""Cover, who is who, and the working calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from holdfast.database.time import now
from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.partnership import actions, queries
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.partnership.working_days import WorkingCalendar
from holdfast.record.refusal import Refused


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.mark.django_db
def test_cover_moves_who_is_asked_and_ends_by_itself(p: Partnership) -> None:
    start = now()
    actions.arrange_cover(worker=p.carys.worker, covered_by=p.dev.worker, starts_at=start, ends_at=start + timedelta(days=3), by=p.carys)
    actions.arrange_cover(worker=p.dev.worker, covered_by=p.efua.worker, starts_at=start, ends_at=start + timedelta(days=1), by=p.dev)
    with viewing(Viewer.of(EVERYONE)):
        assert queries.covering(p.carys.worker, start + timedelta(hours=1)) == p.efua.worker
        assert queries.covering(p.carys.worker, start + timedelta(days=2)) == p.dev.worker
        assert queries.covering(p.carys.worker, start + timedelta(days=4)) == p.carys.worker


@pytest.mark.django_db
def test_cover_that_cannot_be_is_refused(p: Partnership) -> None:
    start = now()
    with pytest.raises(Refused, match="nobody covers for themself"):
        actions.arrange_cover(
            worker=p.carys.worker, covered_by=p.carys.worker, starts_at=start, ends_at=start + timedelta(days=1), by=p.carys
        )
    with pytest.raises(Refused):
        actions.arrange_cover(
            worker=p.carys.worker, covered_by=p.dev.worker, starts_at=start, ends_at=start - timedelta(days=1), by=p.carys
        )
    with pytest.raises(NotPermitted):
        actions.arrange_cover(worker=p.carys.worker, covered_by=p.hal.worker, starts_at=start, ends_at=start + timedelta(days=1), by=p.hal)


@pytest.mark.django_db
def test_names_show_within_an_organisation_and_posts_outside_it(p: Partnership) -> None:
    client = Client()
    sign_in(client, p.lena)
    page = client.get("/people/").content.decode()
    assert "Lena Umber" in page
    assert "Carys Lund" not in page
    assert "Social worker" in page


CALENDAR = WorkingCalendar()
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # a Friday, then Monday
        (date(2025, 12, 24), 1, date(2025, 12, 29)),  # Christmas, Boxing Day, a weekend
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # Good Friday to Easter Monday
        (date(2027, 12, 24), 1, date(2027, 12, 29)),  # Christmas on a Saturday: two substitute days
        (date(2022, 9, 16), 1, date(2022, 9, 20)),  # the state funeral, a bank holiday declared for that year alone
        (date(2026, 11, 28), 0, date(2026, 11, 28)),
    ],
)
def test_working_days_of_england(start: date, n: int, end: date) -> None:
    assert CALENDAR.add(start, n) == end


@given(start=DAYS, n=st.integers(0, 60))
def test_adding_and_counting_agree(start: date, n: int) -> None:
    end = CALENDAR.add(start, n)
    assert CALENDAR.between(start, end) == n
    assert n == 0 or CALENDAR.is_working(end)


@given(start=DAYS, first=st.integers(0, 30), second=st.integers(0, 30))
def test_adding_in_two_steps_is_adding_in_one(start: date, first: int, second: int) -> None:
    assert CALENDAR.add(CALENDAR.add(start, first), second) == CALENDAR.add(start, first + second)
