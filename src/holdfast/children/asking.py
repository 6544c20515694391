"""The questions of which the forms of what can be recorded are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from holdfast.children.codes import CATEGORIES, FACTORS
from holdfast.pages import forms
from holdfast.pages.forms import PageField


@dataclass(frozen=True)
class Ask:
    """One question: the field that asks it. It fills the fact or the part of its name."""

    name: str
    field: Callable[[], PageField]


def words(label: str, called: str, *, name: str = "words", required: bool = False, hint: str = "") -> Ask:
    """A question that is answered in words."""
    return Ask(name, lambda: forms.LongText(label=label, called=called, required=required, hint=hint, rows=5))


def yes(name: str, label: str, called: str) -> Ask:
    """A question that is answered with yes or no."""
    return Ask(name, lambda: forms.YesNo(label=label, called=called))


def choose(name: str, label: str, called: str, choices: Mapping[str, str], *, required: bool = True) -> Ask:
    """A question with one answer of several."""
    return Ask(
        name,
        lambda: forms.Radios(label=label, called=called, required=required, choices=tuple(forms.Choice(c, w) for c, w in choices.items())),
    )


def line(name: str, label: str, called: str, *, hint: str = "", required: bool = False) -> Ask:
    """A question that is answered on one line."""
    return Ask(name, lambda: forms.Text(label=label, called=called, hint=hint, required=required))


FACTORS_ASKED = Ask(
    "factors",
    lambda: forms.Checkboxes(
        label="Which factors were found?",
        called="the factors found",
        hint="As in the Children in Need census. “No factors identified” stands alone.",
        choices=tuple(forms.Choice(c, w, exclusive=c == "21", divider="or" if c == "21" else "") for c, w in FACTORS.items()),
    ),
)
CATEGORY = choose("category", "Under which category?", "the category", CATEGORIES)
