"""The forms of measures as they are asked, answered, cleared and applied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from holdfast.database.time import today
from holdfast.disruption.resting import rests_on_field
from holdfast.measures.codes import (
    CLEARANCE_WORDS,
    ENDING_WORDS,
    MOVED_WORDS,
    NOT_ASKED_WORDS,
    RANK_WORDS,
    REJECTED_WORDS,
    UNCLEARED_WORDS,
    Clearance,
)
from holdfast.pages import forms


def _choices(words: Mapping[Any, str]) -> tuple[forms.Choice, ...]:
    return tuple(forms.Choice(code, said) for code, said in words.items())


class Ask(forms.Form):
    about = forms.Text(
        label="About whom, or what?",
        called="about whom",
        hint="As the body needs to know them: a name, a plate.",
        max_length=300,
    )
    shared = forms.LongText(
        label="What is shared with this body?",
        called="what is shared",
        hint="By your decision, and no more than it needs to answer. Never a source’s identity, where a child is placed, or a plan of the police.",
        max_length=4_000,
        rows=5,
    )


class DoNotAsk(forms.Form):
    why = forms.Radios(label="Why is this body not asked?", called="why it is not asked", choices=_choices(NOT_ASKED_WORDS))
    words = forms.LongText(label="What shows it?", called="what shows it", max_length=2_000, rows=3)


class Declare(forms.Form):
    connected = forms.YesNo(
        label="Are you connected with them: family, friendship, work, business, a house, a case of your own?",
        called="whether you are connected",
        yes_reveals=("words",),
    )
    words = forms.LongText(label="How?", called="how", required=False, max_length=1_000, rows=2)


class AnswerRow(forms.Form):
    chosen = forms.YesNo(label="Does your body take this measure?", called="whether it takes it", no_reveals=("why",))
    why = forms.Radios(label="Why not?", called="why not", choices=_choices(REJECTED_WORDS))
    reason = forms.LongText(
        label="In your words?", called="the reason", hint="On what it rests; or what is missing, and who gets it.", max_length=2_000, rows=3
    )  # fmt: skip
    rests_on = rests_on_field()
    decided_by = forms.Select(label="Who of your organisation decided it?", called="who decided it", choices=())


class Confirm(forms.Form):
    """What is done with a button."""


class Clear(forms.Form):
    answer = forms.Radios(
        label="What do you answer?",
        called="what you answer",
        hint="In these words and no others. No reason is asked for, and none can be given here.",
        choices=tuple(forms.Choice(c, w, reveals=("rank", "until") if c is Clearance.WAIT else ()) for c, w in CLEARANCE_WORDS.items()),
    )
    rank = forms.Select(label="Which rank decided it?", called="the rank", choices=_choices(RANK_WORDS))
    until = forms.Day(
        label="Until which day?", called="the day until which it waits", hint="Within 28 days. It is renewed once.", earliest=today
    )


class Decide(forms.Form):
    proceed = forms.YesNo(label="Does it go ahead?", called="whether it goes ahead", no_reveals=("until",))
    until = forms.Day(label="Until which day does it wait?", called="the day until which it waits", earliest=today)
    with_worker = forms.Select(label="With whom of the vetted group was it decided?", called="with whom", choices=())


class Apply(forms.Form):
    on = forms.Day(label="On which day was it applied for, or taken?", called="the day")
    words = forms.LongText(label="To whom, by whom, under what reference?", called="to whom", max_length=2_000, rows=3)
    plan = forms.LongText(
        label="If it warns them: what keeps each child safe on the day on which it is served?",
        called="what keeps each child safe",
        required=False,
        max_length=4_000,
        rows=4,
    )
    rechecked = forms.Confirm(label="What it rests on was checked again today, with whoever said it", called="that it was checked again")
    uncleared = forms.Radios(
        label="If the police’s one contact has not answered “proceed”: why does it not wait?",
        called="why it does not wait",
        required=False,
        choices=_choices(UNCLEARED_WORDS),
    )
    with_reader = forms.Select(
        label="If it is sealed, and the police’s one contact does not read it: with whom of another organisation was it decided?",
        called="with whom it was decided",
        required=False,
        choices=(),
    )


class Refuse(forms.Form):
    on = forms.Day(label="On which day was it refused?", called="the day")
    words = forms.LongText(label="By whom, and why?", called="why", max_length=2_000, rows=3)


class InForce(forms.Form):
    on = forms.Day(label="Since which day is it in force?", called="the day since which it is in force")
    expires_on = forms.Day(
        label="Until which day?",
        called="the day on which it ends",
        hint="Leave it empty if it has no end of its own. Where it ends with a change of her care, enter that day.",
        required=False,
    )
    born_on = forms.Day(
        label="On which day was the child born whom it protects?",
        called="the day on which she was born",
        hint="It ends with a birthday of hers: that day then stands with the measure, for those who read it.",
        required=False,
    )
    in_care = forms.YesNo(label="Is she in care by an order?", called="whether she is in care")
    breach_owner = forms.Select(label="Who acts on a breach?", called="who acts on a breach", choices=())
    words = forms.LongText(label="What does it forbid or require?", called="what it forbids", required=False, max_length=4_000, rows=3)


class Vary(forms.Form):
    expires_on = forms.Day(label="Until which day does it last now?", called="the day on which it ends", required=False, earliest=today)
    words = forms.LongText(label="What was changed, and by whom?", called="what was changed", max_length=2_000, rows=3)


class End(forms.Form):
    how = forms.Radios(label="How did it end?", called="how it ended", choices=_choices(ENDING_WORDS))
    on = forms.Day(label="On which day?", called="the day on which it ended")
    words = forms.LongText(label="Anything else?", called="anything else", required=False, max_length=2_000, rows=2)


class Withdraw(forms.Form):
    reason = forms.LongText(label="Why is it not gone on with?", called="why", max_length=2_000, rows=3)


class OnDay(forms.Form):
    on = forms.Day(label="On which day?", called="the day")
    words = forms.LongText(label="What happened, and how is it known?", called="what happened", max_length=4_000, rows=4)


class Words(forms.Form):
    owed = forms.Radios(label="Which?", called="which", choices=())
    words = forms.LongText(label="What was done, by whom?", called="what was done", max_length=4_000, rows=4)


class AnswerAppeal(forms.Form):
    owed = forms.Radios(label="Which?", called="which", choices=())
    upheld = forms.YesNo(label="Does the measure stand?", called="whether it stands")
    words = forms.LongText(label="What was decided, and by whom?", called="what was decided", max_length=2_000, rows=3)


class Effect(forms.Form):
    owed = forms.Radios(label="Which?", called="which", choices=())
    children = forms.LongText(
        label="What changed for each child?",
        called="what changed for each child",
        hint="As she says, and as those who know her see. A measure that does not change anything for a child is not finished.",
        max_length=4_000,
        rows=5,
    )
    moved = forms.Radios(label="Where did it move?", called="where it moved", choices=_choices(MOVED_WORDS))
    where = forms.LongText(
        label="If it moved: where, to whom; whom did you tell?", called="where it moved", required=False, max_length=2_000, rows=3
    )


class Sample(forms.Form):
    owed = forms.Radios(label="Which?", called="which", choices=())
    agrees = forms.YesNo(label="Does the reason hold?", called="whether it holds")
    reason = forms.LongText(label="Why, or what should be done instead?", called="why", max_length=2_000, rows=3)
