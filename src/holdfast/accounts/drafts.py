"""What somebody has begun to write and not sent: kept while they write, for them alone, until they send it, throw it away or forget it.

A draft is no part of the record. It lies encrypted outside it, one for each person and page; nobody else is shown that it is there. After two weeks it
is forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import reverse

from holdfast.accounts.models import SavedDraft
from holdfast.accounts.signing_in import keyed
from holdfast.database.time import now
from holdfast.pages.dates import clock_time, moment
from holdfast.partnership.people import Acting
from holdfast.partnership.shell import recorded
from holdfast.vault.envelope import CannotOpen, seal, unseal
from holdfast.vault.master import derived_key

KEPT_FOR = timedelta(days=14)
#: After so long, the list says that it will be forgotten.
OLD = timedelta(days=7)
#: How many one person may have, and how much in each, in characters.
MOST, LONGEST = 50, 200_000
#: How a form is sent to be kept and not recorded: this in the address; and the button, whose value is what the page is called.
SAVE, CALLED = "save=draft", "draft_of"
_NOT_TYPED = ("csrfmiddlewaretoken", "once", "password", CALLED)


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody has begun: on which page, what that is called, what was typed, and when it was last kept."""

    id: UUID
    path: str
    title: str
    fields: tuple[tuple[str, str], ...]
    saved_at: datetime

    def old(self, at: datetime) -> bool:
        return at - self.saved_at > OLD


def asks_to_save(request: HttpRequest) -> bool:
    """Whether a form was sent to be kept as a draft."""
    return request.method == "POST" and request.META.get("QUERY_STRING") == SAVE


def save(path: str, sent: QueryDict, worker: UUID) -> datetime | None:
    """Keep what was typed on a page, in place of what was kept of it before; when that was. None where nothing was typed, or too much."""
    typed = [(name, value) for name, values in sent.lists() for value in values if name not in _NOT_TYPED]
    at, owner = now(), _owner(worker)
    SavedDraft.objects.filter(saved_at__lte=at - KEPT_FOR).delete()
    place = keyed("draft of", f"{worker}/{path}")
    if not any(value.strip() for _, value in typed):
        return None
    words = json.dumps({"path": path, "title": sent.get(CALLED, "")[:200], "fields": typed})
    others = SavedDraft.objects.filter(owner=owner).exclude(place=place).count()
    if len(words) > LONGEST or others >= MOST:
        return None
    sealed = seal(derived_key("drafts"), words.encode(), place.encode())
    SavedDraft.objects.update_or_create(place=place, defaults={"sealed": sealed, "saved_at": at, "owner": owner})
    return at


def saved(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The answer to a form that was sent to be kept: to the page's own script when, to a person their home."""
    kept_at = save(request.path, request.POST, acting.worker)
    if "X-Draft" in request.headers:
        return JsonResponse({"saved": clock_time(kept_at) if kept_at is not None else None})
    words = "Saved as a draft. It stands below, under “Unfinished”. Nothing of it is recorded yet."
    return recorded(request, words if kept_at is not None else "There was nothing to save.", "home")


def drafts_of(worker: UUID, at: datetime | None = None) -> list[Draft]:
    """What this person has not finished, the latest first."""
    rows = SavedDraft.objects.filter(owner=_owner(worker), saved_at__gt=(at or now()) - KEPT_FOR).order_by("-saved_at", "id")
    return [draft for row in rows if (draft := _opened(row)) is not None]


def draft(draft_id: UUID, worker: UUID) -> Draft | None:
    """One of this person's drafts; None for another's, and for what there is none of."""
    row = SavedDraft.objects.filter(id=draft_id, owner=_owner(worker), saved_at__gt=now() - KEPT_FOR).first()
    return _opened(row) if row is not None else None


def begun(request: HttpRequest, given: Mapping[str, object]) -> tuple[str, str] | None:
    """Of a page with a form: where this person finds the draft that they have of it, and when it was kept, in words."""
    acting: Acting | None = getattr(request, "acting", None)
    if acting is None or request.method != "GET" or "form" not in given:
        return None
    row = SavedDraft.objects.filter(place=keyed("draft of", f"{acting.worker}/{request.path}")).values_list("id", "saved_at").first()
    return (reverse("accounts:draft", args=[row[0]]), moment(row[1])) if row is not None and row[1] > now() - KEPT_FOR else None


def throw_away(draft_id: UUID, worker: UUID) -> None:
    """They do not want it."""
    SavedDraft.objects.filter(id=draft_id, owner=_owner(worker)).delete()


def sent(path: str, worker: UUID) -> None:
    """The form was sent, and what it said recorded: nothing of it is unfinished."""
    SavedDraft.objects.filter(place=keyed("draft of", f"{worker}/{path}")).delete()


def _owner(worker: UUID) -> str:
    return keyed("drafts of", str(worker))


def _opened(row: SavedDraft) -> Draft | None:
    try:
        words = json.loads(unseal(derived_key("drafts"), bytes(row.sealed), row.place.encode()))
    except CannotOpen:
        return None
    return Draft(row.id, words["path"], words["title"], tuple((name, value) for name, value in words["fields"]), row.saved_at)
