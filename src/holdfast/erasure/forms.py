"""The forms of orders to erase."""

from __future__ import annotations

from holdfast.erasure.codes import RIGHT_WORDS
from holdfast.pages import forms


class Ask(forms.Form):
    entries = forms.Checkboxes(
        label="Which entries does the order name?",
        called="what the order names",
        hint="Those of your organisation that you read. What corrects one of them, or is corrected by it, goes with it.",
        choices=(),
    )
    right = forms.Radios(
        label="By what right?", called="by what right", choices=tuple(forms.Choice(c, w, hint=h) for c, (w, h) in RIGHT_WORDS.items())
    )
    authority = forms.Text(
        label="Who ordered it, and under what number?",
        called="who ordered it",
        hint="It stands where the words were, for everyone who reads the record.",
        max_length=400,
    )
    ordered_on = forms.Day(label="On which day was it ordered?", called="the day of the order")
    why = forms.LongText(
        label="Why these entries?",
        called="why these entries",
        hint="For the independent scrutineer, and for the organisation that must agree. Do not repeat what the entries say.",
        max_length=4_000,
        rows=5,
    )


class Words(forms.Form):
    words = forms.LongText(label="Why?", called="why", hint="It stays on the order for ever.", max_length=4_000, rows=5)


class Agree(Words):
    final = forms.Confirm(
        label="I have seen the order. These words can never be read again by anybody.", called="that you have seen the order"
    )
