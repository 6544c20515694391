"""The journey by which anyone tells, one question to a page; "Are you in danger right now?" comes first."""

from __future__ import annotations

from holdfast.concerns.codes import ALLEGED_PLAIN, SafeContact
from holdfast.database.time import today
from holdfast.pages import forms
from holdfast.pages.wizard import Answers, Journey, Step


class Danger(forms.Question):
    now = forms.YesNo(label="Are you, or is a child, in danger right now?", called="someone is in danger right now")


class Call999(forms.Question):
    """An interruption: what to do, and a place to say where."""

    heading = "Call 999 now"
    where = forms.LongText(
        label="Where are you, or where is the child?",
        called="where you are",
        hint="We cannot find you unless you tell us where you are. You can leave this empty.",
        required=False,
        max_length=2_000,
        rows=3,
    )


class WhoTells(forms.Question):
    who = forms.Radios(
        label="Who is telling us?",
        called="who is telling us",
        choices=(
            forms.Choice("child", "I am under 18 and this is about me"),
            forms.Choice("adult_self", "I am an adult and this happened to me"),
            forms.Choice("family", "A parent, carer or relative"),
            forms.Choice("friend", "A friend or neighbour"),
            forms.Choice("other", "Someone else"),
            forms.Choice("not_said", "I would rather not say", divider="or"),
        ),
    )


class Worry(forms.Question):
    worry = forms.LongText(
        label="What are you worried about?",
        called="what you are worried about",
        hint="Use your own words. You do not need to be sure, and you do not need to have all the details.",
    )


class Kinds(forms.Question):
    alleged = forms.Checkboxes(
        label="Does any of these fit?",
        called="what may be happening",
        hint="Choose any that may fit. You do not have to be sure. You can leave this empty.",
        choices=tuple(forms.Choice(code, words) for code, words in ALLEGED_PLAIN.items()),
        required=False,
    )


class Child(forms.Question):
    child = forms.LongText(
        label="Who is the child?",
        called="who the child is",
        hint="A name, a nickname, a school, or how you know of them. You can leave this empty.",
        required=False,
        max_length=2_000,
        rows=3,
    )
    age = forms.Text(label="How old are they?", called="how old they are", hint="About how old is enough", required=False, max_length=60)


class Happened(forms.Question):
    when = forms.When(label="When did it happen, or when did it begin?", called="when it happened", latest=today)


class Place(forms.Question):
    place = forms.LongText(
        label="Where did it happen?", called="where it happened", hint="You can leave this empty.", required=False, max_length=2_000, rows=3
    )


class Others(forms.Question):
    others = forms.LongText(
        label="Who else is involved?",
        called="who else is involved",
        hint="Names, nicknames, cars, phone numbers, online names: whatever you know. You can leave this empty.",
        required=False,
        max_length=5_000,
        rows=5,
    )


class More(forms.Question):
    more = forms.LongText(
        label="Is there anything else we should know?",
        called="anything else",
        hint="Do not send sexual pictures of anyone under 18. Tell us they exist and police will collect them safely.",
        required=False,
        max_length=10_000,
        rows=5,
    )


class Reach(forms.Question):
    safe = forms.Radios(
        label="May we get in touch with you?",
        called="whether we may get in touch",
        choices=(
            forms.Choice(SafeContact.SAFE, "Yes, any way I give is safe", reveals=("name", "how", "when_safe")),
            forms.Choice(SafeContact.DONT_CALL, "Yes, but do not call", reveals=("name", "how", "when_safe")),
            forms.Choice(SafeContact.NO_MESSAGE, "Yes, but leave no message", reveals=("name", "how", "when_safe")),
            forms.Choice(SafeContact.NOT_AT_ALL, "No. I will use my number to come back"),
        ),
    )
    name = forms.Text(label="What should we call you?", called="what we should call you", required=False)
    how = forms.Text(label="How can we reach you?", called="how we can reach you", hint="A phone number or an email address")
    when_safe = forms.Text(label="When is it safe?", called="when it is safe", required=False)


def in_danger(answers: Answers) -> bool:
    return answers("danger", "now") is True


JOURNEY = Journey(
    "tell",
    (
        Step("danger", Danger, section="Now"),
        Step("call-999", Call999, when=in_danger, title="Call 999 now", section="Now", template="concerns/call_999.html"),
        Step("who", WhoTells, section="You"),
        Step("worry", Worry, section="What worries you"),
        Step("kinds", Kinds, section="What worries you", title="Does any of these fit?"),
        Step("child", Child, section="What worries you", title="The child"),
        Step("when", Happened, section="What worries you"),
        Step("place", Place, section="What worries you"),
        Step("others", Others, section="What worries you"),
        Step("more", More, section="What worries you"),
        Step("reach", Reach, section="You"),
    ),
)
