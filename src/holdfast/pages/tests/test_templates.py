"""Templates, components and static files: strict, escaping, unbranded, and without inline script or style."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client
from jinja2 import StrictUndefined, UndefinedError
from markupsafe import Markup

from holdfast.pages import components as c
from holdfast.pages import shell
from holdfast.pages.environment import HOUSE, PageEnvironment, environment, template_folders

VENDOR = HOUSE / "pages" / "static" / "vendor"
IMPORT = '{% import "pages/components.html" as c %}'


@pytest.fixture(scope="module")
def env() -> PageEnvironment:
    made = environment()
    assert isinstance(made, PageEnvironment)
    return made


def test_an_undefined_name_is_an_error_and_text_is_escaped(env: PageEnvironment) -> None:
    with pytest.raises(UndefinedError):
        env.from_string("{{ nobody_passed_this }}").render()
    assert env.from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"
    assert env.undefined is StrictUndefined


def test_autoescape_cannot_be_turned_off(env: PageEnvironment) -> None:
    assert environment(autoescape=False).from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"


def test_govuk_macros_work_beside_strict_templates(env: PageEnvironment) -> None:
    macro = '{% from "govuk_frontend_jinja/components/panel/macro.html" import govukPanel %}'
    shown = env.from_string(macro + '{{ govukPanel({"titleText": x}) }}').render(x="<i>Received</i>")
    assert "govuk-panel" in shown
    assert "<i>" not in shown


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_error_pages_need_no_request_and_say_what_to_do(env: PageEnvironment, status: int) -> None:
    page = env.get_template(f"pages/error_{status}.html").render()
    assert "<h1" in page
    assert "999" in page
    assert len(re.findall("<h1", page)) == 1


def test_a_form_left_open_too_long_says_how_to_keep_what_was_written(env: PageEnvironment) -> None:
    template = env.get_template("pages/error_403.html")
    assert "copy what you wrote" in template.render(form_expired=True)
    assert "Your role does not let you" not in template.render(form_expired=True)
    assert "copy what you wrote" not in template.render()


def test_a_missing_and_a_forbidden_thing_are_not_told_apart_by_404(env: PageEnvironment) -> None:
    page = env.get_template("pages/error_404.html").render()
    assert "There may be nothing here, or it may not be yours to see" in page


def test_the_demonstration_banner_and_the_signed_in_person_show(visitor: Client) -> None:
    page = visitor.get("/").content.decode()
    assert "This is a demonstration." in page
    assert "clock says 24 Nov 2026, 4.05pm" in page
    assert "Amina Khalid" in page
    assert '<form method="post" action="/sign-out">' in page
    assert "csrfmiddlewaretoken" in page


def test_no_demonstration_no_banner_and_nobody_signed_in_no_sign_out(env: PageEnvironment) -> None:
    frame = shell.Shell(signing_in="Step 1 of 2")
    page = env.get_template("pages/confirmation.html").render(title="Received", shell=frame)
    assert "demonstration" not in page
    assert "Sign out" not in page
    assert "Signing in: Step 1 of 2" in page


def test_a_timeline_shows_the_gap_in_words_and_corrections_beside(env: PageEnvironment) -> None:
    recorded = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    correction = c.Event("The date", "9 Nov 2026", recorded, latest=date(2026, 11, 20), words="<b>Monday</b>")
    event = c.Event("Visit", "8 Nov 2026", recorded, latest=date(2026, 11, 8), corrections=(correction,))
    shown = env.from_string(IMPORT + "{{ c.timeline(events) }}").render(events=[event])
    assert "Recorded 12 days later" in shown
    assert shown.index("Visit") < shown.index("Correction") < shown.index("&lt;b&gt;Monday")
    assert 'datetime="2026-11-20T09:00:00+00:00"' in shown


def test_every_tone_carries_words_and_an_unknown_one_is_refused(env: PageEnvironment) -> None:
    assert env.from_string(IMPORT + '{{ c.clock("", "late") }}').render() == ""
    assert "2 days late to finish" in env.from_string(IMPORT + "{{ c.clock(count_left(-2, 'day'), 'late') }}").render()
    with pytest.raises(ValueError, match="no tone"):
        env.from_string(IMPORT + '{{ c.tag("x", "red") }}').render()


def test_tables_have_a_caption_and_scopes_and_take_safe_html_only_as_markup(env: PageEnvironment) -> None:
    shown = env.from_string(IMPORT + '{{ c.table("Late", columns, rows) }}').render(
        columns=[c.Column("Who"), c.Column("Days", numeric=True)], rows=[("<b>A</b>", Markup("<i>3</i>"))]
    )
    assert '<caption class="govuk-table__caption' in shown
    assert shown.count('scope="col"') == 2
    assert 'scope="row"' in shown
    assert "&lt;b&gt;A" in shown
    assert "<i>3</i>" in shown


def test_pagination_shows_the_ends_and_the_neighbours() -> None:
    assert [link.text for link in c.pages(6, 40, "?page=").links] == ["1", "4", "5", "6", "7", "8", "40"]
    assert c.pages(1, 1, "?page=").previous == c.pages(1, 1, "?page=").next == ""
    assert c.pages(2, 3, "?page=").next == "?page=3"
    with pytest.raises(ValueError, match="not one of"):
        c.pages(0, 3, "?page=")


@pytest.mark.parametrize(
    "file", sorted(file for folder in template_folders() for file in folder.rglob("*.html")), ids=lambda file: file.name
)
def test_no_template_holds_inline_script_style_or_an_address_of_elsewhere(file: Path) -> None:
    text = file.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text)
    assert "http://" not in text
    assert "https://" not in text
    assert "|safe" not in text.replace(" ", "")


def test_the_vendored_files_are_unbranded_and_are_those_the_readme_records() -> None:
    readme = (VENDOR / "README.md").read_text()
    for name in ("govuk-frontend.min.css", "govuk-frontend.min.js"):
        content = (VENDOR / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() in readme
        text = content.decode().lower()
        for leftover in (
            "@font-face",
            "gds transport",
            "crest",
            "crown",
            "woff",
            "sourcemappingurl",
            "#1d70b8",
            "url(",
        ):
            assert leftover not in text, f"{name} holds {leftover}"
    assert "MIT" in (VENDOR / "LICENCE.txt").read_text()
