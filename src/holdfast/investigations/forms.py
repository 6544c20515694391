"""The forms of the register of investigations."""

from __future__ import annotations

from holdfast.database.time import today
from holdfast.investigations.codes import NFA_WORDS, RANK_WORDS, STEP_WORDS, TOLD_WORDS
from holdfast.pages import forms


def _next() -> tuple[forms.PageField, forms.PageField]:
    words = forms.LongText(
        label="What is the next step?",
        called="the next step",
        hint="Something overt that somebody does; never the day or place of an arrest or a search that is planned.",
        max_length=1_000,
        rows=2,
    )
    return words, forms.Day(label="By which day?", called="the day by which it is taken", hint="Within 28 days.", earliest=today)


def _review() -> forms.Day:
    return forms.Day(
        label="When does a supervisor look at it?", called="the day on which it is looked at", hint="Within 56 days.", earliest=today
    )


class Open(forms.Form):
    reference = forms.Text(label="The police’s reference", called="the reference", max_length=60)
    about = forms.Text(
        label="What is investigated, in one sentence?", called="what is investigated", hint="No source, and no plan.", max_length=300
    )
    opened_on = forms.Day(label="Opened on which day?", called="the day on which it was opened")
    officer = forms.Select(label="Who investigates?", called="who investigates", choices=())
    suspect = forms.Text(label="The suspect’s name, if it is known", called="the suspect’s name", required=False, max_length=200)
    phone = forms.Text(label="A telephone number of theirs", called="a telephone number", required=False, max_length=40)
    plate = forms.Text(label="The registration mark of a car of theirs", called="a registration mark", required=False, max_length=20)
    next, next_on = _next()
    review_on = _review()


class StepForm(forms.Form):
    step = forms.Radios(
        label="Which step was taken?",
        called="which step",
        hint="A review, a meeting and the development of intelligence are no steps.",
        choices=tuple(forms.Choice(c, w) for c, w in STEP_WORDS.items()),
    )
    on = forms.Day(label="On which day?", called="the day")
    words = forms.LongText(
        label="In a sentence?", called="what was done", hint="No source, and nothing she said.", max_length=1_000, rows=2
    )
    next, next_on = _next()


class Review(forms.Form):
    words = forms.LongText(label="What did you find?", called="what you found", max_length=2_000, rows=3)
    review_on = _review()


class Officer(forms.Form):
    officer = forms.Select(label="Who investigates from now?", called="who investigates", choices=())


class Protect(forms.Form):
    rank = forms.Select(label="Which rank decided it?", called="the rank", choices=tuple(forms.Choice(c, w) for c, w in RANK_WORDS.items()))
    until = forms.Day(label="Until which day?", called="the day until which it is so", hint="Within 28 days.", earliest=today)


class ProposeNfa(forms.Form):
    why = forms.Radios(label="Why?", called="why", choices=tuple(forms.Choice(c, w) for c, w in NFA_WORDS.items()))
    words = forms.LongText(label="What was looked for, also without her evidence?", called="what was looked for", max_length=4_000, rows=4)


class AnswerNfa(forms.Form):
    agrees = forms.YesNo(label="Do you agree that there is no further action?", called="whether you agree")
    words = forms.LongText(label="Why?", called="why", hint="What you looked at yourself.", max_length=4_000, rows=3)


class TellHer(forms.Form):
    how = forms.Radios(
        label="How was she told?", called="how she was told", choices=tuple(forms.Choice(c, w) for c, w in TOLD_WORDS.items())
    )
    review_right = forms.YesNo(
        label="Was she told of the Victims’ Right to Review, and how to use it?", called="whether she was told of it"
    )
    words = forms.LongText(label="By whom, when, with whom beside her?", called="by whom", max_length=1_000, rows=2)


class LookAgain(forms.Form):
    reopens = forms.YesNo(label="Does it go on?", called="whether it goes on", yes_reveals=("next_on", "review_on"))
    next_on = forms.Day(label="By which day is the next step taken?", called="the day by which it is taken", earliest=today)
    review_on = _review()
    words = forms.LongText(
        label="Why?", called="why", hint="What the new information says, and what you looked at.", max_length=4_000, rows=3
    )


class Challenge(forms.Form):
    words = forms.LongText(label="What do you challenge?", called="what you challenge", max_length=2_000, rows=3)
    child_risk = forms.LongText(
        label="What does it mean for the child if nothing changes?", called="what it means for the child", max_length=2_000, rows=3
    )


class AnswerChallenge(forms.Form):
    changed = forms.YesNo(label="Does anything change?", called="whether anything changes")
    words = forms.LongText(label="What do you answer?", called="what you answer", max_length=2_000, rows=3)
    child_risk = forms.LongText(label="What does that mean for the child?", called="what it means for the child", max_length=2_000, rows=3)
