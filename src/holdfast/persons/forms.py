"""The forms of persons of concern."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from holdfast.database.time import today
from holdfast.disruption.resting import rests_on_field
from holdfast.pages import forms
from holdfast.persons.codes import (
    AGE_WORDS,
    ALLEGED_OF_WORDS,
    ASKS_WORDS,
    DECIDED_WORDS,
    DONE_WORDS,
    ENDED_WORDS,
    GROUP_WORDS,
    NOT_OPENED_WORDS,
    PURPOSE_WORDS,
    STATUS_WORDS,
    UNKNOWN_WORDS,
    Age,
)
from holdfast.subjects.codes import ETHNICITIES, Basis, Certainty, Grading

#: They work for none of the partnership's organisations, as far as is known.
NOBODY_HERE = "none"


def _choices(words: Mapping[Any, str]) -> tuple[forms.Choice, ...]:
    return tuple(forms.Choice(code, said) for code, said in words.items())


def grade_fields() -> tuple[forms.PageField, forms.PageField, forms.PageField]:
    """How information is graded: 3×5×2 (College of Policing, Intelligence report)."""
    source = forms.Select(
        label="How reliable is the source?",
        called="how reliable the source is",
        choices=(forms.Choice("1", "1: reliable"), forms.Choice("2", "2: untested"), forms.Choice("3", "3: not reliable")),
    )
    assessment = forms.Select(
        label="How is the information known?",
        called="how the information is known",
        choices=(
            forms.Choice("A", "A: known directly to the source"),
            forms.Choice("B", "B: known indirectly, and corroborated"),
            forms.Choice("C", "C: known indirectly"),
            forms.Choice("D", "D: it is not known how"),
            forms.Choice("E", "E: suspected to be false"),
        ),
    )
    handling = forms.Select(
        label="How may it be handled?",
        called="how it may be handled",
        choices=(forms.Choice("P", "P: lawful sharing permitted"), forms.Choice("C", "C: with conditions")),
    )
    return source, assessment, handling


def graded(answered: Mapping[str, Any]) -> Grading:
    """Information as it is graded on a form."""
    return Grading(
        basis=Basis.INTELLIGENCE,
        certainty=Certainty.STATED,
        source_reliability=int(answered["source"]),
        assessment=answered["assessment"],
        handling=answered["handling"],
    )


def _next() -> tuple[forms.PageField, forms.PageField]:
    words = forms.LongText(
        label="What is done next, and by whom?",
        called="what is done next",
        hint="Something that somebody does. To monitor, to wait and to discuss are no actions.",
        max_length=2_000,
        rows=3,
    )
    return words, forms.Day(label="By which day?", called="the day by which it is done", hint="Within 28 days.", earliest=today)


def _second() -> forms.Select:
    return forms.Select(label="Who of another organisation is asked?", called="who is asked", choices=())


class Name(forms.Form):
    name = forms.Text(
        label="What are they called?", called="what they are called", hint="A name, or a nickname.", required=False, max_length=200
    )
    description = forms.Text(
        label="How are they described?", called="how they are described", hint="If no name is known.", required=False, max_length=400
    )
    words = forms.LongText(
        label="What was said of them?", called="what was said of them", hint="As it was told. Whoever said it is not named here.", max_length=4_000, rows=4
    )  # fmt: skip
    age = forms.Radios(
        label="How old are they?",
        called="how old they are",
        hint="Whoever is, or may be, a child is a child first.",
        choices=_choices({age: AGE_WORDS[age] for age in (Age.ADULT, Age.UNDER_18, Age.NOT_KNOWN)}),
    )
    phone = forms.Text(label="A telephone number of theirs", called="a telephone number", required=False, max_length=40)
    plate = forms.Text(label="The registration mark of a car of theirs", called="a registration mark", required=False, max_length=20)
    works_for = forms.Select(
        label="Do they work for, or belong to, one of these?",
        called="for whom they work",
        hint="As a worker, volunteer, councillor or governor. Whatever you answer, the next page is the same.",
        choices=(),
    )


class Nobody(forms.Form):
    reason = forms.LongText(
        label="Where did you look?", called="where you looked", hint="What was told, and what was said since.", max_length=1_000, rows=2
    )


class AnswerForChild(forms.Form):
    outcome = forms.Radios(
        label="Who are they?",
        called="who they are",
        choices=(
            forms.Choice("child", "One of the children found for this concern", reveals=("child",)),
            forms.Choice("adult", "They are 18 or over, as was found out", reveals=("works_for",)),
        ),
    )
    child = forms.Radios(label="Which child?", called="which child", choices=())
    works_for = forms.Select(label="Do they work for, or belong to, one of these?", called="for whom they work", choices=())
    reason = forms.LongText(label="How is it known?", called="how it is known", max_length=2_000, rows=3)


class Find(forms.Question):
    name = forms.Text(
        label="Name", called="a name", hint="The whole name; it is found if it is spelt otherwise.", required=False, max_length=200
    )
    phone = forms.Text(label="Telephone number", called="a telephone number", required=False, max_length=40)
    plate = forms.Text(label="Registration mark", called="a registration mark", required=False, max_length=20)
    purpose = forms.Radios(label="What is it for?", called="what it is for", choices=_choices(PURPOSE_WORDS))


class Open(forms.Form):
    source, assessment, handling = grade_fields()
    information = forms.LongText(
        label="On what information does it rest?",
        called="the information",
        hint="What is known, not by whom. Never a source’s identity, and no plan of the police.",
        max_length=4_000,
        rows=4,
    )
    rests_on = rests_on_field()
    reason = forms.LongText(label="Why are they a person of concern?", called="the reason", max_length=4_000, rows=4)
    worker = forms.Select(label="Who owns it?", called="who owns it", choices=())
    next, next_on = _next()
    review_on = forms.Day(
        label="When is it looked at again?", called="the day on which it is looked at again", hint="Within 91 days.", earliest=today
    )
    told_apart = forms.Checkboxes(
        label="Named before by a name like it: who of these is somebody else?",
        called="who is somebody else",
        hint="Look at each first. If it is the same person, join them instead.",
        required=False,
        choices=(),
    )


class NotOpen(forms.Form):
    why = forms.Radios(label="Why not?", called="why not", choices=_choices(NOT_OPENED_WORDS))
    reason = forms.LongText(label="What shows it?", called="what shows it", hint="What you looked at.", max_length=4_000, rows=4)
    second = _second()
    told_apart = forms.Checkboxes(
        label="Named before by a name like it: who of these is somebody else?",
        called="who is somebody else",
        hint="Look at each first. If it is the same person, join them instead.",
        required=False,
        choices=(),
    )


class IsNamesake(forms.Form):
    reason = forms.LongText(
        label="What shows that it is somebody else?", called="what shows it", hint="What you looked at: age, address, description.",
        max_length=2_000, rows=3,
    )  # fmt: skip


class Join(forms.Form):
    into = forms.Radios(label="The same person as whom?", called="the same person", choices=())
    reason = forms.LongText(label="What shows that it is the same person?", called="what shows it", max_length=2_000, rows=3)


class Answer(forms.Form):
    agrees = forms.YesNo(label="Do you agree, for your organisation?", called="whether you agree")
    reason = forms.LongText(label="Why?", called="why", hint="What you looked at yourself.", max_length=4_000, rows=4)


class Owner(forms.Form):
    worker = forms.Select(label="Who owns it from now?", called="who owns it", choices=())
    reason = forms.LongText(label="Why?", called="why", required=False, max_length=2_000, rows=3)


class Act(forms.Form):
    done = forms.Radios(label="What was done?", called="what was done", choices=_choices(DONE_WORDS))
    words = forms.LongText(label="By whom, when, and what shows it?", called="what shows it", max_length=4_000, rows=4)
    next, next_on = _next()


class Review(forms.Form):
    words = forms.LongText(
        label="What did you find?",
        called="what you found",
        hint="Whether they are still of concern, and to whom; what the measures so far have changed for each child.",
        max_length=4_000,
        rows=5,
    )
    review_on = forms.Day(
        label="When is it looked at again?", called="the day on which it is looked at again", hint="Within 91 days.", earliest=today
    )


class Allege(forms.Form):
    what = forms.Checkboxes(label="What is alleged?", called="what is alleged", choices=_choices(ALLEGED_OF_WORDS))
    together = forms.Radios(label="By how many?", called="by how many", choices=_choices(GROUP_WORDS))
    source, assessment, handling = grade_fields()
    words = forms.LongText(label="What, when, where, as it was said?", called="what is alleged", max_length=4_000, rows=4)
    rests_on = rests_on_field()


class RecordStatus(forms.Form):
    allegation = forms.Radios(label="Which allegation?", called="which allegation", choices=())
    status = forms.Radios(label="Where does it stand?", called="where it stands", choices=_choices(STATUS_WORDS))
    decided = forms.Radios(label="Whose decision was it?", called="whose decision it was", choices=_choices(DECIDED_WORDS))
    on = forms.Day(label="Since when?", called="the day since when", hint="The day of the event. What is planned never stands here.")
    event = forms.Text(
        label="By what event?", called="the event", hint="For example: charged at the police station; the jury’s verdict.", max_length=300
    )
    reference = forms.Text(label="Its reference", called="its reference", max_length=100)


class Tell(forms.Form):
    agency = forms.Select(label="Which organisation was told?", called="which organisation", required=False, choices=())
    recipient = forms.Text(
        label="Or who, outside the partnership?",
        called="who was told",
        hint="By name or post, and organisation.",
        required=False,
        max_length=300,
    )
    words = forms.LongText(label="What were they told, and why do they need it?", called="what they were told", max_length=2_000, rows=3)


class Clear(forms.Form):
    reason = forms.LongText(label="What shows that they were not involved?", called="what shows it", max_length=4_000, rows=4)
    second = _second()


class Correct(forms.Form):
    owed = forms.Radios(label="Who was told that they were not involved?", called="who was told", choices=())
    on = forms.Day(label="On which day?", called="the day on which they were told")
    words = forms.LongText(label="How, and what did they do with it?", called="how they were told", max_length=2_000, rows=3)


class Monitoring(forms.Form):
    self_defined = forms.Select(
        label="Ethnicity, as they say themselves", called="ethnicity", required=False, choices=_choices(ETHNICITIES)
    )
    observed = forms.Select(
        label="Ethnicity, as somebody observed it", called="ethnicity as observed", required=False, choices=_choices(ETHNICITIES)
    )
    ethnicity_unknown = forms.Select(
        label="If neither is known: why?", called="why it is not known", required=False, choices=_choices(UNKNOWN_WORDS)
    )
    nationality = forms.Text(
        label="Nationality", called="nationality", hint="Three letters, as on a passport: GBR.", required=False, max_length=3, width=5
    )
    nationality_unknown = forms.Select(
        label="If it is not known: why?", called="why nationality is not known", required=False, choices=_choices(UNKNOWN_WORDS)
    )


class End(forms.Form):
    why = forms.Radios(label="Why are they no longer a person of concern?", called="why", choices=_choices(ENDED_WORDS))
    reason = forms.LongText(label="What shows it?", called="what shows it", max_length=4_000, rows=4)


class Keep(forms.Form):
    keep_until = forms.Day(
        label="Until when is it kept?", called="the day until which it is kept", hint="It is decided again then.", earliest=today
    )
    reason = forms.LongText(
        label="What is it still needed for?",
        called="what it is needed for",
        hint="If it is needed for nothing, ask for it to be erased instead: that takes two people of two organisations.",
        max_length=2_000,
        rows=3,
    )


class Agreed(forms.Form):
    term = forms.Radios(label="What was agreed?", called="what was agreed", choices=())
    agreed_on = forms.Day(label="On which day?", called="the day on which it was agreed")
    where = forms.Text(label="Where does it lie, and who signed it?", called="where it lies", max_length=400)


class Receive(forms.Form):
    asks = forms.Radios(label="What do they ask?", called="what they ask", choices=_choices(ASKS_WORDS))
    who = forms.Text(label="Who asks?", called="who asks", max_length=200)
    reach = forms.Text(label="How are they reached?", called="how they are reached", max_length=200)
    received_on = forms.Day(label="On which day was it received?", called="the day on which it was received")
    words = forms.LongText(
        label="What do they say?", called="what they say", hint="As they say it. Look nothing up now.", max_length=4_000, rows=4
    )


class Check(forms.Form):
    words = forms.LongText(
        label="What did you look at, and put right?",
        called="what you looked at",
        hint="Not what you found: that stands where it is.",
        max_length=1_000,
        rows=2,
    )


class AnswerRequest(forms.Form):
    on = forms.Day(label="On which day were they answered?", called="the day on which they were answered")
