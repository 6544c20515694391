"""The form by which a bundle is handed out."""

from __future__ import annotations

from holdfast.pages import forms


class HandOut(forms.Form):
    recipient = forms.Text(
        label="Who gets it?", called="who gets it", hint="A person, and whose: an inspector, a court, a reviewer.", max_length=400
    )
    authority = forms.Text(
        label="By what right?", called="by what right", hint="An Act and its section, or an order and its number.", max_length=400
    )
    rooms = forms.Checkboxes(
        label="Only some of its rooms?",
        called="the rooms",
        hint="With none chosen, all of it, and that there is no other room. Of rooms that are left out nothing is said.",
        required=False,
        choices=(),
    )
