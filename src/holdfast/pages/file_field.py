"""A file that somebody chooses."""

from __future__ import annotations

from typing import Any

from django import forms

from holdfast.pages.fields import PageField
from holdfast.pages.uploads import Packed


class File(PageField):
    """One file. Cleans to `Packed`. `accept`: the kinds of file that the browser offers; `longest`: in bytes.

    The page that has it says so to the browser (`enctype`), and its view puts a `Packer` in the place of the handlers that read no file.
    """

    group_template = "pages/fields/file.html"
    ask = "Choose"
    widget = forms.FileInput

    def __init__(self, *, accept: str, longest: int, **given: Any) -> None:
        super().__init__(**given)
        self.accept = accept
        self.longest = longest

    def unanswered(self) -> object:
        return None

    def validate(self, value: object) -> None:
        """Raises ValidationError: none was chosen, it is empty, or too long."""
        super().validate(value)
        if value is None:
            return
        if not isinstance(value, Packed):
            raise self.missing()
        if not value.size:
            raise self.wrong("is empty. Check that it was saved, and choose it again", code="empty")
        if value.size > self.longest:
            raise self.wrong(f"must be {self.longest // 1_000_000:,} MB or less", code="longest")
