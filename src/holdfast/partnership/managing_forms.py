"""Forms of an organisation's account manager."""

from __future__ import annotations

from holdfast.database.time import today
from holdfast.pages import forms
from holdfast.partnership.roles import AgencyKind

#: What the line "nobody yet" of a choice is sent as.
NOBODY = "nobody"

AGENCY_KINDS = {
    AgencyKind.COUNCIL: "Council",
    AgencyKind.POLICE: "Police",
    AgencyKind.HEALTH: "Health",
    AgencyKind.SCHOOL: "School or college",
    AgencyKind.CHARITY: "Charity or community organisation",
    AgencyKind.HOUSING: "Housing",
    AgencyKind.PROBATION: "Probation or youth justice",
    AgencyKind.SCRUTINY: "Independent scrutiny",
}


class Starts(forms.Form):
    name = forms.Text(label="What are they called?", called="their name", autocomplete="off", spellcheck=False)
    post = forms.Select(
        label="In which post?",
        called="the post",
        hint="A post that reads beyond your organisation takes somebody of another organisation to agree; until then they hold none.",
        choices=(),
    )
    reason = forms.Text(label="Why, if another organisation must agree?", called="why", required=False)


class Moves(forms.Form):
    post = forms.Select(label="Which post do they take up?", called="the post", choices=())
    hand_over = forms.YesNo(
        label="Do they hand over what they owe, and the children allocated to them?",
        called="whether they hand over",
        hint="Into a post that sees no child they always do.",
    )
    reason = forms.Text(label="Why, if another organisation must agree?", called="why", required=False)


class Leaves(forms.Form):
    sure = forms.Confirm(label="I have read what passes on, and they leave", called="that they leave")


class HandsOver(forms.Form):
    sure = forms.Confirm(label="I have read what passes on, and they hand it over", called="that they hand over")


class Renamed(forms.Form):
    name = forms.Text(label="What are they called now?", called="their name", autocomplete="off", spellcheck=False)


class Away(forms.Form):
    covered_by = forms.Select(label="Who answers for their duties?", called="who answers for their duties", choices=())
    first = forms.Day(label="First day away", called="the first day")
    last = forms.Day(label="Last day away", called="the last day")


class NewPost(forms.Form):
    title = forms.Text(label="What is the post called?", called="what the post is called")
    role = forms.Select(label="What is it for?", called="what it is for", choices=())
    manager_post = forms.Select(label="Which post does it answer to?", called="which post it answers to", choices=())
    team = forms.Select(label="Which team is it of?", called="which team it is of", choices=())


class ChangedPost(forms.Form):
    title = forms.Text(label="What is the post called?", called="what the post is called")
    manager_post = forms.Select(label="Which post does it answer to?", called="which post it answers to", choices=())
    team = forms.Select(label="Which team is it of?", called="which team it is of", choices=())


class NewTeam(forms.Form):
    name = forms.Text(label="What is the team called?", called="what the team is called")
    out_of_hours = forms.YesNo(label="Does it work while the office is shut?", called="whether it works out of hours")


class NamesManager(forms.Form):
    worker = forms.Select(label="Who of your organisation would manage its accounts?", called="who would manage its accounts", choices=())
    reason = forms.Text(label="Why?", called="why")


class OrganisationJoins(forms.Form):
    organisation = forms.Text(label="What is the organisation called?", called="what the organisation is called")
    agency_kind = forms.Select(
        label="What kind of organisation is it?", called="its kind", choices=tuple(forms.Choice(k, v) for k, v in AGENCY_KINDS.items())
    )
    manager = forms.Text(label="Who will manage its accounts?", called="who will manage its accounts", autocomplete="off", spellcheck=False)
    reason = forms.Text(label="Why does it join?", called="why it joins")


class OrganisationLeaves(forms.Form):
    agency = forms.Select(label="Which organisation leaves?", called="which organisation", choices=())
    heir = forms.Select(
        label="Which organisation takes over what it owes?",
        called="which organisation takes over",
        hint="Nothing that it owes is dropped. Either you who propose this, or whoever agrees, must be of the organisation that takes it over",
        choices=(),
    )
    reason = forms.Text(label="Why?", called="why")


class AnswerChange(forms.Form):
    agree = forms.YesNo(label="Do you agree, for your organisation?", called="whether you agree")
    reason = forms.Text(label="Why, or why not?", called="why")


#: A document that nobody of the partnership signed before.
ANOTHER = "another"


class SignsArrangement(forms.Form):
    document = forms.Radios(
        label="Which document was signed?",
        called="which document",
        choices=(forms.Choice(ANOTHER, "Another document", reveals=("title", "digest")),),
    )
    title = forms.Text(label="What is it called?", called="what it is called")
    digest = forms.Text(
        label="Its fingerprint",
        called="its fingerprint",
        hint="64 letters and digits: its SHA-256, as `sha256sum` or your IT colleagues say it. The document itself is not kept here.",
        max_length=64,
        spellcheck=False,
    )
    signed_by = forms.Text(
        label="Who signed it for your organisation, and as what?", called="who signed it", hint="For example: Quinn Abbot, chief constable"
    )
    signed_on = forms.Day(label="On which day?", called="the day on which it was signed", latest=today, latest_words="today or in the past")
