"""Every form of disruption, with whatever anybody may send: it is recorded, or refused by field and rule, and nothing is half-written."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from holdfast.children.ids import CaseId
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
from holdfast.scrutiny.tests.test_sampling import drawn, not_opened
from holdfast.support.tests.test_support import begun, case, offered
from holdfast.web.tests.sending import send_whatever

__all__ = ["case"]  # a fixture

pytestmark = pytest.mark.django_db


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


def test_whatever_is_sent_is_recorded_or_refused_by_field_and_rule(p: Partnership, case: UUID) -> None:
    send_whatever(forms_of(p, case))


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
