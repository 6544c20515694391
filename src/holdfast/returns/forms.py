"""The forms about returns."""

from __future__ import annotations

from holdfast.pages import forms
from holdfast.returns.uploading import LARGEST

#: Why a duty from a census is not so.
DECLINING = (
    forms.Choice("done_then", "It was done before the census date, and the census does not show it"),
    forms.Choice("never_owed", "It was never owed: the census says otherwise than what happened"),
    forms.Choice("twice", "It stands here twice"),
    forms.Choice("moved", "The child had moved to another authority before the census date"),
    forms.Choice("died", "The child had died"),
)


class UploadCensus(forms.Form):
    file = forms.File(
        label="The census file",
        called="the census file",
        hint="The XML file of a Children in Need census, of any year from 2021, as it is sent to the department.",
        accept=".xml,text/xml,application/xml",
        longest=LARGEST,
    )


class FindChild(forms.Question):
    number = forms.Text(
        label="The council’s number of a child",
        called="the child’s number",
        hint="As the census has it (LAchildID).",
        max_length=20,
        width=20,
    )


class Decline(forms.Form):
    reason = forms.Radios(label="Why is it not so?", called="why it is not so", choices=DECLINING)
    words = forms.LongText(
        label="What shows that?",
        called="what shows that",
        hint="The system you looked in and what it says. A manager who is somebody else reads this and agrees, or does not.",
        max_length=4_000,
        rows=4,
    )


class AnswerDeclining(forms.Form):
    agree = forms.YesNo(
        label="Do you agree that nothing is owed here?",
        called="whether you agree",
        hint="If you do not, it waits to be confirmed as before.",
    )
