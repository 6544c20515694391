"""What is true of the repository itself."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import tomllib
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent


def committed() -> list[Path]:
    """Every committed file that is text of ours."""
    try:
        listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    except (OSError, subprocess.CalledProcessError):
        listed = [str(p.relative_to(ROOT)) for top in ("src", "docs", "script", "requirements", "tests") for p in (ROOT / top).rglob("*")]
    return [ROOT / name for name in listed if name and (ROOT / name).is_file() and "/vendor/" not in name]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def test_no_committed_file_names_a_package_host_or_a_download_address() -> None:
    hosts = re.compile(
        "|".join(("pypi" + r"\.org", "python" + "hosted", "(?<!emit-)index-" + "url", "files" + r"\.python", "mirrors?/pypi"))
    )
    assert [str(p.relative_to(ROOT)) for p in committed() if hosts.search(read(p))] == []


def test_no_committed_file_names_a_path_of_somebodys_machine() -> None:
    paths = re.compile("|".join(("/work" + "/", "/home" + r"/\w+/", "/Us" + "ers/")))
    assert [str(p.relative_to(ROOT)) for p in committed() if paths.search(read(p))] == []


def test_the_commands_can_be_run() -> None:
    for name in ("script/start", "script/test", "script/holdfast", "script/setup", "script/check", ".ci/run"):
        assert os.access(ROOT / name, os.X_OK), name


def test_every_dependency_is_locked_by_its_hashes() -> None:
    for name in ("runtime.txt", "dev.txt"):
        lines = [line for line in read(ROOT / "requirements" / name).split("\n") if re.match(r"^[a-z0-9]", line)]
        assert lines
        assert all("==" in line for line in lines)
        assert read(ROOT / "requirements" / name).count("--hash=sha256:") >= len(lines)


def test_files_stay_small_enough_to_hold_in_the_head() -> None:
    long = {str(p.relative_to(ROOT)): n for p in committed() if p.suffix == ".py" and (n := read(p).count("\n")) > 450}
    assert long == {}


def test_no_template_has_inline_script_or_style() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", re.I)
    assert [str(p.relative_to(ROOT)) for p in committed() if p.suffix == ".html" and inline.search(read(p))] == []


def test_there_is_no_admin_over_the_record() -> None:
    """ADR 22: what people do is an entry, and nobody edits a row."""
    assert not [app for app in settings.INSTALLED_APPS if "admin" in app]
    assert not [str(p.relative_to(ROOT)) for p in committed() if p.name == "admin.py"]


def test_what_the_guide_to_adding_says_can_be_read_and_names_what_there_is() -> None:
    page = read(ROOT / "docs" / "adding.md")
    blocks = re.findall(r"^```(python|toml)\n(.*?)^```$", page, flags=re.M | re.S)
    assert [kind for kind, _ in blocks] == ["python", "toml", "python", "python"]
    for kind, words in blocks:
        if kind == "python":
            ast.parse(words)
    (rule,) = tomllib.loads(blocks[1][1])["rule"]
    there = set().union(
        *(each for path in (ROOT / "src/holdfast/duties/rules").glob("*.toml") for each in tomllib.loads(read(path))["rule"])
    )
    assert set(rule) <= there
    assert all(
        (ROOT / "src/holdfast" / name).exists() for name in ("children/kinds/safety.py", "duties/rules/cases.toml", "duties/conditions.py")
    )


def blocks_of(page: str) -> list[str]:
    return [words.strip() for words in re.findall(r"^```sh(?: \w+)?\n(.*?)^```$", read(ROOT / "docs" / page), flags=re.M | re.S)]


def test_the_transcript_of_a_set_up_is_of_the_page_as_it_is_now() -> None:
    # `script/try-deploying FOLDER` writes it anew, as FOLDER/transcript.md
    followed = [block for block in blocks_of("deploying.md") if "podman" not in block and "docker" not in block]
    typed = blocks_of("deployed.md")
    assert [block for block in followed if block not in typed] == []


def test_every_picture_that_a_document_shows_is_there_and_each_that_is_there_is_shown() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    shown = {(page.parent / name).resolve() for page in pages for name in re.findall(r"\((?!http)([^)\s]+\.png)\)", read(page))}
    assert {name for name in shown if not name.is_file()} == set()
    assert set((ROOT / "docs" / "pictures").rglob("*.png")) - shown == set()
