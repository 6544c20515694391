"""Form fields that ask in the GOV.UK manner: text, long text, numbers, e-mail, password.

`choices.py` has radios, checkboxes and select; `when.py` dates. A field says how it is *called* in the middle of a
sentence, and each error names the field and the rule: "Your name must be 100 characters or fewer". No field has a
`maxlength` attribute: a browser would cut what somebody pastes without telling them.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from holdfast.pages import text as words

WIDTHS: Final[frozenset[int]] = frozenset({2, 3, 4, 5, 10, 20, 30})


class Wrong(ValidationError):
    """What is wrong with an answer, in a sentence, and in which of its boxes ("day", "month", …) if it has several."""

    def __init__(self, message: str, *, code: str, parts: tuple[str, ...] = ()) -> None:
        super().__init__(message, code=code)
        self.sentence = message
        self.parts = parts


class Group(BoundField):
    """A field in a form, ready to be put on the page: label, hint, error, input."""

    field: PageField

    @property
    def element(self) -> str:
        """The id of the first input, to which the error summary links."""
        return self.auto_id or self.html_name

    @property
    def hint_id(self) -> str:
        """The id of the hint."""
        return f"{self.element}-hint"

    @property
    def error_id(self) -> str:
        """The id of the error message."""
        return f"{self.element}-error"

    @property
    def can_head(self) -> bool:
        """Whether its label can be the page's heading."""
        return self.field.can_head

    @property
    def problems(self) -> list[ValidationError]:
        """What is wrong with it, in order."""
        found: list[ValidationError] = self.form.errors.as_data().get(self.name, [])
        return found

    @property
    def sentences(self) -> list[str]:
        """What is wrong with it, in words."""
        return [sentence for problem in self.problems for sentence in problem.messages]

    @property
    def wrong_parts(self) -> frozenset[str]:
        """Which of its boxes are wrong."""
        return frozenset(part for problem in self.problems for part in getattr(problem, "parts", ()))

    def anchor(self, problem: ValidationError) -> str:
        """Where the error summary's link for that problem leads."""
        parts: tuple[str, ...] = getattr(problem, "parts", ())
        return f"#{self.element}-{parts[0]}" if parts else f"#{self.element}"

    @property
    def described_by(self) -> str:
        """The ids of hint and error, for `aria-describedby`; "" when there is neither."""
        ids = [*([self.hint_id] if self.field.hint else []), *([self.error_id] if self.problems else [])]
        return " ".join(ids)

    def revealed(self, names: tuple[str, ...]) -> list[Group]:
        """The fields of the same form that a choice reveals."""
        return [group for group in (self.form[name] for name in names) if isinstance(group, Group)]

    def as_group(self, *, heading: bool = False) -> SafeString:
        """Label, hint, error and input as HTML.

        Args:
            heading: the label is the page's only heading (h1): for one question to a page.
        """
        context = {"field": self.field, "group": self, "heading": heading, "value": self.value()}
        # An autoescaping template made it.
        return mark_safe(render_to_string(self.field.group_template, context))  # noqa: S308

    def __str__(self) -> SafeString:
        return self.as_group()


class PageField(forms.Field):
    """What all our fields have in common. Every argument is by keyword.

    Args:
        label: the question, or the name of the field.
        called: what it is called within a sentence: "your name", "date of birth". Error messages are made from it.
        hint: help under the label.
        required: an answer is needed. An optional field says "(optional)".
        required_message: instead of the usual message when there is no answer.
    """

    bound_field_class = Group
    group_template: ClassVar[str] = "pages/fields/text.html"
    can_head: ClassVar[bool] = True
    ask: ClassVar[str] = "Enter"
    widget: type[forms.Widget] = forms.TextInput

    def __init__(
        self,
        *,
        label: str,
        called: str,
        hint: str = "",
        required: bool = True,
        required_message: str = "",
        initial: object = None,
    ) -> None:
        super().__init__(required=required, label=label, initial=initial)
        self.called = called
        self.hint = hint
        self.required_message = required_message

    @property
    def shown_label(self) -> str:
        """The label as it stands on the page."""
        return f"{self.label or ''}" if self.required else f"{self.label} (optional)"

    def missing(self) -> Wrong:
        """There is no answer where one is needed."""
        return Wrong(self.required_message or f"{self.ask} {self.called}", code="required")

    def wrong(self, rule: str, *, code: str, parts: tuple[str, ...] = ()) -> Wrong:
        """The field's name and the rule: `wrong("must be a real date", code="real")`."""
        return Wrong(f"{words.capitalised(self.called)} {rule}", code=code, parts=parts)

    def unanswered(self) -> object:
        """The cleaned value where nothing was asked or answered."""
        return ""

    def said(self, value: Any) -> str:
        """A cleaned value in words, for "check your answers"; "" when there is none."""
        return "" if value in (None, "") else str(value)

    def validate(self, value: object) -> None:
        """An answer where one is needed.

        Raises:
            ValidationError: there is none.
        """
        if self.required and value == self.unanswered():
            raise self.missing()

    def has_changed(self, initial: object, data: object) -> bool:
        """Not used: whether an answer changed is decided where it is recorded."""
        return bool(initial != data)

    def prepare_value(self, value: Any) -> Any:
        """What is put back into the input."""
        return words.showable(value) if isinstance(value, str) else ("" if value is None else value)

    def _storable(self, value: object) -> str:
        """The raw answer as text that can be stored."""
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.wrong("could not be read. Enter it again", code="unreadable")
        if words.unstorable(value):
            raise self.wrong(
                "holds a character that cannot be kept (it may show as � or as nothing). Delete it, or type the words again",
                code="unstorable",
            )
        return value


