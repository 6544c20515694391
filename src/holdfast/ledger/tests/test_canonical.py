"""Canonical JSON."""

from __future__ import annotations

import enum
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.ledger.canonical import MAX_DEPTH, CanonicalError, canonical
from holdfast.ledger.tests.examples import unhurried

text = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | text,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(text, inner, max_size=5),
    max_leaves=20,
)


class Colour(enum.StrEnum):
    RED = "red"


class Number(enum.IntEnum):
    ONE = 1


class Text(str):
    __slots__ = ()


class Object(dict[str, int]):
    pass


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, b"null"),
        (True, b"true"),
        (False, b"false"),
        (0, b"0"),
        (-(2**53) + 1, b"-9007199254740991"),
        (2**53 - 1, b"9007199254740991"),
        ("", b'""'),
        ((1, [2, ()]), b"[1,[2,[]]]"),
        ({}, b"{}"),
        ({"b": 1, "a": {"d": None, "c": [True]}}, b'{"a":{"c":[true],"d":null},"b":1}'),
        # By code point, as UTF-8 sorts; UTF-16 would put the last first.
        ({"\U0001f5dd": 2, "\ufb01": 1, "Z": 0}, '{"Z":0,"\ufb01":1,"\U0001f5dd":2}'.encode()),
        ('"\\/\b\t\n\f\r\x01\x1f\x7f\u2028é', b'"\\"\\\\/\\b\\t\\n\\f\\r\\u0001\\u001f\x7f\xe2\x80\xa8\xc3\xa9"'),
        # Kept as given, composed or not.
        (["\u00e9", "e\u0301"], '["\u00e9","e\u0301"]'.encode()),
        ("\\u0000", b'"\\\\u0000"'),
        (Text("as its letters"), b'"as its letters"'),
    ],
)
def test_the_one_form(value: object, expected: bytes) -> None:
    assert canonical(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        0.1,
        float("nan"),
        float("inf"),
        [1, {"a": -0.0}],
        2**53,
        -(2**53),
        "a\0b",
        {"a\0": 1},
        "half \ud800",
        ["\udfff"],
        {"\ud800": 1},
        {1: "a"},
        {None: "a"},
        {True: "a"},
        {Text("a"): 1},
        Colour.RED,
        {Colour.RED: 1},
        Number.ONE,
        Object(a=1),
        Decimal("1.5"),
        b"bytes",
        {1, 2},
        object(),
    ],
)
def test_what_has_no_canonical_form(value: object) -> None:
    with pytest.raises(CanonicalError):
        canonical(value)


def test_the_complaint_never_repeats_what_was_written() -> None:
    for value in ("Ayesha\0", {"Ayesha\0": 1}, "Ayesha\ud800", {"Ayesha": 1.5}, {"Ayesha": {2: "Ayesha"}}):
        with pytest.raises(CanonicalError) as caught:
            canonical(value)
        assert "Ayesha" not in str(caught.value)
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_depth_has_an_end() -> None:
    deep: object = 1
    for _ in range(MAX_DEPTH):
        deep = [deep]
    assert canonical(deep) == b"[" * MAX_DEPTH + b"1" + b"]" * MAX_DEPTH
    for deeper in ([deep], {"a": deep}):
        with pytest.raises(CanonicalError, match="deep"):
            canonical(deeper)
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(CanonicalError, match="deep"):
        canonical(endless)


@unhurried
@given(values)
def test_it_reads_back_as_it_was(value: object) -> None:
    written = canonical(value)
    assert json.loads(written) == value
    assert canonical(json.loads(written)) == written


@unhurried
@given(st.dictionaries(text, values, max_size=6), st.randoms())
def test_the_order_of_keys_does_not_matter(value: dict[str, object], random: object) -> None:
    keys = list(value)
    random.shuffle(keys)  # type: ignore[attr-defined]
    assert canonical({key: value[key] for key in keys}) == canonical(value)


@unhurried
@given(values, values)
def test_two_values_never_share_a_form(one: object, other: object) -> None:
    assert (canonical(one) == canonical(other)) == (json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters()) | st.integers() | st.none(), inner),
    max_leaves=10,
)


@unhurried
@given(anything)
def test_nothing_breaks_it(value: object) -> None:
    try:
        written = canonical(value)
    except CanonicalError:
        return
    assert json.loads(written) == value
