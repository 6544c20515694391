"""The forms of the catalogue of measures."""

from __future__ import annotations

from holdfast.pages import forms


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
