"""The forms of allegations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from holdfast.allegations.codes import BARRING_WORDS, HANDLING_WORDS, OUTCOME_WORDS
from holdfast.allegations.kinds import ToldParts
from holdfast.pages import forms
from holdfast.record.refusal import Refused

#: On the form that tells it: the person works for none of the partnership's organisations.
ANOTHER = "another"


def told_fields() -> dict[str, forms.PageField]:
    """What is asked of whoever tells the LADO, here and where it is told from a concern."""
    return {
        "alleged": forms.LongText(
            label="What is alleged?",
            called="what is alleged",
            hint="What was seen, heard or said, by whom and when; in their words where you can.",
            max_length=10_000,
            rows=6,
        ),
        "person": forms.Text(label="Who is it about, and what do they do?", called="who it is about", max_length=400),
        "employer": forms.Select(
            label="For which organisation do they work, or volunteer?",
            called="for whom they work",
            hint="Nobody there reads this, or is told that it exists.",
            choices=(),
        ),
        "employer_name": forms.Text(label="Its name, if it is another", called="the organisation’s name", required=False, max_length=400),
        "child": forms.Text(label="Which child, if it is about one?", called="the child", required=False, max_length=400),
        "noticed_on": forms.Day(label="When did it come to your organisation’s notice?", called="the day it came to notice"),
        "safety": forms.LongText(
            label="What keeps children safe now?",
            called="what keeps children safe",
            hint="The child’s safety does not wait for the LADO. Record it on the child’s page as well.",
            required=False,
            max_length=4_000,
            rows=3,
        ),
    }


def told_in(answered: Mapping[str, Any]) -> tuple[ToldParts, UUID | None]:
    """What a form that tells the LADO says, and the organisation of the partnership that it names. Raises Refused."""
    another = answered["employer"] == ANOTHER
    if another and not answered["employer_name"]:
        raise Refused("employer_name", "Say for whom they work, or that it is nobody or not known")
    words = ToldParts(
        alleged=answered["alleged"],
        person=answered["person"],
        employer=answered["employer_name"] or None if another else None,
        child=answered["child"] or None,
        safety=answered["safety"] or None,
    )
    return words, None if another else UUID(answered["employer"])


class Tell(forms.Form):
    alleged, person, employer, employer_name, child, noticed_on, safety = told_fields().values()


class Acknowledge(forms.Form):
    handling = forms.Radios(
        label="How is it handled?", called="how it is handled", choices=tuple(forms.Choice(c, w) for c, w in HANDLING_WORDS.items())
    )
    words = forms.LongText(
        label="What was advised, and what happens next?",
        called="what was advised",
        hint="Who does what, by when.",
        max_length=10_000,
        rows=5,
    )


class Note(forms.Form):
    words = forms.LongText(label="What was found, said or done?", called="what to note", max_length=10_000, rows=5)


class Conclude(forms.Form):
    outcome = forms.Radios(
        label="What was found?", called="what was found", choices=tuple(forms.Choice(c, w, hint=h) for c, (w, h) in OUTCOME_WORDS.items())
    )
    barring = forms.Radios(
        label="Was the Disclosure and Barring Service told?",
        called="whether the Disclosure and Barring Service was told",
        choices=tuple(forms.Choice(c, w) for c, w in BARRING_WORDS.items()),
    )
    words = forms.LongText(label="Why, and what follows?", called="why", max_length=10_000, rows=5)
