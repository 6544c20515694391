"""What the catalogue says of somebody or something: what applies, what does not and why, what must be found out. What is not known rules nothing out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.disruption.applying import Against, Weighed, weigh
from holdfast.disruption.catalogue import measures
from holdfast.disruption.codes import Aim

AGES = st.none() | st.integers(8, 90)
KNOWN = st.none() | st.booleans()
AGAINST = st.builds(
    Against,
    aim=st.sampled_from(list(Aim)),
    age=AGES,
    convicted=KNOWN,
    child_age=st.none() | st.integers(0, 20),
    in_care=KNOWN,
    child_named=KNOWN,
)


def of(code: str, against: Against) -> Weighed:
    return next(each for each in weigh(measures(), against) if each.measure.code == code)


@pytest.mark.parametrize(
    ("age", "in_care", "applies", "to_find_out"),
    [
        (15, False, True, False),
        (15, None, True, False),
        (16, True, True, False),
        (17, False, False, False),
        (17, None, True, True),
        (18, True, False, False),
    ],
)
def test_the_gap_at_sixteen_shows_before_the_birthday_does(age: int, in_care: bool | None, applies: bool, to_find_out: bool) -> None:
    # measures.md, section 6, 5: "16–17s at home fall outside CAWN".
    found = of("CAWN", Against(Aim.PERSON, age=30, child_age=age, in_care=in_care, child_named=True))
    assert found.applies == applies
    assert bool(found.to_find_out) == to_find_out
    if not applies:
        assert found.why_not == ("the child must be under 16, or under 18 and in care by an order",)


def test_an_order_for_all_girls_is_not_weighed_as_if_it_could_be_had() -> None:
    # measures.md, section 6, 4: Redbridge v SNA [2015] EWHC 2140.
    found = of("HC_INJ", Against(Aim.PERSON, age=30, child_age=15, child_named=False))
    assert found.why_not == ("one child must be named",)


def test_without_a_conviction_the_order_that_needs_none_stands_first() -> None:
    found = weigh(measures(), Against(Aim.PERSON, age=30, convicted=False, child_age=15, child_named=True))
    applying = [each.measure.code for each in found if each.applies]
    assert "SRO" in applying
    assert "SHPO" not in applying
    assert [each.applies for each in found] == sorted((each.applies for each in found), reverse=True)


def test_a_suspect_who_is_a_child_is_not_held_against_what_is_for_adults() -> None:
    found = {
        each.measure.code: each for each in weigh(measures(), Against(Aim.PERSON, age=15, convicted=False, child_age=15, child_named=True))
    }
    assert not found["SCPO"].applies
    assert not found["CAWN"].applies
    assert found["SRO"].applies


@given(against=AGAINST)
def test_each_measure_of_that_kind_is_weighed_once_and_says_why(against: Against) -> None:
    found = weigh(measures(), against)
    assert {each.measure.code for each in found} == {row.code for row in measures() if against.aim in row.aims}
    assert len(found) == len({each.measure.code for each in found})
    assert all(each.applies == (each.why_not == ()) for each in found)


@given(against=AGAINST, what=st.sampled_from(("age", "convicted", "child_age", "in_care", "child_named")))
def test_what_is_not_known_rules_nothing_out_that_could_be(against: Against, what: str) -> None:
    known = {each.measure.code for each in weigh(measures(), against) if each.applies}
    unknown = {each.measure.code for each in weigh(measures(), replace(against, **{what: None})) if each.applies}
    assert known <= unknown
