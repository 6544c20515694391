"""What one message costs in a flood: whoever floods (a program on one core), whoever tells (a browser here), and us, who look at what was done."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean
from typing import Any

from common import ROOT, heading

LEVELS, EACH = (1, 2, 4, 6), 4
_PAGE = (
    '<form data-hf-work="{token}" data-hf-bits="{bits}" data-hf-rounds="{rounds}" data-hf-parts="{parts}" data-hf-wait="900">'
    '<input name="found"><p data-hf-work-said=""></p></form>'
)


def in_browser(asked: list[Any]) -> list[float]:
    """The seconds that Chromium takes for each, by the script of the page; none where there is no Chromium."""
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(chromium).exists():
        return []
    script = (ROOT / "src/holdfast/pages/static/work.js").read_text(encoding="utf-8")
    took = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for one in asked:
            page = browser.new_page()
            form = _PAGE.format(token=one.token, bits=one.bits, rounds=one.rounds, parts=one.parts)
            html = f"<!doctype html>{form}<script type=module>{script}</script>"
            # Browsers do such work only on pages that came encrypted: this one never leaves the machine.
            page.route("https://holdfast.invalid/", lambda route, _request, html=html: route.fulfill(body=html, content_type="text/html"))
            began = time.perf_counter()
            page.goto("https://holdfast.invalid/")
            page.wait_for_function("document.forms[0].elements.found.value !== ''", timeout=300_000)
            took.append(time.perf_counter() - began)
            page.close()
        browser.close()
    return took


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.settings")
    os.environ.setdefault("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    import django

    django.setup()
    from holdfast.concerns import cost
    from holdfast.concerns.tests.test_cost import work

    heading("What one message costs in a flood")
    print(
        "| level | as much is told as | a program on one core | an hour of that core sends | a browser here | to look at it | "
        "the work against looking | without a script, a wait of |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for level in LEVELS:
        bits = cost.FIRST_BITS + level - 1
        asked = [cost.Asked(f"bench-{level}-{n}", bits, datetime.now(UTC)) for n in range(EACH)]
        took, looked = [], []
        for one in asked:
            began = time.perf_counter()
            found = work(one)
            took.append(time.perf_counter() - began)
            began = time.perf_counter()
            assert cost.is_done(one, found)
            looked.append(time.perf_counter() - began)
        browser = in_browser(asked)
        wait = min(cost.FIRST_WAIT * 2 ** (level - 1), cost.LONGEST_WAIT)
        print(
            f"| {level} | {2 ** (level - 1)} to {2**level} times the ordinary | {mean(took):.1f} s | {3600 / mean(took):,.0f} | "
            f"{f'{mean(browser):.1f} s' if browser else 'not tried'} | {1000 * mean(looked):.0f} ms | "
            f"{mean(took) / mean(looked):,.0f} times | {wait.seconds} s |"
        )


if __name__ == "__main__":
    main()
