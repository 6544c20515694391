"""Forms: what is asked, what is kept, and that one sending is one sending."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.http import QueryDict

from holdfast.pages import forms
from holdfast.pages.tests.site import Danger, EveryField


class Seen(forms.Form):
    """A choice that reveals a choice that reveals words."""

    seen = forms.YesNo(label="Seen?", called="the child was seen", yes_reveals=("alone",), no_reveals=("why",))
    alone = forms.YesNo(label="Alone?", called="the child was seen alone", no_reveals=("who",))
    who = forms.Text(label="Who was there?", called="who was there")
    why = forms.LongText(label="Why not?", called="why the child was not seen", max_length=50)


def send(**typed: str) -> Seen:
    """What a browser sends."""
    form = Seen({"once": str(uuid4()), **typed})
    form.is_valid()
    return form


def test_what_a_choice_reveals_is_asked_only_when_it_is_chosen() -> None:
    assert [problem.text for problem in send().error_summary()] == ["Select yes if the child was seen"]
    assert [problem.href for problem in send(seen="yes").error_summary()] == ["#id_alone"]
    assert [problem.href for problem in send(seen="yes", alone="no").error_summary()] == ["#id_who"]
    form = send(seen="no", why="Nobody was in", alone="no", who="dropped")
    assert not form.errors
    assert form.cleaned_data["alone"] is None
    assert form.cleaned_data["who"] == ""
    assert form.said() == [("seen", "Seen?", "No"), ("why", "Why not?", "Nobody was in")]


def test_revealed_fields_stand_inside_their_choice_and_nowhere_else() -> None:
    form = Seen()
    assert [group.name for group in form.groups()] == ["seen"]
    page = form.groups()[0].as_group()
    for name in ("alone", "who", "why"):
        assert page.count(f'name="{name}"') == (2 if name == "alone" else 1)
    assert "checked" not in page


def test_a_choice_that_reveals_a_field_that_is_not_there_is_refused() -> None:
    class Broken(forms.Question):
        yes = forms.YesNo(label="x", called="x", yes_reveals=("nowhere",))

    with pytest.raises(ValueError, match="nowhere"):
        Broken()


def test_one_page_is_sent_under_one_number() -> None:
    shown = Seen()
    number = UUID(str(shown["once"].value()))
    assert str(number) in shown.hidden()
    assert str(shown["once"].value()) == str(number)
    again = [send(seen="no", why="x", once=str(number)).entry_id for _ in range(2)]
    assert again == [number, number]
    assert UUID(str(Seen()["once"].value())) != number


@pytest.mark.parametrize("spoilt", ["", "x", "00000000-0000-1000-8000-000000000000", "\x00", "'><script>"])
def test_a_spoilt_number_is_asked_for_again_with_the_answers_kept(spoilt: str) -> None:
    form = send(seen="no", why="Nobody was in", once=spoilt)
    assert [problem.text for problem in form.error_summary()] == [
        "This page lost the number it is sent under. Check your answers and send them again"
    ]
    fresh = form.hidden()
    assert "<script>" not in fresh
    assert UUID(str(form["once"].value())).version == 4
    assert "Nobody was in" in form.group("why").as_group()


def test_too_long_an_answer_comes_back_whole_and_no_input_has_a_maxlength() -> None:
    form = send(seen="no", why="a" * 60)
    page = form.groups()[0].as_group()
    assert "a" * 60 in page
    assert "must be 50 characters or fewer. It has 60" in page
    assert "maxlength=" not in page.replace("data-maxlength=", "")


def test_what_was_typed_is_escaped_and_a_leading_line_break_survives() -> None:
    form = send(seen="no", why="\n</textarea><script>alert(1)</script>")
    page = form.group("why").as_group()
    assert "<script>" not in page
    assert ">\n\n&lt;/textarea&gt;" in page


def test_a_domain_rule_stands_on_its_field_or_on_the_whole_form() -> None:
    form = send(seen="no", why="x")
    form.add_problem("why", "Why the child was not seen must say when you will try again")
    form.add_problem("no-such-field", "The case is closed. Open it first")
    assert [(problem.text, problem.href) for problem in form.error_summary()] == [
        ("The case is closed. Open it first", ""),
        ("Why the child was not seen must say when you will try again", "#id_why"),
    ]


def test_the_choices_of_the_moment() -> None:
    class Allocate(forms.Question):
        worker = forms.Select(label="Worker", called="a worker", choices=())

    data = QueryDict("worker=w2")
    form = Allocate(data)
    form.set_choices("worker", (forms.Choice("w2", "Amina Khalid"),))
    assert form.is_valid()
    assert 'value="w2" selected' in form.group("worker").as_group()
    assert not Allocate(data).is_valid()
    with pytest.raises(TypeError, match="no choices"):
        EveryField().set_choices("name", ())


def test_djangos_own_rendering_is_ours_too() -> None:
    form = Danger()
    assert 'class="govuk-radios__input"' in str(form)
    assert str(form["now"]) == form.group("now").as_group()
