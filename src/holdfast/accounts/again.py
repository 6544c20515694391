"""Showing again that it is you, before what is exported, erased, granted or decides who is let in: a screen that was left open does none of it."""

from __future__ import annotations

import time
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from holdfast.accounts import second_step
from holdfast.accounts.signing_in import SHOWN

#: Seconds for which it counts when a page is opened; and, so that nothing typed is lost, when its form is sent.
OPENED, SENT = 10 * 60, 25 * 60


def ask(request: HttpRequest) -> HttpResponse | None:
    """Where somebody must show again that it is they; None where they did so a short while ago, or no second step is asked of anybody here."""
    shown = request.session.get(SHOWN, 0)
    age = time.time() - (shown if isinstance(shown, int) else 0)  # noqa: TID251  (about a person at a machine)
    if not second_step.required() or age <= (SENT if request.method == "POST" else OPENED):
        return None
    return redirect(f"{reverse('accounts:again')}?{urlencode({'next': request.path})}")


def shown(request: HttpRequest) -> None:
    """They have."""
    request.session[SHOWN] = int(time.time())  # noqa: TID251  (about a person at a machine)
