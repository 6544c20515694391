"""A real browser for tests: Chromium through Playwright, axe, and screenshots at two widths.

    pytestmark = pytest.mark.browser

    def test_home(site_address: str) -> None:
        with browser.open_page() as page:
            page.goto(site_address)
            browser.assert_axe_clean(page)
            browser.screenshot(page, "home")

The browser is the machine's own (`/usr/bin/chromium`, or `CHROMIUM`), never a download. Where there is none, tests that
open a page are skipped and say why; with `CI_BROWSER` set they fail instead.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from playwright.sync_api import ConsoleMessage, Page, sync_playwright

CHROMIUM: Final = os.environ.get("CHROMIUM", "/usr/bin/chromium")
DESKTOP: Final = 1280
PHONE: Final = 375
RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def executable() -> str:
    """The machine's Chromium. Without one the test is skipped, or fails where `CI_BROWSER` is set."""
    found = shutil.which(CHROMIUM)
    if found is None:
        reason = f"no Chromium at {CHROMIUM}: install the system's package `chromium`, or set CHROMIUM to its path"
        if os.environ.get("CI_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@contextmanager
def open_page(*, width: int = DESKTOP, javascript: bool = True) -> Iterator[Page]:
    """An empty page of a fresh browser, closed afterwards.

    Whatever the browser complains of on its console (a broken content security policy, a missing file, a script's
    error) fails the test at the end, but for the status of the page itself.

    Args:
        width: of the window in CSS pixels.
        javascript: False shows the page as somebody without JavaScript has it.
    """
    path = executable()
    # Playwright runs an event loop in this thread; Django would refuse a test's own queries because of it.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text and "status of 5" not in message.text:
            complaints.append(message.text)

    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=path)
            context = chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=javascript)
            page = context.new_page()
            page.on("console", hear)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            try:
                yield page
            finally:
                # While that loop runs, a test's own queries go through connections of their own: none outlives the test's database.
                connections.close_all()
                chromium.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before
    assert not complaints, complaints


def assert_axe_clean(page: Page) -> None:
    """No violation of WCAG 2.2 AA, nor of axe's best practice, on the page as it stands."""
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}})
    assert results.violations_count == 0, results.generate_report()


def assert_no_sideways_scrolling(page: Page) -> None:
    """The page fits its window's width (WCAG 2.2, 1.4.10 Reflow)."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"the page is {wide} pixels wider than the window"


def screenshots() -> Path:
    """Where screenshots go: `HOLDFAST_SCREENSHOTS`, or a folder of the machine's temporary files."""
    folder = Path(os.environ.get("HOLDFAST_SCREENSHOTS") or Path(tempfile.gettempdir()) / "holdfast-screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def screenshot(page: Page, name: str) -> list[Path]:
    """Pictures of the whole page, at desktop and phone width: `name-1280.png`, `name-375.png`."""
    size = page.viewport_size
    made = []
    for width in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": 900})
        file = screenshots() / f"{name}-{width}.png"
        page.screenshot(path=file, full_page=True)
        made.append(file)
    if size is not None:
        page.set_viewport_size(size)
    return made


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


class _Server(WSGIServer):
    daemon_threads = True


@contextmanager
def serve() -> Iterator[str]:
    """The project as its settings stand, with static files, on a free port of this machine: gives its address."""
    server = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), server_class=_Server, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
