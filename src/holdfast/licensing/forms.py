"""The forms of questions to licensing."""

from __future__ import annotations

from holdfast.licensing.codes import ABOUT_WORDS, DECISION_WORDS, LICENSED_WORDS, Licensed
from holdfast.pages import forms


class Ask(forms.Form):
    what = forms.Radios(
        label="What is it about?", called="what it is about", choices=tuple(forms.Choice(c, w) for c, w in ABOUT_WORDS.items())
    )
    about = forms.Text(
        label="Which?",
        called="which",
        hint="A plate as it was seen, with ? for what was not: AB12 ?CD. A name or badge; what the firm is called.",
        max_length=200,
    )
    shared = forms.LongText(
        label="What is licensing told?",
        called="what licensing is told",
        hint="What was seen or said, when, and how it is known. Name no child, and nobody who told.",
        max_length=4_000,
        rows=5,
    )
    may_be_told = forms.LongText(
        label="What may whoever it is about be told?",
        called="what they may be told",
        hint="If licensing acts, they will ask why. Say what would put a child or a teller in danger if they learned it.",
        max_length=2_000,
        rows=3,
    )


class Find(forms.Question):
    seen = forms.Text(
        label="What was seen of the plate?",
        called="what was seen",
        hint="Four characters that follow one another, or more; ? for the others.",
        max_length=12,
    )


class Answer(forms.Form):
    licensed = forms.Radios(
        label="Is it licensed by you?",
        called="whether it is licensed by you",
        choices=tuple(forms.Choice(c, w, reveals=("authority",) if c is Licensed.ELSEWHERE else ()) for c, w in LICENSED_WORDS.items()),
    )
    authority = forms.Text(label="Which authority?", called="which authority", max_length=200)
    words = forms.LongText(label="Anything that helps?", called="anything that helps", required=False, max_length=1_000, rows=2)


class Send(forms.Form):
    to = forms.Text(label="To whom there?", called="to whom", max_length=200)
    on = forms.Day(label="On which day?", called="the day")


class OtherAnswered(forms.Form):
    words = forms.LongText(label="What did it decide, and why?", called="what it decided", max_length=2_000, rows=3)
    on = forms.Day(label="On which day did it answer?", called="the day")


class Decide(forms.Form):
    decision = forms.Radios(
        label="What is decided?",
        called="what is decided",
        choices=tuple(forms.Choice(c, w) for c, w in DECISION_WORDS.items()),
    )
    public_safety = forms.LongText(
        label="If it takes effect at once: why does public safety ask for that?",
        called="why public safety asks for it",
        hint="Without this statement a driver may drive for 21 days more.",
        required=False,
        max_length=2_000,
        rows=3,
    )
    rests_on = forms.LongText(
        label="On what does it rest?",
        called="what it rests on",
        hint="What is found, on the evidence, to be more likely than not; that somebody is investigated is not enough on its own.",
        max_length=4_000,
        rows=4,
    )
    told_on = forms.Day(label="On which day were they told?", called="the day on which they were told", required=False)
    told = forms.LongText(label="What were they told?", called="what they were told", required=False, max_length=2_000, rows=2)


class Enter(forms.Form):
    on = forms.Day(label="On which day was it entered?", called="the day")
