"""Forms of a case that are not in the table of what can be recorded."""

from __future__ import annotations

from holdfast.children.codes import CATEGORIES, CLOSURES, REFERRAL_SOURCES, STRATEGY_DECISIONS
from holdfast.database.time import today
from holdfast.pages import forms
from holdfast.subjects.codes import ETHNICITIES, EthnicityMissing, Relation, Scheme, Sex, ThingAspect, ThingKind

#: How many actions a page offers at once; more can be agreed from the case page.
ACTIONS = 3


class Allocate(forms.Form):
    worker = forms.Select(label="Which worker?", called="the worker", hint="With how many children each has now.", choices=())
    reason = forms.LongText(label="Why, if they have the agreed most already?", called="why", required=False, max_length=2_000, rows=3)


class Close(forms.Form):
    reason = forms.Select(
        label="Why is it closed?", called="why it is closed", choices=tuple(forms.Choice(c, w) for c, w in CLOSURES.items())
    )
    words = forms.LongText(label="What has changed for the child?", called="what has changed", max_length=4_000, rows=4)


class ReferAgain(forms.Form):
    received_on = forms.Day(label="When was it received?", called="the day it was received", latest=today)
    source = forms.Select(label="From whom?", called="from whom", choices=tuple(forms.Choice(c, w) for c, w in REFERRAL_SOURCES.items()))
    words = forms.LongText(label="What is it about?", called="what it is about", max_length=10_000, rows=5)


class OpenStrategy(forms.Form):
    agencies = forms.Checkboxes(label="Who takes part?", called="who takes part", hint="Police and health always do.", choices=())
    about = forms.Radios(
        label="Whom is it about?",
        called="whom it is about",
        hint="An alleged abuser who is under 18 has a discussion of their own.",
        choices=(
            forms.Choice("child", "This child, as one who may have been harmed"),
            forms.Choice("alleged", "This child, as one who may have harmed another"),
        ),
    )
    words = forms.LongText(label="Why is it held?", called="why it is held", max_length=4_000, rows=4)


class Share(forms.Form):
    words = forms.LongText(
        label="What does your organisation hold?",
        called="what your organisation holds",
        hint="About the child, the adults, the places, phones and cars. If nothing, say so.",
    )


class _Actions(forms.Form):
    """What is agreed: up to three actions, each with an owner and a day."""

    what_1 = forms.Text(label="First action", called="the first action", required=False, max_length=500)
    owner_1 = forms.Select(label="Who owns it?", called="who owns the first action", required=False, choices=())
    due_1 = forms.Day(label="By when?", called="the day of the first action", required=False, earliest=today)
    what_2 = forms.Text(label="Second action", called="the second action", required=False, max_length=500)
    owner_2 = forms.Select(label="Who owns it?", called="who owns the second action", required=False, choices=())
    due_2 = forms.Day(label="By when?", called="the day of the second action", required=False, earliest=today)
    what_3 = forms.Text(label="Third action", called="the third action", required=False, max_length=500)
    owner_3 = forms.Select(label="Who owns it?", called="who owns the third action", required=False, choices=())
    due_3 = forms.Day(label="By when?", called="the day of the third action", required=False, earliest=today)

    def check_actions(self) -> None:
        """An action has all three, or none: what, who, by when."""
        for n in range(1, ACTIONS + 1):
            given = {name: bool(self.cleaned_data.get(f"{name}_{n}")) for name in ("what", "owner", "due")}
            if any(given.values()):
                for name, there in given.items():
                    if not there and f"{name}_{n}" not in self.errors:
                        self.add_problem(f"{name}_{n}", "Each action needs what, one owner, and a day")


class ConcludeStrategy(_Actions):
    attended = forms.Checkboxes(label="Who took part?", called="who took part", choices=())
    decision = forms.Radios(
        label="What was decided?", called="what was decided", choices=tuple(forms.Choice(c, w) for c, w in STRATEGY_DECISIONS.items())
    )
    reason = forms.LongText(label="Why?", called="why", max_length=10_000, rows=5)
    investigation_timing = forms.LongText(
        label="How and when will any criminal investigation be conducted?", called="how it will be conducted", required=False, rows=3
    )
    who_tells_family = forms.LongText(
        label="Who tells the child and the family what, and when?", called="who tells the family", required=False, rows=3
    )
    medical = forms.LongText(label="Is a medical needed, and when?", called="the medical", required=False, rows=2)
    other_children = forms.LongText(label="Are other children at risk?", called="other children", required=False, rows=3)
    field_order = (
        "attended", "decision", "reason", "investigation_timing", "who_tells_family", "medical", "other_children",
    )  # fmt: skip


