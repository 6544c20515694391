"""Measures that protect a child show in her case, and nowhere beside what is taken against somebody. Wren is fourteen; Carys works with her."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from holdfast.children.ids import CaseId
from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.disruption.actions import set_holder
from holdfast.disruption.catalogue import measure as row_of
from holdfast.disruption.catalogue import measures as rows
from holdfast.measures import asking, queries, taking
from holdfast.measures.codes import NotAsked, Rejected, State, Uncleared
from holdfast.measures.ids import AskId, MeasureId
from holdfast.measures.subjects import subject_for
from holdfast.measures.tests.test_measures import holders, the, the_list
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.persons.tests.story import a_concern, named, opened, vetted_group
from holdfast.record.refusal import Refused
from holdfast.scrutiny import sampling
from holdfast.scrutiny.codes import SampleOf
from holdfast.support.tests.test_support import case

__all__ = ["case"]  # a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    found = a_partnership()
    vetted_group(found)
    holders(found)
    assert found.lena.post is not None
    set_holder(body="school", post=found.lena.post, outside=None, by=found.lena)
    return found


def client_of(acting: Acting) -> Client:
    client = Client()
    sign_in(client, acting)
    return client


def asked(case: UUID, body: str, by: Acting) -> AskId:
    found = asking.ask(matter=case, body=body, about="Wren", shared="Lifts from an older man", by=by, entry_id=uuid4())
    assert found is not None
    return found


def test_what_protects_her_is_offered_in_her_case_and_what_is_against_somebody_is_not(p: Partnership, case: CaseId) -> None:
    subject = subject_for(case, p.carys)
    assert subject is not None
    with viewing(p.carys.viewer):
        hers = {row.code for row in subject.rows()}
        assert {"EPO", "SECURE"} & hers
        assert all(row_of(code).protects for code in hers)
    person = named(p, a_concern(p))
    opened(p, person, owner=p.carys)
    against = subject_for(person, p.bryn)
    assert against is not None
    with viewing(p.bryn.viewer):
        assert not any(row.protects for row in against.rows())


def test_the_police_take_protection_at_once_and_nobody_waits_for_an_answer(p: Partnership, case: CaseId) -> None:
    ask = asked(case, "police", p.carys)
    asking.declare(ask=ask, connected=False, words=None, by=p.ines)
    once = uuid4()
    asking.answer_row(ask=ask, code="POL_PROT", chosen=True, why=None, reason="Tonight", decided_by=p.ines.worker, by=p.ines, entry_id=once)
    measure = MeasureId(once)
    plan = "She sleeps at her aunt’s"
    taking.apply(measure=measure, on=today(), words="Taken", plan=plan, rechecked=True, uncleared=Uncleared.PROTECTS_A_CHILD, by=p.ines)
    taking.in_force(measure=measure, on=today(), expires_on=today() + timedelta(days=3), breach_owner=p.ines.worker, words=None, by=p.ines)
    assert the(measure).state == State.IN_FORCE
    page = client_of(p.carys).get(f"/disruption/{case}/").content.decode()
    assert "Wren Example: what protects the child" in page
    assert row_of("POL_PROT").title in page


def test_each_body_reads_its_own_list_and_no_others_and_the_polices_contact_none_of_it(p: Partnership, case: CaseId) -> None:
    council = asked(case, "council", p.carys)
    for reader, reads in ((p.dev, True), (p.carys, True), (p.hal, False), (p.lena, False), (p.mina, False)):
        with viewing(reader.viewer):
            assert (queries.ask(council) is not None) is reads, reader
    with pytest.raises((NotPermitted, LookupError)):
        asked(case, "police", p.lena)
    with pytest.raises((NotPermitted, LookupError)):
        asked(case, "police", p.jo)


def test_a_body_that_would_do_harm_by_being_asked_is_not_and_her_page_leads_there(p: Partnership, case: CaseId) -> None:
    asking.not_ask(matter=case, body="council", why=NotAsked.WOULD_REACH_THEM, words="Her uncle works there", by=p.carys)
    page = client_of(p.carys).get(f"/children/{case}/").content.decode()
    assert f"/disruption/{case}/" in page
    assert "Not asked" in client_of(p.carys).get(f"/disruption/{case}/").content.decode()
    assert client_of(p.jo).get(f"/disruption/{case}/").status_code == 404


def test_what_protects_a_child_is_never_drawn_for_the_scrutineers_sample(p: Partnership, case: CaseId) -> None:
    ask = asked(case, "council", p.carys)
    asking.declare(ask=ask, connected=False, words=None, by=p.dev)
    code = the_list(ask)[0]
    asking.answer_row(
        ask=ask,
        code=code, chosen=False, why=Rejected.OTHER_SERVES_BETTER, reason="With her family", decided_by=p.dev.worker, by=p.dev,
    )  # fmt: skip
    with pytest.raises(Refused, match="none that was not drawn"):
        sampling.draw(what=SampleOf.REJECTED, how_many=5, by=p.noor)


def test_every_row_that_protects_is_held_by_somebody_whom_a_post_may_stand_for() -> None:
    assert all(row.holders or row.asks for row in rows() if row.protects)
