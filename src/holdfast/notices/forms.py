"""The forms of notices."""

from __future__ import annotations

from holdfast.database.time import today
from holdfast.notices.codes import ABOUT_WORDS, NOT_TOLD_BY_PEOPLE
from holdfast.pages import forms

#: Actions on one form.
ACTIONS = 3


class Tell(forms.Form):
    about = forms.Radios(
        label="What is it?",
        called="what it is",
        choices=tuple(forms.Choice(c, w) for c, w in ABOUT_WORDS.items() if c not in NOT_TOLD_BY_PEOPLE),
    )
    exploitation = forms.YesNo(
        label="Is the exploitation of a child part of it?",
        called="the exploitation of a child is part of it",
        hint="Then the independent scrutineer hears of it where an organisation does not respond.",
    )
    words = forms.LongText(
        label="What is told?",
        called="what is told",
        hint="Whoever answers for each organisation that you choose reads it, and for your own.",
        max_length=40_000,
        rows=12,
    )
    agencies = forms.Checkboxes(label="Which organisations are told?", called="the organisations", choices=())


def _action(n: int) -> tuple[forms.PageField, ...]:
    return (
        forms.LongText(label=f"Action {n}: what?", called=f"action {n}", required=n == 1, max_length=4_000, rows=2),
        forms.Select(label=f"Action {n}: who?", called=f"who does action {n}", required=n == 1, choices=()),
        forms.Day(label=f"Action {n}: by when?", called=f"the day of action {n}", required=n == 1, earliest=today),
    )


class Respond(forms.Form):
    acts = forms.YesNo(
        label="Does your organisation act on it?",
        called="your organisation acts on it",
        yes_reveals=tuple(f"{name}_{n}" for n in range(1, ACTIONS + 1) for name in ("what", "owner", "due")),
    )
    what_1, owner_1, due_1 = _action(1)
    what_2, owner_2, due_2 = _action(2)
    what_3, owner_3, due_3 = _action(3)
    words = forms.LongText(
        label="Why so?",
        called="why",
        hint="If nothing is done: why not. Whoever told it reads this, and can challenge it.",
        max_length=10_000,
        rows=4,
    )


class Done(forms.Form):
    words = forms.LongText(label="What shows that it was done?", called="what shows it", max_length=10_000, rows=4)
