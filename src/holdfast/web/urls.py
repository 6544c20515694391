"""Root URLs: each package's own, where it has pages, and the home."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from holdfast.web import ledger_views, views

#: Package, and the path under which its pages lie (each package's `urls` names its own paths in full).
PACKAGES = (
    "partnership",
    "accounts",
    "allegations",
    "notices",
    "concerns",
    "children",
    "scrutiny",
    "duties",
    "access",
    "erasure",
    "disruption",
    "persons",
    "measures",
    "licensing",
    "investigations",
    "intelligence",
    "panel",
    "places",
    "support",
    "returns",
    "demonstration",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"holdfast.{package}.urls"))
    for package in PACKAGES
    if f"holdfast.{package}" in settings.INSTALLED_APPS and find_spec(f"holdfast.{package}.urls") is not None
]
urlpatterns += [path("", views.home, name="home"), path("healthy", views.healthy, name="healthy")]
urlpatterns += [
    path("ledger/checkpoint", ledger_views.checkpoint, name="checkpoint"),
    path("ledger/keys", ledger_views.keys, name="ledger-keys"),
    path("ledger/keys/<int:number>", ledger_views.key_statement, name="ledger-key-statement"),
    path("ledger/tile/<path:which>", ledger_views.tile, name="tile"),
]

handler400 = "holdfast.web.errors.bad_request"
handler403 = "holdfast.web.errors.not_permitted"
handler404 = "holdfast.web.errors.not_found"
handler500 = "holdfast.web.errors.server_error"