class Text(PageField):
    """One line of text; spaces around it are removed, nothing inside it is changed. Cleans to `str`.

    Args:
        max_length: characters (code points).
        width: of the box, in characters: 2, 3, 4, 5, 10, 20 or 30; None for the full width.
        autocomplete: the HTML purpose, for a person's own details: "name", "tel", "username".
        spellcheck: False for codes and names.
    """

    input_type: ClassVar[str] = "text"
    input_mode: ClassVar[str] = ""

    def __init__(
        self,
        *,
        label: str,
        called: str,
        hint: str = "",
        required: bool = True,
        required_message: str = "",
        max_length: int = 200,
        width: int | None = None,
        autocomplete: str = "",
        spellcheck: bool = True,
        initial: str | None = None,
    ) -> None:
        super().__init__(label=label, called=called, hint=hint, required=required, required_message=required_message, initial=initial)
        if width is not None and width not in WIDTHS:
            raise ValueError(f"no box is {width} characters wide: one of {sorted(WIDTHS)}")
        self.max_length = max_length
        self.width = width
        self.autocomplete = autocomplete
        self.spellcheck = spellcheck

    def to_python(self, value: object) -> str:
        """The text.

        Raises:
            ValidationError: it is too long, or holds a control character or one that cannot be kept.
        """
        answer = self._storable(value).strip()
        if words.has_control(answer):
            raise self.wrong("must be on one line, with no tabs", code="one_line")
        self._check_length(answer)
        return answer

    def _check_length(self, answer: str) -> None:
        if len(answer) > self.max_length:
            rule = f"must be {self.max_length:,} characters or fewer. It has {len(answer):,}"
            raise self.wrong(rule, code="too_long")


class LongText(Text):
    """Narrative, kept exactly as written but for line breaks (LF). Cleans to `str`.

    Shows how many characters are allowed; with JavaScript, how many are left.
    """

    group_template = "pages/fields/long_text.html"
    widget = forms.Textarea

    def __init__(
        self,
        *,
        label: str,
        called: str,
        hint: str = "",
        required: bool = True,
        required_message: str = "",
        max_length: int = 20_000,
        rows: int = 8,
        spellcheck: bool = True,
        initial: str | None = None,
    ) -> None:
        super().__init__(
            label=label,
            called=called,
            hint=hint,
            required=required,
            required_message=required_message,
            max_length=max_length,
            spellcheck=spellcheck,
            initial=initial,
        )
        self.rows = rows

    def to_python(self, value: object) -> str:
        """The text, its spaces and blank lines kept; nothing but space is no answer.

        Raises:
            ValidationError: it is too long, or holds a character that cannot be kept.
        """
        answer = words.unix_lines(self._storable(value))
        self._check_length(answer)
        return answer if answer.strip() else ""


class Email(Text):
    """An e-mail address. Cleans to `str`."""

    input_type = "email"

    def __init__(
        self,
        *,
        label: str = "Email address",
        called: str = "an email address",
        hint: str = "",
        required: bool = True,
        required_message: str = "",
        autocomplete: str = "email",
        initial: str | None = None,
    ) -> None:
        super().__init__(
            label=label,
            called=called,
            hint=hint,
            required=required,
            required_message=required_message,
            max_length=254,
            autocomplete=autocomplete,
            spellcheck=False,
            initial=initial,
        )

    def to_python(self, value: object) -> str:
        """The address.

        Raises:
            ValidationError: it is not an address.
        """
        answer = super().to_python(value)
        if answer:
            try:
                validate_email(answer)
            except ValidationError:
                raise self.wrong("must be in the correct format, like name@example.org", code="email") from None
        return answer


class Password(Text):
    """A password: never put back on the page, never shown, spaces in it kept. Cleans to `str`.

    Args:
        new: the person is choosing one, so that a password manager offers to make it.
    """

    group_template = "pages/fields/password.html"
    input_type = "password"

    def __init__(self, *, label: str = "Password", called: str = "your password", hint: str = "", new: bool = False) -> None:
        super().__init__(
            label=label,
            called=called,
            hint=hint,
            max_length=1_000,
            autocomplete="new-password" if new else "current-password",
            spellcheck=False,
        )

    def to_python(self, value: object) -> str:
        """The password as typed.

        Raises:
            ValidationError: it is too long, or holds a character that cannot be kept.
        """
        answer = self._storable(value)
        self._check_length(answer)
        return answer

    def prepare_value(self, value: object) -> str:
        """Nothing: a password is typed anew."""
        return ""

    def said(self, value: object) -> str:
        """Never said."""
        return "(hidden)" if value else ""


class WholeNumber(Text):
    """A whole number, typed. Cleans to `int`, or None when optional and empty."""

    input_mode = "numeric"

    def __init__(
        self,
        *,
        label: str,
        called: str,
        least: int = 0,
        most: int = 1_000_000,
        hint: str = "",
        required: bool = True,
        required_message: str = "",
        width: int | None = 5,
        initial: int | None = None,
    ) -> None:
        super().__init__(
            label=label,
            called=called,
            hint=hint,
            required=required,
            required_message=required_message,
            width=width,
            spellcheck=False,
        )
        self.initial = initial
        self.least = least
        self.most = most

    def unanswered(self) -> None:
        """None."""

    def to_python(self, value: object) -> int | None:  # type: ignore[override]
        """The number.

        Raises:
            ValidationError: it is not one, or out of bounds.
        """
        answer = super().to_python(str(value) if isinstance(value, int) else value).replace(",", "")
        if not answer:
            return None
        if not re.fullmatch(r"-?[0-9]{1,18}", answer):
            raise self.wrong("must be a whole number, like 15", code="number")
        number = int(answer)
        if not self.least <= number <= self.most:
            raise self.wrong(f"must be between {self.least:,} and {self.most:,}", code="bounds")
        return number
