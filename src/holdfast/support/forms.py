"""The forms of support."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from holdfast.pages import forms
from holdfast.support.codes import ENDED_WORDS, HOW_WORDS, WAITS_WORDS, Waits


def _choices(words: Mapping[Any, str]) -> tuple[forms.Choice, ...]:
    return tuple(forms.Choice(code, said) for code, said in words.items())


class Begin(forms.Form):
    called = forms.Text(
        label="What does she want to be called here?",
        called="what she is called",
        hint="It need not be her name.",
        max_length=100,
    )
    coordinator = forms.Select(
        label="Who coordinates her support?", called="who coordinates it", hint="Never somebody of the police.", choices=()
    )


class Advocate(forms.Form):
    advocate = forms.Select(label="Who is her advocate?", called="her advocate", choices=())


class Coordinator(forms.Form):
    coordinator = forms.Select(label="Who coordinates her support from now?", called="who coordinates it", choices=())


class Offer(forms.Form):
    how = forms.Radios(label="How was it offered?", called="how it was offered", choices=_choices(HOW_WORDS))
    on = forms.Day(label="On which day?", called="the day")
    agency = forms.Select(label="Which organisation owes it if she accepts?", called="which organisation owes it", choices=())
    words = forms.LongText(
        label="What was offered?",
        called="what was offered",
        hint="The service and how to reach it. Nothing that she said about what happened to her.",
        required=False,
        max_length=1_000,
        rows=2,
    )


class OnDay(forms.Form):
    on = forms.Day(label="On which day?", called="the day")


class Confirm(forms.Form):
    """What is done with a button."""


class Wait(forms.Form):
    waits = forms.Radios(
        label="What does she wait for?",
        called="what she waits for",
        choices=tuple(forms.Choice(c, w, reveals=("commissioner",) if c is Waits.MONEY else ()) for c, w in WAITS_WORDS.items()),
    )
    commissioner = forms.Select(label="Who commissions it?", called="who commissions it", choices=())
    since = forms.Day(label="Since which day?", called="the day since when she waits")
    words = forms.LongText(label="How long is it said to take?", called="how long it takes", required=False, max_length=1_000, rows=2)


class Money(forms.Form):
    words = forms.LongText(label="What was agreed?", called="what was agreed", required=False, max_length=1_000, rows=2)


class End(forms.Form):
    why = forms.Radios(label="Why did it end?", called="why it ended", choices=_choices(ENDED_WORDS))
    on = forms.Day(label="On which day?", called="the day")
    words = forms.LongText(
        label="Anything to know?", called="anything to know", hint="Nothing that was said in it.", required=False, max_length=1_000, rows=2
    )


class HandOver(forms.Form):
    to = forms.Text(
        label="Who has taken it over?",
        called="who has taken it over",
        hint="Somebody of an adults’ service, who said so.",
        max_length=300,
    )
    on = forms.Day(label="On which day?", called="the day")