class Report(forms.Form):
    """An organisation's report for a conference."""

    words = forms.LongText(
        label="Your organisation’s report",
        called="your report",
        hint="What you know of the child, what worries you, what goes well, and what the child wants. Those who are asked to the conference read it.",
        rows=8,
    )


class ArrangeConference(forms.Form):
    planned_on = forms.Day(label="When is it?", called="the day of the conference")
    agencies = forms.Checkboxes(label="Which organisations are asked to it?", called="the organisations", choices=())


class MoveConference(forms.Form):
    planned_on = forms.Day(label="To which day?", called="the new day", earliest=today)
    reason = forms.LongText(
        label="Why?", called="why it is moved", hint="The clock of the conference does not move.", max_length=4_000, rows=3
    )


class TookPart(forms.Form):
    took_part = forms.YesNo(label="Did your organisation take part in it?", called="whether your organisation took part")
    words = forms.LongText(
        label="Who was there, or why do you say so?",
        called="who was there",
        hint="Everyone involved with the child reads it, beside what was recorded.",
        max_length=4_000,
        rows=3,
    )


class CallOff(forms.Form):
    reason = forms.LongText(label="Why is it called off?", called="why it is called off", max_length=4_000, rows=3)


class _Held(forms.Form):
    """What every conference is asked for once it was held."""

    on = forms.Day(label="When was it held?", called="the day on which it was held", latest=today)
    attended = forms.Checkboxes(label="Which organisations took part, beside yours?", called="who took part", required=False, choices=())
    inquorate = forms.LongText(
        label="If fewer than two other organisations took part: why did it go on?",
        called="why it went on",
        hint="And when it is looked at again.",
        required=False,
        max_length=4_000,
        rows=3,
    )
    decided = forms.LongText(
        label="What was decided, and why?",
        called="what was decided",
        hint="Everyone involved with the child reads this.",
        max_length=10_000,
        rows=5,
    )
    child_words = forms.LongText(
        label="What does the child want?",
        called="what the child wants",
        required=False,
        hint="Their own words, if they can be had.",
        rows=4,
    )
    family = forms.LongText(label="What do the family say?", called="what the family say", required=False, rows=4)
    record = forms.LongText(
        label="The record of the conference", called="the record", hint="The council and those who took part read this.", rows=10
    )


class HoldInitial(_Held):
    plan = forms.YesNo(label="Is there to be a child protection plan?", called="there is to be a plan")
    category = forms.Radios(
        label="If there is, under which category?",
        called="the category",
        required=False,
        choices=tuple(forms.Choice(c, w) for c, w in CATEGORIES.items()),
    )
    field_order = ("on", "attended", "inquorate", "plan", "category", "decided", "child_words", "family", "record")


class HoldReview(_Held):
    plan = forms.YesNo(label="Does the child protection plan continue?", called="the plan continues")
    field_order = ("on", "attended", "inquorate", "plan", "decided", "child_words", "family", "record")


class Authorise(forms.Form):
    agrees = forms.YesNo(label="Do you authorise it?", called="you authorise it")
    reason = forms.LongText(label="Why, or why not?", called="why", hint="What you looked at yourself.", max_length=4_000, rows=4)


class IssueRecord(forms.Form):
    """Nothing to answer but the button."""


class Misfiled(forms.Form):
    """Why an entry does not belong on this record."""

    why = forms.LongText(label="Why does it not belong on this record?", called="why it does not belong here", rows=4)


def _flag(*, required: bool) -> dict[str, forms.PageField]:
    return {
        "words": forms.Text(
            label="What must whoever opens this record know first?",
            called="what must be known",
            hint="One line, such as: two workers visit together.",
            max_length=160,
            required=required,
        ),
        "danger": forms.YesNo(label="Is it about danger to somebody?", called="it is about danger to somebody", required=required),
        "review_on": forms.Day(
            label="By when is it looked at again?", called="the day on which it is looked at again", earliest=today, required=required
        ),
    }


class RaiseFlag(forms.Form):
    words, danger, review_on = _flag(required=True).values()


