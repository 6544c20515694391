"""The two bases of every form, with all fields to hand.

`Question` is one page of a journey. `Form` stands alone: it also carries `once`, the number under which it is sent,
which becomes the entry's id, so that sending it twice records it once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import BaseRenderer
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from holdfast.pages.choices import Checkboxes, Choice, Choices, Confirm, Radios, Select, YesNo, choices_of
from holdfast.pages.day_fields import Day, Happened, When
from holdfast.pages.fields import Email, Group, LongText, PageField, Password, Text, WholeNumber, Wrong
from holdfast.pages.file_field import File
from holdfast.pages.form_id import DRAFT, KEPT, Once
from holdfast.pages.time_field import TimeOfDay

__all__ = [
    "Checkboxes",
    "Choice",
    "Choices",
    "Confirm",
    "Day",
    "Email",
    "File",
    "Form",
    "Group",
    "Happened",
    "LongText",
    "Once",
    "PageField",
    "Password",
    "Problem",
    "Question",
    "Radios",
    "Select",
    "Text",
    "TimeOfDay",
    "When",
    "WholeNumber",
    "Wrong",
    "YesNo",
    "choices_of",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary."""

    text: str
    href: str = ""


class PageRenderer(BaseRenderer):
    """Django's own `{{ form }}` also comes out in GOV.UK markup, through whichever engine holds our templates."""

    form_template_name = "pages/fields/form.html"

    def get_template(self, template_name: str) -> Any:
        """The template, from the project's engines."""
        from django.template.loader import get_template

        return get_template(template_name)


class Question(forms.Form):
    """One page of a journey, or any form that records nothing by itself (a search, a filter).

    `heading` names a page whose form has no field at all.
    """

    heading: ClassVar[str] = ""
    default_renderer = PageRenderer

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile[Any]] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, files, initial=dict(initial or {}), prefix=prefix)
        for name, field in self.fields.items():
            unknown = self._revealable(field) - set(self.fields)
            if unknown:
                raise ValueError(f"{name} reveals {', '.join(sorted(unknown))}, which {type(self).__name__} does not have")

    @staticmethod
    def _revealable(field: forms.Field) -> frozenset[str]:
        """Every field that some answer to this one reveals."""
        if not isinstance(field, Radios | Checkboxes):
            return frozenset()
        return frozenset(name for choice in field.choices for name in choice.reveals)

    def set_choices(self, name: str, choices: Choices) -> None:
        """Give a field the choices of this moment, such as the workers of a team.

        Raises:
            TypeError: the field has no choices.
        """
        field = self.fields[name]
        if not isinstance(field, Radios | Checkboxes | Select):
            raise TypeError(f"{name} has no choices")
        field.choices = choices

    def group(self, name: str) -> Group:
        """A field, ready to be put on the page.

        Raises:
            KeyError: there is no such field.
            TypeError: it is not one of our fields.
        """
        bound = self[name]
        if not isinstance(bound, Group):
            raise TypeError(f"{name} is not a PageField")
        return bound

    def groups(self) -> list[Group]:
        """The fields to put on the page, in order: neither hidden ones nor those that a choice reveals inside
        another.
        """
        inside = frozenset(name for field in self.fields.values() for name in self._revealable(field))
        return [self.group(name) for name in self.fields if name not in inside and not self[name].is_hidden]

    def hidden(self) -> SafeString:
        """The hidden inputs."""
        inputs = ((bound.html_name, bound.value()) for bound in self.hidden_fields())
        return format_html_join("", '<input type="hidden" name="{}" value="{}">', inputs)

    def error_summary(self) -> list[Problem]:
        """What is wrong, in the order of the page, each linked to its input."""
        if not self.is_bound:
            return []
        found = self.errors.as_data()
        problems = [Problem(text) for problem in found.get("__all__", []) for text in problem.messages]
        for name in self.fields:
            group = self.group(name)
            for problem in group.problems:
                href = "" if group.is_hidden else group.anchor(problem)
                problems.extend(Problem(text, href) for text in problem.messages)
        return problems

    def unasked(self) -> frozenset[str]:
        """The fields that no given answer reveals; their answers, if any were sent, do not count."""
        unasked: set[str] = set()
        for name, field in self.fields.items():
            if isinstance(field, Radios | Checkboxes):
                answer = None if name in unasked else self.cleaned_data.get(name)
                revealed = field.reveals(answer) if answer is not None else frozenset()
                unasked |= self._revealable(field) - revealed
        return frozenset(unasked)

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for name in self.unasked():
            field = self.fields[name]
            self.errors.pop(name, None)
            self.cleaned_data[name] = field.unanswered() if isinstance(field, PageField) else None

    def add_problem(self, name: str | None, sentence: str) -> None:
        """Put a domain rule's sentence on a field, or on the whole form where `name` is None or is no field of it."""
        known = name if name in self.fields else None
        self.add_error(known, Wrong(sentence, code="rule"))

    @property
    def given_back(self) -> str:
        """Nothing: what records nothing is never given back."""
        return ""

    def said(self) -> list[tuple[str, str, str]]:
        """Of a valid form: (field's name, its label, the answer in words) for each field that was asked."""
        unasked = self.unasked()
        return [
            (name, str(field.label), field.said(self.cleaned_data.get(name)))
            for name, field in self.fields.items()
            if isinstance(field, PageField) and name not in unasked and not self[name].is_hidden
        ]


class Form(Question):
    """A form that records something. `entry_id` of a valid one is the id under which it is recorded."""

    once = Once()

    def full_clean(self) -> None:
        """As of any form; of one that is only given back to whoever was typing, nothing is wrong but that it was not sent."""
        super().full_clean()
        if self._is_given_back():
            for name in [name for name in self.errors if name != "once"]:
                del self.errors[name]

    def _is_given_back(self) -> bool:
        return self.is_bound and self.data.get(self.add_prefix("once")) in (KEPT, DRAFT)

    @property
    def given_back(self) -> str:
        """Of a form that is given back to whoever was typing: that nothing of it was recorded, in words."""
        return " ".join(self.group("once").sentences) if self._is_given_back() else ""

    def error_summary(self) -> list[Problem]:
        """As of any form; that a form is given back is no error of whoever was typing."""
        return [] if self._is_given_back() else super().error_summary()

    @property
    def keeps_drafts(self) -> bool:
        """Whether it asks for words that somebody may need time for."""
        return any(isinstance(field, LongText) for field in self.fields.values())

    @property
    def entry_id(self) -> UUID:
        """The number made when the page was shown: the same when the same page is sent twice.

        Raises:
            KeyError: the form is not valid.
        """
        number: UUID = self.cleaned_data["once"]
        return number
