"""Which database this process uses, settled once before Django starts.

`resolve()` starts the embedded server when there is no other, and remembers the URLs; `settings.DATABASES` is made from them. A process that never
resolves (mypy, `help`) gets settings whose connections fail with a plain message instead of a server that it did not need.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_resolved: dict[str, str] = {}


def resolve(*, with_owner: bool) -> None:
    """Settle the database's URLs, starting the embedded server if need be. The web process takes
    neither the owner's nor the sequencer's."""
    from holdfast.database.bootstrap import app_alone, connect_urls
    from holdfast.home import home

    if not with_owner and (alone := app_alone()):
        _resolved.clear()
        _resolved["default"] = alone
        return
    urls = connect_urls(home())
    _resolved.clear()
    _resolved["default"] = urls.app
    if with_owner:
        _resolved.update(owner=urls.owner, sequencer=urls.sequencer)


def django_databases() -> dict[str, dict[str, Any]]:
    """`settings.DATABASES`."""
    if not _resolved:
        nowhere = {"ENGINE": "django.db.backends.postgresql", "NAME": "not-resolved", "HOST": "/nonexistent"}
        signing_in = {"default": "app", "owner": "owner", "sequencer": "sequencer"}
        return {alias: {**nowhere, "USER": f"holdfast_{role}"} for alias, role in signing_in.items()}
    databases = {alias: settings_of(url) for alias, url in _resolved.items()}
    # A connection that died with its server is noticed before it is used again, not by whoever is telling us something.
    databases["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
    return databases


def settings_of(url: str) -> dict[str, Any]:
    """Django's settings for a PostgreSQL URL (with the socket's folder as `host` in the query, where there is one)."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", None) or (unquote(parts.hostname) if parts.hostname else "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": query.pop("port", None) or (str(parts.port) if parts.port else ""),
        "OPTIONS": query,
        "ATOMIC_REQUESTS": False,
    }
