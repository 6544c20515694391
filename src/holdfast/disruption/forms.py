"""The forms of the catalogue of measures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from holdfast.disruption.applying import Against
from holdfast.disruption.codes import AIM_WORDS, Aim
from holdfast.pages import forms

_YES, _NO = "yes", "no"


def _known(label: str, called: str) -> forms.PageField:
    """Yes, no, or nothing: what is not known is left open."""
    choices = (forms.Choice(_YES, "Yes"), forms.Choice(_NO, "No"))
    return forms.Radios(label=label, called=called, hint="Leave it open if it is not known.", choices=choices, required=False)


class Weigh(forms.Form):
    aim = forms.Radios(
        label="What could something be done against?",
        called="against what",
        choices=tuple(forms.Choice(aim, words) for aim, words in AIM_WORDS.items()),
    )
    age = forms.WholeNumber(
        label="If a person: how old?",
        called="their age",
        hint="In years. Leave it empty if it is not known.",
        least=1,
        most=120,
        required=False,
    )
    convicted = _known("If a person: convicted or cautioned for something of the kind?", "whether they were convicted")
    child_age = forms.WholeNumber(
        label="The child whom it would protect: how old?",
        called="the child’s age",
        hint="Leave it empty if it is not known.",
        least=0,
        most=25,
        required=False,
    )
    in_care = _known("Is she in care by an order?", "whether she is in care")
    child_named = _known("Can one child be named, who would be protected?", "whether a child can be named")


def against_in(answered: Mapping[str, Any]) -> Against:
    """What was answered, with nothing for what is not known."""
    said = {_YES: True, _NO: False}
    return Against(
        aim=Aim(answered["aim"]),
        age=answered["age"],
        convicted=said.get(answered["convicted"]),
        child_age=answered["child_age"],
        in_care=said.get(answered["in_care"]),
        child_named=said.get(answered["child_named"]),
    )


class Sign(forms.Form):
    lawyer = forms.Text(label="Who signed it, and in what capacity?", called="who signed it", max_length=400)
    signed_on = forms.Day(label="On which day?", called="the day on which it was signed")
    words = forms.LongText(
        label="What did they say to it?",
        called="what they said",
        hint="For example: only with counsel’s advice. It stands beside the row for whoever chooses it.",
        required=False,
        max_length=4_000,
        rows=4,
    )


class LookAgain(forms.Form):
    stands = forms.YesNo(label="Does the decision stand without it?", called="whether it stands")
    words = forms.LongText(
        label="On what does it stand; or what is done instead, by whom?",
        called="on what it stands",
        hint="If it does not stand, undo it on its own page as well.",
        max_length=2_000,
        rows=4,
    )


class Body(forms.Form):
    post = forms.Select(
        label="Which post of your organisation answers for it?",
        called="the post",
        hint="Whoever holds the post is asked, row by row. If the body is outside the partnership, choose the post that asks it.",
        choices=(),
    )
    outside = forms.Text(
        label="If it is outside the partnership: what is it called, and how is it asked?",
        called="what it is called",
        required=False,
        max_length=400,
    )
