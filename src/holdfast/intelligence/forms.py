"""The forms of intelligence."""

from __future__ import annotations

from holdfast.database.time import today
from holdfast.intelligence.codes import CLOSE_WORDS, CONDITION_WORDS
from holdfast.pages import forms
from holdfast.persons.forms import grade_fields


class Give(forms.Form):
    covert = forms.YesNo(
        label="Does any of it come from a covert source or tactic, or carry a handling code A1 or A2?",
        called="whether any of it is covert",
        hint="If it does, nothing that you write here is kept.",
    )
    danger = forms.YesNo(label="Is somebody in danger now?", called="whether somebody is in danger now", yes_reveals=("where",))
    where = forms.Text(label="Where?", called="where", required=False, max_length=300)
    about = forms.Text(
        label="About whom, or what?", called="about whom", hint="Names, nicknames, plates, places, names used online.", max_length=300
    )
    what = forms.LongText(label="What do you know?", called="what you know", max_length=4_000, rows=5)
    when = forms.Text(label="When was it?", called="when it was", max_length=200)
    how_known = forms.LongText(
        label="How do you know?",
        called="how you know",
        hint="Seen, heard, told: by what kind of person, and never by whom. Do not ask anybody to find out more.",
        max_length=1_000,
        rows=2,
    )
    close = forms.Radios(
        label="How does whoever it comes from stand to those whom it is about?",
        called="how they stand to them",
        choices=tuple(forms.Choice(c, w) for c, w in CLOSE_WORDS.items()),
    )
    unit = forms.Text(label="If you are of the police: which unit?", called="the unit", required=False, max_length=100)

    @property
    def keeps_drafts(self) -> bool:
        """No draft: what is covert is not kept at all."""
        return False


class Grade(forms.Form):
    source, assessment, handling = grade_fields()
    reason = forms.LongText(
        label="Why?", called="why", hint="By what is known of it, and never by who employs whoever told it.", max_length=1_000, rows=2
    )


class Sanitise(forms.Form):
    text = forms.LongText(
        label="What are they told?", called="what they are told", hint="Nothing that shows where it comes from.", max_length=2_000, rows=4
    )
    posts = forms.Checkboxes(label="For whom is it?", called="for whom it is", choices=())
    condition = forms.Radios(
        label="What binds them?", called="what binds them", choices=tuple(forms.Choice(c, w) for c, w in CONDITION_WORDS.items())
    )
    consulted = forms.YesNo(label="Was whoever it comes from consulted?", called="whether they were consulted")
    respond_on = forms.Day(
        label="By which day must they answer?", called="the day by which they answer", hint="Within 28 days.", earliest=today
    )
    second = forms.Select(label="Who reads it before it leaves?", called="who reads it", choices=())


class Read(forms.Form):
    agrees = forms.YesNo(label="Does it leave as it is?", called="whether it leaves")
    reason = forms.LongText(label="Why?", called="why", hint="What in it could show where it comes from.", max_length=1_000, rows=2)


class Words(forms.Form):
    words = forms.LongText(
        label="What are they told?", called="what they are told", hint="Never whether anybody is known.", max_length=1_000, rows=3
    )


class Reason(forms.Form):
    reason = forms.LongText(label="Why?", called="why", max_length=1_000, rows=3)


class Respond(forms.Form):
    acts = forms.YesNo(label="Do you act on it?", called="whether you act on it")
    words = forms.LongText(label="Who does what by when, or why nothing?", called="who does what", max_length=2_000, rows=3)


class Review(forms.Form):
    words = forms.LongText(
        label="What had you decided on it, and what becomes of that?", called="what becomes of it", max_length=2_000, rows=3
    )