class AnswerFlag(forms.Form):
    stays = forms.YesNo(
        label="Does it still hold?", called="it still holds", yes_reveals=("words", "danger", "review_on"), no_reveals=("reason",)
    )
    words, danger, review_on = _flag(required=True).values()
    reason = forms.LongText(label="Why is it ended?", called="why it is ended", max_length=4_000, rows=3)


class AgreeActions(_Actions):
    """Actions agreed outside a strategy discussion."""


class AskInformation(forms.Form):
    agency = forms.Select(label="Which organisation?", called="the organisation", choices=())
    what = forms.LongText(label="What do you ask?", called="what you ask", max_length=4_000, rows=4)
    due_on = forms.Day(label="By when?", called="the day by which you need it", earliest=today)


class State(forms.Form):
    """More about who this is: each answer is a new statement beside the old."""

    name = forms.Text(label="Name", called="a name", required=False)
    born = forms.Day(label="Date of birth", called="the date of birth", required=False, birthday=True, latest=today)
    sex = forms.Select(
        label="Sex",
        called="sex",
        required=False,
        choices=(forms.Choice(Sex.FEMALE, "Female"), forms.Choice(Sex.MALE, "Male"), forms.Choice(Sex.NOT_KNOWN, "Not known")),
    )
    ethnicity = forms.Select(
        label="Ethnicity, as the child or family describes it",
        called="ethnicity",
        required=False,
        choices=(
            *(forms.Choice(c, w) for c, w in ETHNICITIES.items()),
            forms.Choice(EthnicityMissing.REFUSED, "Not known: they would rather not say"),
            forms.Choice(EthnicityMissing.NOT_OBTAINED, "Not known: could not be asked"),
            forms.Choice(EthnicityMissing.NOT_ASKED, "Not known: nobody has asked yet"),
        ),
    )
    scheme = forms.Select(
        label="Kind of number",
        called="the kind of number",
        required=False,
        choices=(
            forms.Choice(Scheme.NHS, "NHS number"),
            forms.Choice(Scheme.UPN, "Unique pupil number"),
            forms.Choice(Scheme.LA_CHILD, "Council’s number"),
        ),
    )
    number = forms.Text(label="Number", called="the number", required=False, max_length=40)
    phone = forms.Text(label="Telephone", called="the telephone number", required=False, max_length=40)
    address = forms.Text(label="Address", called="the address", required=False, hint="Kept shut, and never searched.")
    school = forms.Text(label="School", called="the school", required=False, hint="Kept shut, and never searched.")


class Find(forms.Question):
    """At least one of these."""

    name = forms.Text(
        label="Name", called="a name", hint="In any order. Those whose name sounds or begins alike are found too", required=False
    )
    born = forms.Day(label="Date of birth", called="the date of birth", required=False)
    about = forms.WholeNumber(
        label="Or born about which year?",
        called="the year of birth",
        hint="The year before and after are found too",
        required=False,
        least=1900,
        most=2100,
    )
    identifier = forms.Text(label="NHS number, UPN or council’s number", called="a number", required=False, max_length=40)
    phone = forms.Text(label="Telephone", called="a telephone number", required=False, max_length=40)


class RecordThing(forms.Form):
    kind = forms.Radios(
        label="What is it?",
        called="what it is",
        choices=(
            forms.Choice(ThingKind.PHONE, "A phone number"),
            forms.Choice(ThingKind.VEHICLE, "A vehicle, by its registration"),
            forms.Choice(ThingKind.PLACE, "A place, by its name"),
            forms.Choice(ThingKind.ACCOUNT, "An online account"),
        ),
    )
    value = forms.Text(label="Number, registration, name or handle", called="the number, registration, name or handle", max_length=120)
    aspect = forms.Radios(
        label="What has the child to do with it?",
        called="what the child has to do with it",
        choices=(
            forms.Choice(ThingAspect.USED_BY, "The child uses it, or is there"),
            forms.Choice(ThingAspect.OWNED_BY, "It is the child’s"),
            forms.Choice(ThingAspect.SEEN, "The child was seen with it, or there"),
        ),
    )
    words = forms.LongText(label="Who says so, and what else is known?", called="who says so", max_length=4_000, rows=4)


class Relate(forms.Form):
    name = forms.Text(label="Name of the other person", called="the name")
    relation = forms.Select(
        label="They are the child’s …",
        called="what they are to the child",
        choices=tuple(forms.Choice(r, r.value.replace("_", " ").capitalize()) for r in Relation),
    )
    born = forms.Day(label="Their date of birth, if known", called="their date of birth", required=False, birthday=True)
