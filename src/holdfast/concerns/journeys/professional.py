"""The journey by which someone signed in tells for their organisation, one question to a page."""

from __future__ import annotations

from holdfast.concerns.codes import ALLEGED_WORDS, NATURE_WORDS, Nature
from holdfast.database.time import today
from holdfast.pages import forms
from holdfast.pages.wizard import Answers, Journey, Step


class Danger(forms.Question):
    now = forms.YesNo(
        label="Is a child in danger right now?",
        called="a child is in danger right now",
        hint="If so, call 999 first. The out-of-hours team is told at once.",
    )
    where = forms.LongText(label="Where is the child now?", called="where the child is", required=False, max_length=2_000, rows=3)


class What(forms.Question):
    nature = forms.Radios(
        label="What are you telling us?",
        called="what you are telling us",
        choices=tuple(forms.Choice(nature, words, hint=hint) for nature, (words, hint) in NATURE_WORDS.items()),
    )


class Grade(forms.Question):
    """How intelligence is graded: 3×5×2 (College of Policing)."""

    source = forms.Radios(
        label="How reliable is the source?",
        called="how reliable the source is",
        choices=(forms.Choice("1", "1: reliable"), forms.Choice("2", "2: untested"), forms.Choice("3", "3: not reliable")),
    )
    assessment = forms.Radios(
        label="How is the information known?",
        called="how the information is known",
        choices=(
            forms.Choice("A", "A: known directly to the source"),
            forms.Choice("B", "B: known indirectly, but corroborated"),
            forms.Choice("C", "C: known indirectly"),
            forms.Choice("D", "D: not known"),
            forms.Choice("E", "E: suspected to be false"),
        ),
    )
    handling = forms.Radios(
        label="How may it be handled?",
        called="how it may be handled",
        choices=(forms.Choice("P", "P: lawful sharing permitted"), forms.Choice("C", "C: lawful sharing permitted, with conditions")),
    )


class Child(forms.Question):
    child = forms.LongText(
        label="Who is the child?",
        called="who the child is",
        hint="Name, date of birth, school, NHS number: what you have.",
        max_length=4_000,
        rows=4,
    )


class MaybeChild(forms.Question):
    child = forms.LongText(
        label="Is a child named or described?",
        called="the child",
        hint="Leave this empty if not.",
        required=False,
        max_length=4_000,
        rows=4,
    )


class Worry(forms.Question):
    worry = forms.LongText(
        label="What are you worried about?",
        called="what you are worried about",
        hint="What was seen or heard, by whom, and what it means for the child.",
    )
    child_said = forms.LongText(
        label="What did the child say?",
        called="what the child said",
        hint="The question asked and the child’s own words, exactly.",
        required=False,
        rows=4,
    )
    tried = forms.LongText(label="What has been tried?", called="what has been tried", required=False, max_length=5_000, rows=4)


class Kinds(forms.Question):
    alleged = forms.Checkboxes(
        label="What may be happening?",
        called="what may be happening",
        hint="Choose all that apply.",
        choices=tuple(forms.Choice(code, words) for code, words in ALLEGED_WORDS.items()),
    )


class Happened(forms.Question):
    when = forms.When(label="When did it happen, or when did it begin?", called="when it happened", latest=today)


class Consent(forms.Question):
    consent = forms.Radios(
        label="Does the family know that you are telling us?",
        called="whether the family knows",
        choices=(
            forms.Choice("yes", "Yes"),
            forms.Choice("no", "No", reveals=("consent_reason",)),
            forms.Choice("not_safe", "No: asking could put the child at risk", reveals=("consent_reason",)),
        ),
    )
    consent_reason = forms.LongText(label="Why not?", called="why not", max_length=2_000, rows=3)


def is_intelligence(answers: Answers) -> bool:
    return bool(answers("what", "nature") == Nature.INTELLIGENCE)


def is_not_intelligence(answers: Answers) -> bool:
    return not is_intelligence(answers)


JOURNEY = Journey(
    "tell-us",
    (
        Step("danger", Danger, title="Danger now", section="Now"),
        Step("what", What, section="What you tell us"),
        Step("grade", Grade, when=is_intelligence, title="Grade the information", section="What you tell us"),
        Step("child", Child, when=is_not_intelligence, section="The child"),
        Step("maybe-child", MaybeChild, when=is_intelligence, section="The child"),
        Step("worry", Worry, title="What worries you", section="What you tell us"),
        Step("kinds", Kinds, section="What you tell us"),
        Step("when", Happened, section="What you tell us"),
        Step("consent", Consent, when=is_not_intelligence, section="The child"),
    ),
)
