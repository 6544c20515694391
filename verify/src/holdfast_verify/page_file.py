"""The page that checks receipts and bundles in a browser, from a disk: one file, put together from its parts, that can reach no network."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

_SCRIPTS = ("hashing.js", "notes.js", "bundles.js", "page.js")


def page() -> str:
    """The page's whole text. Its policy lets its own script and style run, by their hashes, and nothing be loaded or sent."""
    script = "\n" + "\n".join(_part(name) for name in _SCRIPTS)
    style = "\n" + _part("page.css")
    policy = f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; base-uri 'none'; form-action 'none'"
    return (
        _part("page.html")
        .replace("{policy}", policy)
        .replace("{style}", f"<style>{style}</style>")
        .replace("{script}", f"<script>{script}</script>")
    )


def _part(name: str) -> str:
    return (files("holdfast_verify") / "page" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
