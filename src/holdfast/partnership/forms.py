"""Forms of signing in and of who is who."""

from __future__ import annotations

from holdfast.database.time import today
from holdfast.pages import forms


class SignIn(forms.Question):
    email = forms.Email(label="Email address", called="your email address", autocomplete="username")
    password = forms.Password(label="Password", called="your password")


class ArrangeCover(forms.Form):
    covered_by = forms.Select(label="Who answers for your duties?", called="who answers for your duties", choices=())
    first = forms.Day(label="First day away", called="the first day", earliest=today)
    last = forms.Day(label="Last day away", called="the last day", earliest=today)


class ChangeDay(forms.Form):
    day = forms.Day(label="Which day?", called="the day")
    working = forms.YesNo(label="Is it a working day?", called="it is a working day")
    reason = forms.Text(label="Why?", called="why")
