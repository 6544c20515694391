"""The forms of the scrutineer's sample."""

from __future__ import annotations

from holdfast.pages import forms
from holdfast.scrutiny.codes import SAMPLE_WORDS
from holdfast.scrutiny.sampling import MOST_DRAWN


class DrawSample(forms.Form):
    what = forms.Radios(
        label="Of which decisions?", called="of which decisions", choices=tuple(forms.Choice(c, w) for c, w in SAMPLE_WORDS.items())
    )
    how_many = forms.WholeNumber(label="How many?", called="how many", hint=f"At most {MOST_DRAWN}.", least=1, most=MOST_DRAWN)


class Judge(forms.Form):
    sound = forms.YesNo(
        label="Does what is written bear the decision?",
        called="whether it bears the decision",
        hint="If it does not, whoever answers for the organisation owes you an answer within ten working days.",
    )
    words = forms.LongText(label="What do you find?", called="what you find", max_length=2_000, rows=4)


class AnswerScrutineer(forms.Form):
    changes = forms.YesNo(label="Does anything change?", called="whether anything changes")
    words = forms.LongText(
        label="What do you answer?", called="what you answer", hint="If it changes: what was done, and by whom.", max_length=2_000, rows=4
    )
