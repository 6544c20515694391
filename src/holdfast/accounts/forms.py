"""The form of signing in."""

from __future__ import annotations

from holdfast.pages import forms


class SignIn(forms.Question):
    email = forms.Email(label="Email address", called="your email address", autocomplete="username")
    password = forms.Password(label="Password", called="your password")
