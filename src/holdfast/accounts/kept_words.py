"""What was typed into a form whose session had ended: kept, and given back after sign-in to the one who typed it.

It is kept only for a browser in which somebody has signed in, for whoever did so last, and given to nobody else who signs in there. It lies encrypted,
outside the record, and is forgotten after hours.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.accounts.models import KeptWords
from holdfast.accounts.signing_in import keyed
from holdfast.database.time import now
from holdfast.pages.form_id import KEPT
from holdfast.pages.journeys import JourneyView
from holdfast.vault.envelope import CannotOpen, seal, unseal
from holdfast.vault.master import derived_key

KEPT_FOR = timedelta(hours=4)
#: The cookies: who signed in here last (signed, and no name in it), and under what words are kept for them.
LAST, KEY = "last", "kept"
#: What a form carries beside answers.
_NOT_TYPED = ("csrfmiddlewaretoken", "once", "password")


@dataclass(frozen=True)
class Kept:
    """What was typed, and the page on which it was."""

    path: str
    fields: tuple[tuple[str, str], ...]


def _row(key: str) -> str:
    return keyed("kept words", key)


def remember_who(response: HttpResponse, worker: UUID) -> None:
    """Who signed in here, so that what they type after their session has ended comes back to them alone."""
    _cookie(response, LAST, signing.dumps(keyed("typed by", str(worker)), salt="holdfast.last"))


def keep(request: HttpRequest, response: HttpResponse) -> None:
    """Keep what was sent by somebody whose session had ended, for whoever signed in here last."""
    who = _last(request)
    typed = [(name, value) for name, values in request.POST.lists() for value in values if name not in _NOT_TYPED]
    if who is None or not any(value.strip() for _, value in typed):
        return
    key, moment = secrets.token_urlsafe(24), now()
    KeptWords.objects.filter(until__lte=moment).delete()
    words = json.dumps({"who": who, "path": request.path, "fields": typed}).encode()
    sealed = seal(derived_key("drafts"), words, _row(key).encode())
    KeptWords.objects.create(key=_row(key), sealed=sealed, until=moment + KEPT_FOR)
    _cookie(response, KEY, key)


def waits(request: HttpRequest) -> bool:
    """Whether words are kept for this browser."""
    return KEY in request.COOKIES and KeptWords.objects.filter(key=_row(request.COOKIES[KEY]), until__gt=now()).exists()


def kept_for(request: HttpRequest, worker: UUID) -> Kept | None:
    """What this worker had typed here; None when there is nothing, or somebody else typed it."""
    row = KeptWords.objects.filter(key=_row(request.COOKIES.get(KEY, "")), until__gt=now()).first()
    if row is None:
        return None
    try:
        words = json.loads(unseal(derived_key("drafts"), bytes(row.sealed), row.key.encode()))
    except CannotOpen:
        return None
    if words["who"] != keyed("typed by", str(worker)):
        return None
    return Kept(words["path"], tuple((name, value) for name, value in words["fields"]))


def forget(request: HttpRequest, response: HttpResponse) -> None:
    """They have it back, or do not want it."""
    KeptWords.objects.filter(key=_row(request.COOKIES.get(KEY, ""))).delete()
    response.delete_cookie(KEY)


def came_back(request: HttpRequest) -> bool:
    """Whether a form is what was kept, sent back to its page to be looked at again: it records nothing."""
    return request.method == "POST" and request.POST.get("once") == KEPT and KEY in request.COOKIES


def ended_before_sending(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether somebody sent a form without a session, and was led to sign in."""
    to_sign_in = response.status_code == 302 and response["Location"].startswith(f"{reverse('accounts:sign-in')}?")
    return request.method == "POST" and to_sign_in and not request.path.startswith(reverse("accounts:sign-in")) and _can_come_back(request)


def _can_come_back(request: HttpRequest) -> bool:
    """Only a form that carries its number can be sent back without being recorded; and a step of a journey, which keeps answers and records nothing."""
    view = getattr(request.resolver_match, "func", None)
    journey = getattr(view, "view_class", None)
    return "once" in request.POST or (isinstance(journey, type) and issubclass(journey, JourneyView))


def _last(request: HttpRequest) -> str | None:
    try:
        return str(signing.loads(request.COOKIES.get(LAST, ""), salt="holdfast.last"))
    except signing.BadSignature:
        return None


def _cookie(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, secure=settings.BEHIND_TLS, httponly=True, samesite="Strict")
