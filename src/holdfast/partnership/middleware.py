"""Who is signed in, on every request; and the ends of a session: 15 minutes idle, 12 hours in all."""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.partnership import accounts, queries
from holdfast.partnership.people import Acting

IDLE_SECONDS = 15 * 60
HARD_SECONDS = 12 * 60 * 60

WORKER, STARTED, SEEN, STAMP = "worker", "started", "seen", "stamp"


def source_of(request: HttpRequest) -> str:
    """Where a request comes from: behind TLS, what our one proxy says it came from; else the address that is connected."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_TLS else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


class SignedInMiddleware:
    """Puts `request.acting` (an Acting, or None) on the request. A session ends at once when its worker leaves, or when the password, the account, the
    post or the role is another than it was begun with."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.acting = self._acting(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    def _acting(self, request: HttpRequest) -> Acting | None:
        session = request.session
        worker = session.get(WORKER)
        if worker is None:
            return None
        # The wall clock on purpose: a session's end is about a person at a machine, not about domain time.
        moment = int(time.time())  # noqa: TID251
        if moment - session.get(SEEN, 0) > IDLE_SECONDS or moment - session.get(STARTED, 0) > HARD_SECONDS:
            session.flush()
            return None
        if moment - session[SEEN] > 30:
            session[SEEN] = moment
        with viewing(Viewer.of(EVERYONE)):
            acting = queries.acting_for(UUID(worker))
        if acting is None or not _same(accounts.stamp_of(acting), session.get(STAMP)):
            session.flush()
            return None
        return acting


def _same(stamp: str | None, kept: object) -> bool:
    return stamp is not None and isinstance(kept, str) and constant_time_compare(stamp, kept)
