"""Sending whatever anybody may to forms, by chance, anew each time; what failed says from which seed it comes again."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser
from random import Random
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from holdfast.database.asking import rows
from holdfast.partnership.people import Acting
from holdfast.partnership.tests.people import sign_in
from holdfast.record.holding import reading_all


class _Fields(HTMLParser):
    """The fields of a page's form: each name with the values that it offers (none: it is typed)."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_ = dict(attrs)
        name = given_.get("name") or ""
        if tag == "select":
            self._select = name
            self.found.setdefault(name, [])
        elif tag == "option" and self._select:
            self.found[self._select].append(given_.get("value") or "")
        elif tag == "input" and name and given_.get("type") in ("radio", "checkbox"):
            self.found.setdefault(name, []).append(given_.get("value") or "")
        elif tag in ("input", "textarea") and name and given_.get("type") != "hidden":
            self.found.setdefault(name, [])


def fields_of(page: str) -> dict[str, list[str]]:
    parser = _Fields()
    parser.feed(page.partition("<main")[2])
    return parser.found


TYPED = ("", " ", "\x00", "31", "2", "2026", "2027", "0", "-1", "99999999999", "AB12 ?ZZ", "None", "<b>", "a" * 5_000, "\u202e\u0301", "🙂")


def typed(by: Random) -> str:
    """Something that somebody may type, or any characters whatever."""
    return by.choice(TYPED) if by.random() < 0.7 else "".join(chr(by.randrange(1, 0xD800)) for _ in range(by.randrange(60)))


def answers(by: Random, fields: dict[str, list[str]]) -> dict[str, Any]:
    """For each field something that it offers, something else, or nothing."""
    sent: dict[str, Any] = {"once": str(uuid4())}
    for name, offered_ in fields.items():
        if by.random() < 0.9:
            sent[name] = by.choice(offered_) if offered_ and by.random() < 0.8 else typed(by)
    return sent


def entries() -> int:
    """How many entries there are, but for looks."""
    with reading_all():
        return int(rows("SELECT count(*) FROM record_entry WHERE kind NOT LIKE 'look.%%'", [])[0][0])


def send_whatever(forms: Iterable[tuple[str, Acting]]) -> None:
    """Each form, by whoever may send it, with whatever anybody may send: it is recorded, or refused by field and rule with nothing half-written."""
    seed = uuid4().int
    by = Random(seed)
    clients: dict[UUID, Client] = {}
    for path, acting in forms:
        client = clients.setdefault(acting.worker, Client())
        sign_in(client, acting)
        page = client.get(path)
        assert page.status_code == 200, (path, page.status_code)
        fields = fields_of(page.content.decode())
        assert fields, path
        for _ in range(6):
            before, sent = entries(), answers(by, fields)
            response = client.post(path, sent)
            assert response.status_code in (200, 302, 403, 404, 422), (path, sent, seed)
            if response.status_code == 422:
                assert "govuk-error-summary" in response.content.decode(), (path, sent, seed)
                assert entries() == before, (path, sent, seed)
            elif response.status_code == 302:
                break  # recorded: the form may be another now
