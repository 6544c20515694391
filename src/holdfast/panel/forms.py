"""The forms of the exploitation panel."""

from __future__ import annotations

from holdfast.database.time import today
from holdfast.pages import forms
from holdfast.panel.codes import LEFT_WORDS


class Call(forms.Form):
    on = forms.Day(label="On which day does it meet?", called="the day", earliest=today)
    chair = forms.Select(label="Who chairs it?", called="who chairs it", choices=())
    members = forms.Checkboxes(
        label="Who is asked to it?", called="who is asked", hint="By name, of two organisations at least.", choices=()
    )


class Declare(forms.Form):
    connected = forms.YesNo(
        label="Are you connected: family, friendship, work, business, a house, a case of your own?",
        called="whether you are connected",
        yes_reveals=("words",),
    )
    words = forms.LongText(label="How?", called="how", required=False, max_length=1_000, rows=2)


#: The member is connected with none of those that they were shown.
NONE_OF_THEM = "none"


class DeclareAll(forms.Form):
    connected = forms.Checkboxes(
        label="With whom, or what, of these are you connected: family, friendship, work, business, a house, a case of your own?",
        called="with whom you are connected",
        hint="What you choose stays closed to you. The others open.",
        choices=(),
    )
    words = forms.LongText(label="If with any: how?", called="how", required=False, max_length=1_000, rows=2)


class Decide(forms.Form):
    words = forms.LongText(
        label="What does somebody do?",
        called="what somebody does",
        hint="To monitor, to wait for the police and to discuss are no actions.",
        max_length=2_000,
        rows=3,
    )
    worker = forms.Select(label="Who?", called="who does it", choices=())
    due_on = forms.Day(label="By which day?", called="the day by which it is done", hint="Within 28 days.", earliest=today)


class Words(forms.Form):
    words = forms.LongText(label="In a sentence?", called="what to record", max_length=2_000, rows=3)


class Leave(forms.Form):
    why = forms.Radios(
        label="Why is it not heard?", called="why it is not heard", choices=tuple(forms.Choice(c, w) for c, w in LEFT_WORDS.items())
    )
    words = forms.LongText(label="Who brings what next time?", called="who brings what", required=False, max_length=1_000, rows=2)
