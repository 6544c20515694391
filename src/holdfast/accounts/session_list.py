"""Where somebody is signed in: listed for them alone, and ended by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from holdfast.accounts.models import Account, Signing
from holdfast.accounts.sessions import stored_key
from holdfast.database.time import now

#: What a browser calls itself, and what people call it: the first that fits.
_BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("OPR/", "Opera"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class SignedInHere:
    """One session: `number` names it in a form, and opens nothing."""

    number: str
    begun_at: datetime
    browser: str
    this: bool


def browser_of(request: HttpRequest) -> str:
    """A browser in a word or two, so that somebody knows theirs again."""
    said = request.headers.get("User-Agent", "")
    browser = next((words for sign, words in _BROWSERS if sign in said), "A browser")
    system = next((words for sign, words in _SYSTEMS if sign in said), "")
    return f"{browser} on {system}" if system else browser


def remember(request: HttpRequest, account: Account) -> None:
    """A session begins."""
    request.session.save()
    key = stored_key(request.session.session_key or "")
    Signing.objects.update_or_create(stored_key=key, defaults={"account": account, "begun_at": now(), "browser": browser_of(request)})


def sessions_of(account: Account, request: HttpRequest) -> list[SignedInHere]:
    """Where this account is signed in, the last first. Those that ended are forgotten."""
    rows = list(Signing.objects.filter(account=account).order_by("-begun_at", "stored_key"))
    # The wall clock on purpose: a session's end is about a person at a machine, not about domain time.
    moment = timezone.now()  # noqa: TID251
    alive = set(
        Session.objects.filter(session_key__in=[row.stored_key for row in rows], expire_date__gt=moment).values_list(
            "session_key", flat=True
        )
    )
    Signing.objects.filter(stored_key__in=[row.stored_key for row in rows if row.stored_key not in alive]).delete()
    this = stored_key(request.session.session_key or "")
    return [SignedInHere(row.stored_key, row.begun_at, row.browser, row.stored_key == this) for row in rows if row.stored_key in alive]


def end(account: Account, number: str, request: HttpRequest) -> int:
    """End one of this account's sessions, or with "others" all but this one; how many. Nobody ends another's."""
    this = stored_key(request.session.session_key or "")
    mine = Signing.objects.filter(account=account).exclude(stored_key=this)
    chosen = list((mine if number == "others" else mine.filter(stored_key=number)).values_list("stored_key", flat=True))
    Session.objects.filter(session_key__in=chosen).delete()
    Signing.objects.filter(stored_key__in=chosen).delete()
    return len(chosen)
