"""The number under which a form is sent, so that sending it twice records it once."""

from __future__ import annotations

from uuid import UUID, uuid4

from django import forms

from holdfast.pages.fields import PageField, Wrong

#: What a form is sent under that comes back after its session had ended: it is shown again, and records nothing.
KEPT = "kept"
#: And one that was kept as a draft.
DRAFT = "draft"


class Once(PageField):
    """The hidden number of one sending of a form. Cleans to `UUID`, which becomes the entry's id.

    It is made when the page is shown; a second sending of the same page carries the same number, so it records nothing
    twice.
    """

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(label="", called="the form’s own number")
        self.initial = uuid4

    def to_python(self, value: object) -> UUID:
        """The number.

        Raises:
            ValidationError: it is missing or is not a random (version 4) UUID.
        """
        if value == KEPT:
            raise Wrong("You were signed out before this was sent, and nothing was recorded. Check your answers and send them", code="once")
        if value == DRAFT:
            raise Wrong("This is your draft. Nothing of it is recorded yet: go on with it, and send it", code="once")
        number = _random_uuid(value)
        if number is None:
            raise Wrong("This page lost the number it is sent under. Check your answers and send them again", code="once")
        return number

    def prepare_value(self, value: object) -> str:
        """The number in the page; a fresh one in place of one that was lost or spoilt."""
        return str(_random_uuid(value) or uuid4())


def _random_uuid(value: object) -> UUID | None:
    try:
        number = value if isinstance(value, UUID) else UUID(value if isinstance(value, str) else "")
    except ValueError:
        return None
    return number if number.version == 4 else None
