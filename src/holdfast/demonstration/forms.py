"""The forms of the demonstration: whom to be, and where to move the clock."""

from __future__ import annotations

from holdfast.pages import forms


class MoveClock(forms.Question):
    by = forms.Radios(
        label="Move the clock forward by",
        called="how far to move the clock",
        choices=(
            forms.Choice("15m", "15 minutes"),
            forms.Choice("1h", "1 hour"),
            forms.Choice("1d", "1 day"),
            forms.Choice("3d", "3 days"),
            forms.Choice("7d", "1 week"),
            forms.Choice("28d", "4 weeks"),
        ),
    )
