"""Fields: what they accept, what they refuse and in which words, and that nothing sent can break them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.pages import forms
from holdfast.pages.day_fields import Boxes, WhenTyped
from holdfast.pages.tests.site import TODAY, EveryField

FIELDS = EveryField.base_fields
NASTY = st.text(st.characters() | st.sampled_from("\x00\ud800\udfff\u202e\u0300\u200d\r\n\t👩🏽‍🦽٣")) | st.text(max_size=3)
BOXES = st.builds(Boxes, NASTY, NASTY, NASTY) | st.builds(
    Boxes,
    st.integers(-1, 40).map(str),
    st.integers(-1, 14).map(str) | st.sampled_from(["Feb", "february", "ſep"]),
    st.integers(0, 10_000).map(str),
)
WHEN = st.builds(
    WhenTyped,
    st.sampled_from(["", "day", "about", "between", "unknown"]) | NASTY,
    BOXES,
    BOXES,
    BOXES,
    BOXES,
    NASTY | st.none() | st.binary(),
)
ANYTHING = (
    st.none() | NASTY | st.booleans() | st.integers() | st.floats() | st.binary() | st.dates() | BOXES | WHEN
    | st.lists(NASTY | st.integers() | st.none() | st.lists(NASTY), max_size=3) | st.tuples(NASTY)
)  # fmt: skip


def sentence(field: Any, value: object) -> str:
    """The one complaint about a value."""
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return str(caught.value.messages[0])


@pytest.mark.parametrize("name", sorted(FIELDS))
@given(value=ANYTHING)
@settings(max_examples=150, deadline=None)
def test_no_value_breaks_a_field(name: str, value: object) -> None:
    field = FIELDS[name]
    try:
        cleaned = field.clean(value)
    except ValidationError as error:
        assert all(len(message) > 5 for message in error.messages)
    else:
        assert isinstance(field, forms.PageField)
        assert isinstance(field.said(cleaned), str)
    shown = field.prepare_value(value)
    if isinstance(shown, str):
        shown.encode()  # what is put back on the page can be sent


@given(st.dictionaries(st.sampled_from([*FIELDS, "happened-on-day", "happened-said", "seen_on-year"]), st.lists(NASTY)))
@settings(max_examples=60, deadline=None)
def test_no_sending_breaks_a_form_or_its_page(sent: dict[str, list[str]]) -> None:
    data = QueryDict(mutable=True)
    for name, values in sent.items():
        data.setlist(name, values)
    form = EveryField(data)
    form.is_valid()
    page = "".join(group.as_group() for group in form.groups())
    page.encode()
    assert "\x00" not in page
    assert len(form.error_summary()) >= 1  # `once` is missing


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), min_size=1, max_size=2000))
def test_narrative_is_kept_exactly(words: str) -> None:
    field = forms.LongText(label="What", called="what", required=False, max_length=2000)
    kept = field.clean(words.replace("\n", "\r\n"))
    assert kept == (words if words.strip() else "")


def test_text_says_which_rule_was_broken() -> None:
    field = forms.Text(label="Name", called="the child’s name", max_length=5)
    assert sentence(field, "  ") == "Enter the child’s name"
    assert sentence(field, "abcdef") == "The child’s name must be 5 characters or fewer. It has 6"
    assert "on one line" in sentence(field, "a\nb")
    assert "cannot be kept" in sentence(field, "a\x00")
    assert "cannot be kept" in sentence(field, "a\ud800")
    assert field.clean(" 👩🏽‍🦽 ") == "👩🏽‍🦽"
    with pytest.raises(ValueError, match="no box"):
        forms.Text(label="x", called="x", width=7)


def test_numbers_email_and_password() -> None:
    number = forms.WholeNumber(label="Days", called="working days", least=1, most=60)
    assert number.clean(" 45 ") == 45
    assert sentence(number, "0") == "Working days must be between 1 and 60"
    assert sentence(number, "4.5") == "Working days must be a whole number, like 15"
    assert sentence(number, "٣") == "Working days must be a whole number, like 15"
    assert sentence(number, "") == "Enter working days"
    email = forms.Email()
    assert email.clean("jo@example.org") == "jo@example.org"
    assert sentence(email, "jo") == "An email address must be in the correct format, like name@example.org"
    password = forms.Password()
    assert password.clean(" a b ") == " a b "
    assert password.prepare_value("secret") == ""
    assert "secret" not in password.said("secret")


def test_choices_refuse_what_is_not_on_the_page_and_take_no_default() -> None:
    radios = FIELDS["harm"]
    assert radios.clean("missing") == "missing"
    assert sentence(radios, "hax") == "What you are worried about must be one of the choices on the page"
    boxes = FIELDS["told"]
    assert boxes.clean(["school", "police"]) == ("police", "school")
    assert "cannot be “Nobody” and something else" in sentence(boxes, ["police", "nobody"])
    for kind in (forms.Radios, forms.Checkboxes, forms.Select):
        with pytest.raises(TypeError):
            kind(label="x", called="x", choices=(), initial="a")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        forms.YesNo(label="x", called="x", initial=True)  # type: ignore[call-arg]


def test_a_day_names_the_box_that_is_wrong() -> None:
    field = forms.Day(label="Born", called="date of birth", latest=lambda: TODAY, latest_words="in the past")

    def wrong(*typed: str) -> tuple[str, tuple[str, ...]]:
        with pytest.raises(forms.Wrong) as caught:
            field.clean(Boxes(*typed))
        return caught.value.sentence, caught.value.parts

    assert wrong("", "", "") == ("Enter date of birth", ("day", "month", "year"))
    assert wrong("", "2", "") == ("Date of birth must include a day and year", ("day", "year"))
    assert wrong("1", "13", "2012")[1] == ("month",)
    assert wrong("1", "2", "12") == ("Date of birth: the year must have 4 numbers, like 2026", ("year",))
    assert wrong("29", "2", "2023")[1] == ("day",)
    assert wrong("25", "11", "2026")[0] == "Date of birth must be in the past"
    assert wrong("1", "1", "1899")[0] == "Date of birth must be on or after 1 January 1900"
    assert field.clean(Boxes("29", "Feb", "2024")) == date(2024, 2, 29)
    assert field.clean(Boxes(" 1 ".strip(), "september", "2020")) == date(2020, 9, 1)


def test_when_is_as_exact_as_it_is_known() -> None:
    field = forms.When(label="When", called="when this happened", latest=lambda: TODAY, latest_words="today or in the past")
    assert field.clean(WhenTyped("day", on=Boxes("1", "11", "2026"))) == forms.Happened(date(2026, 11, 1), date(2026, 11, 1), "day")
    assert field.clean(WhenTyped("about", about=Boxes("", "nov", "2026"), said="after half term")) == forms.Happened(
        date(2026, 11, 1), TODAY, "month", "after half term"
    )
    assert field.clean(WhenTyped("about", about=Boxes("", "", "2019"))) == forms.Happened(date(2019, 1, 1), date(2019, 12, 31), "year")
    between = WhenTyped("between", first=Boxes("1", "10", "2026"), last=Boxes("3", "10", "2026"))
    assert field.clean(between) == forms.Happened(date(2026, 10, 1), date(2026, 10, 3), "between")
    assert field.clean(WhenTyped("unknown", said="a while back")) == forms.Happened(None, None, "unknown", "a while back")
    assert sentence(field, WhenTyped()) == "Select when this happened"
    assert sentence(field, WhenTyped(said="last week")) == "Select how exactly you know when this happened"
    assert "must end on or after" in sentence(field, WhenTyped("between", first=Boxes("3", "10", "2026"), last=Boxes("1", "10", "2026")))
    assert "must include a year" in sentence(field, WhenTyped("about", about=Boxes("", "3", "")))
    assert sentence(field, WhenTyped("about", about=Boxes("", "12", "2026"))) == ("When this happened must be today or in the past")


@given(
    st.dates(date(1900, 1, 1), TODAY),
    st.dates(date(1900, 1, 1), TODAY),
    st.sampled_from(["day", "month", "year", "between", "unknown"]),
)
def test_an_earlier_answer_comes_back_as_it_was(one: date, other: date, precision: str) -> None:
    field = forms.When(label="When", called="when", latest=TODAY)
    first, last = min(one, other), max(one, other)
    typed = {
        "day": WhenTyped("day", on=Boxes.of(first)),
        "month": WhenTyped("about", about=Boxes("", str(first.month), str(first.year))),
        "year": WhenTyped("about", about=Boxes("", "", str(first.year))),
        "between": WhenTyped("between", first=Boxes.of(first), last=Boxes.of(last)),
        "unknown": WhenTyped("unknown"),
    }[precision]
    happened = field.clean(typed)
    assert field.clean(field.prepare_value(happened)) == happened
