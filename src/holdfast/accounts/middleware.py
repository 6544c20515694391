"""Who is signed in, on every request; and the ends of a session: 15 minutes idle, 12 hours in all."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from holdfast.accounts import drafts, kept_words
from holdfast.accounts.models import Account
from holdfast.accounts.signing_in import SEEN, STAMP, STARTED, stamp_of
from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.partnership import queries
from holdfast.partnership.people import Acting

IDLE_SECONDS = 15 * 60
HARD_SECONDS = 12 * 60 * 60


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
        request.acting = acting = self._acting(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if acting is None and kept_words.ended_before_sending(request, response):
            kept_words.keep(request, response)
        elif acting is not None and kept_words.came_back(request):
            kept_words.forget(request, response)
        if acting is not None and request.method == "POST" and response.status_code == 302 and not drafts.asks_to_save(request):
            drafts.sent(request.path, acting.worker)
        return response

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        """What somebody sends to be kept as a draft reaches no view: it records nothing."""
        acting: Acting | None = getattr(request, "acting", None)
        return drafts.saved(request, acting) if acting is not None and drafts.asks_to_save(request) else None

    def _acting(self, request: HttpRequest) -> Acting | None:
        account, session = request.user, request.session
        if not isinstance(account, Account):
            return None
        # The wall clock on purpose: a session's end is about a person at a machine, not about domain time.
        moment = int(time.time())  # noqa: TID251
        if moment - session.get(SEEN, 0) > IDLE_SECONDS or moment - session.get(STARTED, 0) > HARD_SECONDS:
            session.flush()
            return None
        if moment - session[SEEN] > 30:
            session[SEEN] = moment
        with viewing(Viewer.of(EVERYONE)):
            acting = queries.acting_for(account.worker_id)
        if acting is None or not _same(stamp_of(acting, account), session.get(STAMP)):
            session.flush()
            return None
        return acting


def _same(stamp: str, kept: object) -> bool:
    return isinstance(kept, str) and constant_time_compare(stamp, kept)
