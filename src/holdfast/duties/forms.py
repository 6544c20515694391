"""The forms by which people say something about a duty."""

from __future__ import annotations

from holdfast.database.time import today
from holdfast.duties.clocks import WORDS, Unit
from holdfast.pages import forms


class Assure(forms.Form):
    words = forms.LongText(
        label="What is in hand?",
        called="what is in hand",
        hint="This is recorded as said. It ends nothing: the clock runs on until something shows that it was done.",
        max_length=4_000,
        rows=4,
    )


class ShowDone(forms.Form):
    words = forms.LongText(label="What was done?", called="what was done", max_length=4_000, rows=4)
    reference = forms.Text(
        label="Where can it be found?",
        called="where it can be found",
        hint="The other system’s name and its reference. It may be sampled.",
        max_length=200,
    )
    on = forms.Day(label="When was it done?", called="the day it was done", latest=today)


class CheckShown(forms.Form):
    found = forms.YesNo(label="Is it there, as was said?", called="it is there", hint="If it is not, the duty is open again.")
    words = forms.LongText(label="What did you look at?", called="what you looked at", max_length=4_000, rows=4)


class CannotBeDone(forms.Form):
    reason = forms.Radios(
        label="Why can it not now be done?",
        called="why it cannot be done",
        choices=(
            forms.Choice("moved", "The child has moved to another authority"),
            forms.Choice("adult", "The child is now 18"),
            forms.Choice("died", "The child has died"),
            forms.Choice("refused", "The child or family refused, and it cannot be required"),
            forms.Choice("not_alone", "The child could not be seen alone, and a manager looked at why"),
            forms.Choice("not_found", "The child cannot be found, and the police know"),
            forms.Choice("record_wrong", "It was recorded by mistake"),
            forms.Choice("other", "Another reason"),
        ),
    )
    words = forms.LongText(
        label="What was tried, and who decided?", called="what was tried", hint="This shows on the board.", max_length=4_000, rows=4
    )


class Offer(forms.Form):
    to = forms.Select(label="Who should own it?", called="who should own it", choices=())
    words = forms.LongText(label="Why?", called="why", hint="It stays with its owner until they accept.", max_length=4_000, rows=3)


class TransferOut(forms.Form):
    authority = forms.Text(label="Which authority accepted it?", called="the authority", max_length=200)
    accepted_by = forms.Text(label="Who there accepted it?", called="who accepted it", hint="Name and post", max_length=200)
    on = forms.Day(label="When did they accept it?", called="the day they accepted", latest=today)
    words = forms.LongText(label="What was agreed?", called="what was agreed", max_length=4_000, rows=4)


class Extend(forms.Form):
    due_on = forms.Day(label="By when will it be done?", called="the new day", earliest=today)
    words = forms.LongText(
        label="Why is more time needed, and what keeps the child safe meanwhile?",
        called="why more time is needed",
        hint="The other organisations involved are told at once and may challenge.",
        max_length=4_000,
        rows=4,
    )


class AnswerTold(forms.Form):
    words = forms.LongText(
        label="What does your organisation do about it, by when?",
        called="what your organisation does",
        hint="Those who owe it read this. It ends nothing: what is owed stays owed.",
        max_length=4_000,
        rows=4,
    )


class Challenge(forms.Form):
    words = forms.LongText(
        label="What do you challenge, and why?",
        called="what you challenge",
        hint="The organisation that owes this must answer, on a clock.",
        max_length=4_000,
        rows=4,
    )


class AnswerChallenge(forms.Form):
    changed = forms.YesNo(label="Has anything changed because of the challenge?", called="something has changed")
    words = forms.LongText(label="Your answer", called="your answer", max_length=4_000, rows=4)


class AnswerOffer(forms.Form):
    accept = forms.YesNo(
        label="Do you take this on?",
        called="whether you take it on",
        hint="If you do, it is yours from now, with the clock it has. If you do not, it stays with its owner.",
    )
    words = forms.LongText(label="If not, why not?", called="why not", required=False, max_length=4_000, rows=3)


class AnswerProposal(forms.Form):
    agree = forms.YesNo(label="Do you agree, for your organisation?", called="whether you agree")
    reason = forms.LongText(
        label="Why, or why not?", called="why", hint="Everyone in the partnership sees this, with your post.", max_length=4_000, rows=4
    )


class ChangeRule(forms.Form):
    amount = forms.WholeNumber(label="How long?", called="how long", least=1, most=400)
    unit = forms.Select(
        label="Counted in", called="what it is counted in", choices=tuple(forms.Choice(unit.value, WORDS[unit][1]) for unit in Unit)
    )
    reason = forms.LongText(
        label="Why?", called="why", hint="Everyone in the partnership sees this, with your post.", max_length=4_000, rows=4
    )
