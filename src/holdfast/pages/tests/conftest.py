"""The small site of `site.py`, for these tests alone: no database, no sign-in, a strict content security policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from holdfast.pages.tests import browser, minimal


@pytest.fixture
def small_site(settings: Any) -> None:
    """Django's settings, but with the small site's addresses and middleware."""
    settings.ROOT_URLCONF = minimal.ROOT_URLCONF
    settings.MIDDLEWARE = minimal.MIDDLEWARE
    settings.TEMPLATES = minimal.TEMPLATES
    settings.ALLOWED_HOSTS = minimal.ALLOWED_HOSTS


@pytest.fixture
def visitor(small_site: None) -> Client:
    """Somebody with a browser, without JavaScript."""
    return Client()


@pytest.fixture
def site_address(small_site: None) -> Iterator[str]:
    """The small site, served: its address."""
    with browser.serve() as address:
        yield address
