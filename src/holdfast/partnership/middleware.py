"""Who is signed in, on every request; and the ends of a session: 15 minutes idle, 12 hours in all."""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.partnership import queries
from holdfast.partnership.people import Acting

IDLE_SECONDS = 15 * 60
HARD_SECONDS = 12 * 60 * 60

WORKER, STARTED, SEEN = "worker", "started", "seen"


class SignedInMiddleware:
    """Puts `request.acting` (an Acting, or None) on the request. A worker who has left is signed out at once."""

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
        if acting is None:
            session.flush()
        return acting
