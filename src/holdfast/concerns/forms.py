"""The forms of the front door and of whoever holds a number."""

from __future__ import annotations

from holdfast.allegations.forms import told_fields
from holdfast.concerns.codes import (
    ALLEGED_IS_WORDS,
    ALLEGED_WORDS,
    DANGER_ANSWERS,
    DECISION_WORDS,
    NATURE_WORDS,
    RATING_WORDS,
    DangerAnswer,
    Nature,
)
from holdfast.pages import forms


class EnterNumber(forms.Question):
    number = forms.Text(
        label="What is your reference number?",
        called="your reference number",
        hint="It has 17 letters and digits, such as 7KQ2-M4XT-9RWD-C3HN-5",
        width=20,
        autocomplete="off",
        spellcheck=False,
        max_length=60,
    )


class AddWords(forms.Form):
    words = forms.LongText(label="What do you want to add?", called="what you want to add")


def _alleged() -> forms.Checkboxes:
    """What is alleged: something, never anything, or asked and not known. Leaving it open is no answer."""
    nothing = tuple(forms.Choice(c, w, exclusive=True, divider="or" if n == 0 else "") for n, (c, w) in enumerate(ALLEGED_IS_WORDS.items()))
    return forms.Checkboxes(
        label="What is alleged?",
        called="what is alleged",
        hint="For some of these, ending it here takes someone of another organisation.",
        choices=(*(forms.Choice(c, w) for c, w in ALLEGED_WORDS.items()), *nothing),
    )


class Read(forms.Form):
    """Reading is recorded with a button."""


class AnswerDanger(forms.Form):
    how = forms.Radios(
        label="What was done?",
        called="what was done",
        hint="To have read it is not enough: it stays at the top until one of these is so.",
        choices=tuple(
            forms.Choice(c, w, reveals=("reference",) if c is DangerAnswer.POLICE_CALLED else ()) for c, w in DANGER_ANSWERS.items()
        ),
    )
    reference = forms.Text(label="Police log number", called="the log number", max_length=60)
    words = forms.LongText(label="By whom, when, and how is it known?", called="by whom and when", max_length=4_000, rows=4)


class TellLado(forms.Form):
    works = forms.YesNo(
        label="Does the person in authority work with children, paid or not?",
        called="whether they work with children",
        yes_reveals=("alleged", "person", "employer", "employer_name", "child", "noticed_on", "safety"),
        no_reveals=("reason",),
    )
    alleged, person, employer, employer_name, child, noticed_on, safety = told_fields().values()
    reason = forms.LongText(label="Why is it not for the LADO?", called="why it is not for the LADO", max_length=4_000, rows=4)


class Rate(forms.Form):
    rating = forms.Radios(
        label="How soon must someone act?", called="how soon", choices=tuple(forms.Choice(c, w) for c, w in RATING_WORDS.items())
    )
    reason = forms.LongText(label="Why?", called="why", max_length=4_000, rows=3)


class RecordNature(forms.Form):
    nature = forms.Radios(
        label="What is it?",
        called="what it is",
        choices=tuple(
            forms.Choice(n, w, hint=h, reveals=("source", "assessment", "handling") if n is Nature.INTELLIGENCE else ())
            for n, (w, h) in NATURE_WORDS.items()
        ),
    )
    source = forms.Select(
        label="Source",
        called="how reliable the source is",
        choices=tuple(forms.Choice(c, w) for c, w in (("1", "1: reliable"), ("2", "2: untested"), ("3", "3: not reliable"))),
    )
    assessment = forms.Select(
        label="Information",
        called="how the information is known",
        choices=(
            forms.Choice("A", "A: known directly"),
            forms.Choice("B", "B: known indirectly, corroborated"),
            forms.Choice("C", "C: known indirectly"),
            forms.Choice("D", "D: not known"),
            forms.Choice("E", "E: suspected false"),
        ),
    )
    handling = forms.Select(
        label="Handling",
        called="how it may be handled",
        choices=(forms.Choice("P", "P: sharing permitted"), forms.Choice("C", "C: with conditions")),
    )
    alleged = _alleged()
    why = forms.LongText(
        label="If something that was alleged is left out: why?",
        called="why it is left out",
        hint="It stands beside what was alleged, with your name, and is counted.",
        required=False,
        max_length=4_000,
        rows=3,
    )


