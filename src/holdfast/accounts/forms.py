"""Forms of signing in, and of letting somebody in."""

from __future__ import annotations

from holdfast.pages import forms


class SignIn(forms.Question):
    email = forms.Email(label="Email address", called="your email address", autocomplete="username")
    password = forms.Password(label="Password", called="your password")


class SecondCode(forms.Question):
    code = forms.Text(
        label="Code from your app",
        called="the code",
        hint="Six digits",
        max_length=20,
        width=10,
        autocomplete="one-time-code",
        spellcheck=False,
    )


class Again(forms.Question):
    password = forms.Password(label="Your password", called="your password")


class Enter(forms.Question):
    code = forms.Text(
        label="The code that you were given",
        called="the code",
        hint="By your manager or somebody else who knows you; not by whoever sent you the link",
        max_length=40,
        width=20,
        autocomplete="off",
        spellcheck=False,
    )
    password = forms.Password(
        label="A new password",
        called="a password",
        hint="Twelve characters or more. Three words that nobody would guess are good.",
        new=True,
    )


class Invite(forms.Form):
    email = forms.Email(label="Their e-mail address at work", called="their e-mail address", autocomplete="off")


class NamePasskey(forms.Question):
    name = forms.Text(
        label="What do you call it?", called="its name", hint="For example: my work laptop", max_length=60, autocomplete="off"
    )
