"""Error pages that say what to do. They show nothing of what was asked for or sent."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "pages/error_400.html", status=400)


def not_permitted(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "pages/error_403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "pages/error_404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/error_500.html", status=500)


def form_refused(request: HttpRequest, reason: str = "", **_kwargs: Any) -> HttpResponse:
    """A form without its token: most often a page left open too long, or cookies refused."""
    return render(request, "pages/error_403.html", {"form_expired": True}, status=403)
