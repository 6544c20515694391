"""Days and instants in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.pages import dates

NOW = datetime(2026, 11, 24, 16, 5, tzinfo=UTC)


def test_a_day_is_short_long_or_full() -> None:
    on = date(2026, 11, 24)
    assert dates.day(on) == "24 Nov 2026"
    assert dates.day(on, "long") == "24 November 2026"
    assert dates.day(on, "full") == "Tuesday 24 November 2026"
    with pytest.raises(ValueError, match="short, long or full"):
        dates.day(on, "medium")  # type: ignore[arg-type]


def test_instants_are_shown_in_london_in_summer_and_winter() -> None:
    assert dates.moment(NOW) == "24 Nov 2026, 4.05pm"
    assert dates.moment(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2 Jul 2026, 12.30am"
    assert dates.day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2 Jul 2026"
    assert dates.clock_time(datetime(2026, 1, 1, 0, 0, tzinfo=UTC)) == "midnight"
    assert dates.clock_time(datetime(2026, 1, 1, 12, 0, tzinfo=UTC)) == "midday"
    assert dates.clock_time(datetime(2026, 1, 1, 9, 0, tzinfo=UTC)) == "9am"
    assert dates.iso(NOW) == "2026-11-24T16:05:00+00:00"


def test_an_instant_without_a_time_zone_is_refused() -> None:
    naive = datetime(2026, 11, 24, 16, 5)
    for show in (dates.moment, dates.day, dates.iso, dates.clock_time):
        with pytest.raises(ValueError, match="time zone"):
            show(naive)


def test_time_left_is_never_overstated() -> None:
    assert dates.left(NOW + timedelta(hours=5, minutes=59), NOW) == "5 hours left"
    assert dates.left(NOW + timedelta(seconds=30), NOW) == "less than a minute left"
    assert dates.left(NOW - timedelta(days=2, hours=1), NOW) == "2 days late"
    assert dates.ago(NOW - timedelta(minutes=1), NOW) == "1 minute ago"
    assert dates.ago(NOW + timedelta(minutes=1), NOW) == "in the future"


def test_a_clock_in_units_says_late_to_start_or_to_finish() -> None:
    assert dates.count_left(3) == "3 working days left"
    assert dates.count_left(1, "day") == "1 day left"
    assert dates.count_left(0) == "due today"
    assert dates.count_left(-2, "day") == "2 days late to finish"
    assert dates.count_left(-1, late_to="start") == "1 working day late to start"


def test_when_it_happened_is_no_more_exact_than_it_is_known() -> None:
    november = date(2026, 11, 1), date(2026, 11, 24)
    assert dates.happened(*november, "month") == "some time in November 2026"
    assert dates.happened(date(2026, 1, 1), date(2026, 11, 24), "year") == "some time in 2026"
    assert dates.happened(date(2026, 11, 3), date(2026, 11, 9), "between") == "between 3 Nov 2026 and 9 Nov 2026"
    assert dates.happened(date(2026, 11, 3), date(2026, 11, 3), "day") == "3 Nov 2026"
    assert dates.happened(date(2026, 11, 3), date(2026, 11, 3), "about", None) == "about 3 Nov 2026"
    assert dates.happened(NOW, NOW, "instant") == "24 Nov 2026, 4.05pm"
    midnights = datetime(2026, 6, 30, 23, 0, tzinfo=UTC), datetime(2026, 7, 1, 22, 59, 59, tzinfo=UTC)
    assert dates.happened(*midnights, "day") == "1 Jul 2026"
    assert dates.happened(None, None, "unknown", "in Year 8") == "not known when (“in Year 8”)"
    assert dates.happened(None, date(2026, 11, 3), "between") == "by 3 Nov 2026"
    assert dates.happened(date(2026, 11, 3), None, "between") == "on or after 3 Nov 2026"


def test_the_gap_to_recording_shows_past_a_day_and_never_hides_a_future_date() -> None:
    assert dates.gap(date(2026, 11, 24), NOW) == ""
    assert dates.gap(date(2026, 11, 23), NOW) == ""
    assert dates.gap(date(2026, 11, 12), NOW) == "recorded 12 days later"
    assert dates.gap(date(2026, 5, 24), NOW) == "recorded about 6 months later"
    assert dates.gap(date(2016, 11, 24), NOW) == "recorded about 10 years later"
    assert dates.gap(date(2026, 11, 30), NOW) == "dated 6 days after it was recorded"
    assert dates.gap(NOW - timedelta(days=3), NOW) == "recorded 3 days later"
    assert dates.gap(None, NOW) == ""


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_left_and_ago_agree_on_which_side_of_now_it_is(at: datetime, now: datetime) -> None:
    assert dates.left(at, now).endswith("left") == (at >= now)
    assert dates.ago(at, now).endswith("ago") == (at - now < timedelta(seconds=1))


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))
def test_every_instant_has_words(at: datetime) -> None:
    shown = dates.moment(at)
    assert shown.startswith(dates.day(at))
    assert shown[-2:] in {"am", "pm", "ay", "ht"}
