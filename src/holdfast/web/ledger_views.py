"""The ledger for everyone: its signed head, its tiles and its leaves, as C2SP tlog-tiles lays them out. They tell nothing of people.

Only what the signed head holds is given: leaves beyond it were never signed.
"""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.ledger.errors import LedgerError
from holdfast.ledger.strict import read_decimal
from holdfast.ledger.tiles import ENTRIES, FULL, LEVELS, tile_path, width_at
from holdfast.pages.components import Row
from holdfast.partnership.shell import page
from holdfast.record.log_keys import acknowledgement_keys, head_keys, store
from holdfast.record.signing import NoSigningKey
from holdfast.record.witnessing import published_head

_TILE = re.compile(r"(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII)
#: Files that never change may be kept for as long as anybody likes; the head and what is partial, for as long as the cadence.
FOR_EVER, FOR_NOW = "public, max-age=31536000, immutable", "public, max-age=5"


def checkpoint(request: HttpRequest) -> HttpResponse:
    """The signed head."""
    try:
        note = published_head()
    except (LedgerError, NoSigningKey) as wrong:
        raise Http404 from wrong
    if note is None:
        raise Http404
    return _answer(note.encode(), "text/plain; charset=utf-8", FOR_NOW)


def keys(request: HttpRequest) -> HttpResponse:
    """Every key by which what is signed here is checked, and from when on."""
    try:
        heads, words = head_keys(), acknowledgement_keys()
    except NoSigningKey as wrong:
        raise Http404 from wrong
    lines = [
        (title, [Row(_since(began), key.encode()) for key, began in reversed(line.keys)])
        for title, line in (("The ledger’s heads", heads), ("The word given at once", words))
    ]
    statements = [reverse("ledger-key-statement", args=[n]) for n in range(1, len(store().key_statements()) + 1)]
    return page(request, "web/keys.html", lines=lines, statements=statements)


def _since(began: int) -> str:
    return f"Beyond {began:,} leaves" if began else "From the beginning"


def key_statement(request: HttpRequest, number: int) -> HttpResponse:
    """A statement that one key follows another, which both signed."""
    try:
        statements = store().key_statements()
    except (LedgerError, NoSigningKey) as wrong:
        raise Http404 from wrong
    if not 1 <= number <= len(statements):
        raise Http404
    return _answer(statements[number - 1].encode(), "text/plain; charset=utf-8", FOR_EVER)


def tile(request: HttpRequest, which: str) -> HttpResponse:
    """A tile of hashes, or a bundle of leaves."""
    asked = _TILE.fullmatch(which)
    if asked is None:
        raise Http404
    level, index, width = asked[1], int(asked[2].replace("/", "").replace("x", "")), int(asked[3] or FULL)
    height = 0 if level == ENTRIES else read_decimal(level)
    kept = store()
    try:
        head = kept.head(head_keys())
        if head is None or height is None or height >= LEVELS or not 1 <= width <= FULL or width > width_at(height, index, head.size):
            raise Http404
        if f"tile/{which}" != str(tile_path(level, index, width)):
            raise Http404  # another spelling of the same place
        data = kept.bundle(index, width) if level == ENTRIES else kept.tile(height, index, width)
    except (LedgerError, NoSigningKey) as wrong:
        raise Http404 from wrong
    return _answer(data, "application/octet-stream", FOR_EVER if width == FULL else FOR_NOW)


def _answer(data: bytes, kind: str, kept: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Cache-Control"] = kept
    response["Access-Control-Allow-Origin"] = "*"
    return response
