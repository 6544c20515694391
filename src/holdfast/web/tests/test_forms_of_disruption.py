"""Every form of disruption, with whatever anybody may send: it is recorded, or refused by field and rule, and nothing is half-written."""

from __future__ import annotations

from datetime import timedelta
from html.parser import HTMLParser
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from holdfast.children.ids import CaseId
from holdfast.database.asking import rows
from holdfast.database.time import today
from holdfast.disruption.actions import set_holder
from holdfast.intelligence.tests.test_intelligence import given as intelligence_given
from holdfast.investigations.tests.test_investigations import opened as investigation_opened
from holdfast.licensing import actions as licensing
from holdfast.licensing import kinds as licence_kinds
from holdfast.licensing.codes import About
from holdfast.measures.tests.test_measures import asked, chosen, holders, the, the_list
from holdfast.panel.tests.test_panel import called as panel_called
from holdfast.panel.tests.test_panel import declared as panel_declared
from holdfast.panel.tests.test_panel import taken as panel_taken
from holdfast.partnership import vetted
from holdfast.partnership.people import Acting
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.persons.tests.story import a_concern, named, opened, vetted_group
from holdfast.places.tests.test_places import reported
from holdfast.record.holding import reading_all
from holdfast.scrutiny.tests.test_sampling import drawn, not_opened
from holdfast.support.tests.test_support import begun, case, offered

__all__ = ["case"]  # a fixture

pytestmark = pytest.mark.django_db


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


@pytest.fixture
def p() -> Partnership:
    found = a_partnership()
    vetted_group(found)
    holders(found)
    assert found.dev.post is not None
    set_holder(body="licensing", post=found.dev.post, outside=None, by=found.efua)
    vetted.train(worker=found.hal.worker, trained_on=today(), by=found.ines)
    return found


def forms_of(p: Partnership, case: UUID) -> list[tuple[str, Acting]]:
    """Each form, with who may send it."""
    concern = a_concern(p)
    waiting, person = named(p, concern, "Perrin Oakes"), named(p, concern)
    opened(p, person, owner=p.carys)
    ask = asked(p, person)
    measure = chosen(p, ask)
    left = next(code for code in the_list(ask) if code != _code(measure))
    place, plan = reported(p), begun(p, CaseId(case))
    offered(p, plan)
    parts = licence_kinds.AskedParts(about="Badge 4471", shared="Seen", may_be_told="Nothing of the school")
    question = licensing.ask(what=About.DRIVER, parts=parts, by=p.lena)
    investigation, item, panel = investigation_opened(p), intelligence_given(p), panel_called(p)
    on_agenda = panel_taken(p, panel, person)
    panel_declared(p, on_agenda)
    not_opened(p, concern, "Tobin Wray")
    (sampled,) = drawn(p)
    found = [(f"/persons/{waiting}/{name}/", p.bryn) for name in ("open", "not-open", "join")]
    found += [(f"/persons/{person}/{name}/", p.bryn) for name in ("act", "review", "allege", "monitoring", "tell", "owner", "clear", "end")]
    found += [(f"/disruption/{person}/{name}/police/", p.bryn) for name in ("ask", "not-ask")]
    found += [(f"/disruption/measures/{measure}/{name}/", p.dev) for name in ("apply", "withdraw")]
    found += [(f"/support/{plan}/of/therapy/{name}/", p.carys) for name in ("accept", "decline", "offer")]
    found += [(f"/investigations/{investigation}/{name}/", p.ines) for name in ("step", "review", "protect", "officer", "propose-nfa")]
    found += [(f"/intelligence/{item}/{name}/", p.hal) for name in ("grade", "reply")]
    return [
        *found,
        (f"/concerns/{concern}/whom/somebody/", p.amira),
        (f"/disruption/lists/{ask}/{left}/", p.dev),
        ("/places/report/", p.mina),
        (f"/places/{place}/assess/", p.bryn),
        (f"/licensing/{question}/answer/", p.dev),
        ("/licensing/ask/", p.efua),
        ("/investigations/open/", p.ines),
        ("/intelligence/give/", p.mina),
        (f"/panel/items/{on_agenda}/decide/", p.efua),
        ("/persons/asked/receive/", p.efua),
        ("/sample/draw/", p.noor),
        (f"/sample/{sampled.id}/", p.noor),
    ]


def _code(measure: UUID) -> str:
    return the(measure).code


def entries() -> int:
    with reading_all():
        return int(rows("SELECT count(*) FROM record_entry WHERE kind NOT LIKE 'look.%%'", [])[0][0])


def test_whatever_is_sent_is_recorded_or_refused_by_field_and_rule(p: Partnership, case: UUID) -> None:
    """By chance, anew each time; what failed says from which seed it comes again."""
    seed = uuid4().int
    by = Random(seed)
    clients: dict[UUID, Client] = {}
    for path, acting in forms_of(p, case):
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


def test_a_far_day_and_a_day_before_it_began_are_refused_by_field(p: Partnership, case: UUID) -> None:
    person = named(p, a_concern(p))
    opened(p, person, owner=p.carys)
    client = Client()
    sign_in(client, p.carys)
    far = today() + timedelta(days=400)
    day = {f"next_on-{part}": str(getattr(far, part)) for part in ("day", "month", "year")}
    form = {"done": "visited", "words": "x", "next": "Call again", "once": str(uuid4())}
    page = client.post(f"/persons/{person}/act/", {**form, **day})
    assert page.status_code == 422
    assert "within 28 days" in page.content.decode()
