"""The forms of places of concern."""

from __future__ import annotations

from holdfast.database.time import today
from holdfast.disruption.resting import rests_on_field
from holdfast.pages import forms
from holdfast.places.codes import DONE_WORDS, PLACE_WORDS


class Report(forms.Form):
    name = forms.Text(label="What is the place called?", called="what it is called", hint="As people there call it.", max_length=200)
    place = forms.Radios(
        label="What kind of place is it?", called="what kind of place", choices=tuple(forms.Choice(c, w) for c, w in PLACE_WORDS.items())
    )
    where = forms.Text(
        label="Where is it?", called="where it is", hint="Street and town; never a child’s home.", required=False, max_length=300
    )
    words = forms.LongText(
        label="What happens there?",
        called="what happens there",
        hint="What was seen or said, when. Name no child here: who was found there is recorded on each child’s own page.",
        max_length=4_000,
        rows=5,
    )


class Again(forms.Form):
    words = forms.LongText(label="What was seen or said now?", called="what was seen", hint="Name no child here.", max_length=4_000, rows=4)


def _next() -> tuple[forms.PageField, forms.PageField]:
    words = forms.LongText(
        label="What is done next, and by whom?",
        called="what is done next",
        hint="Something that somebody does. To monitor, to wait and to discuss are no actions.",
        max_length=2_000,
        rows=3,
    )
    return words, forms.Day(label="By which day?", called="the day by which it is done", hint="Within 28 days.", earliest=today)


def _review() -> forms.Day:
    return forms.Day(
        label="When is it looked at again?", called="the day on which it is looked at again", hint="Within 91 days.", earliest=today
    )


class Assess(forms.Form):
    context = forms.LongText(
        label="The place: what makes it unsafe, when, and what would make it safe?", called="the place", max_length=4_000, rows=4
    )
    children = forms.LongText(
        label="What do children meet there?", called="what children meet there", hint="As harm done to them.", max_length=4_000, rows=4
    )  # fmt: skip
    young_people = forms.LongText(
        label="What do young people say of it?", called="what young people say", hint="Who asked them, and how.", max_length=4_000, rows=3
    )
    partners = forms.LongText(label="Who can reach it, and change it?", called="who can reach it", max_length=2_000, rows=3)
    safe_adults = forms.LongText(
        label="Which adults there are safe?",
        called="safe adults",
        hint="Staff, neighbours, drivers; or none yet.",
        max_length=2_000,
        rows=2,
    )
    outcome = forms.LongText(label="What would show that the place has changed?", called="what would show it", max_length=2_000, rows=2)
    rests_on = rests_on_field()
    worker = forms.Select(label="Who owns what is done about it?", called="who owns it", choices=())
    next, next_on = _next()
    review_on = _review()


class Words(forms.Form):
    words = forms.LongText(label="What shows it?", called="what shows it", max_length=4_000, rows=4)


class Act(forms.Form):
    done = forms.Radios(label="What was done?", called="what was done", choices=tuple(forms.Choice(c, w) for c, w in DONE_WORDS.items()))
    words = forms.LongText(label="By whom, when, and what shows it?", called="what shows it", max_length=4_000, rows=4)
    next, next_on = _next()


class Review(forms.Form):
    words = forms.LongText(
        label="Has the place changed?",
        called="what changed",
        hint="What young people say of it now; where else it moved.",
        max_length=4_000,
        rows=4,
    )
    review_on = _review()


class Owner(forms.Form):
    worker = forms.Select(label="Who owns it from now?", called="who owns it", choices=())
    words = forms.LongText(label="Why?", called="why", required=False, max_length=2_000, rows=2)
