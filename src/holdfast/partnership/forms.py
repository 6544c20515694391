"""Forms of who is who."""

from __future__ import annotations

from holdfast.database.time import today
from holdfast.pages import forms


class ArrangeCover(forms.Form):
    covered_by = forms.Select(label="Who answers for your duties?", called="who answers for your duties", choices=())
    first = forms.Day(label="First day away", called="the first day", earliest=today)
    last = forms.Day(label="Last day away", called="the last day", earliest=today)


class SetShift(forms.Form):
    worker = forms.Select(label="Who is on call?", called="who is on call", choices=())
    first = forms.Day(label="First night", called="the first night", hint="From 5pm", earliest=today)
    last = forms.Day(label="Last night", called="the last night", hint="Until 9am the morning after", earliest=today)


class ProposeDay(forms.Form):
    day = forms.Day(label="Which day?", called="the day")
    working = forms.YesNo(label="Should it be a working day?", called="it is a working day")
    reason = forms.Text(label="Why?", called="why")


class AnswerDay(forms.Form):
    agree = forms.YesNo(label="Do you agree, for your organisation?", called="whether you agree")
    reason = forms.Text(label="Why, or why not?", called="why")


class Vet(forms.Form):
    worker = forms.Select(
        label="Who of your organisation joins the vetted group?",
        called="who joins it",
        hint="They read what the police cannot tell every partner yet, and are told when police action is late.",
        choices=(),
    )


class Train(forms.Form):
    worker = forms.Select(label="Who of your organisation was trained to grade intelligence?", called="who was trained", choices=())
    trained_on = forms.Day(label="On which day did the training end?", called="the day on which it ended")


class SetPublicWords(forms.Form):
    front_door = forms.Text(
        label="Telephone number of the front door", called="the front door’s number", required=False, max_length=20, width=20
    )
    out_of_hours = forms.Text(
        label="Telephone number out of hours", called="the number out of hours", required=False, max_length=20, width=20
    )
    words = forms.LongText(
        label="A sentence or two of your own",
        called="your own words",
        hint="On the page where anybody may tell. Name nobody.",
        required=False,
        max_length=500,
        rows=3,
    )