class FindChild(forms.Question):
    name = forms.Text(label="Name", called="a name", required=False)
    born = forms.Day(label="Date of birth", called="a date of birth", required=False)
    identifier = forms.Text(label="NHS number, UPN or council’s number", called="a number", required=False, max_length=40)


class Unidentified(forms.Form):
    description = forms.LongText(
        label="What is known of the child?",
        called="what is known of the child",
        hint="About how old, what was seen or heard, where. To find out who it is becomes a duty.",
        max_length=2_000,
        rows=3,
    )


class NewChild(forms.Form):
    name = forms.Text(label="Name", called="the child’s name", hint="As it is known; it can be corrected beside this later.")
    born = forms.Day(label="Date of birth, if known", called="the date of birth", required=False, birthday=True)


class Decide(forms.Form):
    considered = forms.LongText(
        label="What was considered?",
        called="what was considered",
        hint="What the record holds, who was asked, what the child says.",
        max_length=10_000,
        rows=5,
    )
    alleged = _alleged()
    decision = forms.Radios(
        label="What will happen?", called="what will happen", choices=tuple(forms.Choice(c, w) for c, w in DECISION_WORDS.items())
    )
    children = forms.Checkboxes(
        label="For which children?",
        called="the children",
        hint="Needed for help, assessment and protection, which open a case for each, or join the one that there is.",
        required=False,
        choices=(),
    )
    second = forms.Select(
        label="Who is the second person?",
        called="the second person",
        hint="Needed for advice and no further action, which stand only once they agree.",
        required=False,
        choices=(),
    )
    reason = forms.LongText(label="Why?", called="why", max_length=10_000, rows=4)


class ReplaceSecond(forms.Form):
    second = forms.Select(label="Who is asked to be the second person?", called="the second person", choices=())


class Give(forms.Form):
    worker = forms.Radios(label="To whom?", called="to whom it is given", choices=())


class Reopen(forms.Form):
    reason = forms.LongText(label="What makes another decision needed?", called="why it is opened again", max_length=4_000, rows=4)


class Countersign(forms.Form):
    agrees = forms.YesNo(label="Do you agree with this decision?", called="you agree")
    reason = forms.LongText(label="Why?", called="why", hint="What you looked at yourself.", max_length=4_000, rows=4)


class Acknowledge(forms.Form):
    how = forms.Radios(
        label="How were they told that it was received?",
        called="how they were told",
        choices=(
            forms.Choice("here", "Here: it shows on their page"),
            forms.Choice("telephone", "By telephone"),
            forms.Choice("in_person", "In person"),
        ),
    )


class TellOutcome(forms.Form):
    how = forms.Radios(
        label="How are they told?",
        called="how they are told",
        choices=(
            forms.Choice("here", "Here: it shows on their page"),
            forms.Choice("telephone", "By telephone"),
            forms.Choice("in_person", "In person"),
        ),
    )
    words = forms.LongText(
        label="What are they told?", called="what they are told", hint="What was decided, and why.", max_length=4_000, rows=4
    )


class Challenge(forms.Form):
    words = forms.LongText(
        label="What do you challenge, and why?",
        called="what you challenge",
        hint="That nothing was decided, or what was. The council must answer, and says whether anything has changed.",
        max_length=4_000,
        rows=5,
    )


class Chase(forms.Form):
    words = forms.LongText(label="What do you want to say or ask?", called="what you want to say", max_length=4_000, rows=4)
