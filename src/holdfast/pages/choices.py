"""Radios, checkboxes, select, a declaration. Nothing is decided by a default: none takes a preselected value.

`form.initial` may hold what the person answered before, so that a change starts from their own answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from holdfast.pages import text as words
from holdfast.pages.fields import PageField


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may be chosen."""

    value: str
    label: str
    hint: str = ""
    reveals: tuple[str, ...] = ()
    """Names of fields in the same form that are asked only when this is chosen. It needs no JavaScript."""
    exclusive: bool = False
    """Checkboxes: cannot be chosen with another ("None of these")."""
    divider: str = ""
    """A word set before it: "or"."""


Choices = Sequence[Choice] | Callable[[], Sequence[Choice]]
"""The choices, or what gives them each time the form is made."""


def choices_of(pairs: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    """Choices from (value, label) pairs, such as `TextChoices.choices`."""
    return tuple(Choice(value, label) for value, label in pairs)


class _ChoiceField(PageField):
    ask: ClassVar[str] = "Select"

    def __init__(
        self,
        *,
        label: str,
        called: str,
        choices: Choices,
        hint: str = "",
        required: bool = True,
        required_message: str = "",
    ) -> None:
        super().__init__(label=label, called=called, hint=hint, required=required, required_message=required_message)
        self._choices = choices

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What may be chosen now."""
        return tuple(self._choices() if callable(self._choices) else self._choices)

    @choices.setter
    def choices(self, choices: Choices) -> None:
        self._choices = choices

    def chosen_from(self, value: str) -> Choice:
        """The choice with that value.

        Raises:
            ValidationError: there is none.
        """
        for choice in self.choices:
            if choice.value == value:
                return choice
        raise self.wrong("must be one of the choices on the page", code="choice")

    def _label(self, value: str) -> str:
        return next((choice.label for choice in self.choices if choice.value == value), "")


class Radios(_ChoiceField):
    """One of a few. Cleans to the chosen value, "" when optional and unanswered.

    Args:
        inline: side by side, for two short choices.
    """

    group_template = "pages/fields/radios.html"

    def __init__(
        self,
        *,
        label: str,
        called: str,
        choices: Choices,
        hint: str = "",
        required: bool = True,
        required_message: str = "",
        inline: bool = False,
    ) -> None:
        super().__init__(
            label=label,
            called=called,
            choices=choices,
            hint=hint,
            required=required,
            required_message=required_message,
        )
        self.inline = inline

    def to_python(self, value: object) -> str:
        """The chosen value.

        Raises:
            ValidationError: it is not one of the choices.
        """
        answer = self._storable(value)
        return self.chosen_from(answer).value if answer else ""

    def reveals(self, value: object) -> frozenset[str]:
        """The fields that this answer reveals."""
        return frozenset(name for choice in self.choices if choice.value == value for name in choice.reveals)

    def said(self, value: Any) -> str:
        """The choice's label."""
        return self._label(value)


class YesNo(Radios):
    """Yes or no, neither preselected. Cleans to `bool`, or None when optional and unanswered.

    Args:
        called: the question as a statement: "the child was seen" gives "Select yes if the child was seen".
    """

    def __init__(
        self,
        *,
        label: str,
        called: str,
        hint: str = "",
        required: bool = True,
        required_message: str = "",
        yes_reveals: tuple[str, ...] = (),
        no_reveals: tuple[str, ...] = (),
    ) -> None:
        super().__init__(
            label=label,
            called=called,
            choices=(Choice("yes", "Yes", reveals=yes_reveals), Choice("no", "No", reveals=no_reveals)),
            hint=hint,
            required=required,
            required_message=required_message or f"Select yes if {called}",
            inline=not (yes_reveals or no_reveals),
        )

    def unanswered(self) -> None:
        """None."""

    def to_python(self, value: object) -> bool | None:  # type: ignore[override]
        """Yes is True.

        Raises:
            ValidationError: it is neither.
        """
        answer = super().to_python({True: "yes", False: "no"}[value] if isinstance(value, bool) else value)
        return {"yes": True, "no": False}.get(answer)

    def prepare_value(self, value: object) -> Any:
        """Which of the two is marked."""
        return {True: "yes", False: "no"}[value] if isinstance(value, bool) else super().prepare_value(value)

    def reveals(self, value: object) -> frozenset[str]:
        """The fields that this answer reveals."""
        return super().reveals(self.prepare_value(value))

    def said(self, value: Any) -> str:
        """Yes, No, or nothing."""
        return {True: "Yes", False: "No"}.get(value, "")


class Select(_ChoiceField):
    """One of many, such as a worker or a school. Begins at an empty line. Cleans to the chosen value, or ""."""

    group_template = "pages/fields/select.html"
    widget = forms.Select

    def to_python(self, value: object) -> str:
        """The chosen value.

        Raises:
            ValidationError: it is not one of the choices.
        """
        answer = self._storable(value)
        return self.chosen_from(answer).value if answer else ""

    def said(self, value: Any) -> str:
        """The choice's label."""
        return self._label(value)


class _Several(forms.Widget):
    """Every value sent under the name, in order."""

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> object:
        """All values where the data can hold several."""
        getlist = getattr(data, "getlist", None)
        return list(getlist(name)) if callable(getlist) else data.get(name)


class Checkboxes(_ChoiceField):
    """Any of a few. Cleans to a tuple of chosen values, in the order of the choices."""

    group_template = "pages/fields/checkboxes.html"
    widget = _Several

    def unanswered(self) -> tuple[str, ...]:
        """No value."""
        return ()

    def to_python(self, value: object) -> tuple[str, ...]:
        """The chosen values.

        Raises:
            ValidationError: one is not among the choices, or an exclusive one was chosen with another.
        """
        if value in (None, ""):
            return ()
        sent = [value] if isinstance(value, str) else list(value) if isinstance(value, (list, tuple)) else [value]
        chosen = {self.chosen_from(self._storable(item)).value for item in sent}
        picked = tuple(choice for choice in self.choices if choice.value in chosen)
        alone = [choice for choice in picked if choice.exclusive]
        if alone and len(picked) > 1:
            raise self.wrong(f"cannot be “{alone[0].label}” and something else. Choose again", code="exclusive")
        return tuple(choice.value for choice in picked)

    def prepare_value(self, value: object) -> tuple[str, ...]:
        """Which are marked."""
        if isinstance(value, str):
            return (words.showable(value),) if value else ()
        return tuple(str(item) for item in value) if isinstance(value, (list, tuple)) else ()

    def reveals(self, value: object) -> frozenset[str]:
        """The fields that these answers reveal."""
        chosen = value if isinstance(value, tuple) else ()
        return frozenset(name for choice in self.choices if choice.value in chosen for name in choice.reveals)

    def said(self, value: Any) -> str:
        """The labels, one to a line."""
        return "\n".join(self._label(item) for item in value or ())


class Confirm(PageField):
    """One box that must be ticked: a declaration. Cleans to True (or False where optional).

    Args:
        label: what the person declares, in the first person.
        called: it in a sentence, after "Confirm": "that you have spoken to the child".
    """

    group_template = "pages/fields/confirm.html"
    can_head = False
    ask: ClassVar[str] = "Confirm"

    def unanswered(self) -> bool:
        """Not ticked."""
        return False

    def to_python(self, value: object) -> bool:
        """Ticked or not.

        Raises:
            ValidationError: neither.
        """
        if isinstance(value, bool):
            return value
        answer = self._storable(value)
        if answer not in {"", "yes"}:
            raise self.wrong("could not be read. Tick the box again", code="unreadable")
        return answer == "yes"

    def said(self, value: Any) -> str:
        """Confirmed, or nothing."""
        return "Confirmed" if value else ""
